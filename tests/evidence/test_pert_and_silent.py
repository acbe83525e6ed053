"""PERT mean and variance, and the silent-customer factor."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cximpact.evidence.pert import pert_mean, pert_variance
from cximpact.evidence.silent import silent_factor
from cximpact.model.measure import SilentCustomers


def test_mean_and_variance_of_the_default_factor() -> None:
    """μ = 83/6, variance (77/6)(73/6)/7 = 5621/252."""
    assert pert_mean(1.0, 14.0, 26.0) == pytest.approx(Fraction(83, 6), rel=1e-15)
    assert pert_variance(1.0, 14.0, 26.0) == pytest.approx(Fraction(5621, 252), rel=1e-14)


def test_the_figure_uses_the_likely_value_not_the_mean() -> None:
    assert silent_factor(SilentCustomers()).factor == 14.0


def test_nobody_silent() -> None:
    assert silent_factor(None) == silent_factor(SilentCustomers(0, 0, 0))


@given(st.floats(-1e6, 1e6))
def test_one_number_is_its_own_mean_without_variance(number: float) -> None:
    assert pert_mean(number, number, number) == number
    assert pert_variance(number, number, number) == 0.0


@given(st.tuples(*[st.integers(-1000, 1000)] * 3).map(sorted))
def test_mean_and_variance_agree_with_fractions(three: list[int]) -> None:
    low, likely, high = three
    mean = Fraction(low + 4 * likely + high, 6)
    variance = (mean - low) * (high - mean) / 7
    assert pert_mean(*map(float, three)) == pytest.approx(float(mean), rel=1e-12, abs=1e-10)
    assert pert_variance(*map(float, three)) == pytest.approx(float(variance), rel=1e-9, abs=1e-7)
