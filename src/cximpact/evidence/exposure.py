"""Exposure: how many customers a count of complaints or returns is held against."""

from __future__ import annotations

from cximpact.exceptions import Problem
from cximpact.model.evidence import Statistics
from cximpact.model.journey import Touchpoint
from cximpact.model.measure import Measure

EVERYWHERE = "*"
MONTHS_PER_YEAR = 12.0


def exposure_of(
    statistics: Statistics, measure: Measure, touchpoint: Touchpoint | None
) -> float | None:
    """Return the customers (or cases) exposed in the window; None where nobody knows.

    The statistics' own exposure comes first, then the measure's (for the touchpoint, then for
    every touchpoint), then the touchpoint's yearly volume scaled to the window.

    Example:
        >>> from cximpact.model.measure import Anchors
        >>> from datetime import date
        >>> counted = Statistics("crm", "returns", "shop", n=5, last=date(2026, 1, 1), count=5)
        >>> rate = Measure("returns", "rate", Anchors(0.2, 0.1, 0.0), window_months=6)
        >>> exposure_of(counted, rate, Touchpoint("shop", "buy", volume=9000))
        4500.0
    """
    if statistics.exposure is not None:
        return statistics.exposure
    own = measure.exposure.get(statistics.touchpoint, measure.exposure.get(EVERYWHERE))
    if own is not None:
        return own
    if touchpoint is None or touchpoint.volume is None:
        return None
    return touchpoint.volume * measure.window_months / MONTHS_PER_YEAR


def has_stated_exposure(measure: Measure, touchpoint: str) -> bool:
    """Return whether a measure states the exposure of a touchpoint, by name or of everywhere."""
    return touchpoint in measure.exposure or EVERYWHERE in measure.exposure


def exposure_problem(
    statistics: Statistics, measure: Measure, exposure: float | None
) -> Problem | None:
    """Return what is wrong with the exposure a rate would be divided by; None where it is fine."""
    if measure.kind != "rate" or (exposure is not None and exposure > 0):
        return None
    return Problem(
        f"no exposure to hold the {statistics.count:g} counted at '{statistics.touchpoint}' "
        f"against (measure '{measure.id}', source '{statistics.source}')",
        field=f"measures.{measure.id}.exposure",
        value=None if exposure is None else f"{exposure:g}",
        expected="a number above zero",
        hint=f"add an exposure for '{statistics.touchpoint}' to the measure, an exposure column "
        f"to the evidence, or a volume to the touchpoint",
    )
