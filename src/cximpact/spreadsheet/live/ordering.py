"""Ranks of numbers as spreadsheet programs count them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

__all__ = ["ranks_down"]


def ranks_down(values: Sequence[float]) -> list[int]:
    """Return 1 plus how many are larger, as ``RANK(x, all, 0)`` does.

    Example:
        >>> ranks_down([2.0, 5.0, 2.0])
        [2, 1, 2]
    """
    ascending = sorted(values)
    return [1 + len(ascending) - bisect_right(ascending, value) for value in values]
