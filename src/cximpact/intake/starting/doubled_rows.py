"""Rows of a list that hold the same as one before: told to be deleted, they stop no draft."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cximpact.intake.files.cells import is_blank

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cximpact.intake.files.raw_table import RawTable

__all__ = ["doubled_rows", "doubles_told"]

_FEWEST = 2
_MOST_TOLD = 3


def doubled_rows(table: RawTable) -> dict[int, int]:
    """Return the rows that hold the same as one before, and which one; rows count from 0.

    Rows with a single value say too little to be called the same.

    Args:
        table: The list.
    """
    first: dict[tuple[object, ...], int] = {}
    found = {}
    for at, row in enumerate(zip(*table.columns, strict=True)):
        if sum(not is_blank(cell) for cell in row) < _FEWEST:
            continue
        # 1 and True are equal, and two cells all the same.
        key = tuple((type(cell), cell) for cell in row)
        if first.setdefault(key, at) != at:
            found[at] = first[key]
    return found


def doubles_told(table: RawTable, doubled: Mapping[int, int]) -> list[str]:
    """Return in one remark which rows hold the same as others, and what to do.

    Args:
        table: The list, with these rows.
        doubled: Each of them, and the first that is like it.
    """
    if not doubled:
        return []
    some = [
        f"{table.row_name(at)} holds the same as {table.row_name(before)}"
        for at, before in list(doubled.items())[:_MOST_TOLD]
    ]
    more = len(doubled) - _MOST_TOLD
    said = ", ".join(some) + (f", and {more:,} more rows are like others" if more > 0 else "")
    return [f"{said}: delete one of each in the list, else 'validate' stops there"]
