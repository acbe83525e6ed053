"""Budgets below what must be selected: told by adding up, and only where no selection exists."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from cximpact.decision.decide import decide
from cximpact.decision.overdrawn import overdrawn
from cximpact.exceptions import InputError
from cximpact.model.portfolio import Capacity


def test_what_is_committed_mandatory_and_required_is_added_up(build: Any) -> None:
    """640 + 450 are committed, 160 + 520 mandatory, and P1 requires 780: 2,550 in all."""
    made = build.portfolio(
        [0.1] * 6,
        [640, 450, 160, 520, 780, 900],
        budgets={"capex": 2400},
        committed=["P1", "P2"],
        mandatory=["P3", "P4"],
        requires={"P1": ("P5",)},
    )
    assert overdrawn(made.case) == (
        "committed and mandatory proposals, and what they require, need EUR 2,550 of budget capex, "
        "which allows EUR 2,400 (P5 EUR 780, P1 EUR 640, P4 EUR 520, P2 EUR 450 and P3 EUR 160); "
        "raise its limit, or take out what is paid already",
    )
    with pytest.raises(InputError):
        decide(made.case, made.conditions, made.scores)


def test_only_the_budget_that_is_overdrawn_is_told(build: Any) -> None:
    made = build.portfolio(
        [0.1, 0.1],
        [{"a": 5, "b": 5}, {"a": 5}],
        budgets={"a": (5, "a"), "b": ("4.99", "b")},
        committed=["P1"],
    )
    assert overdrawn(made.case) == (
        "a committed proposal needs EUR 5 of budget b, which allows EUR 4.99 (P1 EUR 5); raise its "
        "limit, or take out what is paid already",
    )


def test_savings_of_others_may_make_room(build: Any) -> None:
    costs = [10, -3]
    enough = build.portfolio([0.1, 0.1], costs, budgets={"b": 7}, committed=["P1"])
    assert overdrawn(enough.case) == ()
    assert decide(enough.case, enough.conditions, enough.scores).actions == ("approve", "approve")
    short = build.portfolio([0.1, 0.1], costs, budgets={"b": 6}, committed=["P1"])
    assert len(overdrawn(short.case)) == 1
    gone = build.portfolio([0.1] * 2, costs, budgets={"b": 7}, committed=["P1"], withdrawn=["P2"])
    assert len(overdrawn(gone.case)) == 1


def test_what_is_withdrawn_need_not_be_paid(build: Any) -> None:
    made = build.portfolio([0.1], [10], budgets={"b": 5}, mandatory=["P1"], withdrawn=["P1"])
    assert overdrawn(made.case) == ()


@given(
    costs=st.lists(st.integers(-3, 9), min_size=3, max_size=3),
    limit=st.integers(0, 12),
    committed=st.sets(st.sampled_from(["P1", "P2", "P3"])),
    needs=st.booleans(),
)
def test_what_is_told_is_true(
    build: Any, costs: list[int], limit: int, committed: set[str], needs: bool
) -> None:
    """Whatever is told, evaluate refuses; without costs below zero, the reverse holds too."""
    made = build.portfolio(
        [0.1, 0.1, 0.1],
        costs,
        budgets={"b": limit},
        committed=sorted(committed),
        requires={"P1": ("P2",)} if needs else {},
    )
    told = overdrawn(made.case)
    try:
        decide(made.case, made.conditions, made.scores)
    except InputError:
        assert told or min(costs) < 0
    else:
        assert not told


def test_a_capacity_below_what_is_fixed_is_told_too(build: Any) -> None:
    """P1 takes 4 people, P2 2.5, and P3, which P2 requires, 1: 7.5 of 7. P4 may be left."""
    uses = {"P1": Decimal(4), "P2": Decimal("2.50"), "P3": Decimal(1), "P4": Decimal(9)}
    made = build.portfolio([0.1] * 4, committed=["P1"], mandatory=["P2"], requires={"P2": ("P3",)})
    people = Capacity("staff", Decimal(7), uses, "people")
    weeks = Capacity("weeks", Decimal("7.5"), uses)
    made = made.but(rules=evolve(made.case.rules, capacities=(people, weeks)))
    assert overdrawn(made.case) == (
        "committed and mandatory proposals, and what they require, need 7.5 people of capacity "
        "staff, which allows 7 people (P1 4 people, P2 2.5 people and P3 1 people); raise its "
        "limit, or lower what they use",
    )
    with pytest.raises(InputError):
        decide(made.case, made.conditions, made.scores)
