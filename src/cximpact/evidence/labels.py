"""Labels: the nearest anchor of a condition, and the probability of each."""

from __future__ import annotations

from math import erfc, sqrt

from cximpact.model.evidence import Label

BROKEN_BELOW = 0.25
DIFFERENTIATING_FROM = 0.75
"""Half way between the anchors 0, 0.5 and 1."""


def label_of(mean: float, known: bool = True) -> Label:
    """Return the label of a condition, compared at 9 decimals.

    Args:
        mean: The condition.
        known: Whether any measurement stands behind it.

    Example:
        >>> label_of(0.25), label_of(0.75), label_of(0.5, known=False)
        ('reliable', 'differentiating', 'unknown')
    """
    if not known:
        return "unknown"
    if round(mean, 9) < BROKEN_BELOW:
        return "broken"
    return "reliable" if round(mean, 9) < DIFFERENTIATING_FROM else "differentiating"


def label_probabilities(mean: float, sd: float) -> dict[str, float]:
    """Return the probability of each label under the normal distribution of a condition.

    Args:
        mean: The condition.
        sd: Its standard deviation; 0 gives all probability to one label.

    Example:
        >>> label_probabilities(0.5, 0.0)
        {'broken': 0.0, 'reliable': 1.0, 'differentiating': 0.0}
    """
    if sd <= 0.0:
        certain = label_of(mean)
        return {name: float(name == certain) for name in ("broken", "reliable", "differentiating")}
    broken = _normal_below((BROKEN_BELOW - mean) / sd)
    differentiating = _normal_below((mean - DIFFERENTIATING_FROM) / sd)
    reliable = max(1.0 - broken - differentiating, 0.0)
    return {"broken": broken, "reliable": reliable, "differentiating": differentiating}


def _normal_below(z: float) -> float:
    return 0.5 * erfc(-z / sqrt(2.0))
