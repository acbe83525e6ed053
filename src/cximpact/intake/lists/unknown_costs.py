"""Costs that a list says are not known, of proposals with another cost beside them.

An empty cell, or a dash in it, says that there is no such cost. A word such as `tbd` says that
there is one, or may be, and nothing of how much: no budget that it falls under can take it.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from attrs import astuple

from cximpact.intake.files.cells import text_of
from cximpact.intake.lists.matching import SPACES
from cximpact.model.proposal import UnknownCost

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from cximpact.intake.files.cells import Cell
    from cximpact.intake.lists.amounts import Amount, AmountColumns
    from cximpact.intake.lists.table_parts import TablePart

__all__ = ["by_proposal", "in_columns", "in_rows", "is_unknown", "unknown_columns"]

Where = tuple[str, ...]
"""Fund, category, period and unit."""

Found = tuple[str, UnknownCost]
"""The id of a proposal, and what is not known of its costs."""


def in_columns(
    part: TablePart,
    places: AmountColumns,
    amounts: Iterable[tuple[str, int, Amount | None, Where]],
) -> Iterator[Found]:
    """Yield what a column of costs of the list says is not known.

    Args:
        part: The list, the column read.
        places: Where the amounts stand.
        amounts: Ids, rows, and what was read of them.
    """
    for key, row, header, where in _open(part, places, amounts):
        yield key, UnknownCost(header, _said(part, row, header), *where)


def in_rows(
    part: TablePart,
    places: AmountColumns,
    amounts: Iterable[tuple[str, int, Amount | None, Where]],
) -> list[Found]:
    """Return, sorted, what rows of the table of costs say is not known.

    All rows share a column, so that fund, category and period tell them apart.

    Args:
        part: The table, its amounts read.
        places: Where the amounts stand.
        amounts: Ids, rows, and what was read of them.
    """
    found = []
    for key, row, header, where in _open(part, places, amounts):
        name = " ".join((*filter(None, where[:3]), header))
        found.append((key, UnknownCost(name, _said(part, row, header), *where)))
    return sorted(found, key=lambda each: (each[0], astuple(each[1])))


def _open(
    part: TablePart,
    places: AmountColumns,
    amounts: Iterable[tuple[str, int, Amount | None, Where]],
) -> Iterator[tuple[str, int, str, Where]]:
    """Yield who names no amount but a word for it, the row, the header and what it is for."""
    lookups = (places.one, *(places.range or ()))
    headers = [each.column for each in lookups if each and part.read_as_empty.get(each.column)]
    if not headers:
        return
    for key, row, amount, where in amounts:
        if amount is None:
            said = (each for each in headers if is_unknown(part, row, each))
            yield from ((key, row, header, where) for header in islice(said, 1))


def is_unknown(part: TablePart, row: int, header: str) -> bool:
    """Return whether a cell that was read holds a word for what is not known, such as `tbd`.

    Args:
        part: The table.
        row: The row, counted from 0.
        header: The column.
    """
    emptied = part.read_as_empty.get(header, ())
    return row in emptied and _says_so(part.table.column(header)[row])


def _says_so(cell: Cell) -> bool:
    """Return whether a cell that is read as empty holds more than a dash."""
    return any(each.isalnum() or each == "?" for each in text_of(cell))


def _said(part: TablePart, row: int, header: str) -> str:
    return text_of(part.table.column(header)[row]).strip(SPACES)


def by_proposal(found: Iterable[Found]) -> Mapping[str, tuple[UnknownCost, ...]]:
    """Return by proposal what is not known of its costs, in the order of the columns."""
    gathered: dict[str, list[UnknownCost]] = {}
    for key, each in found:
        gathered.setdefault(key, []).append(each)
    return {key: tuple(gathered[key]) for key in sorted(gathered)}


def unknown_columns(found: Sequence[Found]) -> dict[str, Sequence[object]]:
    """Return what is not known as columns, for a fingerprint: the word in place of the amounts."""
    names = {name: name for name in ("fund", "category", "period", "unit")}
    said = dict.fromkeys(("low", "likely", "high"), "said")
    fields = {**names, **said, "currency": "column"}
    columns = {
        ours: [getattr(each, theirs) for _, each in found] for ours, theirs in fields.items()
    }
    return {"proposal": [key for key, _ in found], **columns}
