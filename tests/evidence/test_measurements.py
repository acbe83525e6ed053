"""Measurements: statistics on their way to a weighted condition."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cximpact.evidence import measure
from cximpact.exceptions import InputError, InternalError
from cximpact.model.measure import Anchors
from cximpact.model.scorecard import Policy


def test_a_measurement_by_hand(build) -> None:
    """50 of 100: figure 0.5, error 0.05; anchors 0/0.5/1 leave both as they are.

    487 days are 16 months; precision 3 x 2^(-16/8) / (0.05² + 0.1²) = 0.75/0.0125.
    """
    how = build.share(weight=3.0, half_life_months=8.0)
    found = measure(build.statistics(days_ago=487, channel="survey"), how, None, build.as_of)
    assert (found.figure, found.error) == (0.5, 0.05)
    assert found.condition == 0.5
    assert found.condition_error == pytest.approx(0.05, rel=1e-12)
    assert (found.age_months, found.freshness) == (16.0, 0.25)
    assert found.precision == pytest.approx(60.0, rel=1e-12)
    assert found.channel == "survey"


def test_the_policy_sets_floor_and_disagreement(build) -> None:
    policy = Policy(smallest_error=0.3, disagreement=0.4)
    found = measure(build.statistics(), build.share(), None, build.as_of, policy)
    assert found.precision == pytest.approx(4.0, rel=1e-12)


def test_all_problems_come_at_once(build) -> None:
    crooked = build.rate(anchors=Anchors(0.1, 0.1, 0.2))
    with pytest.raises(InputError) as caught:
        measure(build.statistics(), crooked, None, build.as_of)
    assert [problem.field for problem in caught.value.problems] == [
        "measures.complaints.exposure",
        "measures.complaints.anchors",
    ]


def test_a_mean_needs_its_scale(build) -> None:
    with pytest.raises(InputError, match="scale"):
        measure(build.statistics(), build.share(kind="mean"), None, build.as_of)


def test_what_sources_should_have_set_aside_is_a_bug(build) -> None:
    tomorrow = build.statistics(last=build.as_of + timedelta(days=1))
    with pytest.raises(InternalError, match="later"):
        measure(tomorrow, build.share(), None, build.as_of)
    with pytest.raises(InternalError, match="no observation"):
        measure(build.statistics(n=0), build.share(), None, build.as_of)
