"""Writes cells into one row: which are replaced, which are new, and how each looks."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cximpact.intake.files.cells import cell_name, column_letters
from cximpact.spreadsheet.cells import Formula
from cximpact.spreadsheet.editing.cell_xml import cell_content

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cximpact.intake.files.problems import ProblemLog
    from cximpact.spreadsheet.cells import CellValue
    from cximpact.spreadsheet.editing.formula_watch import FormulaWatch
    from cximpact.spreadsheet.editing.lanes import Lane, Wanted
    from cximpact.spreadsheet.editing.markup import Splice
    from cximpact.spreadsheet.editing.sheet_frame import Head
    from cximpact.spreadsheet.editing.styles import Styles

__all__ = ["CellView", "RowView", "RowWriter"]


class CellView(NamedTuple):
    """A cell that is there: its place in the XML, and what it holds.

    Attributes:
        column: Its column, counted from 1.
        start: Where it begins.
        end: Where it ends.
        style: The number of its format.
        is_blank: Whether it holds nothing.
        formula: The attributes of its formula; None without one.
    """

    column: int
    start: int
    end: int
    style: int
    is_blank: bool
    formula: Mapping[str, str] | None


class RowView(NamedTuple):
    """A row that is there.

    Attributes:
        number: Its number, counted from 1.
        style: The format of its blank cells; None if they have none of their own.
        cells: Its cells, from left to right.
        inside_end: Where a new last cell is put.
    """

    number: int
    style: int | None
    cells: Sequence[CellView]
    inside_end: int


class RowWriter:
    """Writes cells of one sheet.

    Attributes:
        has_formulas: Whether a formula was written, or one of an earlier run overwritten.
    """

    def __init__(
        self,
        head: Head,
        styles: Styles,
        log: ProblemLog,
        sheet: str,
        watch: FormulaWatch,
        *,
        from_1904: bool,
    ) -> None:
        self.has_formulas = False
        self._head, self._styles, self._log, self._sheet = head, styles, log, sheet
        self._watch, self._from_1904 = watch, from_1904
        self._prefix = head.prefix
        self._letters: dict[int, str] = {}
        self._formats: dict[tuple[Lane, int], str] = {}

    def new_row(self, number: int, wanted: Sequence[Wanted]) -> bytes:
        """Return a row that was not there; nothing if all its cells are to be blank."""
        cells = self.appended(RowView(number, None, (), 0), wanted)
        if not cells:
            return b""
        p = self._prefix
        return f'<{p}row r="{number}">{cells}</{p}row>'.encode()

    def appended(self, row: RowView, wanted: Sequence[Wanted]) -> str:
        """Return the cells of a row that has none in their columns."""
        return "".join(
            self.new_cell(lane, row.number, self.base_style(row, lane), value)
            for lane, value in wanted
            if value is not None and value != ""
        )

    def splices(self, row: RowView, wanted: Sequence[Wanted]) -> list[Splice]:
        """Return the edits that bring a row to what is wanted."""
        by_column = {cell.column: cell for cell in row.cells}
        edits: list[Splice] = []
        for lane, value in wanted:
            cell = by_column.get(lane.column)
            if cell is not None:
                edits += self._replaced(row, cell, lane, value)
            elif value is not None and value != "":
                at = next(
                    (one.start for one in row.cells if one.column > lane.column), row.inside_end
                )
                new = self.new_cell(lane, row.number, self.base_style(row, lane), value)
                edits.append((at, at, new.encode()))
        return edits

    def new_cell(self, lane: Lane, row: int, base: int, value: CellValue) -> str:
        """Return a cell whose style is made from a base style."""
        shown = self._formats.get((lane, base))
        if shown is None:
            number = self._styles.derived(base, lane.look)
            shown = self._formats[lane, base] = f' s="{number}"' if number else ""
        return self._cell(lane, row, shown, value)

    def base_style(self, row: RowView, lane: Lane) -> int:
        """Return the style that a new cell starts from: that of the cell beside the block."""
        if not lane.source:
            return 0
        beside = next((cell for cell in row.cells if cell.column == lane.source), None)
        if beside is not None:
            return beside.style
        return self._head.column_style(lane.source) if row.style is None else row.style

    def _replaced(self, row: RowView, cell: CellView, lane: Lane, value: CellValue) -> list[Splice]:
        if not cell.is_blank and not lane.owns(row.number):
            self._refuse(row.number, lane.column)
            return []
        if cell.is_blank and (value is None or value == ""):
            return []
        if cell.formula is not None:
            self.has_formulas = True
            self._watch.replace(cell.formula, cell_name(row.number, lane.column))
        return [(cell.start, cell.end, self._over(row, cell, lane, value).encode())]

    def _over(self, row: RowView, cell: CellView, lane: Lane, value: CellValue) -> str:
        if value is None or value == "" or self._stays(row, cell, lane):
            return self._cell(lane, row.number, f' s="{cell.style}"' if cell.style else "", value)
        return self.new_cell(lane, row.number, self.base_style(row, lane), value)

    def _stays(self, row: RowView, cell: CellView, lane: Lane) -> bool:
        return lane.keeps(row.number) and cell.style not in lane.restyled

    def _cell(self, lane: Lane, row: int, style: str, value: CellValue) -> str:
        p, column = self._prefix, lane.column
        letters = self._letters.get(column)
        if letters is None:
            letters = self._letters[column] = column_letters(column)
        if value is None or value == "":
            # Left out, it would shift the cells after it where those have no addresses.
            return f'<{p}c r="{letters}{row}"{style}/>'
        if isinstance(value, Formula):
            self.has_formulas = True
        kind, inside = cell_content(value, prefix=p, from_1904=self._from_1904)
        return f'<{p}c r="{letters}{row}"{style}{kind}>{inside}</{p}c>'

    def _refuse(self, row: int, column: int) -> None:
        self._log.add(
            "results were to be written here, but the cell is not blank",
            sheet=self._sheet,
            cell=cell_name(row, column),
            hint="move what stands there, or have the results written elsewhere",
        )
