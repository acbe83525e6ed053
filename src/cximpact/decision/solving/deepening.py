"""How far below the relaxation's bound all answers are looked at, once halves are not held whole.

Where it is easy, the room is widened as before. Beyond, what has to be gone through is known
before it is, and it is gone through only where the bound can come close enough by it.
"""

from __future__ import annotations

from math import ceil
from typing import Literal

from attrs import frozen

from cximpact.decision.solving.branching import Goal
from cximpact.decision.solving.pieces import taken_apart
from cximpact.decision.solving.root import Answer, Root, coarser, fixed_within
from cximpact.decision.solving.sweeps import Swept, sweep_of

GROWTH = 1.25
"""How much the room is widened each time."""
_LAST = 1.1
_LEVELS = 30
_EASY, _HARD = 2, 20
"""Partial answers gone through, in multiples of what may be held of a half: at most where the
room is widened anyway, and where the bound can come close enough."""
_HOPE = 1.5
_BESIDE, _MUCH_BESIDE = 1e-6, 0.5
"""What lies so much lower is looked for as well: of the worth, and of the room."""
_FARTHER, _FARTHER_LEVELS = 1.6, 4
_MOST_FARTHER = 8_000_000
Found = tuple[Answer | None, int]
"""The best answer known, if any, and the bound."""


@frozen
class Limits:
    """What is looked for, and with how much work.

    Attributes:
        within: How much better another answer may be without being looked for.
        enough: And how much without being looked for where that is dear.
        most: Partial answers of a half that may be held.
        farther: Whether, where the bound stays far, some answer is looked for ever lower.
    """

    within: int
    enough: float
    most: int
    farther: bool


def deepened(root: Root, found: Found, depths: tuple[float, float], limits: Limits) -> Found:
    """Return the best answer found and the bound that was proven.

    Args:
        root: The program with its relaxation.
        found: An answer that obeys the rules, if one is known, and what is proven.
        depths: How far below the relaxation's bound all answers have been looked at, and how far
            to look next.
        limits: What is looked for.
    """
    (done, depth), growth = depths, GROWTH
    for _ in range(_LEVELS):
        if found[0] is not None:
            step = coarser(root, Goal(1, within=limits.within), found[0]).step
            if found[1] < found[0][1] + step:
                return found
            depth = min(depth, _top(root) - found[0][1] - step + 1)
        wanted = _wanted(root, found, depth, limits.enough)
        reached = _reached(root, depth, wanted, limits.most)
        if reached is not None:
            done, best = reached
            found = _with(root, found, done, best)
            if _is_close(found, limits.enough):
                return found
        elif growth == _LAST or not done:
            break
        else:
            growth = _LAST
        depth = done * growth
    if limits.farther and done and not _is_close(found, limits.enough):
        return _farther(root, found, done)
    return found


def _is_close(found: Found, enough: float) -> bool:
    return found[0] is not None and found[1] - found[0][1] <= enough


def _farther(root: Root, found: Found, depth: float) -> Found:
    """Look ever lower among what was gone through last, until something is found."""
    reach = depth * (1 + _MUCH_BESIDE)
    for _ in range(_FARTHER_LEVELS):
        reach *= _FARTHER
        best = _best(root, depth, _MOST_FARTHER, reach)
        if best is not None:
            return found if best is False else _with(root, found, depth, best)
    return found


def _top(root: Root) -> float:
    return root.bound.value + root.bound.error


def _wanted(root: Root, found: Found, depth: float, enough: float) -> float | None:
    """Return how deep it is worth much to look; None where that is too far, or enough is known."""
    known = found[0]
    if known is None:
        return depth
    needed = _top(root) - known[1] - enough + 1
    if _is_close(found, enough) or needed > _HOPE * depth:
        return None
    return needed if needed <= _LAST * depth else depth


def _reached(
    root: Root, depth: float, wanted: float | None, most: int
) -> tuple[float, Swept | None] | None:
    """Return how deep all was looked at, and the best that was found; None where it is too much."""
    best = _best(root, depth, _EASY * most)
    if best is not False:
        return depth, best
    best = False if wanted is None else _best(root, wanted, _HARD * most)
    return None if wanted is None or best is False else (wanted, best)


def _best(root: Root, depth: float, most: int, reach: float = 0.0) -> Swept | Literal[False] | None:
    """Return the best answer so deep; None where there is none, False where it is too much."""
    bounds = fixed_within(root, depth)
    if bounds is None:
        return None
    whole = taken_apart(root.form, *bounds, root.bound, depth)
    if whole is None:
        return False
    room = depth - (root.bound.value - whole.top) + 8 * root.bound.error
    beside = min(_BESIDE * abs(root.bound.value), _MUCH_BESIDE * room)
    sweep = sweep_of(whole, room, max(room + beside, reach))
    return False if sweep is None or sweep.count > most else sweep.best()


def _with(root: Root, found: Found, depth: float, best: Swept | None) -> Found:
    """Return what is known once all has been looked at so deep."""
    known, bound = found
    if best is not None and (known is None or best[0] > known[1]):
        known = tuple(best[1].tolist()), best[0]
    least = ceil(_top(root) - depth) - 1
    return known, min(bound, least if known is None else max(least, known[1]))
