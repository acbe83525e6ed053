"""Whether several walks agree with each other, and how many independent draws they are worth.

Source: Gelman et al. (2013), "Bayesian Data Analysis", 3rd ed., sections 11.4 and 11.5 (split
R-hat, effective sample size); Vehtari et al. (2021), Bayesian Analysis 16(2) (limits for them);
Geyer (1992), Statistical Science 7(4) (where to stop adding correlations).
"""

from __future__ import annotations

import numpy as np

from cximpact.model.arrays import FloatArray
from cximpact.scoring.weighting.sampling.sums import summed

_STILL = 1e-24


def split_r_hat(walks: FloatArray) -> float:
    """Return how much wider all walks together are than each by itself; 1 is agreement.

    Each walk is cut in two, so that one that drifts disagrees with itself.

    Args:
        walks: Draws x walks of one weight; an even number of draws, four at least.

    Example:
        >>> round(split_r_hat(np.array([[0.0, 1], [1, 0], [0, 1], [1, 0]])), 3)
        0.707
    """
    within, between = _variances(_halved(walks))
    if within < _STILL:
        return 1.0 if between < _STILL else float("inf")
    half = len(walks) // 2
    return float(np.sqrt((half - 1) / half + between / within))


def effective_draws(walks: FloatArray) -> float:
    """Return how many independent draws the walks are worth, at most as many as there are.

    Args:
        walks: Draws x walks of one weight.
    """
    parts = _halved(walks)
    length, count = parts.shape
    within, between = _variances(parts)
    if within < _STILL:
        return float(length * count) if between < _STILL else float(count)
    spread = within * (length - 1) / length + between
    away = parts - summed(parts) / length
    total, last, lag = -1.0, float("inf"), 0
    while lag + 1 < length:
        pair = sum(_correlation(away, lag + more, within, spread) for more in (0, 1))
        if pair <= 0:
            break
        last = min(last, pair)
        total += 2 * last
        lag += 2
    return float(min(length * count, length * count / max(total, 1e-9)))


def _halved(walks: FloatArray) -> FloatArray:
    half = len(walks) // 2
    return np.concatenate([walks[:half], walks[half : 2 * half]], axis=1)


def _variances(parts: FloatArray) -> tuple[float, float]:
    """Return the mean variance inside walks, and the variance of their means."""
    length, count = parts.shape
    means = summed(parts) / length
    inside = summed((parts - means) ** 2) / (length - 1)
    away = means - np.cumsum(means)[-1] / count
    between = float(np.cumsum(away * away)[-1]) / max(count - 1, 1)
    return float(np.cumsum(inside)[-1]) / count, between


def _correlation(away: FloatArray, lag: int, within: float, spread: float) -> float:
    """Return the correlation of draws `lag` apart, over all walks."""
    length = len(away)
    products = summed(away[: length - lag] * away[lag:]) / (length - 1)
    covariance = float(np.cumsum(products)[-1]) / len(products)
    return 1.0 - (within - covariance) / spread
