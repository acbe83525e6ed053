"""Many numbers at once, from the digits they are written with.

Numbers of equal length are taken together, digit by digit. Up to 15 digits a number and the power
of ten that its decimals divide it by are both exact as floats, so that their quotient is the float
nearest to what is written (W. D. Clinger, How to read floating point numbers accurately, 1990).
With up to 19 digits the quotient is corrected by its exact remainder (T. J. Dekker, A
floating-point technique for extending the available precision, 1971); where that does not tell
between two neighbours, for longer ones and those with exponents, Python reads them one by one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from cximpact.intake.files.xlsx_quick_slices import NotPlainError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from cximpact.intake.files.xlsx_quick_tags import Tags

__all__ = ["take_counts", "take_numbers"]

_MOST_DIGITS = 19
_EXACT = 2**53
_SPLITTER = 2.0**27 + 1
_POINT = (ord(".") - ord("0")) % 256
_TENS = np.array([10**power for power in range(20)], np.uint64)
_IN_NUMBERS = re.compile("[0-9.eE+ -]*")


def take_numbers(
    tags: Tags, starts: NDArray[np.intp], ends: NDArray[np.intp]
) -> NDArray[np.float64]:
    """Return the numbers that stand in a slice, infinite where one is too large for a float.

    Args:
        tags: The tags of the slice, and its bytes.
        starts: Where the numbers begin.
        ends: Where they end.

    Raises:
        NotPlainError: Something else than a number stands there.
    """
    is_negative = tags.codes[starts] == ord("-")
    firsts = starts + is_negative
    numbers = np.empty(len(starts))
    is_long = np.zeros(len(starts), bool)
    for length, group in _by_length(ends - firsts):
        if length > _MOST_DIGITS:
            is_long[group] = True
        else:
            numbers[group], is_long[group] = _of_length(tags.codes, firsts[group], length)
    np.negative(numbers, out=numbers, where=is_negative)
    if is_long.any():
        numbers[is_long] = _one_by_one(tags.texts(starts[is_long], ends[is_long]))
    return numbers


def take_counts(tags: Tags, starts: NDArray[np.intp], ends: NDArray[np.intp]) -> NDArray[np.uint64]:
    """Return the numbers that stand in a slice, each written with digits only.

    Raises:
        NotPlainError: Something else stands there.
    """
    counts = np.empty(len(starts), np.uint64)
    for length, group in _by_length(ends - starts):
        if not 0 < length <= _MOST_DIGITS:
            raise NotPlainError
        digits = _digits(tags.codes, starts[group], length)
        if np.any(digits > 9):
            raise NotPlainError
        counts[group] = _joined(digits)
    return counts


def _by_length(lengths: NDArray[np.intp]) -> list[tuple[int, NDArray[np.intp]]]:
    present = np.flatnonzero(np.bincount(np.clip(lengths, 0, _MOST_DIGITS + 1))).tolist()
    if len(present) == 1:
        return [(present[0], np.arange(len(lengths)))]
    last = _MOST_DIGITS + 1
    return [
        (each, np.flatnonzero(lengths >= each if each == last else lengths == each))
        for each in present
    ]


def _digits(codes: NDArray[np.uint8], starts: NDArray[np.intp], length: int) -> NDArray[np.uint8]:
    """Return digits, one row per place; what is no digit is 10 or more."""
    found: NDArray[np.uint8] = codes[starts + np.arange(length)[:, None]] - np.uint8(ord("0"))
    return found


def _joined(digits: NDArray[np.uint8]) -> NDArray[np.uint64]:
    total: NDArray[np.uint64] = digits[0].astype(np.uint64)
    for each in digits[1:]:
        total *= np.uint64(10)
        total += each
    return total


def _of_length(
    codes: NDArray[np.uint8], starts: NDArray[np.intp], length: int
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return numbers of one length, and which of them are to be taken one by one."""
    if length == 0:
        return np.zeros(len(starts)), np.ones(len(starts), bool)
    digits = _digits(codes, starts, length)
    is_other = digits > 9
    if not is_other.any():
        return _joined(digits).astype(np.float64), np.zeros(len(starts), bool)
    is_point = digits == _POINT
    n_points = is_point.sum(axis=0)
    is_odd = (n_points > 1) | (is_other & ~is_point).any(axis=0) | (length == n_points)
    decimals = np.where(n_points == 1, length - 1 - is_point.argmax(axis=0), 0)
    digits[is_other] = 0
    # The point stands for a zero between the whole part and the decimals; it is taken out.
    with_zero = _joined(digits)
    one = np.where(n_points == 1, _TENS[1], _TENS[0])
    whole, rest = np.divmod(with_zero, _TENS[decimals] * one)
    quotients, is_unsure = _divided(whole * _TENS[decimals] + rest, decimals)
    return quotients, is_odd | is_unsure


def _divided(
    numbers: NDArray[np.uint64], decimals: NDArray[np.intp]
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return numbers divided by powers of ten, and which quotients may not be the nearest."""
    high, power = numbers.astype(np.float64), _TENS[decimals].astype(np.float64)
    quotients = high / power
    is_unsure = np.zeros(len(numbers), bool)
    if numbers.max() <= _EXACT:
        return quotients, is_unsure
    low = (numbers - high.astype(np.uint64)).view(np.int64).astype(np.float64)
    product, missing = _product(quotients, power)
    correction = (high - product - missing + low) / power
    corrected = quotients + correction
    left = np.abs(correction - (corrected - quotients))
    # Next to a power of two the neighbours are not equally far.
    is_unsure = (left > 0.499 * np.spacing(corrected)) | (np.frexp(corrected)[0] == 0.5)
    return corrected, is_unsure


def _product(
    first: NDArray[np.float64], second: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return products as floats, and what they lack to the exact ones (Dekker 1971)."""
    product = first * second
    (a, b), (c, d) = _halves(first), _halves(second)
    return product, b * d - (product - a * c - b * c - a * d)


def _halves(numbers: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    scaled = numbers * _SPLITTER
    upper = scaled - (scaled - numbers)
    return upper, numbers - upper


def _one_by_one(texts: Sequence[str]) -> list[float]:
    # Python takes words such as "nan", underlines and spaces for numbers too.
    joined = " ".join(texts)
    if _IN_NUMBERS.fullmatch(joined) is None or joined.count(" ") != len(texts) - 1:
        raise NotPlainError
    try:
        return list(map(float, texts))
    except ValueError:
        raise NotPlainError from None
