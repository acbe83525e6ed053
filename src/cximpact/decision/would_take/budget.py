"""How far one budget must grow for the selection to take a proposal, exactly.

With more money others may come in too, so more is not always enough: the least limit is found by
climbing. At each limit, the best selection without the proposal says what one with it has to be
worth; the least limit that pays for such a selection is the next one to try. Below it, none can
win, so the first limit at which the selection takes the proposal is the smallest.
"""

from __future__ import annotations

from collections.abc import Sequence

from cximpact.decision.costs import BudgetCosts
from cximpact.decision.freed import Freed, freed
from cximpact.decision.links import reachable
from cximpact.decision.program import full_row
from cximpact.decision.question import MOST_OPEN, Question
from cximpact.decision.reduced import TIE, Reduced
from cximpact.decision.selection import best_selection, total_costs
from cximpact.decision.support import required_positions
from cximpact.decision.ties import open_columns
from cximpact.decision.words import listed
from cximpact.decision.would_take.variants import beats, covers_everything, least_draw

_MOST_STEPS = 25
_MOST_BUDGETS = 6
_MOST_NAMED = 4


def budget_raises(question: Question, reduced: Reduced, position: int) -> tuple[str, ...]:
    """Return for each budget the proposal needs the least raise of it alone that lets it in.

    Who then drops out is named, too. Nothing is said of a budget whose raise alone does not help,
    where ties cannot be settled, or of lists of more than 40 open proposals: there the frontier
    says what more money buys.
    """
    found: list[str] = []
    if open_columns(reduced.program) > MOST_OPEN:
        return ()
    for each in _needed(question, position)[:_MOST_BUDGETS]:
        one = freed(each, reduced)
        least = None if one is None else _least_limit(question, reduced, one, position)
        if one is not None and least is not None and least[0] > each.limit:
            rise, total = one.told(least[0] - each.limit), one.told(least[0])
            found.append(
                f"Budget {each.budget.id} must rise by {rise}, to {total}, for the selection to "
                f"take it, all else equal{_dropping(question, reduced, least[1])}."
            )
    return tuple(found)


def _dropping(question: Question, reduced: Reduced, then: Sequence[int]) -> str:
    """Return who drops out of the selection then, as a clause; "" where nobody does."""
    ids, chosen = question.case.proposals.ids, question.choice.selected.tolist()
    pairs = zip(reduced.columns, then, strict=True)
    out = [ids[place] for place, taken in pairs if chosen[place] and not taken]
    return f"; {listed(out, most=_MOST_NAMED)} then {_drop(len(out))}" if out else ""


def _drop(count: int) -> str:
    return "drops out" if count == 1 else "drop out"


def _needed(question: Question, position: int) -> list[BudgetCosts]:
    """Return the budgets that the proposal, or what it requires, draws on."""
    places = {position} | reachable(required_positions(question.case), [position])
    return [each for each in question.costs.budgets if places & each.cost.keys()]


def _least_limit(
    question: Question, reduced: Reduced, one: Freed, position: int
) -> tuple[int, Sequence[int]] | None:
    """Return the least limit at which the selection takes a proposal, and that selection."""
    column = reduced.columns.index(position)
    cost = total_costs(question.costs, reduced)
    best = tuple(int(question.choice.selected[place]) for place in reduced.columns)
    limit: int | None = one.budget.limit
    for _ in range(_MOST_STEPS):
        limit = None if limit is None else _next_limit(one, column, cost, best, limit)
        if limit is None:
            return None
        found = best_selection(one.at(limit), cost)
        if found is None or not found[0].proven:
            return None
        best = found[0].x
        if best[column]:
            return limit, best
    return None


def _next_limit(
    one: Freed, column: int, cost: Sequence[int], best: Sequence[int], limit: int
) -> int | None:
    """Return the least higher limit at which a selection with it could win against the best.

    It must be worth as much; and if it could be that already, and lost the tie, it must be worth
    more, or as much at no higher total cost.
    """
    value = one.rest.value(best)
    as_good = least_draw(one, column, value - TIE)
    if as_good is None or as_good > limit:
        return as_good
    found = [least_draw(one, column, beats(value))]
    if not covers_everything(one, cost):
        total = sum(amount * taken for amount, taken in zip(cost, best, strict=True))
        as_cheap = least_draw(one, column, value - TIE, full_row(cost, most=total))
        if as_cheap is not None and as_cheap <= limit:
            return None  # lost to earlier ids; nothing says which limit lets other equals in
        found.append(as_cheap)
    return min((each for each in found if each is not None), default=None)
