"""Pooling: normal prior, normal measurements, any order."""

from __future__ import annotations

from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cximpact.evidence.pooling import pool, precision_of
from cximpact.model.scorecard import Policy


def test_precision_by_hand() -> None:
    """2 x 0.5 / (0.03² + 0.04²) = 1/0.0025."""
    assert precision_of(2.0, 0.5, 0.03, 0.04) == pytest.approx(400.0, rel=1e-12)


def test_one_measurement_as_precise_as_the_prior_meets_it_half_way(build) -> None:
    """The prior's precision is 1/0.25² = 16."""
    mean, sd = pool([build.measurement(0.1, 16.0)], Policy())
    assert mean == pytest.approx(0.3, rel=1e-14)
    assert sd == pytest.approx(1 / sqrt(32), rel=1e-14)


def test_nothing_measured_is_the_prior() -> None:
    assert pool([], Policy(prior_mean=0.4, prior_sd=0.5)) == (0.4, 0.5)


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(1e-6, 1e4)), max_size=12), st.randoms())
def test_order_changes_no_byte(build, found, random) -> None:
    shuffled = random.sample(found, len(found))
    first = pool([build.measurement(*each) for each in found], Policy())
    second = pool([build.measurement(*each) for each in shuffled], Policy())
    assert first == second


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(1e-6, 1e4)), min_size=1, max_size=12))
def test_pool_lies_between_prior_and_measurements_and_is_surer(build, found) -> None:
    mean, sd = pool([build.measurement(*each) for each in found], Policy())
    conditions = [0.5, *(condition for condition, _ in found)]
    assert min(conditions) - 1e-12 <= mean <= max(conditions) + 1e-12
    assert sd <= 0.25
