"""One program, whatever its size: the engine that suits it, and what is proven of the answer."""

from __future__ import annotations

import numpy as np

from cximpact.decision.program import Program, Solution
from cximpact.decision.solving.branching import Goal, Outcome
from cximpact.decision.solving.cores import search
from cximpact.decision.solving.enumeration import answers, is_small
from cximpact.decision.solving.form import Form, form_of
from cximpact.decision.solving.mip import solve_with_highs
from cximpact.decision.solving.narrowing import rounded
from cximpact.decision.solving.ordering import order_of, with_order
from cximpact.decision.solving.root import root_of
from cximpact.decision.solving.stages import MANY_COLUMNS, closer, search_many
from cximpact.exceptions import InternalError

MOST_NODES = 20_000
"""Where branch and bound stops; counted in nodes, not seconds, so that it always stops alike."""
MOST_NODES_OF_MANY = 2_000
_HIGHS_NODES = 10
"""HiGHS may visit so many times as many nodes, which cost it less."""


def solve(program: Program, most_nodes: int | None = None, within: int = 0) -> Solution | None:
    """Return a best solution, or None where the rows contradict each other.

    Args:
        program: What to maximise over which integers.
        most_nodes: How many nodes of the search tree are visited at most; beyond, the best
            solution found is returned with the bound that is proven. By default 20,000, and
            2,000 for more than 500 columns, where a node costs more and minutes would pass.
        within: How much better another solution may be without being looked for.

    Raises:
        InternalError: The solver failed.
    """
    if not program.objective:
        return Solution((), 0, 0, True) if program.feasible(()) else None
    if any(low > high for low, high in zip(program.lower, program.upper, strict=True)):
        return None
    form = form_of(program)
    if is_small(form):
        return answers(form).best()
    order = order_of(form, (0,) * form.width, 0)
    if order:
        program = with_order(program, order)
        form = form_of(program)
    nodes = most_nodes or node_limit(form)
    found = search_form(form, nodes, within) if suits(form) else None
    if found is None or (found.x is None and not found.complete):
        return solve_with_highs(program, nodes * _HIGHS_NODES)
    return solution_of(found)


def node_limit(form: Form) -> int:
    """Return how many nodes are visited at most."""
    return MOST_NODES_OF_MANY if form.width > MANY_COLUMNS else MOST_NODES


def suits(form: Form) -> bool:
    """Return whether branch and bound of our own can take it: yes-or-no answers, int64."""
    spans = form.upper - form.lower
    return form.value.dtype != np.object_ and int(spans.max(initial=0)) <= 1


def search_form(form: Form, most_nodes: int, within: int = 0) -> Outcome | None:
    """Return what branch and bound of our own finds; None where the relaxation gave up."""
    try:
        wide = form.width > MANY_COLUMNS and not (form.times or form.floors)
        root = root_of(rounded(form) if wide else form)
        if root is None:
            return Outcome(None, 0, 0, True, 0)
        if wide:
            return search_many(root, most_nodes, within)
        found = search(root, Goal(form.step, within=within), most_nodes)
        return found if found.complete or found.x is None else closer(root, found, most_nodes)
    except InternalError:
        return None


def solution_of(found: Outcome) -> Solution | None:
    """Return an outcome as a solution, verified before by whoever found it."""
    if found.x is None:
        return None
    return Solution(found.x, found.value, found.bound, found.complete)
