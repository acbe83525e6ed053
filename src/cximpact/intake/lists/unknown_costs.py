"""Costs that a list says are not known, of proposals with another cost beside them.

An empty cell, or a dash in it, says that there is no such cost. A word such as `tbd` says that
there is one, or may be: it counts as 0, as nothing better is known, and whoever reads of the
proposal must see that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cximpact.intake.files.cells import text_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from cximpact.intake.files.cells import Cell
    from cximpact.intake.lists.table_parts import TablePart

__all__ = ["unknown_costs"]


def unknown_costs(
    part: TablePart,
    ids: Sequence[str],
    rows: Sequence[int],
    headers: Collection[str],
    priced: Collection[str],
) -> dict[str, tuple[str, ...]]:
    """Return by proposal the columns of costs in which a word says that nothing is known.

    Args:
        part: The list, its costs read.
        ids: Ids of the proposals.
        rows: Their rows, in the same order.
        headers: The columns of costs.
        priced: The proposals that have a cost; of others no cost is known at all.
    """
    named = [
        each for each in part.table.headers if each in headers and part.read_as_empty.get(each)
    ]
    if not named:
        return {}
    found = {
        key: tuple(header for header in named if _is_unknown(part, row, header))
        for key, row in zip(ids, rows, strict=True)
        if key in priced
    }
    return {key: each for key, each in found.items() if each}


def _is_unknown(part: TablePart, row: int, header: str) -> bool:
    return row in part.read_as_empty[header] and _says_so(part.table.column(header)[row])


def _says_so(cell: Cell) -> bool:
    """Return whether a cell that is read as empty holds more than a dash."""
    return any(each.isalnum() or each == "?" for each in text_of(cell))
