"""The order of recommendations, and who of the selected comes first."""

from __future__ import annotations

import numpy as np

from cximpact.decision.costs import Costs
from cximpact.model.arrays import FloatArray, IntArray
from cximpact.model.case import Case
from cximpact.model.decision import ACTIONS, Action
from cximpact.model.draws import Draws
from cximpact.model.robustness import SelectionShares
from cximpact.scoring.rounding import round9, round9_ratio

BY_COST: tuple[Action, ...] = ("prioritize", "approve", "defer")
"""Actions within which the order is that of value per cost, where there is a budget."""
_FREE, _COSTLY, _UNKNOWN = 0, 1, 2

SURE = 0.9
"""Share of draws that `prioritize` needs: of those that select it, and that help customers."""

Key = tuple[float, ...]


def worth_keys(case: Case, value: FloatArray, costs: Costs) -> list[Key]:
    """Return what each proposal is sorted by among those approved or deferred.

    With a budget: value per cost at nine significant digits; what costs nothing comes first, by
    value, what has no cost last. Without one: value. Then value; ids, being sorted, break ties.

    Args:
        case: Whether there is any budget.
        value: V per proposal.
        costs: Total costs in the reporting currency.
    """
    rounded = round9(value)
    if not case.rules.budgets:
        return [(-each,) for each in rounded.tolist()]
    amounts = np.array([_amount(costs, position) for position in range(len(rounded))])
    costly = amounts > 0
    ratios = np.zeros(len(rounded))
    ratios[costly] = rounded[costly] / amounts[costly]
    groups = np.where(costly, _COSTLY, np.where(np.isnan(amounts), _UNKNOWN, _FREE))
    rows = zip(groups.tolist(), round9_ratio(ratios).tolist(), rounded.tolist(), strict=True)
    return [(group, -ratio, -each) for group, ratio, each in rows]


def _amount(costs: Costs, position: int) -> float:
    amount = costs.amount(position)
    return float("nan") if amount is None else float(amount)


def rank(actions: tuple[Action, ...], value: FloatArray, keys: list[Key]) -> IntArray:
    """Return the positions of the ranked proposals, best first; set-aside ones are left out.

    Args:
        actions: Per proposal.
        value: V per proposal.
        keys: From `worth_keys`.
    """
    place = {action: number for number, action in enumerate(ACTIONS)}
    rounded = round9(value).tolist()

    def key(position: int) -> tuple[float, ...]:
        action = actions[position]
        inner = keys[position] if action in BY_COST else (-rounded[position],)
        return (place[action], *inner, position)

    ranked = [position for position, action in enumerate(actions) if action in place]
    return np.array(sorted(ranked, key=key), dtype=np.int64)


def sure(draws: Draws | None, shares: SelectionShares | None) -> frozenset[int]:
    """Return who is sure enough to be prioritized if selected.

    The best selection holds it in at least 90 % of the draws, and its customer value is above
    zero in at least 90 % of them. Without draws nobody is; without customer criteria neither.

    Args:
        draws: Draws of what is uncertain.
        shares: How often each proposal is selected in them.
    """
    if draws is None or shares is None:
        return frozenset()
    often = round9(shares.share) >= SURE
    helped = round9(draws.customer_positive) >= SURE  # not a number: not at least anything
    return frozenset(np.flatnonzero(often & helped).tolist())
