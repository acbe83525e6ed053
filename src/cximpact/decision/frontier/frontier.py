"""Value against one budget, as it is told: points, the chosen one, and that of diminishing return.

The point of diminishing return is where a curve bends most: with both axes scaled to 0 to 1, the
breakpoint farthest above the line from the first to the last (Satopää, Albrecht, Irwin and
Raghavan 2011, "Finding a 'Kneedle' in a Haystack").
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from cximpact.decision.costs import BudgetCosts, to_decimal
from cximpact.decision.feasible_sets import MOST_OPEN as MOST_WRITTEN_OUT
from cximpact.decision.freed import Freed, freed
from cximpact.decision.frontier.ladder import ladder
from cximpact.decision.frontier.rungs import Rung, Rungs, rungs_around
from cximpact.decision.proof import UnprovenError
from cximpact.decision.question import Question
from cximpact.decision.reduced import PICO, TIE, Reduced
from cximpact.decision.selection import total_costs
from cximpact.decision.ties import MOST_COLUMNS, open_columns
from cximpact.model.robustness import Frontier, FrontierPoint

MOST_POINTS = 200
"""So many breakpoints are told of a list whose selections are all written out."""
MOST_SOLVED = 12
"""So many of a longer one, each of which takes two solutions."""
MOST_OPEN = 60
"""Beyond so many open proposals, only the breakpoints beside the limit, the first and the last."""
_NEIGHBOURS = 3

_UNPROVEN = (
    "The selection at the limit is not proven best, so that no other limit can be compared with it."
)
_LONG = (
    f"With more than {MOST_COLUMNS} open proposals only the selection at the limit is told; "
    "set other limits as scenarios to compare them."
)
_SOME = (
    "Only the breakpoints nearest to the limit are told, with the first and the last of all; set "
    "other limits as scenarios to see between them."
)
_HARD = "Some breakpoints are left out: their selections could not be proven best."
_FREE = "No proposal that could be selected draws on it."
_SHARES = "Minimum shares of it stay at the amounts they come to at the present limit."


def frontiers(question: Question) -> tuple[Frontier, ...]:
    """Return the frontier of every budget, sorted as the budgets are.

    Args:
        question: The case and how it was decided.
    """
    return tuple(_frontier(question, each) for each in question.costs.budgets)


def frontier(question: Question, budget_id: str) -> Frontier:
    """Return what the best selection is worth at every limit of one budget, the others as they are.

    Args:
        question: The case and how it was decided.
        budget_id: Which budget.

    Raises:
        KeyError: There is no such budget.
    """
    for each in question.costs.budgets:
        if each.budget.id == budget_id:
            return _frontier(question, each)
    raise KeyError(budget_id)


def _frontier(question: Question, each: BudgetCosts) -> Frontier:
    reduced, choice = question.choice.reduced, question.choice
    if reduced is None:
        return _single(question, each, 0, _FREE)
    one = freed(each, reduced)
    x = [int(choice.selected[place]) for place in reduced.columns]
    if one is None:
        return _single(question, each, 0, _FREE)
    if choice.bound - choice.value > TIE:
        return _single(question, each, one.row.activity(x), _UNPROVEN)
    open_count = open_columns(reduced.program)
    if open_count > MOST_COLUMNS:
        return _single(question, each, one.row.activity(x), _LONG)
    try:
        found = rungs_around(
            ladder(one, total_costs(question.costs, reduced)),
            one.rest,
            choice.value,
            _most(open_count),
        )
    except UnprovenError:
        return _single(question, each, one.row.activity(x), _HARD)
    return _told(question, one, reduced, found)


def _most(open_count: int) -> int:
    if open_count <= MOST_WRITTEN_OUT:
        return MOST_POINTS
    return MOST_SOLVED if open_count <= MOST_OPEN else _NEIGHBOURS


def _single(question: Question, each: BudgetCosts, drawn: int, note: str) -> Frontier:
    """Return a frontier of which only the point at the limit is known."""
    ids, selected = question.case.proposals.ids, question.choice.selected.tolist()
    currency = each.budget.limit.currency
    taken = tuple(key for key, chosen in zip(ids, selected, strict=True) if chosen)
    point = FrontierPoint(to_decimal(drawn, currency), question.choice.value / PICO, taken)
    return Frontier(
        budget=each.budget.id,
        currency=currency,
        limit=each.budget.limit.amount,
        points=(point,),
        chosen=0,
        diminishing=0,
        complete=note == _FREE,
        notes=(note,),
    )


def _told(question: Question, one: Freed, reduced: Reduced, found: Rungs) -> Frontier:
    ids = question.case.proposals.ids
    names = [
        tuple(ids[place] for place, taken in zip(reduced.columns, rung.x, strict=True) if taken)
        for rung in found.rungs
    ]
    limit = one.budget.budget.limit
    return Frontier(
        budget=one.budget.budget.id,
        currency=limit.currency,
        limit=limit.amount,
        points=_points(found.rungs, names, limit.currency),
        chosen=found.chosen,
        diminishing=bend([(rung.limit, rung.value) for rung in found.rungs]),
        complete=found.complete,
        notes=_notes(question, one, found),
    )


def _points(
    rungs: Sequence[Rung], names: Sequence[tuple[str, ...]], currency: str
) -> tuple[FrontierPoint, ...]:
    before = [names[0], *names]
    return tuple(
        FrontierPoint(
            limit=to_decimal(rung.limit, currency),
            value=rung.value / PICO,
            selected=now,
            enters=tuple(key for key in now if key not in old),
            leaves=tuple(key for key in old if key not in now),
        )
        for rung, now, old in zip(rungs, names, before, strict=False)
    )


def _notes(question: Question, one: Freed, found: Rungs) -> tuple[str, ...]:
    budget = one.budget.budget.id
    shares = question.case.rules.minimum_shares
    return (
        *((_HARD,) if not found.proven else ()),
        *((_SOME,) if not found.complete and found.proven else ()),
        *((_SHARES,) if any(s.budget == budget and s.of == "limit" for s in shares) else ()),
    )


def bend(points: Sequence[tuple[int, int]]) -> int:
    """Return the number of the point farthest above the line from the first to the last.

    Exact; of equals the first.

    Args:
        points: Money and value, both rising.

    Example:
        >>> bend([(0, 0), (2, 6), (5, 8), (10, 10)])
        1
    """
    (low, worst), (high, best) = points[0], points[-1]
    if high == low or best == worst:
        return 0
    above = [
        Fraction(value - worst, best - worst) - Fraction(limit - low, high - low)
        for limit, value in points
    ]
    return above.index(max(above))
