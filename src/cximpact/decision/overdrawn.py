"""Budgets and capacities that what must be selected overdraws by itself.

No selection obeys all rules then. It can be told by adding up, without looking for a selection.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from decimal import Decimal

from cximpact.decision.candidates import COMMITTED, MANDATORY, WITHDRAWN, must_be_selected
from cximpact.decision.costs import BudgetCosts, costs, to_decimal
from cximpact.decision.links import reachable
from cximpact.decision.support import required_positions
from cximpact.decision.words import listed, money, plain_amount
from cximpact.model.case import Case
from cximpact.model.portfolio import Capacity

__all__ = ["overdrawn"]

_MOST = 8


def overdrawn(case: Case) -> tuple[str, ...]:
    """Return a sentence for each limit below what is committed and mandatory, and requires.

    Savings that others could bring are taken as brought, so what is told is sure.

    Args:
        case: The case.

    Raises:
        InputError: Currencies meet without a rate.
    """
    must = must_be_selected(case)
    if not must or not (case.rules.budgets or case.rules.capacities):
        return ()
    needed = reachable(required_positions(case), must) | must.keys()
    budgets = _found(case, needed) if case.rules.budgets else ()
    return (
        *(_told(case, must, *found) for found in budgets),
        *(_told_capacity(case, must, *found) for found in _found_capacities(case, needed)),
    )


def _found(case: Case, needed: Set[int]) -> Iterator[tuple[BudgetCosts, Mapping[int, int]]]:
    """Yield each budget that is overdrawn, and what is drawn from it, by position."""
    statuses = case.proposals.statuses
    for under in costs(case).budgets:
        drawn = {at: cost for at, cost in under.cost.items() if at in needed and cost}
        others = {at: cost for at, cost in under.cost.items() if at not in needed and cost < 0}
        savings = sum(cost for at, cost in others.items() if statuses[at] != WITHDRAWN)
        if sum(drawn.values()) + savings > under.limit:
            yield under, drawn


def _told(case: Case, must: Mapping[int, str], under: BudgetCosts, drawn: Mapping[int, int]) -> str:
    budget, currency = under.budget, under.budget.limit.currency

    def said(minor: int) -> str:
        return money(to_decimal(minor, currency), currency)

    dearest = sorted(drawn, key=lambda at: (-drawn[at], at))
    parts = listed([f"{case.proposals.ids[at]} {said(drawn[at])}" for at in dearest], most=_MOST)
    return (
        f"{_who(must, drawn)} {said(sum(drawn.values()))} of budget {budget.id}, which allows "
        f"{money(budget.limit.amount, currency)} ({parts}); raise its limit, or take out what is "
        "paid already"
    )


def _found_capacities(
    case: Case, needed: Set[int]
) -> Iterator[tuple[Capacity, Mapping[int, Decimal]]]:
    """Yield each capacity that is overdrawn, and what is used of it, by position."""
    ids = case.proposals.ids
    for each in case.rules.capacities:
        used = {at: amount for at in sorted(needed) if (amount := each.uses.get(ids[at]))}
        if sum(used.values()) > each.limit:
            yield each, used


def _told_capacity(
    case: Case, must: Mapping[int, str], each: Capacity, used: Mapping[int, Decimal]
) -> str:
    def said(amount: Decimal) -> str:
        return plain_amount(amount, each.unit)

    most = sorted(used, key=lambda at: (-used[at], at))
    parts = listed([f"{case.proposals.ids[at]} {said(used[at])}" for at in most], most=_MOST)
    return (
        f"{_who(must, used)} {said(sum(used.values(), Decimal(0)))} of capacity {each.id}, which "
        f"allows {said(each.limit)} ({parts}); raise its limit, or lower what they use"
    )


def _who(must: Mapping[int, str], drawn: Mapping[int, object]) -> str:
    """Return who draws: what is committed, mandatory or both, and whether more comes with it."""
    kinds = [must[at] for at in drawn if at in must] or list(must.values())
    named = " and ".join(kind for kind in (COMMITTED, MANDATORY) if kind in kinds)
    one = len(kinds) == 1
    proposals = f"a {named} proposal" if one else f"{named} proposals"
    if drawn.keys() <= must.keys():
        return f"{proposals} need{'s' if one else ''}"
    return f"{proposals}, and what {'it requires' if one else 'they require'}, need"
