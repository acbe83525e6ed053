"""What stands above the headers of a list: titles, and words over several headers."""

from __future__ import annotations

import csv
from itertools import islice
from typing import TYPE_CHECKING

from cximpact.intake.files.cells import text_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from cximpact.intake.files.raw_table import RawTable, ReadOptions

__all__ = ["over_header", "rows_above", "titles_above"]

_SIGNS = (",", ";", "\t", "|")
_LONGEST = 400


def rows_above(path: Path, options: ReadOptions, table: RawTable) -> tuple[tuple[str, ...], ...]:
    """Return the texts of the rows above the headers, one for each column of the list.

    Args:
        path: The list.
        options: How it was read, with the row of its headers.
        table: What was read.
    """
    last = options.header_row or 1
    rows = _of_sheet(path, table, last) if table.sheet is not None else _of_text(path, options)
    places = table.positions or tuple(range(1, len(table.headers) + 1))
    return tuple(tuple(_text(row, place) for place in places) for row in rows)


def _text(row: Sequence[str], place: int) -> str:
    return row[place - 1].strip()[:_LONGEST] if place <= len(row) else ""


def _of_sheet(path: Path, table: RawTable, last: int) -> list[list[str]]:
    # Opened only for such a sheet; parsing workbooks is slow to import.
    from cximpact.intake.files.xlsx_prescan import open_package
    from cximpact.intake.files.xlsx_reader import sheet_grid
    from cximpact.intake.files.xlsx_workbook import read_workbook

    package = open_package(path.read_bytes(), name=path.name)
    grid = sheet_grid(package, read_workbook(package), table.sheet or "")
    left = [""] * (grid.first_column - 1)
    return [[*left, *map(text_of, grid.row(at))] for at in range(max(last - grid.first_row, 0))]


def _of_text(path: Path, options: ReadOptions) -> list[list[str]]:
    with path.open(encoding=options.encoding, errors="replace") as file:
        lines = list(islice(file, options.header_row or 1))
    if not lines:
        return []
    sign = max(_SIGNS, key=lines[-1].count)
    try:
        return list(csv.reader(lines[:-1], delimiter=sign))
    except csv.Error:
        return []


def over_header(table: RawTable, header: str) -> str:
    """Return the text over a header, or over the ones left of it where it spans several.

    Args:
        table: The list, with the rows above its headers.
        header: One of its headers.

    Returns:
        "" where nothing stands there, or a title that is over no header.
    """
    row = table.above[-1] if table.above else ()
    filled = [at for at, text in enumerate(row) if text]
    until = table.headers.index(header)
    over = [at for at in filled if at <= until]
    return row[over[-1]] if over and filled != [0] else ""


def titles_above(table: RawTable) -> list[str]:
    """Return the texts that stand alone in a row above the headers, such as a title."""
    rows = ([text for text in row if text] for row in table.above)
    return [row[0] for row in rows if len(row) == 1]
