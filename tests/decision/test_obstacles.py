"""What keeps a proposal of value out: the very rules that adding it would break."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve

from cximpact.decision.decide import decide
from cximpact.model.portfolio import Capacity


def obstacles(made: Any, key: str) -> tuple[str, ...]:
    decision = decide(made.case, made.conditions, made.scores)
    position = made.case.proposals.ids.index(key)
    assert decision.rules[position] == "not selected"
    return decision.obstacles(position)


def test_the_budgets_that_bind_are_named_with_what_it_needs_of_each(build: Any) -> None:
    """P1 uses 8 of 10 capex and 1 of 9 opex; P2 needs 3 of capex, which has 2, and fits opex."""
    made = build.portfolio(
        [0.5, 0.1],
        [{"capex": 8, "opex": 1}, {"capex": 3, "opex": 4}],
        budgets={"capex": (10, "capex"), "opex": (9, "opex")},
    )
    assert obstacles(made, "P2") == (
        "budget capex has EUR 2 left and it needs EUR 3 of it",
        "For budget capex, what is selected brings more value.",
    )


def test_who_shuts_it_out_comes_first_then_every_budget_that_is_too_small(build: Any) -> None:
    """P1 leaves 2 of each budget, and P2 needs 3 of each, and excludes P1: money does not help."""
    made = build.portfolio(
        [0.5, 0.1],
        [{"a": 8, "b": 8, "c": 8}, {"a": 3, "b": 3, "c": 3}],
        budgets={"a": (10, "a"), "b": (10, "b"), "c": (10, "c")},
        excludes={"P2": ("P1",)},
    )
    assert obstacles(made, "P2") == (
        "P1 is selected, and they exclude each other; budget a has EUR 2 left and it needs EUR 3 "
        "of it; budget b has EUR 2 left and it needs EUR 3 of it; budget c has EUR 2 left and it "
        "needs EUR 3 of it",
        "For budgets a, b and c, what is selected brings more value.",
    )


def test_one_more_is_told_and_several_are_counted(build: Any) -> None:
    """P1 to P4 are selected; P5 excludes all four of them, and money is short.

    Two of four are told before the budget, so two are left to count.
    """
    made = build.portfolio(
        [0.5, 0.5, 0.5, 0.5, 0.1],
        [2, 2, 2, 2, 3],
        budgets={"b": 9},
        excludes={"P5": ("P1", "P2", "P3", "P4")},
    )
    assert obstacles(made, "P5") == (
        "P1 is selected, and they exclude each other; P2 is selected, and they exclude each "
        "other; budget b has EUR 1 left and it needs EUR 3 of it; 2 more in its way",
        "P3 is selected, and they exclude each other.",
        "P4 is selected, and they exclude each other.",
        "For budget b, what is selected brings more value.",
    )
    three = build.portfolio([0.5, 0.5, 0.5, 0.1], excludes={"P4": ("P1", "P2", "P3")}, budgets={})
    assert obstacles(three, "P4") == (
        "P1 is selected, and they exclude each other; P2 is selected, and they exclude each "
        "other; P3 is selected, and they exclude each other",
    )


def test_a_rival_comes_before_a_capacity(build: Any) -> None:
    """P1 uses 7.25 of 9; P2 needs 3, and of both at most one may be."""
    made = build.portfolio([0.5, 0.2], at_most_one=[("P1", "P2")])
    staff = Capacity("staff", Decimal(9), {"P1": Decimal("7.25"), "P2": Decimal(3)}, "FTE")
    rules = evolve(made.case.rules, capacities=(staff,))
    assert obstacles(made.but(rules=rules), "P2") == (
        "P1 is selected, and at most one of P1 and P2 (group1) may be; capacity staff has 1.75 of "
        "9 FTE left and it needs 3 FTE",
    )


def test_what_does_not_fit_even_alone_is_told_so(build: Any) -> None:
    """10 less the committed 4 is 6, and 8 is more than that whatever else is left out."""
    made = build.portfolio([0.1, 0.5], [4, 8], budgets={"b": 10}, committed=["P1"])
    assert obstacles(made, "P2") == (
        "what is mandatory or committed leaves EUR 6 of budget b and it needs EUR 8 of it",
    )


def test_one_that_is_worth_as_much_is_told_first(build: Any) -> None:
    """P1 and P2 are worth 0.5 each, and 10 pays for one: the cheaper is taken, and saves 2."""
    made = build.portfolio([0.5, 0.5], [6, 8], budgets={"b": 10})
    assert obstacles(made, "P2") == (
        "P1 is worth as much and costs EUR 2 less; budget b has EUR 4 left and it needs EUR 8 of "
        "it",
    )


@pytest.mark.parametrize(
    ("values", "costs", "told"),
    [
        # At the same cost, the earlier id is taken.
        ([0.5, 0.5], [6, 6], "P1 is worth as much at the same cost, and its id is earlier"),
        # Both smaller ones give way to the large one, which costs 1 more.
        ([0.5, 0.25, 0.25], [9, 4, 4], "P2 and P3 are worth as much and cost EUR 1 less"),
        # No set with P2 is worth as much: 0.4 is less.
        ([0.5, 0.4], [6, 6], ""),
        # P1 gives way to P2 with P3, and the three of them exceed the budget.
        (
            [0.5, 0.25, 0.25],
            [7, 4, 4],
            "P1 is worth as much as it with P3 and costs EUR 1 less",
        ),
        # Five give way to one: they are not named.
        (
            [0.5, 0.1, 0.1, 0.1, 0.1, 0.1],
            [10, 1, 1, 1, 1, 1],
            "the selected set is worth as much as one with it and costs EUR 5 less",
        ),
    ],
)
def test_a_tie_says_what_tipped_the_balance(
    build: Any, values: list[float], costs: list[int], told: str
) -> None:
    made = build.portfolio(values, costs, budgets={"b": 10})
    out = "P1" if values[0] == 0.5 and costs[0] >= 9 else "P2"
    first, *rest = obstacles(made, out)
    assert first.startswith(f"{told}; budget b has " if told else "budget b has ")
    beaten = "For budget b, what is selected brings more value."
    assert rest == ([] if told else [beaten])


def test_of_a_long_list_no_tie_is_looked_for(build: Any) -> None:
    """Of 61 alike 60 are taken; whether another is as good is not asked of so many."""
    made = build.portfolio([0.1] * 61, [1] * 61, budgets={"b": 60})
    first, rest = obstacles(made, made.case.proposals.ids[-1])
    assert first == "budget b has EUR 0 left and it needs EUR 1 of it"
    assert rest == "For budget b, what is selected brings as much value or more."


def test_large_amounts_are_told_without_cents(build: Any) -> None:
    """Of 2,000 P1 takes 900.50; P2 needs a third of 4,000."""
    made = build.portfolio([0.5, 0.1], ["900.50", "1333.33"], budgets={"b": 2000})
    assert obstacles(made, "P2")[0] == (
        "budget b has EUR 1,100 left and it needs EUR 1,333 of it"  # 1,099.50 is 1,100
    )


def test_what_does_not_fit_an_empty_budget(build: Any) -> None:
    made = build.portfolio([0.5], [8], budgets={"b": 5})
    assert obstacles(made, "P1") == ("budget b has EUR 5 in all and it needs EUR 8 of it",)


def test_a_proposal_is_weighed_with_what_it_requires(build: Any) -> None:
    """P2 alone would fit; with P3, which it requires, 5 + 4 is more than the 6 that P1 leaves."""
    made = build.portfolio([0.5, 0.2, -0.1], [4, 5, 4], budgets={"b": 10}, requires={"P2": ("P3",)})
    assert obstacles(made, "P2") == (
        "budget b has EUR 6 left and with P3 it needs EUR 9 of it",
        "For budget b, what is selected brings more value.",
    )


def test_a_requirement_that_cannot_be_met_is_named(build: Any) -> None:
    made = build.portfolio([0.2, 0.1], withdrawn=["P2"], requires={"P1": ("P2",)})
    assert obstacles(made, "P1") == ("it requires P2, which cannot be selected",)


def test_rivals_are_named(build: Any) -> None:
    excluded = build.portfolio([0.5, 0.2], excludes={"P2": ("P1",)})
    assert obstacles(excluded, "P2") == ("P1 is selected, and they exclude each other",)
    group = build.portfolio([0.5, 0.2], at_most_one=[("P1", "P2")])
    assert obstacles(group, "P2") == (
        "P1 is selected, and at most one of P1 and P2 (group1) may be",
    )
