"""What a cell of a table can hold, how it reads as text, and how cells are addressed."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from attrs import frozen

__all__ = [
    "MOST_COLUMNS",
    "MOST_SHEET_ROWS",
    "Area",
    "Cell",
    "ErrorCell",
    "UncachedFormula",
    "area_of",
    "cell_name",
    "column_letters",
    "column_number",
    "is_blank",
    "span_text",
    "text_of",
    "whole_if_integral",
]

MOST_COLUMNS = 16_384
MOST_SHEET_ROWS = 1_048_576

_AREA = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})(?::\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6}))?")
_EXACT_FLOAT = 2.0**53


@frozen
class ErrorCell:
    """A cell whose formula failed; an error only where a value is needed.

    Attributes:
        code: Such as ``#N/A`` or ``#DIV/0!``.
    """

    code: str


@frozen
class UncachedFormula:
    """A cell with a formula whose result was never stored; an error where a value is needed."""


Cell = str | int | float | bool | date | datetime | None | ErrorCell | UncachedFormula
"""The value of one cell: text from text files, typed values from sheets, frames and JSON."""


def text_of(cell: Cell) -> str:
    """Return a cell as text, as identifiers and labels need it.

    Numbers without a fraction lose their ``.0`` (a spreadsheet stores 117 as 117.0), dates are
    written ISO 8601, truth values as spreadsheets show them, and nothing as the empty text.

    Example:
        >>> [text_of(cell) for cell in (117.0, 2.5, None, True, date(2026, 3, 1))]
        ['117', '2.5', '', 'TRUE', '2026-03-01']
    """
    if isinstance(cell, str):
        return cell
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(whole_if_integral(cell))
    return _text_of_other(cell)


def _text_of_other(cell: int | date | ErrorCell | UncachedFormula) -> str:
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, ErrorCell):
        return cell.code
    if isinstance(cell, UncachedFormula):
        return "(formula without a stored result)"
    return str(cell)


def whole_if_integral(number: float) -> int | float:
    """Return 3 for 3.0; a float stays one where it has a fraction or is beyond 2^53."""
    if abs(number) <= _EXACT_FLOAT and number == int(number):
        return int(number)
    return number


def span_text(span: time | timedelta) -> str:
    """Return a time of day, or a duration, as hours, minutes and seconds.

    Example:
        >>> span_text(timedelta(hours=36, minutes=5))
        '36:05:00'
    """
    if isinstance(span, time):
        return span.isoformat()
    sign = "-" if span < timedelta() else ""
    seconds, rest = divmod(abs(span), timedelta(seconds=1))
    fraction = f".{rest.microseconds:06d}".rstrip("0") if rest else ""
    return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}{fraction}"


def is_blank(cell: Cell) -> bool:
    """Return whether a cell holds nothing but white space."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


@frozen
class Area:
    """A rectangle of cells; rows and columns are counted from 1, the last ones included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


def area_of(text: str) -> Area | None:
    """Return the rectangle an address such as ``A5:H40`` names, or None if it names none.

    Example:
        >>> area_of("B2:C3")
        Area(first_row=2, first_column=2, last_row=3, last_column=3)
    """
    found = _AREA.fullmatch(text.strip().upper())
    if found is None:
        return None
    columns = sorted((column_number(found[1]), column_number(found[3] or found[1])))
    rows = sorted((int(found[2]), int(found[4] or found[2])))
    if columns[1] > MOST_COLUMNS or rows[1] > MOST_SHEET_ROWS:
        return None
    return Area(rows[0], columns[0], rows[1], columns[1])


def column_number(letters: str) -> int:
    """Return 1 for A, 27 for AA, 16,384 for XFD.

    Example:
        >>> column_number("XFD")
        16384
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def column_letters(number: int) -> str:
    """Return the letters of a column counted from 1.

    Example:
        >>> column_letters(28)
        'AB'
    """
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def cell_name(row: int, column: int) -> str:
    """Return the address of a cell, row and column counted from 1.

    Example:
        >>> cell_name(7, 3)
        'C7'
    """
    return f"{column_letters(column)}{row}"
