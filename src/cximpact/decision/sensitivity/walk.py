"""From one selection to the next along a weight: exactly where the one gives way to the other.

What a fixed set is worth is linear in the weight, and the best over sets is convex: so the set
that is best at the far end is held against the present one, their lines meet nearer by, and so on
until nothing is better there (Newton's method on a convex piecewise linear function; compare
Dinkelbach 1967). The last meeting point is the end, exactly.

Where leaving something out can break a rule, the sets allowed change with who has value; then
the weight is followed from one change of sign of a proposal's value to the next.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from attrs import frozen

from cximpact.decision.aim import Aim
from cximpact.decision.reduced import PICO, TIE
from cximpact.decision.sensitivity.again import Again, worth_more
from cximpact.decision.sensitivity.levers import Lever
from cximpact.model.arrays import BoolArray

_EQUAL = TIE / PICO
_NOISE = 1e-11
_HAIR = 1e-6
_MOST_MEETINGS = 1_000


@frozen(eq=False)
class Step:
    """Where a selection gives way to another.

    Attributes:
        end: The last weight at which the selection is best.
        beyond: A weight beyond it, before the next change.
        selected: What is selected there; None where the rules then allow nothing.
    """

    end: float
    beyond: float
    selected: BoolArray | None


def step(again: Again, lever: Lever, start: float, selected: BoolArray, goal: float) -> Step | None:
    """Return where a selection gives way on the way from one weight to another; None if nowhere.

    Args:
        again: Makes the selection again.
        lever: The weight that moves.
        start: Where the selection is best.
        selected: The selection.
        goal: How far the weight moves: 0 or 1.

    Raises:
        UnprovenError: A selection could not be proven best.
    """
    if start == goal:
        return None
    if again.sheds:
        return _gives_way(again, lever, start, goal, selected, None)
    stops = [start, *_changes_of_sign(lever, start, goal), goal]
    for near, far in pairwise(stops):
        like = lever.aim((near + far) / 2)
        if not again.allows(like, selected):
            return _just_beyond(again, lever, near, far, selected)
        found = _gives_way(again, lever, near, far, selected, like)
        if found is not None:
            return found
    return None


def _gives_way(
    again: Again, lever: Lever, near: float, far: float, selected: BoolArray, like: Aim | None
) -> Step | None:
    """Return where another set of those allowed becomes better than the selection."""
    last, least = None, _EQUAL
    at = far
    for _ in range(_MOST_MEETINGS):
        best = again.best(lever.aim(at), like)
        if best is None or _ahead(lever, at, best, selected) <= least:
            break
        last, least = at, _NOISE
        at = _meeting(lever, near, at, best, selected)
        if at == near:
            if like is not None and _ahead(lever, near, best, selected) > _EQUAL:
                return _just_beyond(again, lever, near, far, selected)
            break
    return None if last is None else _beyond(again, lever, at, last, selected)


def _beyond(again: Again, lever: Lever, end: float, last: float, selected: BoolArray) -> Step:
    """Return the step to what is selected beyond an end; it is the same up to `last`."""
    for at in ((end + last) / 2, last):
        found = again.selected(lever.aim(at))
        if found is None or (found != selected).any():
            break
    return Step(end, at, found)


def _just_beyond(again: Again, lever: Lever, end: float, far: float, selected: BoolArray) -> Step:
    """Return the step at a weight where the sets that are allowed change."""
    for part in (_HAIR / max(abs(far - end), 2 * _HAIR), 0.5):
        at = end + (far - end) * part
        found = again.selected(lever.aim(at))
        if found is None or (found != selected).any():
            break
    return Step(end, at, found)


def _ahead(lever: Lever, at: float, best: BoolArray, selected: BoolArray) -> float:
    return worth_more(lever.aim(at), best, selected)


def _meeting(lever: Lever, near: float, far: float, best: BoolArray, selected: BoolArray) -> float:
    """Return where the lines of two sets meet; the better one at `far` is not so at `near`."""
    here, there = (_ahead(lever, at, best, selected) for at in (near, far))
    if here >= -_NOISE:
        return near
    return near + (far - near) * (here / (here - there))


def _changes_of_sign(lever: Lever, start: float, goal: float) -> Iterator[float]:
    """Yield the weights on the way at which a proposal or bundle comes to have value, or none."""
    none, slope = lever.value_at_none, lever.value_at_all - lever.value_at_none
    case = lever.question.case
    place = {key: position for position, key in enumerate(case.proposals.ids)}
    rows = [[p] for p in np.flatnonzero(slope != 0).tolist()]
    rows += [[place[key] for key in bundle.proposals] for bundle in case.rules.bundles]
    found = set()
    for members in rows:
        change = float(sum(slope[members].tolist()))
        if change:
            found.add(-float(sum(none[members].tolist())) / change)
    low, high = sorted((start, goal))
    yield from sorted((at for at in found if low < at < high), reverse=goal < start)
