"""Areas of a template that are found by their hidden names, wherever they were moved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from attrs import frozen

from cximpact.intake.files.cells import Area, Cell, cell_name, is_blank
from cximpact.intake.files.problems import ProblemLog
from cximpact.intake.files.raw_table import Origin, named_columns
from cximpact.spreadsheet.template.sheet_tables import SheetTable, on_sheet

if TYPE_CHECKING:
    from cximpact.intake.files.xlsx_values import Grid
    from cximpact.spreadsheet.finding.book import Book

__all__ = ["Region", "region_of"]


@frozen(eq=False)
class Region:
    """A row of headers and everything below it.

    Attributes:
        file: The workbook, as shown to people.
        sheet: The sheet.
        headers: The cells with the headers, as far as they were ours.
        rows: All cells of the sheet, from its first row and column, as wide as it is used.
        own: Columns that hold results, counted from 1.
    """

    file: str
    sheet: str
    headers: Area
    rows: Sequence[Sequence[Cell]]
    own: frozenset[int]

    @property
    def header_row(self) -> int:
        """The row of the headers, counted from 1."""
        return self.headers.first_row

    def cells(self, row: int) -> list[Cell]:
        """Return the cells of a row from the first column of the headers on, without results."""
        found = self.rows[row - 1] if row <= len(self.rows) else ()
        first = self.headers.first_column
        return [cell for at, cell in enumerate(found, 1) if at >= first and at not in self.own]

    def positions(self) -> list[int]:
        """Return the columns that `cells` returns, counted from 1."""
        width = len(self.rows[0]) if self.rows else 0
        return [at for at in range(self.headers.first_column, width + 1) if at not in self.own]

    def lines(self) -> Iterator[tuple[int, list[Cell]]]:
        """Yield the rows below the headers that are not blank, with their numbers."""
        for row in range(self.header_row + 1, len(self.rows) + 1):
            cells = self.cells(row)
            if not all(map(is_blank, cells)):
                yield row, cells

    def place(self, row: int, at: int) -> dict[str, str]:
        """Return where a cell of a line stands, as keywords of `Problem`."""
        positions = self.positions()
        column = positions[at] if at < len(positions) else self.headers.first_column + at
        return {"sheet": self.sheet, "cell": cell_name(row, column)}

    def table(self, without: str = "") -> SheetTable:
        """Return the rows as a table.

        Args:
            without: A row with this text in its first cell does not count.

        Raises:
            InputError: A header is missing or stands twice.
        """
        kept = [
            (row, cells)
            for row, cells in self.lines()
            if not (without and isinstance(cells[0], str) and cells[0].strip() == without)
        ]
        headers = [
            "" if cell is None else str(cell).strip() for cell in self.cells(self.header_row)
        ]
        columns = [[cells[at] for _, cells in kept] for at in range(len(headers))]
        log = ProblemLog(self.file)
        raw = named_columns(
            *(headers, columns, [row for row, _ in kept], log),
            origin=Origin.SHEET,
            header_line=self.header_row,
            sheet=self.sheet,
        )
        places = [at for header, at in zip(headers, self.positions(), strict=True) if header]
        return on_sheet(raw, self.file, places)


def region_of(book: Book, key: str) -> Region | None:
    """Return the area of a template that has a key; None where it was deleted."""
    owned = book.owned.get(key)
    if owned is None or owned.sheet not in book.sheets:
        return None
    rows = _from_first_cell(book.grid(owned.sheet))
    return Region(book.name, owned.sheet, owned.area, rows, book.own_columns(owned.sheet))


def _from_first_cell(grid: Grid) -> list[list[Cell]]:
    if not grid.rows:
        return []
    left: list[Cell] = [None] * (grid.first_column - 1)
    width = len(left) + len(grid.rows[0])
    blank: list[list[Cell]] = [[None] * width for _ in range(grid.first_row - 1)]
    return [*blank, *([*left, *row] for row in grid.rows)]
