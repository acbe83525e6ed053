"""A cost that is not known: no budget that would pay for it can take its proposal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cximpact.decision.candidates import candidates
from cximpact.decision.costs import costs
from cximpact.decision.decide import decide
from cximpact.decision.unknown_costs import unknown_under
from cximpact.exceptions import InputError
from cximpact.explain.deciding import deciding
from cximpact.model.decision import Decision
from cximpact.model.money import Money
from cximpact.model.portfolio import Budget
from cximpact.model.proposal import CostLine, UnknownCost

CAPEX = UnknownCost("Capex", "tbd", fund="capex")
LICENCE = UnknownCost("Licence", "?", fund="licence")


def limit(key: str, amount: int, *funds: str) -> Budget:
    return Budget(key, Money(Decimal(amount), "EUR"), {"fund": funds} if funds else {})


BUDGETS = {key: limit(key, 10, key) for key in ("capex", "opex")}


def decided(made: Any) -> Decision:
    return decide(made.case, made.conditions, made.scores)


def but(made: Any, **unknown: UnknownCost | tuple[UnknownCost, ...]) -> Any:
    return made.but(
        unknown_costs={
            key: each if isinstance(each, tuple) else (each,) for key, each in unknown.items()
        }
    )


def reason(made: Any, found: Decision, position: int = 0) -> str:
    return deciding(made.case, made.scores, found, position)[0]


def test_it_is_to_be_revised_where_a_budget_would_pay_for_it(build: Any) -> None:
    """P1 is worth most and fits by what is known of it: 2 of opex."""
    made = but(build.portfolio([0.9, 0.1], [{"opex": 2}, {"opex": 3}], budgets=BUDGETS), P1=CAPEX)
    found = decided(made)
    assert (found.actions[0], found.rules[0]) == ("revise", "unknown cost")
    assert found.selection.selected.tolist() == [False, True]
    assert not found.selection.candidate[0]
    assert reason(made, found) == (
        "Its Capex is unknown ('tbd'), and budget capex cannot take what has no figure. "
        "Estimate it."
    )
    assert found.would_take[0] == (
        "State its Capex, 0 if there is none: budget capex cannot take what has no figure.",
    )
    assert found.selection.notes == (
        "P1: part of the cost is unknown, and no budget can take what has no figure.",
    )
    assert [str(use.used) for use in found.selection.budgets] == ["0.00", "3.00"]
    assert [use.unknown for use in found.selection.budgets] == [(), ()]


def test_no_budget_that_concerns_it_leaves_it_a_candidate(build: Any) -> None:
    opex = {"opex": BUDGETS["opex"]}
    plain = build.portfolio([0.9, 0.1], [{"opex": 2}, {"opex": 3}], budgets=opex)
    for made in (but(plain, P1=CAPEX), but(build.portfolio([0.9, 0.1], [2, 3]), P1=CAPEX)):
        found = decided(made)
        assert found.actions[0] == "approve"
        assert reason(made, found) == "Selected: value +90 at EUR 2 and what is not known (Capex)."
        assert found.selection.notes == ()


def test_all_that_is_unknown_and_all_budgets_that_ask_are_named(build: Any) -> None:
    """Of three columns two fall under a budget, and Capex under two of them."""
    budgets = {**BUDGETS, "most": limit("most", 9, "capex", "licence")}
    made = build.portfolio([0.9], [{"opex": 2}], budgets=budgets)
    made = but(made, P1=(CAPEX, UnknownCost("Travel", "n/a", fund="travel"), LICENCE))
    found = decided(made)
    assert reason(made, found) == (
        "Its Capex ('tbd') and Licence ('?') are unknown, and budgets capex and most cannot take "
        "what has no figure. Estimate them."
    )


@pytest.mark.parametrize(
    ("where", "asks"),
    [
        ({}, True),
        ({"fund": ("capex", "other")}, True),
        ({"fund": ("opex",)}, False),
        ({"category": ("people",), "period": ("2027",)}, True),
        ({"category": ("people",), "period": ("2026",)}, False),
        ({"unit": ("sales",)}, True),
        ({"unit": ("it",)}, False),
    ],
)
def test_a_budget_asks_for_it_as_it_would_take_a_line_of_cost(
    build: Any, where: Mapping[str, Any], asks: bool
) -> None:
    """The unit is that of the proposal, as the column names none."""
    made = build.portfolio([0.9], [{"opex": 2}], budgets={"b": 5})
    budget = Budget("b", Money(Decimal(5), "EUR"), where)
    unknown = evolve(CAPEX, category="people", period="2027")
    made = but(made, P1=unknown).but(
        rules=evolve(made.case.rules, budgets=(budget,)),
        proposals=evolve(made.case.proposals, units=("sales",)),
    )
    assert bool(unknown_under(made.case, 0)) is asks
    stated = CostLine("P1", *[Decimal(0)] * 3, "EUR", "capex", "people", "2027")
    lines = costs(made.but(costs=(stated,)).case).budgets[0].lines
    assert bool(lines) is asks


@pytest.mark.parametrize("forced", ["committed", "mandatory"])
def test_what_is_forced_in_uses_what_is_known_and_the_budget_says_so(
    build: Any, forced: str
) -> None:
    made = build.portfolio(
        [0.9, 0.1], [{"capex": 4}, {"capex": 7}], budgets=BUDGETS, **{forced: ["P1"]}
    )
    found = decided(but(made, P1=CAPEX))
    assert found.actions == ("approve", "defer")
    capex, opex = found.selection.budgets
    assert (capex.used, capex.committed, capex.left) == (Decimal(4), Decimal(4), Decimal(6))
    assert (capex.unknown, opex.unknown) == (("P1",), ())
    assert found.selection.notes == (
        "budget capex: the unknown part of P1 (Capex) is not in what is used.",
    )


def test_two_that_are_forced_in_are_told_together(build: Any) -> None:
    made = build.portfolio(
        [0.9, 0.1], [{"capex": 4}, {"opex": 7}], budgets=BUDGETS, committed=["P1", "P2"]
    )
    found = decided(but(made, P1=CAPEX, P2=CAPEX))
    assert found.selection.notes == (
        "budget capex: the unknown parts of P1 (Capex) and P2 (Capex) are not in what is used.",
    )


def test_what_is_not_worth_doing_stays_declined(build: Any) -> None:
    made = but(build.portfolio([-0.1], [{"opex": 2}], budgets=BUDGETS), P1=CAPEX)
    found = decided(made)
    assert (found.actions[0], found.rules[0]) == ("decline", "no gain")
    assert found.would_take[0][0].startswith("State its Capex, 0 if there is none")


def test_a_commitment_cannot_go_without_it(build: Any) -> None:
    made = build.portfolio(
        [0.9, 0.1],
        [{"opex": 2}, {"opex": 3}],
        budgets=BUDGETS,
        committed=["P1"],
        requires={"P1": ("P2",)},
    )
    with pytest.raises(InputError, match=r"P2 has a cost that is not known.*estimate it"):
        decided(but(made, P2=CAPEX))


def test_what_it_would_compete_for_is_at_least_what_is_known(build: Any) -> None:
    """P2 takes 8 of 10; P1 needs 4 and what is not known."""
    made = build.portfolio([0.3, 0.9], [{"capex": 4}, {"capex": 8}], budgets=BUDGETS)
    found = decided(but(made, P1=CAPEX))
    assert found.would_take[0][1] == (
        "It would then compete for budget capex (EUR 2 is left, and it needs EUR 4 and more)."
    )


def _rank(found: Decision, position: int) -> int:
    return found.order.tolist().index(position)


_ACTIONS = ("prioritize", "approve", "defer", "revise", "decline")
_FUNDS = ("capex", "opex", "other")


@st.composite
def portfolios(draw: st.DrawFn) -> tuple[dict[str, Any], Sequence[int], str]:
    """Draw a portfolio, whose costs are unknown, and of which fund."""
    count = draw(st.integers(1, 5))
    funds = st.dictionaries(st.sampled_from(_FUNDS), st.integers(0, 6), min_size=1, max_size=2)
    limits = {
        "capex": limit("capex", draw(st.integers(0, 12)), "capex"),
        "rest": limit("rest", draw(st.integers(0, 12)), "capex", "opex"),
    }
    chosen = draw(st.sets(st.sampled_from(sorted(limits)), max_size=2))
    given_ = {
        "values": [draw(st.integers(-3, 9)) / 10 for _ in range(count)],
        "costs": [draw(funds) for _ in range(count)],
        "budgets": {key: limits[key] for key in chosen},
    }
    unknown = sorted(draw(st.sets(st.integers(0, count - 1), min_size=1)))
    return given_, unknown, draw(st.sampled_from(_FUNDS))


_SETTINGS = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@_SETTINGS
@given(drawn=portfolios())
def test_an_unknown_cost_never_ranks_a_proposal_better(build: Any, drawn: Any) -> None:
    said, unknown, fund = drawn
    made = build.portfolio(**said)
    for position in unknown:
        key = made.case.proposals.ids[position]
        before = decided(made)
        after = decided(but(made, **{key: UnknownCost("More", "tbd", fund=fund)}))
        assert _rank(after, position) >= _rank(before, position)
        worse = [_ACTIONS.index(found.actions[position]) for found in (before, after)]
        assert worse[0] <= worse[1]


@_SETTINGS
@given(drawn=portfolios())
def test_stating_it_as_nothing_gives_what_was_given_without_it(build: Any, drawn: Any) -> None:
    """A line of 0 is what takes the place of the unknown cost."""
    said, unknown, fund = drawn
    made = build.portfolio(**said)
    keys = [made.case.proposals.ids[position] for position in unknown]
    stated = tuple(CostLine(key, *[Decimal(0)] * 3, "EUR", fund=fund) for key in keys)
    plain, zero = decided(made), decided(made.but(costs=(*made.case.costs, *stated)))
    assert zero.actions == plain.actions
    assert zero.order.tolist() == plain.order.tolist()
    assert zero.selection.budgets == plain.selection.budgets


@_SETTINGS
@given(drawn=portfolios())
def test_it_is_barred_just_where_a_stated_cost_would_be_paid(build: Any, drawn: Any) -> None:
    said, unknown, fund = drawn
    made = build.portfolio(**said)
    ids = made.case.proposals.ids
    open_ = but(made, **{ids[at]: UnknownCost("More", "tbd", fund=fund) for at in unknown})
    who = candidates(open_.case, (), costs(open_.case))
    payers = {"capex": {"capex", "rest"}, "opex": {"rest"}, "other": set()}[fund]
    asked = bool(payers & set(said["budgets"]))
    assert dict(who.barred) == (dict.fromkeys(unknown, "unknown cost") if asked else {})
