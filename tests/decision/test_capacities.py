"""What is used of capacities: exact, for all that is selected and for what is fixed alone."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve

from cximpact.decision.decide import decide
from cximpact.model.decision import CapacityUse
from cximpact.model.portfolio import Capacity


def used(made: Any, *capacities: Capacity) -> tuple[CapacityUse, ...]:
    rules = evolve(made.case.rules, capacities=capacities)
    case = made.but(rules=rules).case
    return decide(case, made.conditions, made.scores).selection.capacities


def staff(limit: str, unit: str = "FTE", **uses: str) -> Capacity:
    return Capacity("staff", Decimal(limit), {k: Decimal(v) for k, v in uses.items()}, unit)


def test_what_is_selected_uses_it_and_what_is_committed_is_told_apart(build: Any) -> None:
    """P1 is committed at 2.25, P2 is selected at 5, P3 has no value, P4 uses nothing."""
    made = build.portfolio([0.1, 0.5, -0.2, 0.3], committed=["P1"])
    assert used(made, staff("9", P1="2.25", P2="5", P3="1")) == (
        CapacityUse("staff", Decimal(9), Decimal("2.25"), Decimal("7.25"), Decimal("1.75"), "FTE"),
    )


def test_who_does_not_fit_uses_nothing(build: Any) -> None:
    """Of P1 and P2 one fits into 4; P1 is worth more."""
    made = build.portfolio([0.5, 0.2])
    (found,) = used(made, staff("4", P1="3", P2="2.5"))
    assert (found.used, found.left) == (Decimal(3), Decimal(1))


@pytest.mark.parametrize("amount", ["2.5", "2.50", "2.500"])
def test_amounts_are_told_alike_however_they_are_written(build: Any, amount: str) -> None:
    (found,) = used(build.portfolio([0.5]), staff("10.0", P1=amount))
    told = (found.limit, found.used, found.left)
    assert [format(each, "f") for each in told] == ["10", "2.5", "7.5"]


def test_a_round_number_keeps_its_zeros(build: Any) -> None:
    (found,) = used(build.portfolio([0.5]), staff("300", P1="100"))
    assert [str(each) for each in (found.limit, found.used, found.left)] == ["300", "100", "200"]


def test_they_are_sorted_by_id_and_none_is_told_where_there_is_none(build: Any) -> None:
    made = build.portfolio([0.5])
    other = Capacity("desks", Decimal(2))
    assert [each.capacity for each in used(made, staff("1"), other)] == ["desks", "staff"]
    assert used(made) == ()


def test_tenths_add_up(build: Any) -> None:
    """In binary 0.1 + 0.2 is not 0.3."""
    made = build.portfolio([0.5, 0.5])
    (found,) = used(made, staff("0.3", P1="0.1", P2="0.2"))
    assert (found.used, found.left) == (Decimal("0.3"), Decimal(0))
