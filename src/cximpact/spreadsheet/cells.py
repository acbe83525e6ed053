"""What is to be written into a workbook: cells, and the areas that are ours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal

from attrs import Factory, field, frozen

from cximpact.intake.files.cells import Area

__all__ = [
    "CellValue",
    "ColumnBlock",
    "Formula",
    "Look",
    "OwnedArea",
    "Put",
    "SheetBlock",
    "Validation",
]


@frozen
class Formula:
    """A formula and the result that is stored with it.

    Attributes:
        text: Without the equals sign, in the notation of the file format: English names of
            functions, commas between arguments.
        value: What it gives; the reader sees this until the workbook is calculated anew.
    """

    text: str
    value: float | str | bool


CellValue = str | float | int | bool | date | Formula | None
"""What a cell can be given. Text is always text: it never becomes a formula, link or markup."""


@frozen
class Look:
    """How a cell looks; what is left out stays as in the style the cell starts from.

    Attributes:
        number: A number format, such as ``+0.0;-0.0;0.0``.
        bold: Whether its text is bold.
        italic: Whether it is in italics.
        size: Height of the letters in points; 0 leaves it.
        color: Color of the letters, as RRGGBB.
        fill: Color behind them, as RRGGBB.
        wrap: Whether long text is broken into lines.
        align: Where its text stands.
        top: Whether it stands at the top of a high row.
        border: Whether a thin line surrounds it.
        unlocked: Whether it may be changed on a protected sheet.
    """

    number: str = ""
    bold: bool = False
    italic: bool = False
    size: float = 0
    color: str = ""
    fill: str = ""
    wrap: bool = False
    align: Literal["", "left", "center", "right"] = ""
    top: bool = False
    border: bool = False
    unlocked: bool = False


@frozen
class Put:
    """One cell of a sheet of ours."""

    value: CellValue
    look: Look = Look()


@frozen(eq=False)
class ColumnBlock:
    """A column of results beside a table of the user's.

    Attributes:
        key: What it is owned as, such as ``column.action``.
        sheet: The sheet.
        column: Where it goes, counted from 1.
        header_row: The row of its header, counted from 1.
        header: Its header.
        rows: The rows of its values, ascending.
        values: One per row.
        look: How its values look, over the style of the cell at their left.
        width: How wide the column becomes, in characters, if nobody has set a width; 0 leaves it.
    """

    key: str
    sheet: str
    column: int
    header_row: int
    header: str
    rows: Sequence[int] = field(repr=False)
    values: Sequence[CellValue] = field(repr=False)
    look: Look = Look()
    width: float = 0


@frozen
class Validation:
    """What may be typed into an area of a sheet of ours.

    Attributes:
        area: The cells.
        kind: ``decimal`` between `least` and `most`, or ``list`` of `choices`.
        least: The least number.
        most: The largest number; None for no limit.
        choices: What may be chosen.
        title: Heading of the note shown while the cell is selected.
        prompt: That note; also shown when something else is typed.
    """

    area: Area
    kind: Literal["decimal", "list"]
    least: float = 0
    most: float | None = None
    choices: tuple[str, ...] = ()
    title: str = ""
    prompt: str = ""


@frozen(eq=False)
class SheetBlock:
    """A sheet of ours: its cells from A1, and how it is laid out when it is new.

    Attributes:
        key: What its area is owned as, such as ``sheet.recommendations``.
        title: The name of the sheet when it is new; the user may rename it.
        rows: Its cells, row by row; None leaves a cell blank. Rows may differ in length.
        widths: Widths of the first columns, in characters.
        freeze: How many rows and columns stay in sight.
        validations: What may be typed where.
        landscape: Whether it is printed in landscape, one page wide.
        names: Names defined for cells of it, such as ``cx_budget``: name to area.
    """

    key: str
    title: str
    rows: Sequence[Sequence[Put | None]] = field(repr=False)
    widths: tuple[float, ...] = ()
    freeze: tuple[int, int] = (0, 0)
    validations: tuple[Validation, ...] = ()
    landscape: bool = True
    names: Mapping[str, Area] = Factory(dict)


@frozen
class OwnedArea:
    """Cells of a workbook that an earlier run wrote, and may write again."""

    sheet: str
    area: Area
