"""Freshness: half-lives, ages, thresholds."""

from __future__ import annotations

from datetime import date

import pytest

from cximpact.evidence.freshness import age_in_months, freshness, is_fresh


def test_a_month_has_30_4375_days() -> None:
    """487 days are 16 months of 30.4375 days."""
    assert age_in_months(date(2025, 1, 1), date(2026, 5, 3)) == 487 / 30.4375 == 16.0


@pytest.mark.parametrize(
    ("age", "half_life", "value"), [(0, 12, 1), (6, 12, 2**-0.5), (36, 12, 0.125), (3, 3, 0.5)]
)
def test_halves_with_every_half_life(age: float, half_life: float, value: float) -> None:
    assert freshness(age, half_life) == pytest.approx(value, rel=1e-15)


def test_never_above_one_and_never_fails() -> None:
    assert freshness(-5000.0) == 1.0
    assert freshness(1e9, 1e-3) > 0.0


def test_threshold_is_met_at_nine_decimals() -> None:
    assert is_fresh(0.5 - 1e-12, 0.5)
    assert not is_fresh(0.5 - 1e-8, 0.5)
