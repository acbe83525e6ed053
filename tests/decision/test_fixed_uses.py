"""What is fixed of each limit: what is committed and mandatory, and what these require."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve

from cximpact.decision.fixed_uses import FixedUse, fixed_uses
from cximpact.exceptions import InputError
from cximpact.model.portfolio import Capacity
from cximpact.model.proposal import UnknownCost


def made(build: Any, **more: Any) -> Any:
    """P1 is committed, P2 mandatory, and P2 requires P3; P4 is free, and P5 withdrawn."""
    return build.portfolio(
        [0.1] * 5,
        [{"a": 100, "b": 5}, {"a": 40}, {"a": 3}, {"a": 500}, {"a": 900}],
        budgets={"a": (1000, "a"), "b": (10, "b"), "c": (7, "c")},
        **{
            "committed": ["P1"],
            "mandatory": ["P2", "P5"],
            "withdrawn": ["P5"],
            "requires": {"P2": ("P3",)},
        }
        | more,
    )


def test_what_is_fixed_is_added_up_by_budget(build: Any) -> None:
    """Of a, 100 + 40 + 3 = 143; of b, the 5 of P1; of c, nothing."""
    who = {"committed": ("P1",), "mandatory": ("P2",), "required": ("P3",)}
    assert fixed_uses(made(build).case) == (
        FixedUse("budget a", "EUR 1,000", "EUR 143", who),
        FixedUse("budget b", "EUR 10", "EUR 5", {"committed": ("P1",)}),
        FixedUse("budget c", "EUR 7"),
    )


def test_of_capacities_too(build: Any) -> None:
    """P1 takes 1.5 people, P2 two of them, P4 is free: 3.5. None of the desks is taken."""
    uses = {"P1": Decimal("1.50"), "P2": Decimal(2), "P4": Decimal(8)}
    case = made(build).case
    people = Capacity("fte", Decimal(20), uses, "FTE")
    desks = Capacity("desks", Decimal(3), {"P4": Decimal(1)})
    rules = evolve(case.rules, budgets=(), capacities=(people, desks))
    assert fixed_uses(evolve(case, rules=rules)) == (
        FixedUse("capacity fte", "20 FTE", "3.5", {"committed": ("P1",), "mandatory": ("P2",)}),
        FixedUse("capacity desks", "3"),
    )


def test_what_is_not_known_is_told_with_whose_it_is(build: Any) -> None:
    """P3 costs 3 of a, and something of c that nobody knows; that of P4 is not fixed."""
    unknown = {key: (UnknownCost("Licences", "tbd", fund="c"),) for key in ("P3", "P4")}
    *_, last = fixed_uses(evolve(made(build).case, unknown_costs=unknown))
    assert last == FixedUse("budget c", "EUR 7", "EUR 0", {"required": ("P3",)}, is_more=True)


def test_where_nothing_is_fixed_limits_stand_alone(build: Any) -> None:
    free = made(build, committed=[], mandatory=[])
    assert {each.fixed for each in fixed_uses(free.case)} == {""}
    assert fixed_uses(build.portfolio([0.1], [5], committed=["P1"]).case) == ()


def test_currencies_without_a_rate_are_refused(build: Any) -> None:
    case = made(build).case
    costs = tuple(evolve(line, currency="USD") for line in case.costs)
    with pytest.raises(InputError, match="USD"):
        fixed_uses(evolve(case, costs=costs))


def test_what_states_no_cost_at_all_is_not_known_of_a_budget_for_all(build: Any) -> None:
    """P1 is committed and costs 100; P2 is, too, and no line says what it costs."""
    case = build.portfolio(
        [0.1] * 2, [{"a": 100}, {}], budgets={"all": (1000, "")}, committed=["P1", "P2"]
    ).case
    rules = evolve(case.rules, budgets=(evolve(case.rules.budgets[0], where={}),))
    (only,) = fixed_uses(evolve(case, rules=rules))
    assert (only.fixed, only.is_more) == ("EUR 100", True)
    assert only.who == {"committed": ("P1", "P2")}
