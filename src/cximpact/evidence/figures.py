"""Figures: one function per kind of measure, from counts and sums to a figure and its error.

A figure stays in the measure's own unit; `anchors` turns it into a condition.
"""

from __future__ import annotations

from math import sqrt
from typing import NamedTuple

from cximpact.evidence.silent import silent_factor
from cximpact.exceptions import InternalError
from cximpact.model.evidence import Statistics
from cximpact.model.measure import Measure

WILSON_Z = 1.96
FEW = 5
"""Below this many successes or failures the plain standard error of a share is too small."""

DEFAULT_KPI_ERROR = 0.05
"""Of the distance between broken and differentiating, where a figure comes without an error."""


class Figure(NamedTuple):
    """A figure and its standard error, both in the measure's unit."""

    value: float
    error: float


def share_figure(successes: float, n: float) -> Figure:
    """Return the share of successes.

    With fewer than five successes or failures the error is the half-width of Wilson's 95 %
    interval divided by 1.96, which stays above zero at shares of 0 and 1.

    Source: Wilson (1927), "Probable inference, the law of succession, and statistical
    inference", Journal of the American Statistical Association 22.

    Args:
        successes: Answers that count as success, 0 to n.
        n: Answers, above 0.

    Example:
        >>> share_figure(50, 100)
        Figure(value=0.5, error=0.05)
    """
    p = successes / n
    if min(successes, n - successes) >= FEW:
        return Figure(p, sqrt(p * (1.0 - p) / n))
    z2 = WILSON_Z * WILSON_Z
    return Figure(p, sqrt(p * (1.0 - p) / n + z2 / (4.0 * n * n)) / (1.0 + z2 / n))


def nps_figure(promoters: float, detractors: float, n: float) -> Figure:
    """Return the net promoter score, -100 to 100, with an adjusted standard error.

    The score is of the raw counts; its error adds three answers (¾ promoters, ¾ detractors),
    so that a handful of promoters is not taken for certainty.

    Source: Rocks (2016), "Interval estimation for the net promoter score", The American
    Statistician 70(4).

    Args:
        promoters: Answers of promoters.
        detractors: Answers of detractors.
        n: All answers, above 0.

    Example:
        >>> nps_figure(60, 20, 100).value
        40.0
    """
    more = n + 3.0
    p, d = (promoters + 0.75) / more, (detractors + 0.75) / more
    variance = (p + d - (p - d) * (p - d)) / more
    return Figure(100.0 * (promoters - detractors) / n, 100.0 * sqrt(variance))


def mean_figure(total: float, squares: float, n: float, scale: tuple[float, float]) -> Figure:
    """Return the mean answer; its error never claims less spread than a sixth of the scale.

    Args:
        total: Sum of the answers.
        squares: Sum of the squared answers.
        n: Answers, above 0; a single one has the error of a uniform answer, range/√12.
        scale: Lowest and highest possible answer.

    Example:
        >>> mean_figure(12.0, 80.0, 2, (1.0, 7.0)).value
        6.0
    """
    mean = total / n
    span = abs(scale[1] - scale[0])
    if n <= 1:
        return Figure(mean, span / sqrt(12.0))
    # Not below zero: equal answers can leave a rounding error of either sign.
    spread = sqrt(max((squares - total * mean) / (n - 1.0), 0.0))
    return Figure(mean, max(spread, span / 6.0) / sqrt(n))


def rate_figure(count: float, exposure: float, measure: Measure) -> Figure:
    """Return the share of the exposed who are affected, silent customers included.

    The error joins that of a count (Poisson) and that of the silent-customer factor.

    Args:
        count: Complaints, contacts or returns.
        exposure: Customers or cases exposed, above 0.
        measure: Its `silent` says how many stay silent for one who speaks.

    Example:
        >>> from cximpact.model.measure import Anchors
        >>> rate_figure(100, 10000, Measure("returns", "rate", Anchors(0.2, 0.1, 0.0)))
        Figure(value=0.01, error=0.001)
    """
    silent = silent_factor(measure.silent)
    raw, spoken = count / exposure, 1.0 + silent.factor
    counted = spoken * spoken * max(count, 1.0) / (exposure * exposure)
    error = sqrt(counted + raw * raw * silent.variance)
    return Figure(raw if measure.silent is None else min(1.0, spoken * raw), error)


def kpi_figure(figure: float, error: float | None, measure: Measure) -> Figure:
    """Return a figure that arrives aggregated; without an error it gets 5 % of its anchors' span.

    Example:
        >>> from cximpact.model.measure import Anchors
        >>> kpi_figure(80.0, None, Measure("on-time", "kpi", Anchors(50.0, 80.0, 90.0)))
        Figure(value=80.0, error=2.0)
    """
    if error is not None:
        return Figure(figure, error)
    anchors = measure.anchors
    return Figure(figure, DEFAULT_KPI_ERROR * abs(anchors.differentiating - anchors.broken))


def figure_of(statistics: Statistics, measure: Measure, exposure: float | None) -> Figure:
    """Return the figure of some statistics, by the kind of their measure.

    Args:
        statistics: Counts and sums with n above 0.
        measure: How to read them.
        exposure: For a rate: customers or cases exposed, above 0.

    Raises:
        InternalError: If what the kind needs is not there; the layers above check it first.
    """
    given = statistics
    if measure.kind == "share":
        return share_figure(given.successes, given.n)
    if measure.kind == "nps":
        return nps_figure(given.promoters, given.detractors, given.n)
    if measure.kind == "mean" and measure.scale is not None:
        return mean_figure(given.total, given.squares, given.n, measure.scale)
    if measure.kind == "rate" and exposure:
        return rate_figure(given.count, exposure, measure)
    if measure.kind == "kpi" and given.figure is not None:
        return kpi_figure(given.figure, given.error, measure)
    raise InternalError(f"measure '{measure.id}' ({measure.kind}) lacks what its figure needs")
