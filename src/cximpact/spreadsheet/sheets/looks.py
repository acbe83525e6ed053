"""How cells of our sheets look, and the rows that all of them are made of."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from cximpact.spreadsheet.cells import CellValue, Look, Put
from cximpact.spreadsheet.results import POINTS, SHARE

__all__ = [
    "COUNT",
    "DATE",
    "FIGURE",
    "HEADER",
    "MONEY",
    "NOTE",
    "PART",
    "POINTS_CELL",
    "RANK",
    "SHARE_CELL",
    "TEXT",
    "TITLE",
    "Row",
    "headers",
    "line",
    "row",
]

Row = Sequence[Put | None]

TITLE = Look(bold=True, size=14)
PART = Look(bold=True, size=12)
NOTE = Look(italic=True, color="595959")
HEADER = Look(bold=True, fill="DDE6EE", wrap=True, top=True, border=True)
TEXT = Look(number="@", wrap=True, top=True, align="left")
POINTS_CELL = Look(number=POINTS, top=True, align="right")
SHARE_CELL = Look(number=SHARE, top=True, align="right")
RANK = Look(number="0", top=True, align="center")
COUNT = Look(number="#,##0", top=True, align="right")
MONEY = Look(number="#,##0.00", top=True, align="right")
FIGURE = Look(number="0.000", top=True, align="right")
DATE = Look(number="yyyy-mm-dd", top=True, align="left")


def line(text: str, look: Look = TEXT) -> Row:
    """Return a row of one text, which runs over the empty cells at its right."""
    plain = Look(bold=look.bold, italic=look.italic, size=look.size, color=look.color, align="left")
    return (Put(text, plain),)


def headers(names: Sequence[str]) -> Row:
    """Return a row of headers."""
    return tuple(Put(name, HEADER) for name in names)


def row(values: Sequence[Any], looks: Sequence[Look]) -> Row:
    """Return a row of values; None leaves a cell blank."""
    return tuple(
        None if value is None or value == "" else Put(_cell(value), look)
        for value, look in zip(values, looks, strict=True)
    )


def _cell(value: Any) -> CellValue:
    if isinstance(value, Decimal):
        return float(value)
    found: CellValue = value
    return found
