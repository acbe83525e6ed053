"""What keeps a proposal of value out: the very rules that adding it would break."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

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
        "budget b has EUR 6 beside what is mandatory or committed and it needs EUR 8 of it",
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
