"""One pass over the XML of a sheet: how far it reaches, and which cells hold no true value.

The fast reader used for the values lays out every cell between the first and the last, so that
two far corners exhaust memory and end the process; and it shows failed formulas as empty cells.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from xml.parsers import expat

from attrs import Factory, define

from cximpact.intake.files.cells import (
    MOST_COLUMNS,
    MOST_SHEET_ROWS,
    ErrorCell,
    UncachedFormula,
    cell_name,
    column_number,
)
from cximpact.intake.files.xlsx_calamine import BEYOND_ALL_DAYS

if TYPE_CHECKING:
    from cximpact.intake.files.problems import ProblemLog

__all__ = ["SheetScan", "has_values", "refuse_extent", "scan_sheet"]

_MOST_CELLS = 50_000_000
# Real tables are dense; an area this large with next to nothing in it is a stray far cell.
_SPARSE_CELLS = 5_000_000
_SPARSE_SHARE = 100
_FAR = 10**9
_DIGITS = "0123456789"
_LONGEST_INDEX = 15
_KINDS = {None, "n", "s", "str", "inlineStr", "b", "e", "d"}


@define(eq=False)
class SheetScan:
    """What a sheet's XML tells before its values are read; all counted from 1.

    Attributes:
        first_row: The first row with a value.
        last_row: The last row with a value; 0 if there is none.
        first_column: The first column with a value.
        last_column: The last column with a value.
        values: The number of cells with a value or formula.
        marks: The cells whose formula failed or has no stored result, by row and column.
        styled: Style and number of the cells that hold, in a style, a number that no day has.
    """

    first_row: int = _FAR
    last_row: int = 0
    first_column: int = _FAR
    last_column: int = 0
    values: int = 0
    marks: dict[tuple[int, int], ErrorCell | UncachedFormula] = Factory(dict)
    styled: dict[tuple[int, int], tuple[str, float]] = Factory(dict)

    def reach(self, row: int, column: int) -> None:
        """Take one more cell into account."""
        self.values += 1
        if row > self.last_row:
            self.last_row = row
        if row < self.first_row:
            self.first_row = row
        if column > self.last_column:
            self.last_column = column
        if column < self.first_column:
            self.first_column = column


class _FoundError(Exception):
    """Ends a pass that has seen enough."""


def scan_sheet(xml: bytes) -> SheetScan:
    """Return the extent of a sheet, and its cells that hold no true value.

    Args:
        xml: The part of the sheet, known to be without DOCTYPE.

    Raises:
        xml.parsers.expat.ExpatError: The XML is damaged.
        ValueError: A cell has an address that no sheet has.
    """
    scanner = _Scanner()
    scanner.run(xml)
    return scanner.scan


def has_values(xml: bytes) -> bool:
    """Return whether any cell of a sheet holds a value; stops at the first."""
    scanner = _Scanner(stop_at_first=True)
    try:
        scanner.run(xml)
    except _FoundError:
        return True
    return scanner.scan.values > 0


def refuse_extent(scan: SheetScan, sheet: str, log: ProblemLog) -> None:
    """Note a sheet whose values reach too far apart.

    Raises:
        InputError: They do.
    """
    if not scan.values:
        return
    rows = scan.last_row - scan.first_row + 1
    columns = scan.last_column - scan.first_column + 1
    is_sparse = rows * columns > max(_SPARSE_CELLS, _SPARSE_SHARE * scan.values)
    if rows * columns > _MOST_CELLS or is_sparse:
        log.add(
            f"the values of the sheet span {rows:,} rows and {columns:,} columns",
            sheet=sheet,
            cell=cell_name(scan.last_row, scan.last_column),
            expected=f"at most {_SPARSE_CELLS if is_sparse else _MOST_CELLS:,} cells",
            hint="delete what stands far from the table",
        )
    log.raise_any()


class _Scanner:
    """Takes start tags one by one; cells are judged when the next thing begins."""

    def __init__(self, *, stop_at_first: bool = False) -> None:
        self.scan = SheetScan()
        self._stop = stop_at_first
        self._parser: Any = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._prefix: str | None = None
        self._numbers: dict[str, int] = {}
        self._row = self._column = 0
        self._is_error = self._is_text = self._is_formula = self._has_result = False
        self._is_shared = self._has_value = False
        self._style: str | None = None
        self._is_counted = True
        self._text: list[str] | None = None

    def run(self, xml: bytes) -> None:
        self._parser.Parse(xml, True)
        self._end_cell()

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if self._prefix is None:
            self._prefix = name[: name.rfind(":") + 1]
        tag = name[name.rfind(":") + 1 :]
        if tag == "c":
            self._end_cell()
            self._cell(attributes)
        elif tag == "v" or tag == "is":
            self._refuse_second_value(name)
            self._value(is_inline=tag == "is")
        elif tag == "row":
            self._end_cell()
            self._begin_row(attributes.get("r"))
        elif tag == "f" and name.startswith(self._prefix):
            # Sparklines further down have an <xm:f>, which is no formula of a cell.
            self._is_formula = True
            self._count()

    def _refuse_second_value(self, name: str) -> None:
        """Readers differ in which of two values they take, or join them."""
        if self._has_value and name.startswith(self._prefix or ""):
            raise ValueError(f"{cell_name(self._row, self._column)} has two values")
        self._has_value = True

    def _begin_row(self, number: str | None) -> None:
        self._row = self._row + 1 if number is None else _row_number(number)
        self._column = 0
        self._check_address()

    def _cell(self, attributes: dict[str, str]) -> None:
        address = attributes.get("r")
        if address is None:
            self._column += 1
        else:
            self._locate(address)
        self._check_address()
        kind = attributes.get("t")
        if kind not in _KINDS:
            raise ValueError(f"{cell_name(self._row, self._column)} is of no known kind")
        self._is_error, self._is_text, self._is_shared = kind == "e", kind == "str", kind == "s"
        self._style = attributes.get("s") if kind in (None, "n") else None
        self._is_formula = self._has_result = self._is_counted = self._has_value = False

    def _locate(self, address: str) -> None:
        letters = address.rstrip(_DIGITS)
        column = self._numbers.get(letters)
        if column is None:
            if not (letters.isascii() and letters.isalpha() and len(letters) <= 3):
                raise ValueError(f"no sheet has a cell {address[:20]}")
            column = self._numbers[letters] = column_number(letters.upper())
        self._row, self._column = _row_number(address[len(letters) :]), column

    def _check_address(self) -> None:
        if self._row > MOST_SHEET_ROWS or self._column > MOST_COLUMNS:
            raise ValueError("a cell lies beyond the last row or column that a sheet can have")

    def _value(self, *, is_inline: bool) -> None:
        self._count()
        if is_inline:
            self._has_result = True
            return
        self._has_result = not (self._is_error or self._is_formula)
        if not self._has_result or self._is_shared or self._style:
            self._text = []
            self._parser.CharacterDataHandler = self._text.append

    def _count(self) -> None:
        if not self._is_counted:
            self._is_counted = True
            self.scan.reach(self._row, self._column)
            if self._stop:
                raise _FoundError

    def _end_cell(self) -> None:
        text = None
        if self._text is not None:
            content = "".join(self._text)
            self._text = self._parser.CharacterDataHandler = None
            self._judge(content)
            text = content.strip()
        if not (self._is_error or self._is_formula):
            return
        at = (self._row, self._column)
        if self._is_error and text is not None:
            self.scan.marks[at] = ErrorCell(text or "#N/A")
        elif self._is_formula and not (self._has_result or text or (text == "" and self._is_text)):
            self.scan.marks[at] = UncachedFormula()
        self._is_error = self._is_formula = False

    def _judge(self, text: str) -> None:
        """Look at what the reader would misread without a word, or die of."""
        if self._is_shared and text and not _is_index(text):
            # The reader would take the first of all shared texts.
            raise ValueError(f"{cell_name(self._row, self._column)} refers to no shared text")
        if self._style:
            try:
                number = float(text)
            except ValueError:
                return
            if number < 0 or number >= BEYOND_ALL_DAYS:
                self.scan.styled[self._row, self._column] = (self._style, number)


def _is_index(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= _LONGEST_INDEX


def _row_number(digits: str) -> int:
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 7 and int(digits)):
        raise ValueError(f"no sheet has a row {digits[:20]}")
    return int(digits)
