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
from cximpact.decision.solving.cores import Answer, Bounds, Root, coarser, fixed_within, room_for
from cximpact.decision.solving.pieces import Piece, Pieces, taken_apart
from cximpact.decision.solving.pools import Pool, joined, pool_of, steps_of

CLOSE = 1e-6
"""How close, relative to the worth, the bound is to come at least."""
_START = 24
_GROWTH = 1.25
_LAST = 1.1
_SHRINK, _SHRINKS = 0.25, 8
_LEVELS = 60
MOST = 2_000_000
_MORE = 300_000
"""Partial answers per half: at most, and where what is close enough is left at that."""
_FARTHER, _FARTHER_LEVELS = 1.6, 4


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


def closed_in(root: Root, known: Answer | None, within: int, most: int = MOST) -> Closed:
    """Return the best answer found and the bound that was proven.

    Args:
        root: The program with its relaxation.
        known: An answer that obeys the rules, if one is known.
        within: How much better another answer may be without being looked for.
        most: Partial answers per half at most; with fewer than by default, what is found but
            not proven is not looked for any farther.
    """
    top = root.bound.value + root.bound.error
    close = CLOSE * abs(top)
    found = Closed(known, root.bound.whole())
    depth, last = min(room_for(root, _START), close), None
    growth, grown, shrunk = _GROWTH, 0.0, 0
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
            depth *= growth
            continue
        level = _level(root, bounds, depth, most)
        if level is None and last is None and shrunk < _SHRINKS:
            depth, shrunk = depth * _SHRINK, shrunk + 1
            continue
        if level is None:
            if growth == _LAST or not grown:
                break
            depth, growth = grown * _LAST, _LAST
            continue
        last, grown = level, depth
        found, going = _searched(level, found, ceil(top - depth), close)
        if not going:
            break
        depth *= growth
    farther = most >= MOST or found.known is None
    if last is not None and farther and not _is_close(found, close):
        found = _farther(last, found, close)
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
    return found if level is None else _searched(level, found, cutoff, 0.0)[0]


def _finished(root: Root, found: Closed, within: int) -> Closed:
    """Say that nothing is better, where what could be cannot add up to it."""
    if found.known is None:
        return found
    step = coarser(root, Goal(1, within=within), found.known).step
    done = found.bound < found.known[1] + step
    return evolve(found, bound=found.known[1] + within) if done else found


def _is_close(found: Closed, close: float) -> bool:
    return found.known is not None and found.bound - found.known[1] <= close


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
    halves = _halves(whole)
    pools = []
    for half in halves:
        pool = pool_of(half, len(whole.spare), room, most)
        if pool is None:
            return None
        pools.append(pool)
    return _Level(whole, halves, (pools[0], pools[1]), room)


def _halves(whole: Pieces) -> tuple[list[Piece], list[Piece]]:
    """Deal the pieces out to two halves, the dearest to change first."""
    order = sorted(whole.pieces, key=lambda p: (-float(p.loss[0]), int(p.columns[0])))
    return order[0::4] + order[3::4], order[1::4] + order[2::4]


def _searched(level: _Level, found: Closed, cutoff: int, close: float) -> tuple[Closed, bool]:
    """Join the halves; return what is known then, and whether to go on."""
    best = joined(level.whole, level.pools, level.room + close)
    if best is False and close:
        best = joined(level.whole, level.pools, level.room)
    if best is False:
        return found, False
    if best is not None and (found.known is None or best[0] > found.known[1]):
        found = evolve(found, known=_answer(level, best))
    found = evolve(found, bound=_below(found, cutoff))
    much = max(len(pool.loss) for pool in level.pools) > _MORE
    return found, not (much and _is_close(found, close))


def _farther(level: _Level, found: Closed, close: float) -> Closed:
    """Look ever lower for what the last halves make, until something is found."""
    room = level.room + close
    for _ in range(_FARTHER_LEVELS):
        room *= _FARTHER
        best = joined(level.whole, level.pools, room)
        if best is False:
            break
        if best is not None:
            if found.known is None or best[0] > found.known[1]:
                found = evolve(found, known=_answer(level, best))
            break
    return found


def _answer(level: _Level, best: tuple[int, int, int]) -> Answer:
    x = level.whole.base.copy()
    for half, pool, place in zip(level.halves, level.pools, best[1:], strict=True):
        ways = [(piece, way) for piece in half for way in range(len(piece.loss))]
        for step in steps_of(pool, place):
            piece, way = ways[step]
            x[piece.columns] += piece.ways[:, way]
    return tuple(x.tolist()), best[0]
