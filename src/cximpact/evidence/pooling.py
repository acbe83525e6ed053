"""Pooling: several measurements of one touchpoint become one condition."""

from __future__ import annotations

from collections.abc import Iterable
from math import fsum, sqrt

from cximpact.model.evidence import Measurement
from cximpact.model.scorecard import Policy


def precision_of(weight: float, freshness: float, error: float, disagreement: float) -> float:
    """Return what one measurement counts: weight x freshness / (error² + disagreement²).

    Args:
        weight: The measure's weight.
        freshness: 0 to 1.
        error: Standard error of the condition.
        disagreement: Standard deviation between measures of the same touchpoint.

    Example:
        >>> precision_of(1.0, 1.0, 0.0, 0.5)
        4.0
    """
    return weight * freshness / (error * error + disagreement * disagreement)


def pool(measurements: Iterable[Measurement], policy: Policy) -> tuple[float, float]:
    """Return mean and standard deviation of the condition: normal prior, normal measurements.

    Source: Gelman et al. (2013), "Bayesian Data Analysis", 3rd ed., section 2.5.

    Args:
        measurements: Those that count for one touchpoint and criterion; their order does not
            matter, the sums are exact.
        policy: The prior.

    Example:
        >>> pool([], Policy())
        (0.5, 0.25)
    """
    prior = 1.0 / (policy.prior_sd * policy.prior_sd)
    found = [(each.precision, each.condition) for each in measurements]
    total = fsum([prior, *(precision for precision, _ in found)])
    weighted = fsum([prior * policy.prior_mean, *(p * condition for p, condition in found)])
    return weighted / total, 1.0 / sqrt(total)
