"""The values of one checked sheet as a rectangle of cells."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from attrs import frozen

from cximpact.intake.files.cells import Area, Cell, cell_name, column_letters, is_blank
from cximpact.intake.files.xlsx_calamine import (
    BEYOND_ALL_DAYS,
    UnreadableSheetError,
    calamine_cells,
    calamine_rows,
    cell_of,
    day_of,
)
from cximpact.intake.files.xlsx_nested import refuse_nested

if TYPE_CHECKING:
    from cximpact.intake.files.xlsx_prescan import Package
    from cximpact.intake.files.xlsx_scan import SheetScan
    from cximpact.intake.files.xlsx_workbook import Workbook

__all__ = ["Grid", "UnreadableSheetError", "optional_part", "read_grid"]

_LONGEST_STYLE = 10


@frozen(eq=False)
class Grid:
    """A rectangle of cells.

    Attributes:
        first_row: The sheet row of the first row, counted from 1.
        first_column: The sheet column of the first column, counted from 1.
        columns: The cells of each column, all columns of one height.
    """

    first_row: int
    first_column: int
    columns: list[list[Cell]]

    @property
    def height(self) -> int:
        """The number of rows."""
        return len(self.columns[0]) if self.columns else 0

    @cached_property
    def rows(self) -> list[list[Cell]]:
        """The cells row by row; put together when first asked for."""
        return list(map(list, zip(*self.columns, strict=True)))

    def row(self, index: int) -> list[Cell]:
        """Return the cells of a row, counted from 0."""
        return [column[index] for column in self.columns]

    def crop(self, area: Area) -> Grid:
        """Return the part inside an area.

        An area can be larger than what is there, up to a whole sheet; it takes no room for that.
        """
        top = max(area.first_row - self.first_row, 0)
        end = max(area.last_row - self.first_row + 1, 0)
        left = max(area.first_column - self.first_column, 0)
        right = max(area.last_column - self.first_column + 1, 0)
        return Grid(
            max(area.first_row, self.first_row),
            max(area.first_column, self.first_column),
            [column[top:end] for column in self.columns[left:right]],
        )

    def first_filled(self) -> int | None:
        """Return the sheet row of the first row that is not blank."""
        for number in range(self.height):
            if not all(map(is_blank, self.row(number))):
                return self.first_row + number
        return None

    def blank_rows(self) -> list[int]:
        """Return the rows that hold nothing but white space, counted from 0."""
        left = list(range(self.height))
        for column in self.columns:
            left = [row for row in left if is_blank(column[row])]
        return left


def read_grid(package: Package, workbook: Workbook, xml: bytes, scan: SheetScan) -> Grid:
    """Return the values of a sheet, with marks in the place of failed formulas.

    Args:
        package: The checked package.
        workbook: Its parts.
        xml: The part of the sheet.
        scan: What the pass over it found.

    Raises:
        UnreadableSheetError: The reader finds the sheet damaged.
        xml.parsers.expat.ExpatError: The part with the shared texts is damaged.
        InputError: A part that it needs is missing.
    """
    if not scan.values:
        return Grid(1, 1, [])
    styles = optional_part(package, workbook.styles)
    _refuse_beyond_days(scan, styles)
    strings = optional_part(package, workbook.shared_strings)
    for part in filter(None, (xml, strings)):
        refuse_nested(part)
    row, column, found = calamine_rows(
        xml,
        strings=strings,
        styles=styles,
        from_1904=workbook.from_1904,
    )
    above, left = row - scan.first_row, column - scan.first_column
    width = scan.last_column - scan.first_column + 1
    height = scan.last_row - scan.first_row + 1
    if found and (
        min(above, left) < 0 or above + len(found) > height or left + len(found[0]) > width
    ):
        raise UnreadableSheetError("its cells are not where their addresses say")
    columns: list[list[Cell]] = [[None] * height for _ in range(width)]
    for number, values in enumerate(zip(*found, strict=True), left):
        try:
            columns[number][above : above + len(found)] = map(cell_of, values)
        except ValueError as error:
            letters = column_letters(number + scan.first_column)
            raise UnreadableSheetError(f"column {letters} {error}") from None
    grid = Grid(scan.first_row, scan.first_column, columns)
    _correct(grid, scan, row, column, found)
    return grid


def _correct(grid: Grid, scan: SheetScan, row: int, column: int, found: list[list[Any]]) -> None:
    """Put right what the reader misreads, and set the marks."""
    for (at_row, at_column), (_, written) in scan.styled.items():
        if row <= at_row < row + len(found) and column <= at_column < column + len(found[0]):
            value = day_of(found[at_row - row][at_column - column], written)
            grid.columns[at_column - scan.first_column][at_row - scan.first_row] = value
    for (at_row, at_column), mark in scan.marks.items():
        grid.columns[at_column - scan.first_column][at_row - scan.first_row] = mark


def _refuse_beyond_days(scan: SheetScan, styles: bytes | None) -> None:
    """Refuse a sheet that would make the reader panic: it says so on the terminal, past Python."""
    places = {
        style: place
        for place, (style, number) in scan.styled.items()
        if abs(number) >= BEYOND_ALL_DAYS
        if style.isascii() and style.isdigit() and len(style) < _LONGEST_STYLE
    }
    cells = [b's="%d"><v>1.5</v></c>' % int(style) for style in places]
    if not cells:
        return
    shown = calamine_cells(cells, strings=None, styles=styles, from_1904=False)
    for place, value in zip(places.values(), shown, strict=True):
        if not isinstance(value, int | float):
            shows = "shows a number as a day that no calendar has"
            raise UnreadableSheetError(f"{cell_name(*place)} {shows}")


def optional_part(package: Package, part: str | None) -> bytes | None:
    """Return a part that a workbook need not have."""
    return None if part is None or package.find(part) is None else package.read(part)
