"""Budgets: at most so much on the lines of cost that they see."""

from __future__ import annotations

from collections.abc import Iterator

from cximpact.decision.costs import Costs
from cximpact.decision.program import Row
from cximpact.decision.rules.rule import BUDGET, Rule
from cximpact.decision.words import money


def budget_rules(costs: Costs) -> Iterator[Rule]:
    """Yield the limit of every budget, in minor units of its currency."""
    for each in costs.budgets:
        columns = tuple(sorted(each.cost))
        row = Row(columns, tuple(each.cost[c] for c in columns), most=each.limit)
        limit = money(each.budget.limit.amount, each.budget.limit.currency)
        words = f"budget {each.budget.id} allows {limit}"
        yield Rule(BUDGET, words, "raise its limit", f"budgets.{each.budget.id}", row)
