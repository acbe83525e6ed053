"""The core of a program: the few columns whose answer is not plain from the relaxation.

Columns far from even are fixed the way their gain says and the rest is solved: a good answer. It
leaves little room below the relaxation's bound, so that most columns can then be fixed for
certain, and what remains is searched to the end (Balas and Zemel 1980).
"""

from __future__ import annotations

import numpy as np
from attrs import evolve

from cximpact.decision.solving.branching import LIKELY, WIDE, Goal, Outcome, Tree, Work, likely
from cximpact.decision.solving.deviations import MOST_COLUMNS, near
from cximpact.decision.solving.form import Form
from cximpact.decision.solving.halves import by_halves
from cximpact.decision.solving.narrowing import narrowed
from cximpact.decision.solving.relaxation import Relaxation
from cximpact.decision.solving.root import (
    Answer,
    Bounds,
    Root,
    certain,
    coarser,
    core_of,
    open_columns,
    room_for,
)
from cximpact.model.arrays import IntArray

_SIZES = (24, 48)
_NODES = 40
_BEAM, _BEAM_COLUMNS = 100, 20
_MOST_LEFT = 48
_LIKELY_BY_HALVES = 48.0
_MUCH = 14.0
_PARTS = (0.5,)
_START = 32
_DEEPENINGS = 12
_GROWTH = 1.4
_PART = 110
_FARTHER = (1.5, 2.5)


def search(root: Root, goal: Goal, most_nodes: int, known: Answer | None = None) -> Outcome:
    """Return the best answer of a program.

    Args:
        root: The program with its relaxation.
        goal: When an answer is good enough.
        most_nodes: How many nodes are visited at most.
        known: An answer that obeys the rules, if one is known, with its worth.
    """
    known = known or first_answer(root)
    goal = coarser(root, goal, known)
    if is_long(root, goal, known):
        known = by_cores(root, goal, known)
        found = _long_search(root, coarser(root, goal, known), most_nodes, known)
    else:
        found = _short_search(root, goal, most_nodes, known)
    if found.x is None:
        return found
    bound = max(found.value, min(found.bound, root.bound.whole()))
    return evolve(found, bound=bound + goal.within if found.complete else bound)


def _short_search(root: Root, goal: Goal, most_nodes: int, known: Answer | None) -> Outcome:
    """Look close below the bound first, where what is known leaves much to be searched."""
    if known is not None:
        gap = root.bound.value + root.bound.error - known[1]
        size = np.abs(root.bound.gain[root.form.lower < root.form.upper])
        if likely(size, gap) > _MUCH:
            for part in _PARTS:
                cutoff = int(root.bound.value + root.bound.error - part * gap)
                found = _above(root, goal, cutoff, _NODES)
                if found.complete and found.x is not None:
                    return found
    return _to_the_end(root, goal, known, None, most_nodes)


def is_long(root: Root, goal: Goal, known: Answer | None) -> bool:
    """Return whether too many columns are open to go straight to the end."""
    if int((root.form.lower < root.form.upper).sum()) <= _MOST_LEFT:
        return False
    bounds = None if known is None else certain(root, goal.beyond(known[1]))
    return known is None or (bounds is not None and open_columns(bounds) > _MOST_LEFT)


def _long_search(root: Root, goal: Goal, most_nodes: int, known: Answer | None) -> Outcome:
    """Look closer and closer below the bound, before all that is left is searched."""
    bound: int | None = None
    room = room_for(root, _START)
    for _ in range(_DEEPENINGS):
        cutoff = int(root.bound.value + root.bound.error - room)
        if known is not None and cutoff <= goal.beyond(known[1]):
            break
        found = _above(root, goal, cutoff, _NODES)
        if found.x is not None and (known is None or found.value > known[1]):
            known = (found.x, found.value)
        if not found.complete:
            return _to_the_end(root, goal, _by_part(root, goal, cutoff, known), bound, most_nodes)
        if found.x is not None:
            return found
        bound = cutoff - 1
        if known is not None and bound < goal.beyond(known[1]):
            return _as_known(known, goal, 0)
        room *= _GROWTH
    return _to_the_end(root, goal, known, bound, most_nodes)


def _by_part(root: Root, goal: Goal, cutoff: int, known: Answer | None) -> Answer | None:
    """Look ever further below the bound, among as many columns as two halves can hold."""
    top = root.bound.value + root.bound.error
    for times in _FARTHER:
        least = int(top - (top - cutoff) * times)
        if known is not None:
            least = max(least, known[1] + goal.step)
        bounds = certain(root, least)
        core = None if bounds is None else core_of(root, _PART, bounds)
        if core is None:
            break
        found = by_halves(root.form, *core, root.bound, least, keep=True)
        if found is not None and found.value:
            return tuple(found.x[0].tolist()), found.value[0]
    return known


def by_cores(root: Root, goal: Goal, known: Answer | None) -> Answer | None:
    """Return a better answer, from cores of growing size, until few columns are left open."""
    bounds: Bounds | None = (root.form.lower, root.form.upper)
    for size in _SIZES:
        if known is not None:
            bounds = certain(root, goal.beyond(known[1]))
        if bounds is None or open_columns(bounds) <= _MOST_LEFT:
            break
        known = _from_core(root, goal, size, bounds, known)
    return known


def _above(root: Root, goal: Goal, least: int, most_nodes: int) -> Outcome:
    """Search for answers that are worth at least so much."""
    bounds = certain(root, least)
    if bounds is None:
        return Outcome(None, 0, least - 1, True, 0)
    return _at_once(root, goal, bounds, least) or _within(
        root.form, goal, bounds, least, most_nodes
    )


def _at_once(root: Root, goal: Goal, bounds: Bounds, least: int) -> Outcome | None:
    """Try everything that can be worth so much together, if it is little enough."""
    room = root.bound.value + root.bound.error - least
    much = likely(np.abs(root.bound.gain[bounds[0] < bounds[1]]), room)
    found = None
    if much <= LIKELY:
        found = near(root.form, *bounds, root.bound, least, WIDE, keep=False)
    if found is None and much <= _LIKELY_BY_HALVES:
        found = by_halves(root.form, *bounds, root.bound, least)
    if found is None:
        return None
    best: tuple[int, ...] | None = None
    for x in map(tuple, found.x.tolist()):
        best = x if best is None or goal.prefers(x, best) else best
    value = found.value[0] if found.value else 0
    end = goal.beyond(value) - 1 if goal.gap else value
    return Outcome(best, value, end, True, 1)


def first_answer(root: Root) -> Answer | None:
    """Return a good answer near the relaxation's, if one is found quickly."""
    form = root.form
    core: Bounds | None = (form.lower, form.upper)
    if form.width > MOST_COLUMNS:
        core = core_of(root, _BEAM_COLUMNS, (form.lower, form.upper))
    if core is None:
        return None
    found = near(form, *core, root.bound, None, _BEAM, _BEAM_COLUMNS)
    return (tuple(found.x[0].tolist()), found.value[0]) if found and found.value else None


def _from_core(
    root: Root, goal: Goal, size: int, bounds: Bounds, known: Answer | None
) -> Answer | None:
    """Solve for about so many columns, those closest to even; return the better answer."""
    core = core_of(root, size, bounds)
    if core is None:
        return known
    least = None if known is None else known[1] + goal.step
    found = _within(root.form, Goal(goal.step, work=goal.work), core, least, _NODES)
    return known if found.x is None else (found.x, found.value)


def _within(form: Form, goal: Goal, bounds: Bounds, least: int | None, most_nodes: int) -> Outcome:
    """Search between bounds alone; the answer is over all columns again."""
    smaller, columns = narrowed(form, *bounds)
    if not len(columns):
        return _single(form, bounds[0], least)
    if goal.cost:
        goal = evolve(goal, cost=tuple(goal.cost[column] for column in columns.tolist()))
    found = Tree(smaller, Relaxation(smaller), goal, least).run(most_nodes)
    if found.x is None:
        return found
    return evolve(found, x=_filled(bounds[0], columns, found.x))


def _single(form: Form, x: IntArray, least: int | None) -> Outcome:
    """Look at the one answer that is left."""
    sums = form.at(x)[:, None]
    value = int(form.worth(sums)[0])
    if not form.holds(sums)[0] or (least is not None and value < least):
        return Outcome(None, 0, 0, True, 0)
    return Outcome(tuple(x.tolist()), value, value, True, 0)


def _to_the_end(
    root: Root, goal: Goal, known: Answer | None, bound: int | None, most_nodes: int
) -> Outcome:
    """Search what is left above the best answer; no answer is worth more than `bound`."""
    form = root.form
    if known is None:
        return _within(form, goal, (form.lower, form.upper), None, most_nodes)
    found = _above(root, goal, goal.beyond(known[1]), most_nodes)
    if found.x is None:
        end = _as_known(known, goal, 0).bound if found.complete else found.bound
        found = Outcome(known[0], known[1], max(end, known[1]), found.complete, found.nodes)
    return found if bound is None else evolve(found, bound=min(found.bound, bound))


def _as_known(known: Answer | None, goal: Goal, nodes: int) -> Outcome:
    """Return that nothing is of more interest than what is known."""
    if known is None:
        return Outcome(None, 0, 0, True, nodes)
    x, value = known
    return Outcome(x, value, goal.beyond(value) - 1 if goal.gap else value, True, nodes)


def every(root: Root, least: int, most_nodes: int, work: Work | None = None) -> list[Answer] | None:
    """Return every answer that is worth at least so much; None where they are too many.

    Args:
        root: The program with its relaxation.
        least: What they are worth at least.
        most_nodes: How many nodes are visited at most.
        work: Where they are counted, if anywhere.
    """
    bounds = certain(root, least)
    if bounds is None:
        return []
    smaller, columns = narrowed(root.form, *bounds)
    if not len(columns):
        only = _single(root.form, bounds[0], least)
        return [] if only.x is None else [(only.x, only.value)]
    tree = Tree(smaller, Relaxation(smaller), Goal(1, every=True, work=work), least)
    if not tree.run(most_nodes).complete:
        return None
    return [(_filled(bounds[0], columns, x), value) for x, value in tree.taken]


def _filled(base: IntArray, columns: IntArray, x: tuple[int, ...]) -> tuple[int, ...]:
    """Return an answer over all columns from one over the open ones."""
    whole = base.copy()
    whole[columns] = x
    return tuple(whole.tolist())
