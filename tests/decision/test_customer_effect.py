"""No change for customers, and no score for them: neither is a matter of how often they gain."""

from __future__ import annotations

from math import nan
from typing import Any

import pytest

from cximpact.decision.customer_effect import NO_CHANGE, NO_SCORE, without_effect
from cximpact.model.scorecard import Criterion

CRITERIA = (
    Criterion("ease", "customer", "rating", 1.0),
    Criterion("trust", "customer", "rating", 1.0),
    Criterion("fit", "business", "rating", 1.0),
)


@pytest.mark.parametrize(
    ("scores", "told"),
    [
        ([0.0, 0.0, 0.9], NO_CHANGE),
        ([nan, nan, 0.9], NO_SCORE),
        ([0.0, nan, 0.9], ""),  # what is missing may be anything
        ([0.1, -0.1, 0.9], ""),  # both change something, though they cancel out
    ],
)
def test_what_is_said_in_place_of_how_often(build: Any, scores: list[float], told: str) -> None:
    made = build.make(CRITERIA, [scores])
    assert without_effect(made.case, made.scores, 0) == told


def test_without_criteria_for_customers_nothing_is_said(build: Any) -> None:
    made = build.make(CRITERIA[2:], [[0.0]])
    assert without_effect(made.case, made.scores, 0) == ""
