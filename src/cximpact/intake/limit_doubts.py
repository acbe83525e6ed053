"""Budgets that seem to be stated in another unit than the costs that fall under them.

A list in thousands of euros that is read as euros is spent from a limit in euros without a trace:
everything can be paid. So limits far above all costs are told, and limits below every cost.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cximpact.decision.costs import costs, to_decimal
from cximpact.decision.words import money
from cximpact.exceptions import InputError
from cximpact.intake.lists.budget_places import budget_note

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cximpact.decision.costs import BudgetCosts
    from cximpact.exceptions import Problem
    from cximpact.intake.files.documents import Document
    from cximpact.model.case import Case

__all__ = ["limit_doubts"]

_FAR = 100
"""From so many times all costs on, a limit is doubted: nobody states one that never matters."""


def limit_doubts(case: Case, document: Document) -> list[Problem]:
    """Return a note for each budget that is far above all its costs, or below each of them.

    Costs of withdrawn proposals do not count, nor do costs of 0 and savings.

    Args:
        case: The case.
        document: The workspace, for the places of its budgets.
    """
    if not case.rules.budgets:
        return []
    try:
        under = costs(case).budgets
    except InputError:
        return []  # a rate that is missing is a problem of its own
    statuses = case.proposals.statuses
    found = []
    for each in under:
        drawn = {at: cost for at, cost in each.cost.items() if statuses[at] != "withdrawn" and cost}
        told = _above(each, drawn) or _below(case, each, drawn)
        if told is not None:
            found.append(budget_note(document, each.budget.id, *told))
    return found


def _above(under: BudgetCosts, drawn: Mapping[int, int]) -> tuple[str, str] | None:
    """Tell that a limit is many times all costs under it, as where these are in thousands."""
    total = sum(cost for cost in drawn.values() if cost > 0)
    if not total or under.limit < _FAR * total:
        return None
    times = under.limit // total
    by, unit = (1_000_000, "millions") if times >= _FAR * 1_000 else (1_000, "thousands")
    return (
        f"{_said(under, under.limit)} is {times:,} times all costs that fall under it "
        f"({_said(under, total)} together), as if costs were in {unit}",
        f"if they are, say so at their column: {{column: ..., multiplier: {by}}}",
    )


def _below(case: Case, under: BudgetCosts, drawn: Mapping[int, int]) -> tuple[str, str] | None:
    """Tell that a limit is below every cost under it, as where the limit is in thousands."""
    if not drawn or not 0 < under.limit < min(drawn.values()):
        return None  # a limit of 0 is the same in every unit
    at = min(drawn, key=lambda place: (drawn[place], place))
    limit = under.budget.limit
    return (
        f"{_said(under, under.limit)} is below every cost that falls under it (the smallest: "
        f"{_said(under, drawn[at])} of {case.proposals.ids[at]}), so it can pay for none of them",
        f"if it is in thousands, write it out: {limit.currency} {limit.amount * 1_000:f}",
    )


def _said(under: BudgetCosts, minor: int) -> str:
    currency = under.budget.limit.currency
    return money(to_decimal(minor, currency), currency)
