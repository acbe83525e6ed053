"""Two halves too large to write out: one is gone through in stretches, the other looked up.

Of two partial answers that make a good one, one loses no more than half of what both may lose.
So halves are never held as far as they are searched: each is gone through once, as pairs of its
two quarters in the order of what they lose, and against it stands what the other half can still
afford, which is the less the more was lost, and must fill the budgets the closer (quarters:
Schroeppel and Shamir 1981).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import numpy as np
from attrs import frozen

from cximpact.decision.solving.boxes import Boxes
from cximpact.decision.solving.pieces import Piece, Pieces, dealt
from cximpact.decision.solving.pools import Pool, pool_of, steps_of
from cximpact.model.arrays import FloatArray, IntArray

Swept = tuple[int, IntArray]
"""What the best answer is worth, and the answer."""
_CHUNK = 2**17
_MOST_PAIRS = 2**25
_HELD = 2**20
_SHRINK, _LEAST = 0.8, 0.02


@frozen(eq=False)
class _Quarter:
    """Partial answers in the order of what they lose.

    Attributes:
        pieces: What they are over.
        pool: As they were made.
        order: Their places there.
        loss: Ascending.
        sums: In the same order.
    """

    pieces: list[Piece]
    pool: Pool
    order: IntArray
    loss: FloatArray
    sums: IntArray


@frozen(eq=False)
class _Range:
    """The partial answers of a half that lose more than one amount and at most another.

    Attributes:
        quarters: What they are pairs of.
        start: Per partial answer of the second quarter, the first it goes with.
        count: With how many from there.
    """

    quarters: tuple[_Quarter, _Quarter]
    start: IntArray
    count: IntArray


@frozen(eq=False)
class _Pass:
    """A range, and what the other half can afford beside it.

    Attributes:
        range: The partial answers of one half.
        table: Those of the other.
        size: How many of them are looked up.
        left: What both leave to lose.
    """

    range: _Range
    table: _Quarter
    size: int
    left: float


@frozen(eq=False)
class Sweep:
    """What is to be gone through.

    Attributes:
        whole: The program taken to pieces.
        passes: Range by range.
    """

    whole: Pieces
    passes: tuple[_Pass, ...]

    @property
    def count(self) -> int:
        """How many partial answers are gone through."""
        return sum(int(each.range.count.sum()) for each in self.passes)

    def best(self) -> Swept | Literal[False] | None:
        """Return the best answer; None where there is none, False where it gets too much."""
        best: Swept | None = None
        pairs = 0
        for each in self.passes:
            boxes = Boxes(self.whole, each.table.sums[1:, : each.size], each.left)
            for one, other in _chunks(each.range):
                wanted = _wanted(self.whole, each.range, (one, other), boxes.rows)
                for lines, found in boxes.near(wanted):
                    pairs += len(lines)
                    if pairs > _MOST_PAIRS:
                        return False
                    best = _better(self.whole, each, (one[lines], other[lines], found), best)
        return best


def sweep_of(whole: Pieces, room: float, reach: float) -> Sweep | None:
    """Return what has to be gone through to find the best answer close to the bound.

    Args:
        whole: The program taken to pieces.
        room: All answers that fall behind by so much are looked at.
        reach: And of those that fall behind by so much, many.

    Returns:
        It; None where even quarters are too many to be held.
    """
    rows, halves = len(whole.spare), dealt(whole)
    tables, limit = _tables(halves, rows, room, reach)
    passes: list[_Pass] = []
    for mine, table in enumerate(reversed(tables)):
        one = _quarter(halves[mine][0::2], rows, room)
        two = None if one is None else _quarter(halves[mine][1::2], rows, room)
        if one is None or two is None:
            return None
        passes += _passes((one, two), table, (limit, room, reach), alike=not mine)
    return Sweep(whole, tuple(passes)) if passes else None


def _tables(
    halves: tuple[list[Piece], list[Piece]], rows: int, room: float, reach: float
) -> tuple[list[_Quarter], float]:
    """Return what is looked up of either half, and how much that loses at most.

    As much as can be held, but no less than is needed: none where that is too much.
    """
    limit = min(reach / 2, room)
    while True:
        found = [table for half in halves if (table := _quarter(half, rows, limit)) is not None]
        if len(found) == len(halves):
            return found, limit
        if limit <= room / 2:
            return [], limit
        limit = max(room / 2, limit * _SHRINK)


def _quarter(pieces: list[Piece], rows: int, room: float) -> _Quarter | None:
    pool = pool_of(pieces, rows, room, _HELD)
    if pool is None:
        return None
    order = np.argsort(pool.loss, kind="stable")
    return _Quarter(pieces, pool, order, pool.loss[order], pool.sums[:, order])


def _passes(
    quarters: tuple[_Quarter, _Quarter],
    table: _Quarter,
    limits: tuple[float, float, float],
    *,
    alike: bool,
) -> Iterator[_Pass]:
    """Yield a half range by range, each against what of the other half loses no more than it.

    Of two that lose more than is looked up, nothing is made; of two in the same range below,
    only where `alike`, so that one half is enough.

    Args:
        quarters: Those of the half.
        table: What is looked up of the other half.
        limits: What that loses at most, what the half, and what both together.
        alike: Whether to look at two in the same range.
    """
    one, other = quarters
    limit, room, reach = limits
    low, left = 0.0, reach
    start = np.zeros(len(other.loss), dtype=np.int64)
    while low < room:
        high = min(room, reach - left * _SHRINK) if left > _LEAST * reach else room
        high = limit if low < limit < high else high
        end = np.searchsorted(one.loss, high - other.loss, "right")
        size = int(np.searchsorted(table.loss, min(high if alike else low, left), "right"))
        yield _Pass(_Range(quarters, start, end - start), table, size, left)
        low, left, start = high, reach - high, end


def _wanted(
    whole: Pieces, range_: _Range, places: tuple[IntArray, IntArray], rows: list[int]
) -> IntArray:
    """Return what partial answers leave of some rows."""
    one, other = range_.quarters
    left = np.empty((len(rows), len(places[0])), dtype=np.int64)
    for line, row in zip(left, rows, strict=True):
        line[:] = (whole.spare[row] - other.sums[1 + row])[places[1]]
        line -= one.sums[1 + row][places[0]]
    return left


def _better(
    whole: Pieces, each: _Pass, places: tuple[IntArray, IntArray, IntArray], best: Swept | None
) -> Swept | None:
    """Return the best allowed answer among some, if it is better."""
    held = (*each.range.quarters, each.table)
    for row in range(len(whole.spare)):
        used = sum(part.sums[1 + row][at] for part, at in zip(held, places, strict=True))
        good = np.flatnonzero(used <= whole.spare[row])
        places = places[0][good], places[1][good], places[2][good]
    if not len(places[0]):
        return best
    worth = whole.worth + sum(part.sums[0, at] for part, at in zip(held, places, strict=True))
    if best is not None and int(worth.max()) <= best[0]:
        return best
    # In the order of going through, so that it does not matter into what parts pairs fall.
    first = np.lexsort((places[2], places[0], places[1], -worth))[0]
    x = whole.base.copy()
    for part, at in zip(held, places, strict=True):
        _add_ways(x, part, int(at[first]))
    return int(worth[first]), x


def _chunks(each: _Range) -> Iterator[tuple[IntArray, IntArray]]:
    """Yield the pairs of a range by their places in either quarter, so many at a time."""
    other = np.flatnonzero(each.count)
    count = each.count[other]
    ends = np.cumsum(count)
    begins = ends - count
    for low in range(0, int(count.sum()), _CHUNK):
        high = low + _CHUNK
        part = slice(int(np.searchsorted(ends, low, "right")), int(np.searchsorted(begins, high)))
        skipped = np.maximum(low - begins[part], 0)
        many = np.minimum(ends[part], high) - begins[part] - skipped
        first = each.start[other[part]] + skipped - (np.cumsum(many) - many)
        yield np.repeat(first, many) + np.arange(int(many.sum())), np.repeat(other[part], many)


def _add_ways(x: IntArray, part: _Quarter, place: int) -> None:
    """Change an answer by what a partial one departs in."""
    ways = [(piece, way) for piece in part.pieces for way in range(len(piece.loss))]
    for step in steps_of(part.pool, int(part.order[place])):
        piece, way = ways[step]
        x[piece.columns] += piece.ways[:, way]
