"""How capacities stand after selection: people, weeks or places, counted exactly."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from cximpact.decision.candidates import Candidates
from cximpact.model.arrays import BoolArray
from cximpact.model.case import Case
from cximpact.model.decision import CapacityUse
from cximpact.model.portfolio import Capacity

__all__ = ["capacity_uses"]


def capacity_uses(case: Case, who: Candidates, selected: BoolArray) -> tuple[CapacityUse, ...]:
    """Return what every capacity allows, what is used of it, and what is left; sorted by id.

    Args:
        case: The case, with its capacities.
        who: Who is mandatory, committed or held.
        selected: Per proposal.
    """
    if not case.rules.capacities:
        return ()
    ids, flags = case.proposals.ids, selected.tolist()
    taken = {key for key, chosen in zip(ids, flags, strict=True) if chosen}
    fixed = {ids[position] for position in who.fixed}
    found = (_use(each, taken, fixed) for each in case.rules.capacities)
    return tuple(sorted(found, key=lambda use: use.capacity))


def _use(each: Capacity, taken: Iterable[str], fixed: Iterable[str]) -> CapacityUse:
    used, committed = (_sum(each, keys) for keys in (taken, fixed))
    return CapacityUse(
        capacity=each.id,
        limit=_plain(each.limit),
        committed=committed,
        used=used,
        left=_plain(each.limit - used),
        unit=each.unit,
    )


def _sum(each: Capacity, keys: Iterable[str]) -> Decimal:
    return _plain(sum((each.uses.get(key, Decimal(0)) for key in keys), Decimal(0)))


def _plain(amount: Decimal) -> Decimal:
    """Return an amount without zeros at its end, so that 2.50 and 2.5 give the same result."""
    return amount.normalize() + 0
