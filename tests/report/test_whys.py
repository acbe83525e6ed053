"""The reason beside a proposal is one short sentence: the strongest, without the list's figures."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pandas as pd
import pytest
from attrs import evolve

import cximpact
from cximpact.model.evaluation import Cost, Recommendation
from cximpact.model.weighting import WeightRange
from cximpact.report.strengths import Strengths
from cximpact.report.whys import short_why


@pytest.fixture(scope="module")
def evaluation() -> cximpact.Evaluation:
    """Ease counts 80 %, trust 20 %: of a, ease is worth 0.8 x 1/3 and trust 0.2 x 1."""
    return cximpact.evaluate(
        proposals=pd.DataFrame({"id": ["a", "b"], "ease": [1, 2], "trust": [3, -1]}),
        scorecard={"criteria": {"ease": {"weight": 80, "title": "Ease"}, "trust": {"weight": 20}}},
        as_of="2026-03-01",
        draws=200,
        selection_draws=50,
    )


def item(evaluation: cximpact.Evaluation, rule: str, reason: str, **more: Any) -> Recommendation:
    return evolve(evaluation["a"], rule=rule, reasons=(reason,), **more)


SELECTED = "Selected, in 92% of draws: value +12 at EUR 90,000."


@pytest.mark.parametrize(
    ("action", "reason", "strength", "short"),
    [
        ("prioritize", SELECTED, "Ease and trust", "Mostly for Ease and trust."),
        ("prioritize", SELECTED, "", "Selected."),
        (
            "approve",
            "Selected, in 67% of draws: value +67 at EUR 160,000.",
            "Ease",
            "Under 90% sure; mostly for Ease.",
        ),
        ("approve", "Selected, in 67% of draws: value +67.", "", "Under 90% sure."),
        (
            "approve",
            "Selected, in 95% of draws, but customers gain in 85% only: value +3 at EUR 5.",
            "Ease",
            "Selected, but customers gain in 85% only.",
        ),
        (
            "approve",
            "Selected, in 98% of draws, but scored as no change for customers: value +3 at EUR 5.",
            "Ease",
            "Selected, but scored as no change for customers.",
        ),
        (
            "approve",
            "Selected, in 98% of draws, but with no score for customers: value +3 at EUR 5.",
            "Ease",
            "Selected, but with no score for customers.",
        ),
        (
            "prioritize",
            "Selected, in 100% of draws: value +5 at EUR 10 and what is not known (Capex EUR).",
            "Ease",
            "Mostly for Ease; its cost is not wholly known (Capex EUR).",
        ),
        ("prioritize", "Selected: value +5.", "", "Selected."),
        ("prioritize", "Chosen by another version.", "Ease", "Chosen by another version."),
    ],
)
def test_what_is_selected_says_what_for(
    evaluation: cximpact.Evaluation, action: Any, reason: str, strength: str, short: str
) -> None:
    made = item(evaluation, "selected", reason, action=action, selection_share=0.67)
    assert short_why(made, strength) == short


def test_how_sure_it_is_is_told_where_no_column_does(evaluation: cximpact.Evaluation) -> None:
    reason = "Selected, in 67% of draws: value +67."
    made = item(evaluation, "selected", reason, action="approve", selection_share=None)
    assert short_why(made) == "Selected in 67% of draws only."


@pytest.mark.parametrize(
    ("rule", "reason", "short"),
    [
        (
            "not selected",
            "Worth doing (value +6), but budget opex has EUR 8 left and it needs EUR 15 of it; "
            "P18 is selected, and they exclude each other.",
            "P18 is selected, and they exclude each other; also: budget opex.",
        ),
        (
            "not selected",
            "Worth doing (value +6), but capacity staff has 1.75 of 9 FTE left and it needs 3 FTE; "
            "SS-07 is selected, and at most one of SS-07 and SS-08 (platform) may be.",
            "SS-07 is selected, and at most one of SS-07 and SS-08 (platform) may be; also: "
            "capacity staff.",
        ),
        (
            "not selected",
            "Worth doing (value +6), but budget opex has EUR 8 left and it needs EUR 15 of it; "
            "capacity field staff is 2 FTE in all and it needs 3 FTE.",
            "Budget opex has EUR 8 left, it needs EUR 15; capacity field staff is 2 FTE in all, it "
            "needs 3 FTE.",
        ),
        (
            "not selected",
            "Worth doing (value +6), but budget opex has EUR 8 left and it needs EUR 15 of it; "
            "capacity fte has 0 of 20 left and it needs 2; capacity desks has 1 of 5 left and with "
            "b it needs 2; capacity vans has 0 of 2 left and it needs 1.",
            "Budget opex has EUR 8 left, it needs EUR 15; capacity fte has 0 of 20 left, it needs "
            "2; capacity desks has 1 of 5 left and with b it needs 2; also: capacity vans.",
        ),
        (
            "not selected",
            "Worth doing (value +6), but budget a has EUR 1 left and it needs EUR 3 of it; budget "
            "b has EUR 1 left and it needs EUR 3 of it; capacity fte has 0 of 20 left and it needs "
            "2; 2 more in its way.",
            "Budgets a (left 1, needs 3) and b (left 1, needs 3) are too small; capacity fte has 0 "
            "of 20 left, it needs 2; 2 more in its way.",
        ),
        (
            "not selected",
            "Worth doing (value +6), but budget opex has EUR 8 left and it needs EUR 15 of it; at "
            "least 20% of budget opex goes to a and b (fair), and with it too little would.",
            "Budget opex has EUR 8 left, it needs EUR 15; also: a minimum share.",
        ),
        (
            "not selected",
            "Worth doing (value +6), but p4 is worth as much and costs EUR 5 less; budget opex has "
            "EUR 8 left and it needs EUR 15 of it.",
            "p4 is worth as much and costs EUR 5 less.",
        ),
        (
            "not selected",
            "Worth doing (value +6), but the selected set is worth as much as one with it and "
            "costs EUR 5 less; a is selected, and they exclude each other.",
            "The selected set is worth as much as one with it and costs EUR 5 less.",
        ),
        (
            "not selected",
            "Worth doing (value +6), but what is mandatory or committed leaves EUR 6 of budget b "
            "and it needs EUR 8 of it; capacity fte has 0 of 20 left and it needs 2.",
            "What is mandatory or committed leaves EUR 6 of budget b and it needs EUR 8 of it; "
            "capacity fte has 0 of 20 left, it needs 2.",
        ),
        (
            "not selected",
            "Worth doing (value +6), but what is mandatory or committed leaves EUR 6 of budget b "
            "and it needs EUR 8 of it; budget c has EUR 1 left and it needs EUR 3 of it.",
            "Budgets b (left 6, needs 8) and c (left 1, needs 3) are too small.",
        ),
        (
            "not selected",
            "Worth doing (value +6), but a is selected, and they exclude each other; b is "
            "selected, and they exclude each other.",
            "a is selected, and they exclude each other; also: b is selected.",
        ),
        (
            "not selected",
            "Worth doing (value +6), but budget opex has EUR 8 left and it needs EUR 15 of it; "
            "something of another version.",
            "Budget opex has EUR 8 left, it needs EUR 15; 1 more in its way.",
        ),
        (
            "not selected",
            "Worth doing (value +6), but a is selected, and they exclude each other; budget b has "
            "EUR 1 left and it needs EUR 3 of it; budget c has EUR 1 left and it needs EUR 3 of "
            "it.",
            "a is selected, and they exclude each other; 2 more in its way.",
        ),
        (
            "not selected",
            "Worth doing (value +6), but budget opex has EUR 8 left and with b it needs EUR 15 of "
            "it.",
            "Budget opex has EUR 8 left and with b it needs EUR 15 of it.",
        ),
        (
            "not selected",
            "Worth doing (value +6), but budget Einmalkosten has EUR 10,000 left and it needs EUR "
            "30,000 of it; budget Laufende Kosten has EUR 0 left and it needs EUR 1,000 of it.",
            "Budgets Einmalkosten (left 10,000, needs 30,000) and Laufende Kosten (left 0, needs "
            "1,000) are too small.",
        ),
        (
            "not selected",
            "Worth doing (value +6), but budget a has EUR 1 left and with b it needs EUR 3 of it; "
            "budget c has USD 2 in all and with b it needs USD 4 of it; 3 more in its way.",
            "Budgets a (left EUR 1, with b needs EUR 3) and c (USD 2 in all, with b needs USD 4) "
            "are too small; 3 more in its way.",
        ),
        (
            "not selected",
            "Worth doing (value +6), but budget a has EUR 1 left and it needs EUR 3 of it; budget "
            "b has EUR 1 left and it needs EUR 3 of it; budget c has EUR 1 left and it needs EUR 3 "
            "of it; 1 more in its way.",
            "Budgets a, b and c are too small; 1 more in its way.",
        ),
        (
            "not selected",
            "Worth doing (value +6), but budget a has EUR 1 left and it needs EUR 3 of it; P18 is "
            "selected, and they exclude each other; 2 more in its way.",
            "P18 is selected, and they exclude each other; 3 more in its way.",
        ),
        (
            "not selected",
            "Worth doing (value +4), but p15 is selected, and at most one of p15 and p16 may be.",
            "p15 is selected, and at most one of p15 and p16 may be.",
        ),
        (
            "gate customer_harm",
            "The customer harm gate fails: the score of Trust is -40 (limit -34).",
            "Customer harm: the score of Trust is -40 (limit -34).",
        ),
        (
            "gate customer_harm",
            "The customer harm gate is undetermined: no rating on Trust, where harm may hide; rate "
            "it, or give 0 if nothing changes.",
            "No rating on Trust, where harm may hide; rate it, or give 0 if nothing changes.",
        ),
        (
            "mandatory",
            "It is mandatory: the law (of 2026) asks (approved by the board).",
            "It is mandatory: the law (of 2026) asks.",
        ),
        (
            "mandatory",
            "It is mandatory: bis 30.09. (approved by the board).",
            "It is mandatory: bis 30.09.",
        ),
        ("forced out", "It was kept out by decision: bis 30.09.", "It was kept out by decision: "
         "bis 30.09."),
        ("committed", "It is committed already, and uses its budget.", "Committed already."),
        ("forced out", "It was kept out by decision: too early.", "It was kept out by decision: "
         "too early."),
    ],
)  # fmt: skip
def test_what_stands_in_the_way_is_told_without_what_has_a_column(
    evaluation: cximpact.Evaluation, rule: str, reason: str, short: str
) -> None:
    assert short_why(item(evaluation, rule, reason)) == short


LEFT_OUT = (
    "Worth doing (value +6), but budget opex has EUR 8 left and it needs EUR {} of it; capacity "
    "fte has 0 of 20 left and it needs 2."
)


@pytest.mark.parametrize(
    ("need", "unknown", "short"),
    [
        ("15", (), "Budget opex has only EUR 8 left"),
        # A part falls under another budget, or is not known: then the cost beside it is another.
        ("12", (), "Budget opex has EUR 8 left, it needs EUR 12"),
        ("15", ("Capex",), "Budget opex has EUR 8 left, it needs EUR 15"),
    ],
)
def test_what_it_needs_is_told_where_its_cost_is_another_figure(
    evaluation: cximpact.Evaluation, need: str, unknown: tuple[str, ...], short: str
) -> None:
    made = item(
        evaluation,
        "not selected",
        LEFT_OUT.format(need),
        cost=Cost(Decimal("15.00"), "EUR"),
        cost_unknown=unknown,
    )
    assert short_why(made) == f"{short}; capacity fte has 0 of 20 left, it needs 2."


@pytest.mark.parametrize("cost", ["1266666.67", "1266667"])
def test_a_price_is_known_with_and_without_cents(
    evaluation: cximpact.Evaluation, cost: str
) -> None:
    reason = (
        "Worth doing (value +6), but what is mandatory or committed leaves EUR 1,155,000 of budget "
        "change and it needs EUR 1,266,667 of it."
    )
    made = item(evaluation, "not selected", reason, cost=Cost(Decimal(cost), "EUR"))
    assert short_why(evolve(made, cost_unknown=())) == (
        "What is mandatory or committed leaves only EUR 1,155,000 of budget change."
    )


def test_a_budget_of_which_nothing_is_left_is_called_so(evaluation: cximpact.Evaluation) -> None:
    reason = "Worth doing (value +6), but budget 10 has EUR 0 left and it needs EUR 15 of it."
    made = item(evaluation, "not selected", reason, cost=Cost(Decimal(15), "EUR"), cost_unknown=())
    assert short_why(made) == "Budget 10 has nothing left."


ENABLES = "It enables {}, which is selected: together value +67 at EUR 100."
REQUIRED = "Required by {}: what another one needs is approved, however sure."


@pytest.mark.parametrize(
    ("who", "share", "short"),
    [
        ("V-04 (Booking app)", 0.92, REQUIRED.format("V-04")),
        ("V-04 (Booking app)", 0.9, REQUIRED.format("V-04")),
        ("V-04 (App (new)) and V-05 (B)", 0.9, REQUIRED.format("V-04 and V-05")),
        ("V-04 (Booking app)", 0.89, ENABLES.format("V-04 (Booking app)")),
        ("V-04 (Booking app)", None, ENABLES.format("V-04 (Booking app)")),
    ],
)
def test_one_that_is_required_says_why_it_is_approved_though_it_is_sure(
    evaluation: cximpact.Evaluation, who: str, share: float | None, short: str
) -> None:
    made = item(
        evaluation,
        "required by",
        ENABLES.format(who),
        action="approve",
        selection_share=share,
    )
    assert short_why(made, "Ease") == short


def test_the_short_reasons_fit_what_the_method_says(evaluation: cximpact.Evaluation) -> None:
    """The sentences are those of today: a reason that is not shortened would show it."""
    found = evaluation["a"]
    assert found.reason.startswith("Selected, in ")
    assert short_why(found, "Ease").startswith(("Mostly for Ease", "Under 90% sure"))


def test_the_criteria_that_add_most_are_named_the_biggest_part_first(
    evaluation: cximpact.Evaluation,
) -> None:
    """Of a: 0.27 for ease and 0.2 for trust. Of b trust takes away, so only ease is named."""
    strengths = Strengths(evaluation.summary)
    assert strengths.of(evaluation["a"]) == "Ease and trust"
    assert strengths.of(evaluation["b"]) == "Ease"


def test_where_several_weigh_no_criterion_is_named(evaluation: cximpact.Evaluation) -> None:
    weighting = evaluation.summary.weighting
    two = (*weighting.ranges, WeightRange("customer", "ease", 0.1, 0.3, 0.2, "board"))
    summary = evolve(evaluation.summary, weighting=evolve(weighting, ranges=two))
    assert Strengths(summary).of(evaluation["a"]) == ""


def test_what_is_selected_says_where_customers_lose() -> None:
    """On -3 to 3, -1 is a score of -1/3, just within the limit of the harm gate (-34)."""
    found = cximpact.evaluate(
        proposals=[{"id": "A", "ease": 3, "access": -1}, {"id": "B", "ease": 3, "access": 0}],
        scorecard={"criteria": {"ease": {"weight": 3}, "access": {"weight": 1, "title": "Access"}}},
        as_of="2026-03-01",
        draws=0,
    )
    strengths = Strengths(found.summary)
    assert {each.proposal: strengths.losses(each) for each in found} == {
        "A": "Access (-33)",
        "B": "",
    }
    assert [each.action for each in found] == ["approve", "approve"]
    told = short_why(found["A"], "ease", strengths.losses(found["A"]))
    assert told.endswith("; worse for customers: Access (-33).")
    assert short_why(found["B"], "ease", "") == short_why(found["B"], "ease")
