"""Anchors: which condition a figure means, and how an error of the figure carries over."""

from __future__ import annotations

from cximpact.model.measure import Anchors


def are_monotone(anchors: Anchors) -> bool:
    """Return whether the three anchors strictly rise or strictly fall.

    Example:
        >>> are_monotone(Anchors(0.3, 0.1, 0.02)), are_monotone(Anchors(1.0, 1.0, 2.0))
        (True, False)
    """
    first = anchors.reliable - anchors.broken
    second = anchors.differentiating - anchors.reliable
    return (first > 0 and second > 0) or (first < 0 and second < 0)


def condition_of(figure: float, anchors: Anchors) -> float:
    """Return the condition a figure means: piecewise linear through the anchors, 0 to 1.

    Args:
        figure: The figure, in the unit of the anchors.
        anchors: What is broken (0), reliable (0.5) and differentiating (1); falling anchors
            mean that lower is better.

    Example:
        >>> condition_of(0.875, Anchors(0.5, 0.75, 1.0))
        0.75
    """
    lower = (figure - anchors.broken) / (anchors.reliable - anchors.broken)
    upper = (figure - anchors.reliable) / (anchors.differentiating - anchors.reliable)
    # `upper` is negative below reliable and `lower` above 1 beyond it, whatever the polarity.
    return 0.5 * (min(max(lower, 0.0), 1.0) + min(max(upper, 0.0), 1.0))


def condition_error(figure: float, error: float, anchors: Anchors, smallest: float) -> float:
    """Return the standard error of the condition: the larger step up or down by one error.

    Args:
        figure: The figure.
        error: Its standard error.
        anchors: The measure's anchors.
        smallest: The least standard error a single measurement can claim.

    Example:
        >>> condition_error(0.5, 0.125, Anchors(0.0, 0.5, 1.0), 0.02)
        0.125
    """
    centre = condition_of(figure, anchors)
    above = abs(condition_of(figure + error, anchors) - centre)
    below = abs(centre - condition_of(figure - error, anchors))
    return max(above, below, smallest)
