"""Writes cells into one row: which are replaced, which are new, and how each looks."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from cximpact.intake.files.cells import cell_name, column_letters
from cximpact.spreadsheet.cells import Formula
from cximpact.spreadsheet.editing.cell_xml import cell_content

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cximpact.intake.files.problems import ProblemLog
    from cximpact.spreadsheet.cells import CellValue
    from cximpact.spreadsheet.editing.formula_watch import FormulaWatch
    from cximpact.spreadsheet.editing.lanes import Lane, RowEdits
    from cximpact.spreadsheet.editing.markup import Splice
    from cximpact.spreadsheet.editing.sheet_frame import Head
    from cximpact.spreadsheet.editing.styles import Styles

__all__ = ["CellView", "RowView", "RowWriter"]


_Shape: TypeAlias = tuple[str, str]
"""What stands in a cell before and after the number of its row: its column, and its style."""


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
        heights: Rows and how high they become, in points.
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
        self.heights: Mapping[int, float] = {}
        self._head, self._styles, self._log, self._sheet = head, styles, log, sheet
        self._watch, self._from_1904 = watch, from_1904
        self._prefix = head.prefix
        self._single: dict[tuple[Lane, int], _Shape] = {}
        self._rewritten: dict[tuple[tuple[Lane, ...], tuple[bytes | None, ...]], list[_Shape]] = {}
        self._shapes: dict[tuple[tuple[Lane, ...], tuple[int, ...]], list[_Shape]] = {}

    def new_row(self, wanted: RowEdits) -> bytes:
        """Return a row that was not there; nothing if all its cells are to be blank."""
        number = wanted[0]
        cells = self.appended(RowView(number, None, (), 0), wanted)
        if not cells:
            return b""
        p = self._prefix
        return f'<{p}row r="{number}"{self.height(number)}>{cells}</{p}row>'.encode()

    def height(self, row: int) -> str:
        """Return the attributes for the height of a row; nothing where it may be any."""
        points = self.heights.get(row)
        return "" if points is None else f' ht="{points:g}" customHeight="1"'

    def appended(self, row: RowView, wanted: RowEdits) -> str:
        """Return the cells of a row that has none in their columns."""
        number, lanes, values = wanted
        bases = tuple([self.base_style(row, lane) for lane in lanes])
        shapes = self._shapes.get((lanes, bases))
        if shapes is None:
            pairs = zip(lanes, bases, strict=True)
            shapes = self._shapes[lanes, bases] = [self._shape(*pair) for pair in pairs]
        return "".join(
            [
                self._filled(shape, number, value)
                for shape, value in zip(shapes, values, strict=True)
                if value is not None and value != ""
            ]
        )

    def splices(self, row: RowView, wanted: RowEdits) -> list[Splice]:
        """Return the edits that bring a row to what is wanted."""
        by_column = {cell.column: cell for cell in row.cells}
        edits: list[Splice] = []
        for lane, value in zip(wanted[1], wanted[2], strict=True):
            cell = by_column.get(lane.column)
            if cell is not None:
                edits += self._replaced(row, cell, lane, value)
            elif value is not None and value != "":
                at = _place(row, lane.column)
                new = self.new_cell(lane, row.number, self.base_style(row, lane), value)
                edits.append((at, at, new.encode()))
        return edits

    def rewritten(self, styles: tuple[bytes | None, ...], wanted: RowEdits) -> str:
        """Return cells that replace own ones of the same columns, and look as those did.

        Args:
            styles: The attribute for the style of each, as it stands in the sheet.
            wanted: The cells.
        """
        number, lanes, values = wanted
        shapes = self._rewritten.get((lanes, styles))
        if shapes is None:
            numbers = [int(one.split(b'"')[1]) if one else 0 for one in styles]
            pairs = zip(lanes, numbers, strict=True)
            shapes = [self._styled(lane.column, style) for lane, style in pairs]
            self._rewritten[lanes, styles] = shapes
        return "".join(
            [
                self._filled(shape, number, value)
                for shape, value in zip(shapes, values, strict=True)
            ]
        )

    def new_cell(self, lane: Lane, row: int, base: int, value: CellValue) -> str:
        """Return a cell whose style is made from a base style."""
        shape = self._single.get((lane, base))
        if shape is None:
            shape = self._single[lane, base] = self._shape(lane, base)
        return self._filled(shape, row, value)

    def base_style(self, row: RowView, lane: Lane) -> int:
        """Return the style that a new cell starts from: that of the cell beside the block."""
        if not lane.source:
            return 0
        for cell in row.cells:
            if cell.column == lane.source:
                return cell.style
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
            shape = self._styled(lane.column, cell.style)
            return self._filled(shape, row.number, value)
        return self.new_cell(lane, row.number, self.base_style(row, lane), value)

    def _stays(self, row: RowView, cell: CellView, lane: Lane) -> bool:
        return lane.keeps(row.number) and cell.style not in lane.restyled

    def _shape(self, lane: Lane, base: int) -> _Shape:
        return self._styled(lane.column, self._styles.derived(base, lane.look))

    def _styled(self, column: int, style: int) -> _Shape:
        shown = f' s="{style}"' if style else ""
        return f'<{self._prefix}c r="{column_letters(column)}', f'"{shown}'

    def _filled(self, shape: _Shape, row: int, value: CellValue) -> str:
        start, style = shape
        if value is None or value == "":
            # Left out, it would shift the cells after it where those have no addresses.
            return f"{start}{row}{style}/>"
        if isinstance(value, Formula):
            self.has_formulas = True
        kind, inside = cell_content(value, prefix=self._prefix, from_1904=self._from_1904)
        return f"{start}{row}{style}{kind}>{inside}</{self._prefix}c>"

    def _refuse(self, row: int, column: int) -> None:
        self._log.add(
            "results were to be written here, but the cell is not blank",
            sheet=self._sheet,
            cell=cell_name(row, column),
            hint="move what stands there, or say where else the results go (--at)",
        )


def _place(row: RowView, column: int) -> int:
    """Return where a new cell of a column goes."""
    return next((one.start for one in row.cells if one.column > column), row.inside_end)
