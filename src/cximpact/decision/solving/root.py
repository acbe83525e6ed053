"""The relaxation of a whole program, and what it settles about answers of some worth."""

from __future__ import annotations

import numpy as np
from attrs import evolve, frozen

from cximpact.decision.solving.branching import Goal
from cximpact.decision.solving.form import Form
from cximpact.decision.solving.narrowing import tightened
from cximpact.decision.solving.relaxation import Bound, Relaxation
from cximpact.decision.solving.steps import coarse_step
from cximpact.model.arrays import IntArray

Bounds = tuple[IntArray, IntArray]
"""The least and the most of each column."""
Answer = tuple[tuple[int, ...], int]
"""An answer per column, and what it is worth."""


@frozen(eq=False)
class Root:
    """The relaxation of the whole program.

    Attributes:
        form: The program.
        relaxation: Kept for more questions.
        bound: What it says between the program's bounds.
    """

    form: Form
    relaxation: Relaxation
    bound: Bound


def root_of(form: Form) -> Root | None:
    """Return the relaxation of a program; None where nothing fits."""
    relaxation = Relaxation(form)
    bound = relaxation.between(form.lower, form.upper)
    return None if bound is None else Root(form, relaxation, bound)


def coarser(root: Root, goal: Goal, known: Answer | None) -> Goal:
    """Return the goal with a wider step, where what is still open can only add up in such steps."""
    if not goal.within:
        return goal
    step = goal.within + 1
    bounds = None if known is None else certain(root, known[1] + 1)
    if bounds is not None and not any(root.form.times):
        own = np.zeros(root.form.width)
        entries = root.form.row == 0
        own[root.form.column[entries]] = root.form.value[entries].astype(np.float64)
        step = max(step, coarse_step(own[bounds[0] < bounds[1]], goal.within))
    return evolve(goal, step=max(goal.step, step))


def fixed_within(root: Root, depth: float) -> Bounds | None:
    """Return bounds between which every answer lies that falls so little behind the relaxation."""
    return fixed(root, (root.form.lower, root.form.upper), depth + 8 * root.bound.error)


def room_for(root: Root, size: int) -> float:
    """Return a room below the bound that leaves about so many columns open."""
    core = core_of(root, size, (root.form.lower, root.form.upper))
    if core is None:
        return abs(root.bound.value)
    return float(np.abs(root.bound.gain[core[0] < core[1]]).max(initial=1.0))


def open_columns(bounds: Bounds) -> int:
    """Return how many columns are not settled."""
    return int((bounds[0] < bounds[1]).sum())


def certain(root: Root, least: int) -> Bounds | None:
    """Return bounds between which every answer lies that is worth so much."""
    room = root.bound.value + root.bound.error - least
    return None if room < 0 else fixed(root, (root.form.lower, root.form.upper), room)


def fixed(root: Root, bounds: Bounds, room: float) -> Bounds | None:
    """Fix what would lose more than the room, and what follows from that."""
    gain = root.bound.gain
    lower = np.where(gain > room, bounds[1], bounds[0])
    upper = np.where(gain < -room, bounds[0], bounds[1])
    return tightened(root.form, lower, upper)


def core_of(root: Root, size: int, bounds: Bounds) -> Bounds | None:
    """Return bounds that leave at most so many columns open, by halving the room."""
    sizes = np.sort(np.abs(root.bound.gain[bounds[0] < bounds[1]]))
    few, many = 0, len(sizes)
    best = None
    while few < many:
        middle = (few + many + 1) // 2
        tried = fixed(root, bounds, float(sizes[middle - 1]))
        if tried is not None and open_columns(tried) > size:
            many = middle - 1
            continue
        best = tried if tried is not None else best
        few = middle
    return best
