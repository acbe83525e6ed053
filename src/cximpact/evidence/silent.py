"""Customers who stay silent: how many there are for each one who complains.

The factor scales how many customers are affected, never how badly. The figure uses its likely
value, the error its variance.
"""

from __future__ import annotations

from attrs import frozen

from cximpact.evidence.pert import pert_variance
from cximpact.model.measure import SilentCustomers


@frozen
class SilentFactor:
    """How many stay silent for one who speaks: the value used and how unsure it is.

    Attributes:
        factor: Silent customers per complaint; 0 counts only those who spoke.
        variance: Its variance.
    """

    factor: float = 0.0
    variance: float = 0.0


def silent_factor(silent: SilentCustomers | None) -> SilentFactor:
    """Return the factor used for the figure and its PERT variance.

    Args:
        silent: The range of the factor; None where only those who spoke count.

    Example:
        >>> silent_factor(SilentCustomers(9.0, 9.0, 9.0))
        SilentFactor(factor=9.0, variance=0.0)
    """
    if silent is None:
        return SilentFactor()
    return SilentFactor(silent.likely, pert_variance(silent.low, silent.likely, silent.high))
