"""Programs with minimum shares: those that serve them are chosen first, then the many.

With a budget and a share of it both full, the relaxation prices twice as many rows as there are
budgets, and what comes close to its bound is too rare to be met with among all columns at once.
But what the few that serve a share leave apart is lost whatever the many do (`proportions`). So
all ways to answer the few are held against that loss, which lowers the bound for all, and the
best of them leave a program of the budgets alone.
"""

from __future__ import annotations

from math import ceil, floor

import numpy as np
from attrs import evolve, frozen

from cximpact.decision.solving.narrowing import narrowed, rounded, tightened
from cximpact.decision.solving.pieces import Piece, Pieces, taken_apart
from cximpact.decision.solving.pools import Pool, SortedHalf, pool_of, steps_of
from cximpact.decision.solving.proportions import Proportions, proportions_of
from cximpact.decision.solving.root import Answer, Root, fixed_within, root_of
from cximpact.decision.solving.wide import CLOSE, Closed, closed_in, looked_through
from cximpact.model.arrays import FloatArray, IntArray

_START = 24
_GROWTH = 2.0
_LEVELS = 16
_MOST_FEW = 100_000
"""Partial answers of the few, per half, at most."""
_MOST_PAIRS = 1_500_000
_LOOKED_AT = 64
_TRIED = 4
"""Answers of the few that are filled up at most, to find one that can be."""
_PARTS = (0.0, 0.15, 0.3, 0.5)
_MOST_MANY = 100_000
"""Partial answers of the many, per half: enough where only budgets are left."""


@frozen(eq=False)
class _Few:
    """Answers of the few.

    Attributes:
        columns: Who they are: those out of proportion.
        answers: One a row, best first; no two alike.
        top: Per answer, what it can come to at most with the many; descending.
        rest: What any other answer can come to at most.
    """

    columns: IntArray
    answers: IntArray
    top: FloatArray
    rest: float


@frozen(eq=False)
class _Rest:
    """The program of the many, once the few are answered.

    Attributes:
        root: The program with its relaxation.
        columns: Of each of its columns, the column in the whole program.
        base: The answers of the others.
    """

    root: Root
    columns: IntArray
    base: IntArray

    def whole(self, answer: Answer) -> Answer:
        """Return an answer over all columns."""
        x = self.base.copy()
        x[self.columns] = answer[0]
        return tuple(x.tolist()), answer[1]


def by_shares(root: Root) -> Closed | None:
    """Return how close a program with shares is brought; None where there are none.

    Args:
        root: The program with its relaxation.
    """
    shares = proportions_of(root.form, root.bound)
    few = None if shares is None else _best_few(root, shares)
    if shares is None or few is None:
        return None
    start = Closed(None, root.bound.whole())
    for answer in few.answers[:_TRIED]:
        rest = _rest(root, few.columns, answer)
        found = None if rest is None else closed_in(rest.root, None, 0, _MOST_MANY)
        if rest is not None and found is not None and found.known is not None:
            start = evolve(start, known=rest.whole(found.known))
            break
    return _bounded(root, shares, few, start)


def _best_few(root: Root, shares: Proportions) -> _Few | None:
    """Look ever deeper below the bound, until some way to answer the few lies within."""
    open_few = ~shares.alike & (root.form.lower < root.form.upper)
    sizes = np.sort(np.abs(root.bound.gain[open_few]))
    start = float(sizes[min(_START, len(sizes) - 1)])
    depth, least, most = max(start, CLOSE * abs(root.bound.value)), 0.0, np.inf
    for _ in range(_LEVELS):
        few = _few_within(root, shares, depth)
        if few is not None and len(few.top):
            return few
        least, most = (depth, most) if few is not None else (least, depth)
        depth = min(depth * _GROWTH, (least + most) / 2)
    return None


def _bounded(root: Root, shares: Proportions, few: _Few, found: Closed) -> Closed:
    """Look through what the many make of every way to answer the few that could be better."""
    known = found.known
    if known is None:
        return evolve(found, bound=min(found.bound, floor(max([few.rest, *few.top]))))
    aim = known[1] + int(CLOSE * abs(known[1]))
    top = root.bound.value + root.bound.error
    if top <= aim:
        return found
    few = _few_within(root, shares, top - aim) or few
    bound = max(few.rest, float(aim))
    for answer, high in zip(few.answers, few.top.tolist(), strict=True):
        if high <= aim:
            break
        rest = _rest(root, few.columns, answer)
        known, end = (known, high) if rest is None else _looked_through(rest, known, aim)
        bound = max(bound, min(high, end))
    return Closed(known, max(known[1], min(found.bound, floor(bound))))


def _looked_through(rest: _Rest, known: Answer, aim: int) -> tuple[Answer, float]:
    """Look at all that the many make of it that is worth the aim, or more where that is much.

    Returns:
        The best answer known then, and what any of these can come to at most.
    """
    found = Closed(((), known[1]), rest.root.bound.whole())
    for part in _PARTS:
        cutoff = aim + int(part * max(0.0, rest.root.bound.value - aim))
        found = looked_through(rest.root, found.known, cutoff)
        if found.bound <= cutoff:
            break
    better = found.known is not None and found.known[1] > known[1]
    return (rest.whole(found.known) if better and found.known else known), float(found.bound)


def _few_within(root: Root, shares: Proportions, depth: float) -> _Few | None:
    """Return all ways to answer the few that fall behind by so little; None if too many."""
    bounds = fixed_within(root, depth)
    if bounds is None:
        return _nobody(root.bound.value + root.bound.error - depth)
    whole = taken_apart(root.form, *bounds, root.bound, depth)
    if whole is None:
        return None
    if not _is_priced(whole, shares):
        return _nobody(root.bound.value + root.bound.error)
    return _within(root, whole, shares, depth)


def _nobody(bound: float) -> _Few:
    """Return that no way to answer the few is known, and what any comes to at most."""
    nobody = np.zeros((0, 0), dtype=np.int64)
    return _Few(nobody.ravel(), nobody, np.zeros(0), bound)


def _is_priced(whole: Pieces, found: Proportions) -> bool:
    """Return whether the pieces were priced with the same rows, none of which fell away."""
    return bool(np.array_equal(np.sort(whole.price[whole.price > 0]), np.sort(found.price)))


def _within(root: Root, whole: Pieces, found: Proportions, depth: float) -> _Few | None:
    """Return all ways to answer the few that lose so little; None where they are too many."""
    room = depth - (root.bound.value - whole.top) + 8 * root.bound.error
    pieces = [each for each in _using(whole, found) if found.apart(each.used).any()]
    pieces.sort(key=lambda each: (-float(each.loss[0]), int(each.columns[0])))
    halves = (pieces[0::4] + pieces[3::4], pieces[1::4] + pieces[2::4])
    one, other = (pool_of(half, len(found.rows), room, _MOST_FEW) for half in halves)
    kept = None if one is None or other is None else _kept(whole, found, (one, other), room)
    if one is None or other is None or kept is None:
        return None
    columns = np.flatnonzero(~found.alike)
    lost, places = kept
    answers = [_answer(whole, halves, (one, other), at)[columns] for at in places.T]
    first = _first_of_each(answers)
    end = float(lost[len(answers)]) if len(lost) > len(answers) else room
    high = whole.top + 8 * root.bound.error
    return _Few(
        columns,
        np.array([answers[at] for at in first]).reshape(len(first), len(columns)),
        high - lost[first],
        high - end,
    )


def _using(whole: Pieces, found: Proportions) -> list[Piece]:
    """Return the pieces with what their ways use of the rows in proportion."""
    return [evolve(each, used=found.rows[:, each.columns] @ each.ways) for each in whole.pieces]


def _kept(
    whole: Pieces, found: Proportions, pools: tuple[Pool, Pool], room: float
) -> tuple[FloatArray, IntArray] | None:
    """Return what answers of the few lose that is no more than the room, and the first of them.

    Returns:
        The losses, ascending, and for the first ones their places in both pools.
    """
    one, other = pools
    spare = found.limit - found.rows @ whole.base
    sorted_half = SortedHalf(_apart(whole, found, spare, room), _pool_apart(found, other), room)
    lost, places = [np.zeros(0)], [np.zeros((2, 0), dtype=np.int64)]
    total = 0
    for some in sorted_half.pairs(_pool_apart(found, one)):
        total += 0 if some is None else len(some[0])
        if some is None or total > _MOST_PAIRS:
            return None
        lines, at = some
        left = spare[:, None] - one.sums[1:, lines] - other.sums[1:, at]
        loses = one.loss[lines] + other.loss[at] + found.lost(left)
        good = np.flatnonzero(loses <= room)
        lost.append(loses[good])
        places.append(np.stack([lines[good], at[good]]))
    loses, both = np.concatenate(lost), np.concatenate(places, axis=1)
    order = np.lexsort((both[1], both[0], loses))
    return loses[order], both[:, order[:_LOOKED_AT]]


def _apart(whole: Pieces, found: Proportions, spare: IntArray, room: float) -> Pieces:
    """Return the pieces with, as rows, by how much pairs of rows may end out of proportion."""
    ends, sizes = [], []
    for (one, other), apart in zip(found.pairs(), found.apart(spare).tolist(), strict=True):
        most = room / found.price[one] * found.times[other]
        least = min(most, 0.0) - room / found.price[other] * found.times[one]
        ends.append(apart + ceil(-least))
        sizes.append(max(most, 0.0) - least + 2.0)
    return evolve(whole, spare=np.array(ends, dtype=np.int64), price=room / np.array(sizes))


def _pool_apart(found: Proportions, pool: Pool) -> Pool:
    sums = np.concatenate([pool.sums[:1], found.apart(pool.sums[1:])])
    return evolve(pool, sums=sums)


def _answer(
    whole: Pieces, halves: tuple[list[Piece], list[Piece]], pools: tuple[Pool, Pool], at: IntArray
) -> IntArray:
    x = whole.base.copy()
    for half, pool, place in zip(halves, pools, at.tolist(), strict=True):
        ways = [(piece, way) for piece in half for way in range(len(piece.loss))]
        for step in steps_of(pool, place):
            piece, way = ways[step]
            x[piece.columns] += piece.ways[:, way]
    return x


def _first_of_each(answers: list[IntArray]) -> list[int]:
    """Return the places of answers that are like none before them."""
    seen: dict[bytes, int] = {}
    for place, answer in enumerate(answers):
        seen.setdefault(answer.tobytes(), place)
    return list(seen.values())


def _rest(root: Root, columns: IntArray, answer: IntArray) -> _Rest | None:
    """Return the program of the many, once the few are answered; None where nothing fits."""
    lower, upper = root.form.lower.copy(), root.form.upper.copy()
    lower[columns] = upper[columns] = answer
    bounds = tightened(root.form, lower, upper)
    if bounds is None:
        return None
    smaller, left = narrowed(root.form, *bounds)
    rest = root_of(rounded(smaller)) if len(left) else None
    return None if rest is None else _Rest(rest, left, bounds[0])
