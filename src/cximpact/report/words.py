"""Figures that may be unknown, as people read them; a dash stands for "not known"."""

from __future__ import annotations

from cximpact.decision.words import money, percent, points
from cximpact.model.evaluation import Cost

UNKNOWN = "–"


def points_or_dash(value: float | None) -> str:
    """Return a score or value in [-1, 1] from −100 to +100.

    Example:
        >>> points_or_dash(0.272), points_or_dash(None)
        ('+27', '–')
    """
    return UNKNOWN if value is None else points(value)


def percent_or_dash(share: float | None) -> str:
    """Return a share in percent."""
    return UNKNOWN if share is None else percent(round(share, 2))


def cost_or_dash(cost: Cost | None) -> str:
    """Return a cost with its currency."""
    return UNKNOWN if cost is None else money(cost.amount, cost.currency)
