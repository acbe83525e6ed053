"""What is missing is shown as missing: in the list, in an explanation, beside a gate."""

from __future__ import annotations

from math import nan

import pytest

import cximpact
from cximpact.report.explanation import explanation
from cximpact.report.group_values import GroupValues
from cximpact.report.terminal import render
from cximpact.report.whys import short_why

CARD = {
    "criteria": {
        "ease": {"weight": 1, "title": "Ease"},
        "fit": {"weight": 1, "group": "business", "title": "Fit"},
    },
    "gates": {"customer_harm": "warn"},
}


@pytest.fixture(scope="module")
def found() -> cximpact.Evaluation:
    """Nothing is known of customers for A; for B nothing changes for them; C has no fit."""
    return cximpact.evaluate(
        proposals=[
            {"id": "A", "ease": nan, "fit": 3},
            {"id": "B", "ease": 0, "fit": 3},
            {"id": "C", "ease": 3, "fit": nan},
        ],
        scorecard=CARD,
        as_of="2026-03-01",
        draws=200,
        selection_draws=50,
    )


def test_a_group_without_any_score_has_no_value(found: cximpact.Evaluation) -> None:
    values = GroupValues(found.summary)
    assert {each.proposal: values.customer(each) for each in found} == {"A": None, "B": 0, "C": 1}
    assert {each.proposal: values.business(each) for each in found} == {"A": 1, "B": 1, "C": None}
    # What is saved is as the method has it: a missing score counts as 0.
    assert found["A"].customer_value == 0


def test_the_list_shows_a_dash_and_says_what_customers_have_of_it(
    found: cximpact.Evaluation,
) -> None:
    text = render(found.summary, found.recommendations, details=False, to_details="x")
    rows = {line.split()[3]: line for line in text.splitlines()[2:] if " approve " in line}
    assert rows["A"].split()[4:7] == ["+50", "–", "+100"]
    assert rows["B"].split()[4:7] == ["+50", "0", "+100"]
    assert short_why(found["A"]) == "Selected, but with no score for customers."
    assert short_why(found["B"]) == "Selected, but scored as no change for customers."


def test_an_explanation_says_that_it_is_missing(found: cximpact.Evaluation) -> None:
    text = explanation(found["A"], found.summary)
    assert "\nvalue +50; customer –; business +100; " in text
    assert "; 50% of the weight scored\n" in text
    assert "  Value +50, customer value missing, business value +100.\n" in text
    assert "  It has no score for customers.\n" in text
    assert "To be prioritized it needs a gain for customers, in 90% of draws." in text
    assert "Customer value is missing, counts as 0 and is not below the floor of -5." in text


def test_no_change_is_told_in_place_of_how_often_customers_gain(
    found: cximpact.Evaluation,
) -> None:
    text = explanation(found["B"], found.summary)
    assert "but scored as no change for customers: value +50.\n" in text
    assert "  It is scored as no change for customers.\n" in text
    assert "above zero in" not in text
    assert "of the weight scored" not in text
