"""Anchors: which condition a figure means, and its error."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cximpact.evidence.anchors import are_monotone, condition_error, condition_of
from cximpact.model.measure import Anchors

RISING = Anchors(0.50, 0.80, 0.95)
FALLING = Anchors(0.30, 0.10, 0.02)


@pytest.mark.parametrize(
    ("figure", "anchors", "condition"),
    [
        (0.62, RISING, 0.2),
        (0.50, RISING, 0.0),
        (0.80, RISING, 0.5),
        (0.95, RISING, 1.0),
        (0.875, RISING, 0.75),
        (0.1, RISING, 0.0),
        (1.0, RISING, 1.0),
        (0.225, FALLING, 0.1875),
        (0.06, FALLING, 0.75),
        (0.0, FALLING, 1.0),
        (0.9, FALLING, 0.0),
    ],
)
def test_piecewise_linear_and_clipped(figure: float, anchors: Anchors, condition: float) -> None:
    assert condition_of(figure, anchors) == pytest.approx(condition, abs=1e-14)


def test_error_is_the_larger_step() -> None:
    """At reliable one step of 0.03 is 0.05 downwards, 0.1 upwards."""
    assert condition_error(0.80, 0.03, RISING, 0.02) == pytest.approx(0.1, rel=1e-12)


def test_error_of_the_worked_example() -> None:
    assert condition_error(0.62, 0.02426932, RISING, 0.02) == pytest.approx(0.040449, abs=5e-7)
    assert condition_error(0.225, 0.0728011, FALLING, 0.02) == pytest.approx(0.182003, abs=5e-7)


def test_error_has_a_floor_where_everything_is_clipped() -> None:
    assert condition_error(0.2, 0.05, RISING, 0.02) == 0.02


def test_anchors_must_be_strictly_monotone() -> None:
    assert are_monotone(RISING)
    assert are_monotone(FALLING)
    assert not are_monotone(Anchors(0.5, 0.5, 0.9))
    assert not are_monotone(Anchors(0.5, 0.9, 0.7))
    assert not are_monotone(Anchors(float("nan"), 0.9, 0.7))


@given(
    st.floats(-50, 50),
    st.floats(-1e3, 1e3),
    st.floats(0.01, 100),
    st.floats(0.01, 100),
    st.sampled_from([-1.0, 1.0]),
)
def test_a_better_figure_never_means_a_worse_condition(
    figure: float, broken: float, first: float, second: float, sign: float
) -> None:
    anchors = Anchors(broken, broken + sign * first, broken + sign * (first + second))
    here = condition_of(figure, anchors)
    better = condition_of(figure + sign * 1.0, anchors)
    assert 0.0 <= here <= better <= 1.0
