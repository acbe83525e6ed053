"""What of each budget and capacity is fixed before anything is decided."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal

from attrs import Factory, frozen

from cximpact.decision.candidates import COMMITTED, MANDATORY, must_be_selected
from cximpact.decision.costs import costs, to_decimal
from cximpact.decision.links import reachable
from cximpact.decision.support import required_positions
from cximpact.decision.unknown_costs import unknown_under
from cximpact.decision.words import money, plain_amount
from cximpact.model.case import Case
from cximpact.model.portfolio import Budget, Capacity

__all__ = ["REQUIRED", "FixedUse", "fixed_uses"]

REQUIRED = "required"
_KINDS = (COMMITTED, MANDATORY, REQUIRED)


@frozen
class FixedUse:
    """How much of a limit is taken whatever is decided.

    Attributes:
        name: The limit, such as ``budget capex``.
        limit: What it allows, in words.
        fixed: What is taken of it, in words; "" for nothing.
        who: By `committed`, `mandatory` and `required` (by one of them), ids of who takes it.
        is_more: Whether a part of what they cost is not known.
    """

    name: str
    limit: str
    fixed: str = ""
    who: Mapping[str, tuple[str, ...]] = Factory(dict)
    is_more: bool = False


def fixed_uses(case: Case) -> tuple[FixedUse, ...]:
    """Return what is fixed of each budget, then of each capacity.

    Args:
        case: The case.

    Raises:
        InputError: Currencies meet without a rate.
    """
    rules = case.rules
    if not rules.budgets and not rules.capacities:
        return ()
    must = must_be_selected(case)
    fixed = dict.fromkeys(reachable(required_positions(case), must), REQUIRED) | must
    drawn = {each.budget.id: each.cost for each in costs(case).budgets} if fixed else {}
    unknown = {at: unknown_under(case, at) for at in fixed} if case.unknown_costs else {}
    return (
        *(_of_budget(case, each, fixed, drawn.get(each.id, {}), unknown) for each in rules.budgets),
        *(_of_capacity(case, each, fixed) for each in rules.capacities),
    )


def _of_budget(
    case: Case,
    budget: Budget,
    fixed: Mapping[int, str],
    cost: Mapping[int, int],
    unknown: Mapping[int, Collection[str]],
) -> FixedUse:
    currency = budget.limit.currency
    drawn = {at: each for at, each in cost.items() if at in fixed and each}
    open_ones = {at for at, budgets in unknown.items() if budget.id in budgets}
    if case.costs and not budget.where:  # what has no cost at all has none that matches
        open_ones |= _without_costs(case, fixed)
    told = money(to_decimal(sum(drawn.values()), currency), currency)
    who = _by_kind(case, {*drawn, *open_ones}, fixed)
    limit = money(budget.limit.amount, currency)
    return FixedUse(f"budget {budget.id}", limit, told if who else "", who, bool(open_ones))


def _without_costs(case: Case, places: Iterable[int]) -> set[int]:
    """Return which proposals state no cost at all, not even one of 0."""
    stated = {line.proposal for line in case.costs}
    return {at for at in places if case.proposals.ids[at] not in stated}


def _of_capacity(case: Case, each: Capacity, fixed: Mapping[int, str]) -> FixedUse:
    ids = case.proposals.ids
    used = {at: amount for at in fixed if (amount := each.uses.get(ids[at], Decimal(0)))}
    who = _by_kind(case, set(used), fixed)
    told = plain_amount(sum(used.values(), Decimal(0))) if used else ""
    return FixedUse(f"capacity {each.id}", plain_amount(each.limit, each.unit), told, who)


def _by_kind(case: Case, places: set[int], fixed: Mapping[int, str]) -> dict[str, tuple[str, ...]]:
    ids = case.proposals.ids
    found = {kind: tuple(ids[at] for at in sorted(places) if fixed[at] == kind) for kind in _KINDS}
    return {kind: keys for kind, keys in found.items() if keys}
