"""Lists with a title above their headers: the row of the headers is looked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from cximpact.exceptions import InputError
from cximpact.intake.files.tables import read_table
from cximpact.intake.starting.cost_ranges import is_bare_part
from cximpact.intake.starting.rows_above import rows_above

if TYPE_CHECKING:
    from pathlib import Path

    from cximpact.intake.files.raw_table import RawTable, ReadOptions

__all__ = ["read_with_title"]

_KINDS = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm")
_LAST_ROW = 15
_FEWEST = 3


def read_with_title(path: Path, options: ReadOptions) -> tuple[RawTable, ReadOptions]:
    """Read a list; where its first row cannot be that of the headers, one below it is taken.

    Args:
        path: The list.
        options: How to read it; its header row is looked for.

    Returns:
        The table, and the options with the header row where it is not the first.

    Raises:
        InputError: The list cannot be read so, either; the problems are those of its first row.
    """
    try:
        table = read_table(path, options)
    except InputError:
        found = _below(path, options) if path.is_file() else None
        if found is None:
            raise
        return found
    # A title without delimiters reads as the one header of a column of whole lines.
    found = _below(path, options) if len(table.headers) == 1 and table.n_rows > 1 else None
    return found or (table, options)


def _below(path: Path, options: ReadOptions) -> tuple[RawTable, ReadOptions] | None:
    if path.suffix.lower() not in _KINDS:
        return None
    for row in range(2, _LAST_ROW + 1):
        tried = evolve(options, header_row=row)
        try:
            table = read_table(path, tried)
        except InputError:
            continue
        # Three cells or more that all hold letters, with rows below: headers and not data.
        texts = all(any(map(str.isalpha, header)) for header in table.headers)
        if len(table.headers) >= _FEWEST and texts and table.n_rows:
            return _with_rows_above(path, table, tried), tried
    return None


def _with_rows_above(path: Path, table: RawTable, options: ReadOptions) -> RawTable:
    """Return a list with what stands above headers that do not say what they are about."""
    if not any(is_bare_part(header) for header in table.headers):
        return table
    return evolve(table, above=rows_above(path, options, table))
