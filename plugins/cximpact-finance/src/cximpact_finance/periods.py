"""The period that a day falls into, as budgets name it."""

from __future__ import annotations

from datetime import date

__all__ = ["period_of"]


def period_of(day: date, unit: str) -> str:
    """Return the name of a period; "" where periods do not matter.

    Args:
        day: A day in it.
        unit: ``none``, ``year``, ``quarter`` or ``month``.

    Example:
        >>> period_of(date(2026, 3, 1), "quarter"), period_of(date(2026, 3, 1), "month")
        ('2026-Q1', '2026-03')
    """
    if unit == "none":
        return ""
    if unit == "year":
        return f"{day.year:04}"
    if unit == "quarter":
        return f"{day.year:04}-Q{(day.month + 2) // 3}"
    return f"{day.year:04}-{day.month:02}"
