"""What a proposal meets once nothing keeps it from being weighed up: budgets that are used."""

from __future__ import annotations

from collections.abc import Sequence

from cximpact.decision.costs import BudgetCosts, to_decimal
from cximpact.decision.question import Question
from cximpact.decision.unknown_costs import unknown_under
from cximpact.decision.words import listed, money

__all__ = ["competing"]

_MEMO = "left of budgets"


def competing(question: Question, position: int) -> tuple[str, ...]:
    """Return what each budget the proposal needs has left, where that is too little for it.

    Mended, it is a candidate like others, and no more: what it needs has to be taken from what is
    selected now.

    Args:
        question: What was decided.
        position: A proposal that is stopped, with a value and a cost.
    """
    if question.choice.selected[position]:
        return ()  # held for one that cannot go without it: its money is counted already
    found, unknown = [], unknown_under(question.case, position)
    for each, left in _left(question):
        need = each.cost.get(position, 0)
        if need > max(left, 0):
            currency = each.budget.limit.currency
            has, needs = (money(to_decimal(minor, currency), currency) for minor in (left, need))
            needs += " and more" if each.budget.id in unknown else ""
            found.append(f"budget {each.budget.id} ({has} is left, and it needs {needs})")
    return (f"It would then compete for {listed(found)}.",) if found else ()


def _left(question: Question) -> Sequence[tuple[BudgetCosts, int]]:
    """Return each budget with what the selection leaves of it; summed up once for all who ask."""
    if _MEMO not in question.memo:
        taken = question.choice.selected.tolist()
        question.memo[_MEMO] = [
            (each, each.limit - sum(cost for place, cost in each.cost.items() if taken[place]))
            for each in question.costs.budgets
        ]
    found: Sequence[tuple[BudgetCosts, int]] = question.memo[_MEMO]
    return found
