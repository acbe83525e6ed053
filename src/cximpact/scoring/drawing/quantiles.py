"""Quantiles of the two beta distributions that are drawn from: PERT guesses and what carries.

Both come from tables, so that a draw costs a look-up, and so that order is kept: of two guesses
on the same range the one with the higher likely value has the higher quantile at *every*
probability, not only on average. The tables share their grids, on which the exact distribution
functions are in order, and interpolation between them is linear.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from attrs import frozen

from cximpact.model.arrays import FloatArray

_CELLS = 2048
"""Cells of the distribution function, equal in θ with x = sin² θ: finest at both ends."""

_STEPS = 4096
"""Steps of probability in the table of quantiles, which serves all but the tails."""

_TAIL = 1 / 64
"""Below and above it quantiles may be too steep for equal steps, and are looked up in cells."""

_DECIMALS = 6
"""Of where the likely value lies: finer differences move no quantile by 1e-6 of the range."""

_PERT_WEIGHT = 4.0
_KAPPA_WEIGHT = 4.0

# Gauss-Legendre with three points on (0, 1): exact for polynomials of degree five.
_NODES = np.array([0.5 - np.sqrt(0.15), 0.5, 0.5 + np.sqrt(0.15)])
_NODE_WEIGHTS = np.array([5.0, 8.0, 5.0]) / 18.0


@frozen(eq=False)
class _BetaTable:
    """A beta distribution on [0, 1].

    Attributes:
        at: Knots x, rising from 0 to 1.
        below: Probability below each knot.
        quantile: Quantiles at equal steps of probability.
    """

    at: FloatArray
    below: FloatArray
    quantile: FloatArray

    def look_up(self, probability: FloatArray) -> FloatArray:
        """Return the quantiles at probabilities from 0 up to, not including, 1."""
        scaled = probability * _STEPS
        step = scaled.astype(np.int64)
        scaled -= step
        found = self.quantile[step]
        scaled *= self.quantile[step + 1] - found
        found += scaled
        tail = np.flatnonzero((probability < _TAIL) | (probability > 1 - _TAIL))
        found[tail] = _between(probability[tail], self.below, self.at)
        return found


def pert_quantiles(low: float, likely: float, high: float, probability: FloatArray) -> FloatArray:
    """Return quantiles of a PERT guess: a beta distribution on [low, high] with weight 4.

    A higher likely value, or all three raised alike, gives no lower quantile at any probability.
    (That does not hold for a higher `high` alone: it widens the guess, and its lowest quantiles
    fall.)

    Source: Malcolm, Roseboom, Clark and Fazar (1959), "Application of a technique for research
    and development program evaluation", Operations Research 7(5); shapes as in Vose (2008),
    "Risk Analysis", 3rd ed.

    Args:
        low: Lowest value, any unit.
        likely: Most likely value.
        high: Highest value; equal to `low` where nothing is uncertain.
        probability: From 0 up to, not including, 1; any one-dimensional array.

    Example:
        >>> pert_quantiles(0.0, 1.0, 2.0, np.array([0.0, 0.5])).round(6).tolist()
        [0.0, 1.0]
    """
    if low == high:
        return np.full(probability.shape, likely)
    # Halved first, so that the range of even the largest amounts is a number.
    mode = (likely / 2 - low / 2) / (high / 2 - low / 2)
    part = _pert_table(round(min(max(mode, 0.0), 1.0), _DECIMALS)).look_up(probability)
    found = high * part
    np.subtract(1.0, part, out=part)
    part *= low
    found += part
    return found


def kappa_quantiles(kappa: float, probability: FloatArray) -> FloatArray:
    """Return quantiles of how much of a gain comes true: Beta(4κ, 4(1-κ)), with mean κ.

    A higher κ gives no lower quantile at any probability; κ = 1 gives exactly 1.

    Args:
        kappa: How far the basis carries: above 0, at most 1.
        probability: From 0 up to, not including, 1; any one-dimensional array.

    Example:
        >>> kappa_quantiles(1.0, np.array([0.1, 0.9])).tolist()
        [1.0, 1.0]
    """
    if kappa == 1:
        return np.ones(probability.shape)
    return _kappa_table(kappa).look_up(probability)


@lru_cache(maxsize=256)
def _pert_table(mode: float) -> _BetaTable:
    return _table(1 + _PERT_WEIGHT * mode, 1 + _PERT_WEIGHT * (1 - mode))


@lru_cache(maxsize=16)
def _kappa_table(kappa: float) -> _BetaTable:
    return _table(_KAPPA_WEIGHT * kappa, _KAPPA_WEIGHT * (1 - kappa))


def _table(one: float, other: float) -> _BetaTable:
    """Integrate the density of Beta(one, other) over the cells.

    With x = sin² θ it is 2 sin^(2a-1) θ cos^(2b-1) θ, which has no pole for a, b >= 1/2.
    """
    at, log_sine, log_cosine = _grid()
    density = np.exp((2 * one - 1) * log_sine + (2 * other - 1) * log_cosine)
    mass = density[0] * _NODE_WEIGHTS[0]
    for node in (1, 2):
        mass += density[node] * _NODE_WEIGHTS[node]
    below = np.concatenate([[0.0], np.cumsum(mass)])
    below /= below[-1]
    inside = np.arange(1, _STEPS) / _STEPS
    quantile = np.concatenate([[0.0], _between(inside, below, at), [1.0]])
    return _BetaTable(at, below, quantile)


@lru_cache(maxsize=1)
def _grid() -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return the knots, and log sin θ and log cos θ at the three nodes of every cell."""
    width = np.pi / 2 / _CELLS
    at = np.sin(width * np.arange(_CELLS + 1)) ** 2
    at[-1] = 1.0
    theta = width * (np.arange(_CELLS) + _NODES[:, np.newaxis])
    return at, np.log(np.sin(theta)), np.log(np.cos(theta))


def _between(probability: FloatArray, below: FloatArray, at: FloatArray) -> FloatArray:
    """Return quantiles between the knots; written out, as np.interp may fuse its arithmetic."""
    right = np.searchsorted(below, probability, side="right")
    np.minimum(right, len(below) - 1, out=right)
    left = right - 1
    part = (probability - below[left]) / (below[right] - below[left])
    return np.asarray(at[left] + part * (at[right] - at[left]), dtype=np.float64)
