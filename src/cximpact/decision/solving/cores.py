"""The core of a program: the few columns whose answer is not plain from the relaxation.

Columns far from even are fixed the way their gain says and the rest is solved: a good answer. It
leaves little room below the relaxation's bound, so that most columns can then be fixed for
certain, and what remains is searched to the end (Balas and Zemel 1980).
"""

from __future__ import annotations

import numpy as np
from attrs import evolve, frozen

from cximpact.decision.solving.branching import Goal, Outcome, Tree
from cximpact.decision.solving.deviations import near
from cximpact.decision.solving.form import Form, narrowed, tightened
from cximpact.decision.solving.relaxation import Bound, Relaxation
from cximpact.model.arrays import IntArray

_SIZES = (24, 48, 96)
_NODES = 40
_BEAM, _BEAM_COLUMNS = 100, 20
_MOST_LEFT = 48
Bounds = tuple[IntArray, IntArray]
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


def search(root: Root, goal: Goal, most_nodes: int, known: Answer | None = None) -> Outcome:
    """Return the best answer of a program.

    Args:
        root: The program with its relaxation.
        goal: When an answer is good enough.
        most_nodes: How many nodes are visited at most.
        known: An answer that obeys the rules, if one is known, with its worth.
    """
    bounds: Bounds | None = (root.form.lower, root.form.upper)
    known = known or _first(root)
    for size in _SIZES:
        if known is not None:
            bounds = _certain(root, goal.beyond(known[1]))
        if bounds is None:
            return _as_known(known, goal, 0)
        if _open(bounds) <= _MOST_LEFT:
            break
        known = _from_core(root, goal, size, bounds, known)
        print('   ', size, _open(bounds), known and (root.bound.value-known[1])/root.bound.value)
    if known is not None:
        bounds = _certain(root, goal.beyond(known[1]))
    if bounds is None:
        return _as_known(known, goal, 0)
    return _to_the_end(root, goal, bounds, known, most_nodes)


def _first(root: Root) -> Answer | None:
    """Return a good answer near the relaxation's, if one is found quickly."""
    form = root.form
    core = _core(root, _BEAM_COLUMNS, (form.lower, form.upper))
    if core is None:
        return None
    found = near(form, *core, root.bound, None, _BEAM)
    return None if found is None or found.value is None else (tuple(found.x[0].tolist()), found.value)


def _open(bounds: Bounds) -> int:
    return int((bounds[0] < bounds[1]).sum())


def _certain(root: Root, least: int) -> Bounds | None:
    """Return bounds between which every answer lies that is worth so much."""
    room = root.bound.value + root.bound.error - least
    return None if room < 0 else _fixed(root, (root.form.lower, root.form.upper), room)


def _fixed(root: Root, bounds: Bounds, room: float) -> Bounds | None:
    """Fix what would lose more than the room, and what follows from that."""
    gain = root.bound.gain
    lower = np.where(gain > room, bounds[1], bounds[0])
    upper = np.where(gain < -room, bounds[0], bounds[1])
    return tightened(root.form, lower, upper)


def _from_core(
    root: Root, goal: Goal, size: int, bounds: Bounds, known: Answer | None
) -> Answer | None:
    """Solve for about so many columns, those closest to even; return the better answer."""
    core = _core(root, size, bounds)
    if core is None:
        return known
    least = None if known is None else known[1] + goal.step
    found = _within(root.form, Goal(goal.step), core, least, _NODES)
    return known if found.x is None else (found.x, found.value)


def _core(root: Root, size: int, bounds: Bounds) -> Bounds | None:
    """Return bounds that leave at most so many columns open, by halving the room."""
    sizes = np.sort(np.abs(root.bound.gain[bounds[0] < bounds[1]]))
    few, many = 0, len(sizes)
    best = None
    while few < many:
        middle = (few + many + 1) // 2
        tried = _fixed(root, bounds, float(sizes[middle - 1]))
        if tried is not None and _open(tried) > size:
            many = middle - 1
            continue
        best = tried if tried is not None else best
        few = middle
    return best


def _within(
    form: Form, goal: Goal, bounds: Bounds, least: int | None, most_nodes: int
) -> Outcome:
    """Search between bounds alone; the answer is over all columns again."""
    smaller, columns = narrowed(form, *bounds)
    found = Tree(smaller, Relaxation(smaller), goal, least).run(most_nodes)
    if found.x is None:
        return found
    x = bounds[0].copy()
    x[columns] = found.x
    return evolve(found, x=tuple(x.tolist()))


def _to_the_end(
    root: Root, goal: Goal, bounds: Bounds, known: Answer | None, most_nodes: int
) -> Outcome:
    least = None if known is None else goal.beyond(known[1])
    print('   end', _open(bounds))
    found = _within(root.form, goal, bounds, least, most_nodes)
    print('   nodes', found.nodes)
    if found.x is not None or known is None:
        return found
    bound = found.bound if not found.complete else _as_known(known, goal, 0).bound
    return Outcome(known[0], known[1], max(bound, known[1]), found.complete, found.nodes)


def _as_known(known: Answer | None, goal: Goal, nodes: int) -> Outcome:
    """Return that nothing is of more interest than what is known."""
    if known is None:
        return Outcome(None, 0, 0, True, nodes)
    x, value = known
    return Outcome(x, value, goal.beyond(value) - 1 if goal.gap else value, True, nodes)
