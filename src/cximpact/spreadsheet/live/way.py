"""How the selection is to be made when figures change: as the method does, or as near as can be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from cximpact.decision.aim import aim_of
from cximpact.decision.rules import linking_rules

if TYPE_CHECKING:
    from cximpact.decision.costs import Costs
    from cximpact.pipeline import Result

__all__ = ["Way", "way_of"]

Way = Literal["method", "fill", "stored"]
"""`method`: nothing competes, so that formulas follow the method exactly. `fill`: one budget is
filled in the order of value per cost. `stored`: what was selected enters as values."""


def way_of(result: Result, money: Costs) -> Way:
    """Return how the selection is to be made when figures change.

    Args:
        result: The evaluation.
        money: What proposals cost.
    """
    case = result.case
    rules = linking_rules(case, result.conditions, result.scores, money)
    together = aim_of(case, result.conditions, result.scores).terms
    if result.decision.selection.held or together:
        return "stored"
    if not rules:
        return "method"
    return "fill" if len(rules) == 1 and _is_plain(result, money) else "stored"


def _is_plain(result: Result, money: Costs) -> bool:
    """Return whether there is just one budget, and every line of cost counts against it."""
    if len(money.budgets) != 1:
        return False
    only = money.budgets[0]
    counted = sum(len(lines) for lines in only.lines.values())
    same = only.budget.limit.currency == money.currency or not money.total
    return same and counted == len(result.case.costs)
