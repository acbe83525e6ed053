"""Quantiles by table: as exact as scipy's, in order at every probability, with known moments."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import betaincinv

from cximpact.scoring.drawing.quantiles import kappa_quantiles, pert_quantiles

TAILS = 10.0 ** -np.linspace(1, 12, 150)
PROBABILITIES = np.concatenate([np.linspace(0, 1, 5001)[:-1], TAILS, 1 - TAILS])
EVEN = (np.arange(200_000) + 0.5) / 200_000
KAPPAS = (0.2, 0.4, 0.6, 0.8)


@pytest.mark.parametrize("mode", [0.0, 0.001, 0.05, 0.25, 1 / 3, 0.5, 0.8, 0.999, 1.0])
def test_pert_quantiles_are_those_of_the_beta_distribution(mode: float) -> None:
    expected = betaincinv(1 + 4 * mode, 1 + 4 * (1 - mode), PROBABILITIES)
    found = pert_quantiles(0.0, mode, 1.0, PROBABILITIES)
    assert np.abs(found - expected).max() < 1e-5


@pytest.mark.parametrize("kappa", KAPPAS)
def test_what_comes_true_has_the_quantiles_of_its_beta_distribution(kappa: float) -> None:
    expected = betaincinv(4 * kappa, 4 * (1 - kappa), PROBABILITIES)
    assert np.abs(kappa_quantiles(kappa, PROBABILITIES) - expected).max() < 1e-5


@pytest.mark.parametrize("kappa", KAPPAS)
def test_what_comes_true_has_mean_kappa_and_the_variance_of_weight_four(kappa: float) -> None:
    """Beta(4κ, 4(1-κ)): mean κ, variance κ(1-κ)/5."""
    part = kappa_quantiles(kappa, EVEN)
    assert part.mean() == pytest.approx(kappa, abs=1e-5)
    assert part.var() == pytest.approx(kappa * (1 - kappa) / 5, abs=1e-5)


def test_a_trial_is_taken_at_its_word_exactly() -> None:
    assert (kappa_quantiles(1.0, PROBABILITIES) == 1.0).all()


@pytest.mark.parametrize(
    ("low", "likely", "high"), [(10.0, 20.0, 60.0), (-3.0, -3.0, 1.0), (0.0, 7.0, 7.0)]
)
def test_pert_has_its_mean_and_variance(low: float, likely: float, high: float) -> None:
    """μ = (low + 4 likely + high)/6 and σ² = (μ - low)(high - μ)/7."""
    found = pert_quantiles(low, likely, high, EVEN)
    mean = (low + 4 * likely + high) / 6
    assert found.mean() == pytest.approx(mean, abs=1e-4)
    assert found.var() == pytest.approx((mean - low) * (high - mean) / 7, rel=1e-4)


def test_one_number_has_no_spread() -> None:
    assert pert_quantiles(4.0, 4.0, 4.0, np.array([0.0, 0.3, 0.99])).tolist() == [4.0] * 3


def test_the_largest_amounts_do_not_overflow() -> None:
    found = pert_quantiles(-1.7e308, 0.0, 1.7e308, np.array([0.0, 0.5]))
    assert found[0] == -1.7e308
    assert abs(found[1]) < 1e302


parts = st.floats(0, 1)


@settings(max_examples=60, deadline=None)
@given(parts, parts)
def test_a_higher_likely_value_is_no_lower_at_any_probability(one: float, other: float) -> None:
    lower, higher = sorted((one, other))
    below = pert_quantiles(0.0, lower, 1.0, PROBABILITIES)
    above = pert_quantiles(0.0, higher, 1.0, PROBABILITIES)
    assert (above >= below).all()


def test_a_better_basis_is_no_lower_at_any_probability() -> None:
    tables = [kappa_quantiles(kappa, PROBABILITIES) for kappa in (*KAPPAS, 1.0)]
    assert all((better >= worse).all() for worse, better in pairwise(tables))


@settings(max_examples=60, deadline=None)
@given(parts, st.integers(0, 10_000))
def test_quantiles_rise_with_probability_and_stay_in_range(mode: float, seed: int) -> None:
    sorted_ones = np.sort(np.random.default_rng(seed).random(2_000))
    found = pert_quantiles(2.0, 2.0 + mode, 3.0, sorted_ones)
    assert (np.diff(found) >= 0).all()
    assert found.min() >= 2.0
    assert found.max() <= 3.0
