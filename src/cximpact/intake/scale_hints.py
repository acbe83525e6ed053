"""What to write where a numeric scale does not say what its criterion is."""

from __future__ import annotations

__all__ = ["scale_hint"]


def scale_hint(scale: tuple[float, float, float], risk: bool) -> str | None:
    """Return what to do about a scale that does not fit its criterion; None where nobody knows.

    Args:
        scale: Worst, no change and best, as stated.
        risk: Whether the criterion is a risk, which can only harm.

    Example:
        >>> scale_hint((3, 1, -1), risk=True)
        'a risk is never better than no change: [3, 1, 1]'
        >>> scale_hint((3, 1, 1), risk=False)
        "if nothing is better than 1, add 'risk: true'"
    """
    worst, same, best = scale
    if risk and worst != same:
        return f"a risk is never better than no change: [{worst:g}, {same:g}, {same:g}]"
    if not risk and worst != same == best:
        return f"if nothing is better than {same:g}, add 'risk: true'"
    return None
