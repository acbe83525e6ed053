"""Freshness: evidence halves in weight with every half-life."""

from __future__ import annotations

from datetime import date

DAYS_PER_MONTH = 30.4375
"""A month of the Julian year: 365.25 / 12 days."""

SOURCE_HALF_LIFE_MONTHS = 12.0
"""Half-life of a cited source, which has no measure to say otherwise."""


OLDEST = 1074.0
"""Half-lives after which a weight cannot fade further: 2^-1074 is the smallest float."""


def age_in_months(on: date, as_of: date) -> float:
    """Return the age at `as_of` in months of 30.4375 days; negative for a later day.

    Example:
        >>> age_in_months(date(2022, 3, 1), date(2026, 3, 1))
        48.0
    """
    return (as_of - on).days / DAYS_PER_MONTH


def freshness(age_months: float, half_life_months: float = SOURCE_HALF_LIFE_MONTHS) -> float:
    """Return 2^(-age/half-life): 1 for today's evidence, 0.5 after one half-life.

    Never above 1, whatever the day.

    Example:
        >>> freshness(24.0, 12.0)
        0.25
    """
    half_lives = max(age_months, 0.0) / half_life_months
    return float(2.0 ** -min(half_lives, OLDEST))


def is_fresh(value: float, threshold: float) -> bool:
    """Return whether a freshness reaches the threshold, compared at 9 decimals.

    Example:
        >>> is_fresh(0.5, 0.5)
        True
    """
    return round(value, 9) >= round(threshold, 9)
