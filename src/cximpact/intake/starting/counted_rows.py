"""How many rows of a list something holds for, in words."""

from __future__ import annotations

__all__ = ["counted_rows"]


def counted_rows(count: int) -> str:
    """Return how many rows there are.

    Example:
        >>> counted_rows(1), counted_rows(1200)
        ('1 row', '1,200 rows')
    """
    return "1 row" if count == 1 else f"{count:,} rows"
