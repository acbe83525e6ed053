"""Partial answers found by what they use of the dearest rows.

Whoever looks for what fills the rest of the rows, but for a little, needs to look only at what
lies in few boxes. Every partial answer stands in all boxes from which it may be wanted, so that
one look is enough, and most looks end there. Boxes are hashed: that others share a number costs
time, but changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import numpy as np

from cximpact.decision.solving.pieces import Pieces
from cximpact.model.arrays import FloatArray, IntArray

_MOST_ROWS = 4
_MOST_INSIDE = 2**23
_PART = 2**19
_LEAST_BITS, _MOST_BITS = 10, 21
_KEYS = (0x1E3779B97F4A7C15, 0x42B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x56E8FEB86659FD93)
"""Odd numbers without pattern; a box's key is the sum of its places times these."""


class Boxes:
    """Partial answers in boxes.

    Example:
        >>> from cximpact.decision.solving.pieces import Pieces
        >>> spare, price = np.array([10]), np.array([1.0])
        >>> whole = Pieces(np.zeros(0, dtype=np.int64), 0, spare, price, 0.0, ())
        >>> boxes = Boxes(whole, np.array([[1, 4, 9]]), 2.0)
        >>> [(one.tolist(), other.tolist()) for one, other in boxes.near(np.array([[10, 5]]))]
        [([0, 1, 1], [2, 0, 1])]
    """

    def __init__(self, whole: Pieces, used: IntArray, room: float) -> None:
        """Sort partial answers into boxes.

        Args:
            whole: The program taken to pieces, for its prices.
            used: What they use of the rows, rows x partial answers.
            room: What is left unused may be worth so much at most, at the prices.
        """
        spare = np.where(whole.price > 0, room / np.maximum(whole.price, 1e-6), np.inf)
        spread = np.ptp(used, axis=1) + 1.0
        finest = np.argsort(spare / spread, kind="stable")[:_MOST_ROWS]
        most = (_MOST_INSIDE // used.shape[1]).bit_length() - 1
        self.rows = _useful(finest, spare, spread)[:most]
        self._sizes = [int(max(spare[row], 0)) + 1 for row in self.rows]
        count = used.shape[1] << len(self.rows)
        bits = min(max(count.bit_length() + 2, _LEAST_BITS), _MOST_BITS)
        self._shift, self._mask = 63 - bits, (1 << bits) - 1
        key = self._key(used[self.rows])
        back = product((0, 1), repeat=len(self.rows))
        steps = [sum(k for k, b in zip(_KEYS, each, strict=False) if b) for each in back]
        numbers = np.concatenate([self._number(key + np.array(_wrapped(step))) for step in steps])
        self._inside, self._first = _sorted(numbers, used.shape[1], self._mask + 1)

    def _key(self, amounts: IntArray) -> IntArray:
        key = np.zeros(amounts.shape[1], dtype=np.int64)
        for amount, size, often in zip(amounts, self._sizes, _KEYS, strict=False):
            key += amount // size * often  # An overflow wraps around, which a hash may.
        return key

    def _number(self, key: IntArray) -> IntArray:
        return np.asarray((key >> self._shift) & self._mask, dtype=np.int64)

    def near(self, wanted: IntArray) -> Iterator[tuple[IntArray, IntArray]]:
        """Yield which partial answers may fill what is wanted, as pairs of numbers, part by part.

        Args:
            wanted: What is still unused, boxed rows x who wants it.

        Yields:
            The numbers of who wants and of what may fill it. All that fit are among them, and
            some that do not.
        """
        number = self._number(self._key(wanted))
        first = self._first[number]
        many = self._first[number + 1] - first
        lines = np.flatnonzero(many)
        ends = np.cumsum(many[lines], dtype=np.int64)
        cuts = np.searchsorted(ends, np.arange(_PART, int(many.sum(dtype=np.int64)), _PART))
        for part in np.split(lines, cuts):
            count = many[part]
            shift = np.arange(int(count.sum())) - np.repeat(np.cumsum(count) - count, count)
            yield np.repeat(part, count), self._inside[np.repeat(first[part], count) + shift]


def _sorted(numbers: IntArray, length: int, most: int) -> tuple[IntArray, IntArray]:
    """Return who has which number, number by number, and where each number starts.

    Numbers are sorted together with their places, which is far faster than sorting places. What
    is given is overwritten.
    """
    bits = length.bit_length()
    place = np.arange(len(numbers)) % length
    ends = np.cumsum(np.bincount(numbers, minlength=most))
    first = np.concatenate([np.zeros(1, dtype=np.int64), ends])
    numbers <<= bits
    numbers |= place
    numbers.sort()
    numbers &= (1 << bits) - 1
    return numbers.astype(np.int32), first.astype(np.int32)


def _useful(rows: IntArray, spare: FloatArray, spread: FloatArray) -> list[int]:
    """Return the rows that tell partial answers apart."""
    return [row for row in rows.tolist() if spare[row] < min(spread[row], 2.0**52)]


def _wrapped(number: int) -> int:
    """Return a whole number as int64 has it after an overflow."""
    return (number + 2**63) % 2**64 - 2**63
