"""The exact way through a sheet, for XML written in unusual ways: every tag is looked at.

Prefixed names, comments, rows and cells without addresses and the like are legal and rare. The
whole sheet is held in memory, and each element's place in it is taken from the parser.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from xml.parsers import expat

from attrs import Factory, define

from cximpact.intake.files.cells import MOST_COLUMNS, MOST_SHEET_ROWS, cell_name, column_number
from cximpact.spreadsheet.editing.markup import parse, set_attributes, spliced, tag_end
from cximpact.spreadsheet.editing.row_cells import CellView, RowView
from cximpact.spreadsheet.editing.sheet_pass import MisplacedError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cximpact.spreadsheet.editing.formula_watch import FormulaWatch
    from cximpact.spreadsheet.editing.lanes import RowEdits
    from cximpact.spreadsheet.editing.markup import Splice
    from cximpact.spreadsheet.editing.row_cells import RowWriter
    from cximpact.spreadsheet.editing.sheet_pass import SheetPass

__all__ = ["exact_pass"]

_TRUE = ("1", "true")
_ADDRESS = re.compile(r"([A-Za-z]{1,3})([1-9][0-9]{0,6})")
_SHEET, _ROWS, _ROW, _CELL = 1, 2, 3, 4
_PLACES = {"row": _ROWS, "c": _ROW}
_IN_CELL = ("f", "v", "is", "extLst")


def exact_pass(chunks: Iterator[bytes], work: SheetPass) -> Iterator[bytes]:
    """Yield the XML of a sheet with its edits.

    Raises:
        xml.parsers.expat.ExpatError: The XML is damaged.
        MisplacedError: Its rows or cells are out of order, or have addresses that no sheet has.
        ValueError: It has no place for rows, or is no sheet at all.
    """
    xml = b"".join(chunks)
    reader = _Reader(xml, work)
    reader.run()
    yield reader.head
    yield spliced(xml[: reader.end], [(0, reader.start, b""), *reader.splices])
    yield work.finish(xml[reader.end :])


@define(eq=False)
class _Cell:
    """The cell being read."""

    column: int
    start: int
    style: int
    is_blank: bool = True
    formula: dict[str, str] | None = None


@define(eq=False)
class _Row:
    """The row being read."""

    number: int
    start: int
    open_end: int
    attributes: dict[str, str]
    cells: list[CellView] = Factory(list)


class _Reader:
    """Takes tags one by one, and gathers the edits of rows as they end."""

    def __init__(self, xml: bytes, work: SheetPass) -> None:
        self.head, self.start, self.end = b"", -1, -1
        self.splices: list[Splice] = []
        self._xml, self._work, self._names = xml, work, list[str]()
        self._wanted: Iterator[RowEdits] = work.job.plan.rows()
        self._next = next(self._wanted, None)
        self._row = _Row(0, 0, 0, {})
        self._cell: _Cell | None = None
        self._writer: RowWriter
        self._watch: FormulaWatch
        self._prefix = ""
        self._parser: Any = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._opened
        self._parser.EndElementHandler = self._closed
        self._parser.CharacterDataHandler = self._text

    def run(self) -> None:
        """Read the whole sheet."""
        self._parser.Parse(self._xml, True)
        if self.end < 0:
            raise ValueError("the sheet has no place for rows")

    def _opened(self, name: str, attributes: dict[str, str]) -> None:
        at, depth = self._parser.CurrentByteIndex, len(self._names)
        self._names.append(name)
        if depth == 0 and name.rpartition(":")[2] != "worksheet":
            raise ValueError(f"its outermost element is {name[:40]}, not worksheet")
        if depth == 1 and name.rpartition(":")[2] == "sheetData" and self.start < 0:
            self.start = at
            self.head, self._writer, self._watch = self._work.begin(self._xml[:at])
            self._prefix = name.removesuffix("sheetData")
        elif self.end >= 0 or self.start < 0:
            return
        elif depth == _ROWS and name == f"{self._prefix}row":
            self._row = _Row(self._number(attributes), at, tag_end(self._xml, at), attributes)
        elif depth == _ROW and name == f"{self._prefix}c":
            self._cell = _Cell(self._column(attributes), at, _whole(attributes.get("s", "0")))
        else:
            self._see_inner(name, depth, attributes)

    def _see_inner(self, name: str, depth: int, attributes: dict[str, str]) -> None:
        """Take what is neither a row nor a cell; none may hide in it, whatever its prefix."""
        local = name.rpartition(":")[2]
        if local in _PLACES or (local == "AlternateContent" and depth < _CELL):
            at = cell_name(max(self._row.number, 1), self._cell.column if self._cell else 1)
            message = f"row {self._row.number} has, or is followed by, a '{local}' out of place"
            raise MisplacedError(message, at)
        if depth != _CELL or self._cell is None:
            return
        if local == "f":
            self._cell.formula, self._cell.is_blank = attributes, False
            self._watch.see(attributes)
        elif local not in _IN_CELL:
            self._cell.is_blank = False

    def _text(self, text: str) -> None:
        if self._cell is not None and text.strip():
            self._cell.is_blank = False

    def _closed(self, name: str) -> None:
        self._names.pop()
        depth = len(self._names)
        if self.end >= 0 or self.start < 0:
            return
        if depth == _ROW and self._cell is not None:
            cell, self._cell = self._cell, None
            end = self._end_of(cell.start)
            view = CellView(cell.column, cell.start, end, cell.style, cell.is_blank, cell.formula)
            self._row.cells.append(view)
        elif depth == _ROWS and name == f"{self._prefix}row":
            self._end_row(self._end_of(self._row.start))
        elif depth == _SHEET:
            self._end_rows()

    def _end_of(self, start: int) -> int:
        opened = tag_end(self._xml, start)
        if self._xml[opened - 2 : opened] == b"/>":
            return opened
        return self._xml.index(b">", self._parser.CurrentByteIndex) + 1

    def _number(self, attributes: dict[str, str]) -> int:
        last = self._row.number
        number = _whole(attributes["r"]) if "r" in attributes else last + 1
        if not 1 <= number <= MOST_SHEET_ROWS:
            message = f"after row {last} comes one with a number that no row has"
            raise MisplacedError(message, cell_name(max(last, 1), 1))
        if number <= last:
            message = f"row {number} comes after row {last}: it is there twice or out of order"
            raise MisplacedError(message, cell_name(number, 1))
        return number

    def _column(self, attributes: dict[str, str]) -> int:
        last = self._row.cells[-1].column if self._row.cells else 0
        column = last + 1
        if "r" in attributes:
            found = _ADDRESS.fullmatch(attributes["r"])
            if found is None or int(found[2]) != self._row.number:
                at = found[0].upper() if found else cell_name(self._row.number, column)
                message = f"row {self._row.number} has a cell of another address"
                raise MisplacedError(message, at)
            column = column_number(found[1].upper())
        if not last < column <= MOST_COLUMNS:
            at = cell_name(self._row.number, column)
            message = f"a cell of row {self._row.number} is there twice or out of order"
            raise MisplacedError(message, at)
        return column

    def _end_row(self, end: int) -> None:
        row = self._row
        self._add_missing(row.start, row.number)
        if self._next is None or self._next[0] != row.number:
            return
        wanted = self._next
        self._next = next(self._wanted, None)
        styled = row.attributes.get("customFormat") in _TRUE
        style = _whole(row.attributes.get("s", "0")) if styled else None
        inside_end = row.cells[-1].end if row.cells else row.open_end
        view = RowView(row.number, style, row.cells, inside_end)
        if edits := self._writer.splices(view, wanted):
            self._widen(row, end, edits, wanted)

    def _widen(self, row: _Row, end: int, edits: list[Splice], wanted: RowEdits) -> None:
        """Take over the edits of a row; its start tag must allow for cells, and span them."""
        tag = self._xml[row.start : row.open_end]
        first, colon, last = row.attributes.get("spans", "").partition(":")
        if colon and _whole(first) and _whole(last):
            spans = f"{first}:{max(_whole(last), wanted[1][-1].column)}"
            tag = set_attributes(tag, parse(tag, whole=False), {"spans": spans})[2]
        if row.open_end == end and tag.endswith(b"/>"):
            inside = b"".join(new for _, _, new in edits)
            close = f"</{self._prefix}row>".encode()
            self.splices.append((row.start, end, tag[:-2].rstrip() + b">" + inside + close))
        else:
            self.splices += [(row.start, row.open_end, tag), *edits]

    def _add_missing(self, at: int, before: int) -> None:
        """Add the rows that are not there and come before a row."""
        while self._next is not None and self._next[0] < before:
            self.splices.append((at, at, self._writer.new_row(self._next)))
            self._next = next(self._wanted, None)

    def _end_rows(self) -> None:
        self.end = self._end_of(self.start)
        opened = tag_end(self._xml, self.start)
        if self.end != opened:
            self._add_missing(self._parser.CurrentByteIndex, MOST_SHEET_ROWS + 1)
            return
        self._add_missing(opened, MOST_SHEET_ROWS + 1)
        inside = b"".join(new for _, _, new in self.splices)
        tag = self._xml[self.start : opened - 2].rstrip()
        close = f"</{self._prefix}sheetData>".encode()
        self.splices = [(self.start, self.end, tag + b">" + inside + close)] if inside else []


def _whole(text: str) -> int:
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
