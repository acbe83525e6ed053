"""What to write where a numeric scale says twice where it begins."""

from __future__ import annotations

__all__ = ["scale_hint"]


def scale_hint(worst: float, same: float, best: float) -> str | None:
    """Return what to do about a scale whose worst answer is no change; None for other scales.

    Answers of benefit begin at none; the worst answer is then as far below as the best is above.

    Example:
        >>> scale_hint(1, 1, 5)
        'if 1 means no change and nothing is worse: [-3, 1, 5]'
    """
    if worst != same or same == best:
        return None
    return (
        f"if {same:g} means no change and nothing is worse: "
        f"[{2 * same - best:g}, {same:g}, {best:g}]"
    )
