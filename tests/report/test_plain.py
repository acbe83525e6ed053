"""Records become plain data and come back the same."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cximpact.model.evaluation import Band, Cost, CriterionResult, Recommendation
from cximpact.model.evidence import Condition, Measurement
from cximpact.report.plain import converter, plain, rounded


@pytest.mark.parametrize(
    ("value", "expected"),
    [(0.1 + 0.2, 0.3), (-0.0, 0.0), (-1e-12, 0.0), (1 / 3, 0.333333333), (2.5, 2.5)],
)
def test_floats_are_rounded_to_nine_decimals_without_a_negative_zero(
    value: float, expected: float
) -> None:
    assert repr(expected) == repr(rounded(value))


def test_money_is_a_decimal_string_and_a_day_is_iso() -> None:
    assert plain(Cost(Decimal("1250000.50"), "EUR")) == {
        "amount": "1250000.50",
        "currency": "EUR",
    }
    assert plain(date(2026, 3, 1)) == "2026-03-01"


def test_money_never_turns_into_an_exponent() -> None:
    assert plain(Decimal("1E+6")) == "1000000"


def test_a_condition_is_written_under_the_names_of_the_file_format() -> None:
    data = plain(Condition("credit-decision", "journey", 0.25, 0.1, "reliable"))
    assert data["id"] == "credit-decision"
    assert data["condition"] == 0.25
    assert "touchpoint" not in data


def test_a_condition_comes_back_from_plain_data() -> None:
    measurement = Measurement(
        "csat",
        "csat",
        "t",
        "",
        "survey",
        400,
        date(2026, 1, 2),
        0.62,
        0.024,
        0.2,
        0.04,
        6.0,
        0.7,
        60.0,
        ("csat.csv",),
    )
    cell = Condition("t", "k", 0.2, 0.1, "broken", {"broken": 0.7}, (measurement,))
    assert converter().structure(json.loads(json.dumps(plain(cell))), Condition) == cell


amounts = st.decimals(min_value=0, max_value=10**12, places=2)
texts = st.text(max_size=20)
scores = st.floats(-1, 1).map(rounded)


@given(amount=amounts, title=texts, score=st.none() | scores, value=scores)
def test_a_recommendation_survives_the_round_trip(
    amount: Decimal, title: str, score: float | None, value: float
) -> None:
    line = CriterionResult("ease", "customer", 0.5, score, 0.25, notes=("one rater",))
    item = Recommendation(
        proposal="P1",
        title=title,
        unit="",
        status="proposed",
        rank=1,
        action="approve",
        rule="selected",
        value=Band(value),
        customer_value=None,
        business_value=value,
        coverage=1.0,
        cost=Cost(amount, "EUR"),
        criteria=(line,),
    )
    assert converter().structure(json.loads(json.dumps(plain(item))), Recommendation) == item
