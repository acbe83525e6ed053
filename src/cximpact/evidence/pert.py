"""PERT: the mean and variance of a guess given as low, likely and high.

Written with arithmetic only, so that the same lines serve numbers and arrays.
"""

from __future__ import annotations

from typing import TypeVar

from cximpact.model.arrays import FloatArray

Amount = TypeVar("Amount", float, FloatArray)


def pert_mean(low: Amount, likely: Amount, high: Amount) -> Amount:
    """Return (low + 4 likely + high) / 6.

    Written as steps away from the likely value, so that one number given three times comes back
    as exactly that number.

    Source: Malcolm, Roseboom, Clark and Fazar (1959), "Application of a technique for research
    and development program evaluation", Operations Research 7(5).

    Args:
        low: Lowest value, any unit.
        likely: Most likely value, same unit.
        high: Highest value, same unit.

    Example:
        >>> pert_mean(1.0, 14.0, 27.0)
        14.0
    """
    return likely + ((low - likely) + (high - likely)) / 6.0


def pert_variance(low: Amount, likely: Amount, high: Amount) -> Amount:
    """Return (μ - low)(high - μ) / 7 with μ the PERT mean; 0 where low and high are equal.

    Source: the beta distribution with shapes 1 + 4 (likely - low)/(high - low) and
    1 + 4 (high - likely)/(high - low); Vose (2008), "Risk Analysis", 3rd ed.

    Args:
        low: Lowest value, any unit.
        likely: Most likely value, same unit.
        high: Highest value, same unit.

    Example:
        >>> pert_variance(14.0, 14.0, 14.0)
        0.0
    """
    mean = pert_mean(low, likely, high)
    return (mean - low) * (high - mean) / 7.0
