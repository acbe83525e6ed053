"""How far the costs of what is selected may run: each budget's use, draw by draw.

Budgets are held against mean costs (the selection is the best at those); whether the money then
lasts is another question, and one that whoever pays will ask.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from attrs import evolve

from cximpact.decision.costs import BudgetCosts, Costs, to_decimal
from cximpact.decision.solving.form import Exact
from cximpact.model.arrays import BoolArray, IntArray
from cximpact.model.decision import DrawnUse, Selection

_BAND = (5, 95)
_ROOM = 2**62


def with_drawn_uses(
    selection: Selection, costs: Costs, drawn: tuple[Mapping[int, IntArray], ...]
) -> Selection:
    """Return the selection, each budget with what the drawn costs of the selected come to.

    Args:
        selection: The selection, its budgets sorted by id.
        costs: What proposals cost, central.
        drawn: Per budget of `costs`, position of the proposal to its cost in each draw; only
            proposals whose cost there is uncertain.

    Returns:
        The same selection; a budget of which no selected proposal has an uncertain cost is as it
        was.
    """
    found = {
        each.budget.id: _drawn_use(each, selection.selected, amounts)
        for each, amounts in zip(costs.budgets, drawn, strict=True)
    }
    uses = (evolve(use, drawn=found.get(use.budget)) for use in selection.budgets)
    return evolve(selection, budgets=tuple(uses))


def _drawn_use(
    each: BudgetCosts, selected: BoolArray, drawn: Mapping[int, IntArray]
) -> DrawnUse | None:
    uncertain = [amounts for position, amounts in drawn.items() if selected[position]]
    if not uncertain:
        return None
    sure = sum(cost for at, cost in each.cost.items() if selected[at] and at not in drawn)
    total = _sum(uncertain, sure)
    currency = each.budget.limit.currency
    low, high = np.percentile(total.astype(np.float64), _BAND)
    return DrawnUse(
        low=to_decimal(round(low), currency),
        high=to_decimal(round(high), currency),
        over=float(np.count_nonzero(total > each.limit) / len(total)),
    )


def _sum(amounts: list[IntArray], sure: int) -> Exact:
    """Return the sum in each draw; of huge amounts in whole numbers of any size."""
    most = abs(sure) + sum(int(np.abs(each).max()) for each in amounts)
    kind: type[np.generic] = np.int64 if most < _ROOM else np.object_
    total = np.full(len(amounts[0]), sure, dtype=kind)
    for each in amounts:
        total += each
    return total
