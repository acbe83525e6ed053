"""Shares of the journey and full scales."""

from __future__ import annotations

import numpy as np
import pytest

from cximpact.exceptions import InputError
from cximpact.model.journey import Journey, Stage, Touchpoint
from cximpact.scoring.shares import covered_touchpoints, full_scale, touchpoint_shares


def lender() -> Journey:
    """Return the journey of the worked example, with its two moments of truth."""
    points = (
        Touchpoint("find-a-car", "buy", importance=20),
        Touchpoint("credit-application", "buy", importance=30, moment_of_truth=True),
        Touchpoint("credit-decision", "buy", importance=30, moment_of_truth=True),
        Touchpoint("monthly-billing", "buy", importance=20),
    )
    return Journey(stages=(Stage("buy", touchpoints=points),))


def test_the_worked_example() -> None:
    """20 + 60 + 60 + 20 = 160."""
    assert touchpoint_shares(lender()).tolist() == [0.375, 0.375, 0.125, 0.125]


def test_stages_multiply() -> None:
    """Stage a 3 x (1, 2), stage b 1 x 3 x a factor of 5: 3, 6, 15 of 24."""
    first = Stage("a", "", 3.0, (Touchpoint("p", "a"), Touchpoint("q", "a", importance=2)))
    second = Stage("b", "", 1.0, (Touchpoint("r", "b", importance=3, moment_of_truth=True),))
    journey = Journey(stages=(second, first), moment_of_truth_factor=5.0)
    assert touchpoint_shares(journey).tolist() == [0.125, 0.25, 0.625]


def test_no_journey_has_no_shares() -> None:
    assert touchpoint_shares(Journey()).tolist() == []


@pytest.mark.parametrize("importances", [(0.0, 0.0), (-1.0, 3.0)])
def test_importances_must_sum_to_something(build, importances) -> None:
    points = [Touchpoint(f"t{i}", "only", importance=each) for i, each in enumerate(importances)]
    with pytest.raises(InputError, match="importances"):
        touchpoint_shares(build.journey(*points))


def test_full_scale_is_the_weightiest_covered_touchpoint_made_reliable(build) -> None:
    shares = np.array([0.375, 0.375, 0.125, 0.125])
    all_of_them = np.ones(4, dtype=bool)
    assert full_scale(build.criterion("x", "journey"), shares, all_of_them) == pytest.approx(0.225)
    billing = np.array([False, False, False, True])
    assert full_scale(build.criterion("x", "journey"), shares, billing) == pytest.approx(0.075)
    stated = build.criterion("x", "journey", full_scale=0.5)
    assert full_scale(stated, shares, billing) == 0.5


def test_a_scale_of_nothing_is_told(build) -> None:
    with pytest.raises(InputError) as caught:
        full_scale(build.criterion("x", "journey"), np.array([1.0, 0.0]), np.array([False, True]))
    assert caught.value.problems[0].field == "criteria.x.full_scale"


def test_covering(build) -> None:
    names = ("door", "till")
    assert covered_touchpoints(build.criterion("x", "journey"), names).tolist() == [True, True]
    till = build.criterion("x", "journey", touchpoints=("till",))
    assert covered_touchpoints(till, names).tolist() == [False, True]
    wrong = build.criterion("x", "journey", touchpoints=("tills",))
    with pytest.raises(InputError, match="did you mean 'till'"):
        covered_touchpoints(wrong, names)
