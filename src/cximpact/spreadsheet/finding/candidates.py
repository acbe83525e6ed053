"""What in a workbook could be the list: Excel tables, defined names, rows like headers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from attrs import frozen

from cximpact.intake.files.cells import Area, area_of, column_number
from cximpact.spreadsheet.finding.blocks import Block, block_inside, blocks_of
from cximpact.spreadsheet.ownership import parse_reference, reference

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cximpact.intake.files.xlsx_workbook import DefinedName, ListedTable
    from cximpact.spreadsheet.finding.book import Book
    from cximpact.spreadsheet.finding.words import Words

__all__ = ["Candidate", "area_in", "candidates_in", "of_area", "of_name", "of_table"]

_COLUMNS = re.compile(r"(?:'((?:[^']|'')+)'|([^'!\[\]]+))!\$?([A-Z]{1,3}):\$?([A-Z]{1,3})")
_OURS = "_cximpact."
_BUILT_IN = "_xlnm."
_MOST_NAMES = 200
_MOST_NAMED_ROWS = 1_000_000


@frozen(eq=False)
class Candidate:
    """What could be the list of proposals.

    Attributes:
        sheet: The sheet it stands on.
        block: Its headers and lines.
        table: The name of the Excel table it is; "" if it is none.
        called: What it is called by; "" where only its headers were found.
    """

    sheet: str
    block: Block
    table: str = ""
    called: str = ""

    @property
    def address(self) -> str:
        """Its sheet and cells, as people write them."""
        return reference(self.sheet, self.block.area).replace("$", "")


def candidates_in(book: Book, sheet: str, words: Words) -> list[Candidate]:
    """Return what could be the list on one sheet, from tables to mere headers.

    Args:
        book: The workbook.
        sheet: One of its sheets.
        words: What is looked for among headers.
    """
    found = [
        candidate
        for table in book.tables
        if table.sheet == sheet and table.headers
        for candidate in [of_table(book, table)]
        if candidate is not None
    ]
    for name in _listed_names(book, sheet):
        candidate = of_name(book, name, words)
        if candidate is not None and not _overlaps(candidate, found):
            found.append(candidate)
    rows = book.rows(sheet)
    for block in blocks_of(rows, words):
        candidate = Candidate(sheet, block)
        if not _overlaps(candidate, found):
            found.append(candidate)
    return found


def of_table(book: Book, table: ListedTable) -> Candidate | None:
    """Return an Excel table as a candidate; None if it has no cells."""
    if table.area is None:
        return None
    area = table.area
    last = max(area.last_row - table.totals, area.first_row)
    right = _without_ours(book, table.sheet, area)
    inside = Area(area.first_row, area.first_column, last, right)
    rows = book.rows(table.sheet)
    block = block_inside(rows, inside, None)
    return Candidate(table.sheet, block, table.name, f"table {table.name}")


def _without_ours(book: Book, sheet: str, area: Area) -> int:
    """Return the last column of an area that is not one of ours at its right end."""
    ours, last = book.own_columns(sheet), area.last_column
    while last > area.first_column and last in ours:
        last -= 1
    return last


def of_name(book: Book, name: DefinedName, words: Words) -> Candidate | None:
    """Return the cells of a defined name as a candidate; None if it stands for no one area."""
    where = area_in(book, name.refers_to)
    if where is None:
        return None
    return of_area(book, *where, words, called=f"name {name.name}")


def of_area(book: Book, sheet: str, area: Area, words: Words, *, called: str = "") -> Candidate:
    """Return an area of a sheet as a candidate; it is the table of its cells, if it is one's."""
    for table in book.tables:
        if table.sheet == sheet and table.area == area and table.headers:
            found = of_table(book, table)
            if found is not None:
                return found
    rows = book.rows(sheet)
    right = _without_ours(book, sheet, area)
    right = min(right, max(rows.first_column + rows.width - 1, area.first_column))
    inside = Area(area.first_row, area.first_column, area.last_row, right)
    return Candidate(sheet, block_inside(rows, inside, words), "", called)


def area_in(book: Book, text: str) -> tuple[str, Area] | None:
    """Return the sheet and the filled cells that a reference means; None if it is not one area.

    Whole columns, as in ``Budget!$A:$H``, end with the last value of the sheet.
    """
    sheets = {sheet.casefold(): sheet for sheet in book.sheets}
    found = parse_reference(text)
    if found is not None:
        sheet = sheets.get(found.sheet.casefold())
        return None if sheet is None else (sheet, found.area)
    columns = _COLUMNS.fullmatch(text.strip().removeprefix("="))
    if columns is None:
        return None
    written = columns[1].replace("''", "'") if columns[1] is not None else columns[2]
    sheet = sheets.get(written.casefold())
    if sheet is None or area_of(f"{columns[3]}1:{columns[4]}1") is None:
        return None
    grid = book.grid(sheet)
    last = max(grid.first_row + grid.height - 1, grid.first_row)
    first, end = sorted((column_number(columns[3]), column_number(columns[4])))
    return sheet, Area(grid.first_row, first, last, end)


def _listed_names(book: Book, sheet: str) -> Iterator[DefinedName]:
    """Yield the names of areas on a sheet that are large enough for a list."""
    seen: set[Area] = set()
    height = 0
    for name in book.names:
        if name.hidden or name.name.startswith((_OURS, _BUILT_IN)):
            continue
        found = parse_reference(name.refers_to)
        if found is None or found.sheet.casefold() != sheet.casefold():
            continue
        area = found.area
        is_large = area.last_row > area.first_row and area.last_column > area.first_column
        if is_large and area not in seen:
            seen.add(area)
            height += min(area.last_row - area.first_row, book.grid(sheet).height)
            yield name
        # Every one is read through; a workbook with this many was made to be slow.
        if len(seen) >= _MOST_NAMES or height > _MOST_NAMED_ROWS:
            break


def _overlaps(candidate: Candidate, others: list[Candidate]) -> bool:
    mine = candidate.block.area
    return any(
        mine.first_row <= each.block.area.last_row
        and each.block.area.first_row <= mine.last_row
        and mine.first_column <= each.block.area.last_column
        and each.block.area.first_column <= mine.last_column
        for each in others
    )
