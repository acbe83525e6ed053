"""Pieces answered two halves at a time, and joined where the long rows come out all but full.

A half's partial answers are sets of departures from the best ways that lose little in all. Two of
them make a good answer only if they leave little of every priced row; so those of one half are
sorted into boxes by what they use, and each of the other looks into the few boxes that would fill
the rest (after Horowitz and Sahni 1974).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Literal

import numpy as np
from attrs import frozen

from cximpact.decision.solving.pieces import Piece, Pieces
from cximpact.model.arrays import FloatArray, IntArray

_MOST_PAIRS = 6_000_000
_BOXED = 4


@frozen(eq=False)
class Pool:
    """Partial answers over the pieces of one half.

    Attributes:
        loss: Of each, how far it falls behind.
        sums: Worth and what long rows use, against the best ways; sums x answers.
        parent: Of each, the one it differs from in one more way; itself for the first.
        step: Which piece and way that is, counted through all ways of the half.
    """

    loss: FloatArray
    sums: IntArray
    parent: IntArray
    step: IntArray


def pool_of(pieces: list[Piece], rows: int, room: float, most: int) -> Pool | None:
    """Return all partial answers that lose no more than the room; None if more than `most`."""
    loss, sums = np.zeros(most), np.zeros((rows + 1, most), dtype=np.int64)
    parent, step = np.zeros(most, dtype=np.int64), np.full(most, -1, dtype=np.int64)
    size, number = 1, 0
    for piece in pieces:
        before = size
        for way, lost in enumerate(piece.loss.tolist()):
            from_ = np.flatnonzero(loss[:before] <= room - lost)
            end = size + len(from_)
            if end > most:
                return None
            loss[size:end] = loss[from_] + lost
            sums[0, size:end] = sums[0, from_] + piece.worth[way]
            sums[1:, size:end] = sums[1:, from_] + piece.used[:, way, None]
            parent[size:end], step[size:end] = from_, number + way
            size = end
        number += len(piece.loss)
    return Pool(loss[:size], sums[:, :size], parent[:size], step[:size])


def joined(
    whole: Pieces, halves: tuple[Pool, Pool], room: float
) -> tuple[int, int, int] | Literal[False] | None:
    """Return the best answer that two halves make, if it loses no more than the room.

    Returns:
        Its worth and its place in either half; None where there is none, False where too many
        pairs would have to be looked at.
    """
    one, other = halves
    sorted_half = SortedHalf(whole, other, room)
    best: tuple[int, int, int] | None = None
    total = 0
    for some in sorted_half.pairs(one):
        total += 0 if some is None else len(some[0])
        if some is None or total > _MOST_PAIRS:
            return False
        lines, places = some
        used = one.sums[1:, lines] + other.sums[1:, places]
        good = np.flatnonzero((used <= whole.spare[:, None]).all(axis=0))
        if len(good):
            worth = one.sums[0, lines[good]] + other.sums[0, places[good]]
            at = good[np.lexsort((places[good], lines[good], -worth))[0]]
            value = int(worth.max()) + whole.worth
            if best is None or value > best[0]:
                best = value, int(lines[at]), int(places[at])
    return best


class SortedHalf:
    """One half that is held whole, sorted by what it uses of the dearest rows."""

    def __init__(self, whole: Pieces, pool: Pool, room: float) -> None:
        spare = np.where(whole.price > 0, room / np.maximum(whole.price, 1e-6), np.inf)
        spread = np.ptp(pool.sums[1:], axis=1) + 1.0
        fine = np.argsort(spare / spread, kind="stable")[:_BOXED]
        self._rows = fine[np.isfinite(spare[fine]) & (spare[fine] < 2.0**52)]
        self._size = np.maximum(spare[self._rows], 0).astype(np.int64) + 1
        self._limit = whole.spare[self._rows]
        cells = pool.sums[1 + self._rows] // self._size[:, None]
        self._low = cells.min(axis=1) if len(self._rows) else np.zeros(0, np.int64)
        high = cells.max(axis=1) if len(self._rows) else np.zeros(0, np.int64)
        self._counts = high - self._low + 1
        keys = self._key(cells - self._low[:, None], pool.sums.shape[1])
        self._order = np.argsort(keys, kind="stable")
        self._keys = keys[self._order]

    def _key(self, cells: IntArray, length: int) -> IntArray:
        key = np.zeros(length, dtype=np.int64)
        for line, count in zip(cells, self._counts.tolist(), strict=True):
            key = key * count + line
        return key

    def pairs(self, pool: Pool) -> Iterator[tuple[IntArray, IntArray] | None]:
        """Yield, box by box, which of the pool go with which of the others; None if too many."""
        wanted = self._limit[:, None] - pool.sums[1 + self._rows]
        sought = wanted // self._size[:, None] - self._low[:, None]
        for back in product((0, 1), repeat=len(self._rows)):
            at = sought - np.array(back, dtype=np.int64)[:, None]
            inside = np.flatnonzero(((at >= 0) & (at < self._counts[:, None])).all(axis=0))
            goal = self._key(at[:, inside], len(inside))
            # Looked up in order, which keeps to where the last one was found.
            again = np.argsort(goal, kind="stable")
            inside, goal = inside[again], goal[again]
            first = np.searchsorted(self._keys, goal, "left")
            many = np.searchsorted(self._keys, goal, "right") - first
            if int(many.sum()) > _MOST_PAIRS:
                yield None
                return
            lines = np.repeat(inside, many)
            shift = np.arange(len(lines)) - np.repeat(np.cumsum(many) - many, many)
            yield lines, self._order[np.repeat(first, many) + shift]


def steps_of(pool: Pool, place: int) -> list[int]:
    """Return the ways, counted through the half, by which a partial answer departs."""
    found = []
    while pool.step[place] >= 0:
        found.append(int(pool.step[place]))
        place = int(pool.parent[place])
    return found
