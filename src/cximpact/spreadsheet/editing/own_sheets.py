"""Sheets of ours: new ones, and their cells."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from attrs import evolve

from cximpact.intake.files.cells import Area, cell_name
from cximpact.spreadsheet.editing.column_plan import DATE_NUMBER
from cximpact.spreadsheet.editing.lanes import Lane, emptied_rows, plan_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cximpact.spreadsheet.cells import Look, Put, SheetBlock
    from cximpact.spreadsheet.editing.lanes import Plan, RowEdits

__all__ = ["area_of_sheet", "blank_sheet", "free_title", "hides", "row_heights", "sheet_plan"]

_LONGEST_TITLE = 31
_LINE_HEIGHT = 15.0
_HIGHEST = 405.0
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"


def area_of_sheet(block: SheetBlock) -> Area:
    """Return the cells of a sheet of ours; A1 at least."""
    width = max((len(row) for row in block.rows), default=1)
    return Area(1, 1, max(len(block.rows), 1), max(width, 1))


def free_title(title: str, taken: Sequence[str]) -> str:
    """Return a name for a sheet that no other has; letter case does not count.

    Example:
        >>> free_title("CX method", ["cx method"])
        'CX method 2'
    """
    used = {name.casefold() for name in taken}
    number, shown = 1, title[:_LONGEST_TITLE]
    while shown.casefold() in used:
        number += 1
        ending = f" {number}"
        shown = title[: _LONGEST_TITLE - len(ending)] + ending
    return shown


def blank_sheet(block: SheetBlock, *, strict: bool) -> bytes:
    """Return the XML of a new sheet, laid out and without cells."""
    page = ' orientation="landscape"' if block.landscape else ' orientation="portrait"'
    xml = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<worksheet xmlns="{_STRICT if strict else _MAIN}">'
        '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><dimension ref="A1"/>'
        f'<sheetViews><sheetView showGridLines="0" workbookViewId="0">{_pane(block.freeze)}'
        '</sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/>'
        f"{_columns(block.widths)}<sheetData/>"
        '<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
        f'<pageSetup paperSize="9"{page} fitToHeight="0"/></worksheet>'
    )
    return xml.encode()


def _pane(freeze: tuple[int, int]) -> str:
    rows, columns = freeze
    if not rows and not columns:
        return ""
    across = f' xSplit="{columns}"' if columns else ""
    down = f' ySplit="{rows}"' if rows else ""
    where = ("bottom" if rows else "top") + ("Right" if columns else "Left")
    corner = cell_name(rows + 1, columns + 1)
    pane = f'<pane{across}{down} topLeftCell="{corner}" activePane="{where}" state="frozen"/>'
    return f'{pane}<selection pane="{where}"/>'


def _columns(widths: Sequence[float]) -> str:
    each = "".join(
        f'<col min="{at}" max="{at}" width="{width:g}" customWidth="1"/>'
        for at, width in enumerate(widths, 1)
        if width > 0
    )
    return f"<cols>{each}</cols>" if each else ""


def sheet_plan(block: SheetBlock, old: Area | None, plain: frozenset[int] = frozenset()) -> Plan:
    """Return what is to be written into a sheet of ours.

    Args:
        block: The sheet.
        old: The area that was ours before.
        plain: Formats we gave to cells of such sheets ourselves; they are replaced.
    """
    area = area_of_sheet(block)
    lanes = _Lanes(old, plain)
    groups = [lambda: _rows(block, lanes, area.last_column)]
    areas = [area]
    if old is not None:
        columns = range(old.first_column, old.last_column + 1)
        below = [lanes.lane(column) for column in columns]
        groups.insert(0, lambda: emptied_rows(below, range(old.first_row, old.last_row + 1)))
        areas.append(old)
    return plan_of(groups, areas)


def row_heights(block: SheetBlock) -> dict[int, float]:
    """Return the rows with texts of several lines, and how high they must be to show them."""
    found = {}
    for number, row in enumerate(block.rows, 1):
        lines = max(
            (_lines(put, width) for put, width in zip(row, block.widths, strict=False)), default=1
        )
        if lines > 1:
            found[number] = min(lines * _LINE_HEIGHT, _HIGHEST)
    return found


def _lines(put: Put | None, width: float) -> int:
    if put is None or not put.look.wrap or not isinstance(put.value, str):
        return 1
    room = max(int(width), 1)
    return sum(max(-(-len(part) // room), 1) for part in put.value.split("\n"))


def hides(block: SheetBlock, merged: Area) -> bool:
    """Return whether merged cells would hide something that is written: all but the first do."""
    rows = block.rows[merged.first_row - 1 : merged.last_row]
    for down, row in enumerate(rows):
        for across, put in enumerate(row[merged.first_column - 1 : merged.last_column]):
            if (down or across) and put is not None and put.value not in (None, ""):
                return True
    return False


class _Lanes:
    """Gives the lanes of a sheet, one per column and look."""

    def __init__(self, old: Area | None, plain: frozenset[int]) -> None:
        self._old, self._plain = old, plain
        self._lanes: dict[tuple[int, Look | None], Lane] = {}

    def lane(self, column: int, look: Look | None = None) -> Lane:
        lane = self._lanes.get((column, look))
        if lane is None:
            ours: tuple[range, ...] = ()
            old = self._old
            if old and old.first_column <= column <= old.last_column:
                ours = (range(old.first_row, old.last_row + 1),)
            lane = Lane(column, owned=ours, kept=ours, restyled=self._plain)
            lane = lane if look is None else evolve(lane, look=look)
            self._lanes[column, look] = lane
        return lane


def _rows(block: SheetBlock, lanes: _Lanes, width: int) -> Iterator[RowEdits]:
    for number, row in enumerate(block.rows, 1):
        puts = [*row, *[None] * (width - len(row))]
        together = tuple(_lane(lanes, column, put) for column, put in enumerate(puts, 1))
        yield number, together, [None if put is None else put.value for put in puts]


def _lane(lanes: _Lanes, column: int, put: Put | None) -> Lane:
    if put is not None and isinstance(put.value, date) and not put.look.number:
        return lanes.lane(column, evolve(put.look, number=DATE_NUMBER))
    return lanes.lane(column, put.look if put is not None else None)
