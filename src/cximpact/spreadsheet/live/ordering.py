"""Ranks, as formulas and as they come out.

Counted by comparing with all others: LibreOffice sorts the whole list for every single ``RANK``,
which takes five times as long. Text counts as larger than any number, so that blanks rank nowhere.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cximpact.spreadsheet.live.table import Column

__all__ = ["rank_down", "rank_up", "ranks_down"]


def rank_down(column: Column, row: int) -> str:
    """Return the formula that counts 1 plus how many of a column, all numbers, are larger."""
    return f"(1+SUMPRODUCT(--({column.all}>{column.at(row)})))"


def rank_up(column: Column, row: int) -> str:
    """Return the formula that counts 1 plus how many of a column are smaller."""
    return f"(1+SUMPRODUCT(--({column.all}<{column.at(row)})))"


def ranks_down(values: Sequence[float]) -> list[int]:
    """Return 1 plus how many are larger.

    Example:
        >>> ranks_down([2.0, 5.0, 2.0])
        [2, 1, 2]
    """
    ascending = sorted(values)
    return [1 + len(ascending) - bisect_right(ascending, value) for value in values]
