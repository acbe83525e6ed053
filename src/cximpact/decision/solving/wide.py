"""Programs of very many columns: all that is close below the relaxation's bound, in two halves.

Where thousands of columns compete, some answer comes close to the relaxation's bound, and what
matters is to find it among astronomically many. Answers within a small room below the bound are
all looked at, and with them many that lie a little lower; then the room is widened. What was
looked at without success lowers the bound; what is found ends the search, at once if it lies
within the room (it is the best there is), or when the bound has come close enough to it.
"""

from __future__ import annotations

from math import ceil

from attrs import evolve, frozen

from cximpact.decision.solving.branching import Goal
from cximpact.decision.solving.deepening import GROWTH, Limits, deepened
from cximpact.decision.solving.pieces import Piece, Pieces, dealt, taken_apart
from cximpact.decision.solving.pools import Pool, joined, pool_of, steps_of
from cximpact.decision.solving.root import Answer, Bounds, Root, coarser, fixed_within, room_for

CLOSE = 0.999e-6
"""How close, relative to itself, the bound is to come at least: to a millionth of the worth."""
_START = 24
_SHRINK, _SHRINKS = 0.25, 8
_LEVELS = 60
MOST = 2_000_000
_MORE = 300_000
"""Partial answers per half: at most, and how many are held."""


@frozen(eq=False)
class Closed:
    """How close the search came.

    Attributes:
        known: The best answer, with its worth; None without any.
        bound: No answer is worth more.
    """

    known: Answer | None
    bound: int


@frozen(eq=False)
class _Level:
    whole: Pieces
    halves: tuple[list[Piece], list[Piece]]
    pools: tuple[Pool, Pool]
    room: float


def closed_in(
    root: Root, known: Answer | None, within: int, most: int = MOST, enough: float = CLOSE
) -> Closed:
    """Return the best answer found and the bound that was proven.

    Args:
        root: The program with its relaxation.
        known: An answer that obeys the rules, if one is known.
        within: How much better another answer may be without being looked for.
        most: Partial answers per half at most; with fewer than by default, what is found but
            not proven is not looked for any farther.
        enough: How close, relative to the worth, the bound has to come where it gets dear.
    """
    top = root.bound.value + root.bound.error
    close = CLOSE * abs(top)
    found = Closed(known, root.bound.whole())
    depth, last = min(room_for(root, _START), close), None
    grown, shrunk = 0.0, 0
    for _ in range(_LEVELS):
        if found.known is not None:
            step = coarser(root, Goal(1, within=within), found.known).step
            depth = min(depth, top - found.known[1] - step + 1)
            if found.bound < found.known[1] + step:
                return evolve(found, bound=found.known[1] + within)
        bounds = fixed_within(root, depth)
        if bounds is None:  # nothing comes so close
            shrunk = _SHRINKS
            found = evolve(found, bound=_below(found, ceil(top - depth)))
            depth *= GROWTH
            continue
        level = _level(root, bounds, depth, min(most, _MORE))
        if level is None and last is None and shrunk < _SHRINKS:
            depth, shrunk = depth * _SHRINK, shrunk + 1
            continue
        if level is None:
            farther = most >= MOST or found.known is None
            limits = Limits(within, enough * abs(top), most, farther)
            deep = deepened(root, (found.known, found.bound), (grown, depth), limits)
            found = Closed(*deep)
            break
        more = _searched(level, found, ceil(top - depth), close)
        if more is None:
            break
        last, found, grown = level, more, depth
        depth *= GROWTH
    return _finished(root, found, within)


def looked_through(root: Root, known: Answer | None, cutoff: int, most: int = MOST) -> Closed:
    """Look at all that is worth a cutoff or more.

    Args:
        root: The program with its relaxation.
        known: An answer, if one is known; only a better one is taken instead.
        cutoff: What is worth less need not be looked at.
        most: Partial answers per half at most; where more would be needed, nothing is proven.
    """
    top = root.bound.value + root.bound.error
    found, depth = Closed(known, root.bound.whole()), top - cutoff
    bounds = fixed_within(root, depth) if depth >= 0 else None
    if bounds is None:  # nothing comes so close
        return evolve(found, bound=_below(found, cutoff))
    level = _level(root, bounds, depth, most)
    return found if level is None else _searched(level, found, cutoff, 0.0) or found


def _finished(root: Root, found: Closed, within: int) -> Closed:
    """Say that nothing is better, where what could be cannot add up to it."""
    if found.known is None:
        return found
    step = coarser(root, Goal(1, within=within), found.known).step
    done = found.bound < found.known[1] + step
    return evolve(found, bound=found.known[1] + within) if done else found


def _below(found: Closed, cutoff: int) -> int:
    """Return the bound once all that is worth the cutoff has been looked at."""
    least = cutoff - 1 if found.known is None else max(cutoff - 1, found.known[1])
    return min(found.bound, least)


def _level(root: Root, bounds: Bounds, depth: float, most: int) -> _Level | None:
    """Write out all partial answers that fall behind by so much; None where they are too many."""
    whole = taken_apart(root.form, *bounds, root.bound, depth)
    if whole is None:
        return None
    room = depth - (root.bound.value - whole.top) + 8 * root.bound.error
    halves = dealt(whole)
    pools = []
    for half in halves:
        pool = pool_of(half, len(whole.spare), room, most)
        if pool is None:
            return None
        pools.append(pool)
    return _Level(whole, halves, (pools[0], pools[1]), room)


def _searched(level: _Level, found: Closed, cutoff: int, close: float) -> Closed | None:
    """Join the halves; return what is known then, None where they cannot be joined."""
    best = joined(level.whole, level.pools, level.room + close)
    if best is False and close:
        best = joined(level.whole, level.pools, level.room)
    if best is False:
        return None
    if best is not None and (found.known is None or best[0] > found.known[1]):
        found = evolve(found, known=_answer(level, best))
    return evolve(found, bound=_below(found, cutoff))


def _answer(level: _Level, best: tuple[int, int, int]) -> Answer:
    x = level.whole.base.copy()
    for half, pool, place in zip(level.halves, level.pools, best[1:], strict=True):
        ways = [(piece, way) for piece in half for way in range(len(piece.loss))]
        for step in steps_of(pool, place):
            piece, way = ways[step]
            x[piece.columns] += piece.ways[:, way]
    return tuple(x.tolist()), best[0]
