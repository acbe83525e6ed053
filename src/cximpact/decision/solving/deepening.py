"""How far below the relaxation's bound all answers are looked at, once halves are not held whole.

Where it is easy, the room is widened as before. Beyond, what has to be gone through is known
before it is, and it is gone through only where the bound can come close enough by it.
"""

from __future__ import annotations

from math import ceil
from typing import Literal

from cximpact.decision.solving.branching import Goal
from cximpact.decision.solving.cores import Answer, Root, coarser, fixed_within
from cximpact.decision.solving.pieces import taken_apart
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
Found = tuple[Answer | None, int]
"""The best answer known, if any, and the bound."""


def deepened(
    root: Root,
    known: Answer | None,
    bound: int,
    depths: tuple[float, float],
    apart: tuple[int, float],
    most: int,
) -> Found:
    """Return the best answer found and the bound that was proven.

    Args:
        root: The program with its relaxation.
        known: An answer that obeys the rules, if one is known.
        bound: What is proven.
        depths: How far below the relaxation's bound all answers have been looked at, and how far
            to look next.
        apart: How much better another answer may be without being looked for, and without being
            looked for where that is dear.
        most: Partial answers of a half that may be held.
    """
    (done, depth), growth = depths, GROWTH
    for _ in range(_LEVELS):
        if known is not None:
            step = coarser(root, Goal(1, within=apart[0]), known).step
            if bound < known[1] + step:
                break
            depth = min(depth, _top(root) - known[1] - step + 1)
        reached = _reached(root, depth, _wanted(root, (known, bound), depth, apart[1]), most)
        if reached is None:
            if growth == _LAST or not done:
                break
            depth, growth = done * _LAST, _LAST
            continue
        done, best = reached
        known, bound = _with(root, (known, bound), done, best)
        if known is not None and bound - known[1] <= apart[1]:
            break
        depth = done * growth
    return known, bound


def _top(root: Root) -> float:
    return root.bound.value + root.bound.error


def _wanted(root: Root, found: Found, depth: float, enough: float) -> float | None:
    """Return how deep it is worth much to look; None where that is too far, or enough is known."""
    known, bound = found
    if known is None:
        return depth
    needed = _top(root) - known[1] - enough + 1
    if bound - known[1] <= enough or needed > _HOPE * depth:
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


def _best(root: Root, depth: float, most: int) -> Swept | Literal[False] | None:
    """Return the best answer so deep; None where there is none, False where it is too much."""
    bounds = fixed_within(root, depth)
    if bounds is None:
        return None
    whole = taken_apart(root.form, *bounds, root.bound, depth)
    if whole is None:
        return False
    room = depth - (root.bound.value - whole.top) + 8 * root.bound.error
    beside = min(_BESIDE * abs(root.bound.value), _MUCH_BESIDE * room)
    sweep = sweep_of(whole, room, room + beside)
    return False if sweep is None or sweep.count > most else sweep.best()


def _with(root: Root, found: Found, depth: float, best: Swept | None) -> Found:
    """Return what is known once all has been looked at so deep."""
    known, bound = found
    if best is not None and (known is None or best[0] > known[1]):
        known = tuple(best[1].tolist()), best[0]
    least = ceil(_top(root) - depth) - 1
    return known, min(bound, least if known is None else max(least, known[1]))
