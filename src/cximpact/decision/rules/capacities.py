"""Capacities: at most so many people, weeks or places, counted exactly."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from cximpact.decision.program import Row
from cximpact.decision.rules.rule import CAPACITY, Rule, places_of
from cximpact.decision.words import plain_amount
from cximpact.model.case import Case
from cximpact.model.portfolio import Capacity


def capacity_rules(case: Case) -> Iterator[Rule]:
    """Yield the limit of every capacity, in whole parts of its unit.

    Who is not named uses nothing.
    """
    places = places_of(case)
    for each in case.rules.capacities:
        parts = parts_of_one(each)
        uses = {places[key]: int(amount * parts) for key, amount in each.uses.items() if amount}
        columns = tuple(sorted(uses))
        row = Row(columns, tuple(uses[c] for c in columns), most=int(each.limit * parts))
        words = f"capacity {each.id} is {amount_of(each, each.limit)}"
        field = f"rules.capacity.{each.id}"
        yield Rule(CAPACITY, words, "raise it", field, row)


def parts_of_one(capacity: Capacity) -> int:
    """Return how many whole parts one of its unit has, so that no amount has a fraction.

    Example:
        >>> parts_of_one(Capacity("people", Decimal(3), {"P1": Decimal("0.25")}))
        100
    """
    amounts = (capacity.limit, *capacity.uses.values())
    return int(10 ** max(_decimals(amount) for amount in amounts))


def _decimals(amount: Decimal) -> int:
    exponent = amount.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def amount_of(capacity: Capacity, amount: Decimal) -> str:
    """Return an amount of a capacity in words.

    Example:
        >>> amount_of(Capacity("team", Decimal(12), unit="people"), Decimal("4.50"))
        '4.5 people'
    """
    return plain_amount(amount, capacity.unit)
