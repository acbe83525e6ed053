"""The sheet Budgets: what may be spent, one line per budget."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from cximpact.intake.files.cells import Area, Cell, is_blank, text_of
from cximpact.intake.files.marks import Data, KeyPath
from cximpact.spreadsheet.template.exact import as_cell, is_exact_number, is_writable
from cximpact.spreadsheet.template.fields import FIELDS
from cximpact.spreadsheet.template.gathered_values import ROUND, Found, Value
from cximpact.spreadsheet.template.lists import mapping_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cximpact.spreadsheet.template.canvas import Canvas, Sheet
    from cximpact.spreadsheet.template.regions import Region

__all__ = ["read_budgets", "write_budgets"]

_TITLE = "Budgets"
_ROW = 3
_FIELDS = FIELDS["budgets_from"]
_WHERE = ("fund", "category", "period", "unit")
_LINES = 20
_MONEY = re.compile(r"([A-Z]{3}) ([0-9]+(?:\.[0-9]+)?)", re.ASCII)
_AMOUNT = {"validate": "decimal", "criteria": ">=", "value": 0, "error_type": "warning"}


def write_budgets(canvas: Canvas, budgets: Any, key: str) -> dict[tuple[str, KeyPath], str]:
    """Write the sheet.

    Args:
        canvas: The workbook.
        budgets: What the workspace says of budgets.
        key: The name its cells are found by.

    Returns:
        The values that have their cell here, with the title of the sheet.
    """
    sheet = canvas.sheet(_TITLE, "#548235")
    _headers(sheet)
    taken: list[KeyPath] = []
    row = _ROW + 1
    for name, said in mapping_at({"budgets": budgets}, "budgets").items():
        if is_writable(name) and _is_plain(said):
            taken += _line(sheet, row, name, said)
            row += 1
    sheet.own(key, Area(_ROW + 1, 1, _ROW + 1, len(_FIELDS)))
    _finish(sheet, row)
    return {(ROUND, path): sheet.title for path in taken}


def _headers(sheet: Sheet) -> None:
    sheet.made.set_row(0, 24)
    sheet.put(0, 0, _TITLE, "title")
    sheet.put(
        1,
        0,
        "One line per budget. No line at all: money limits nothing, and value alone decides.",
        "help",
    )
    for at, field in enumerate(_FIELDS):
        sheet.made.set_column(at, at, field.width, sheet.canvas.look(field.form))
        sheet.put(_ROW, at, field.header, "header")
        sheet.note(_ROW, at, field.note)
    sheet.made.set_row(_ROW, 32)


def _finish(sheet: Sheet, row: int) -> None:
    last = row + _LINES
    for at, field in enumerate(_FIELDS):
        if field.choices:
            sheet.choose((_ROW + 1, last), at, field.choices)
    text = "An amount from 0 up."
    more = {"error_title": "Not an amount", "error_message": text}
    sheet.made.data_validation(_ROW + 1, 1, last, 1, {**_AMOUNT, **more})
    names = [
        {"header": field.header, "header_format": sheet.canvas.look("header")} for field in _FIELDS
    ]
    sheet.made.add_table(
        *(_ROW, 0, last, len(_FIELDS) - 1),
        {"name": sheet.canvas.table_name(_TITLE), "style": "Table Style Light 1", "columns": names},
    )
    sheet.made.freeze_panes(_ROW + 1, 1)
    sheet.printed(repeat=_ROW)


def _is_plain(said: Any) -> bool:
    """Return whether a budget can be said in one line of single values."""
    if not isinstance(said, dict):
        return _is_amount(said)
    where = said.get("where", {})
    if (
        not _is_amount(said.get("limit"))
        or not isinstance(where, dict)
        or set(said) - {"limit", "where"}
    ):
        return False
    return set(where) <= set(_WHERE) and all(map(_is_single, where.values()))


def _is_amount(said: Any) -> bool:
    if isinstance(said, str):
        return is_writable(said) and bool(said.strip())
    is_number = isinstance(said, int | float) and not isinstance(said, bool)
    return (
        is_number and is_exact_number(said) and not (isinstance(said, float) and said == int(said))
    )


def _is_single(value: Any) -> bool:
    if isinstance(value, str):
        return is_writable(value) and bool(value.strip())
    return isinstance(value, int | float) and is_exact_number(value)


def _line(sheet: Sheet, row: int, name: str, said: Any) -> Iterator[KeyPath]:
    whole: Mapping[str, Any] = said if isinstance(said, dict) else {"limit": said}
    amount, currency = _parts(whole["limit"])
    where = whole.get("where", {})
    cells = (name, amount, currency, *(where.get(key) for key in _WHERE))
    for at, cell in enumerate(cells):
        sheet.put(row, at, cell, _FIELDS[at].form)
    yield ("budgets", name, "limit") if isinstance(said, dict) else ("budgets", name)
    yield from (("budgets", name, "where", key) for key in _WHERE if key in where)


def _parts(limit: str | float) -> tuple[str | float, str | None]:
    """Return amount and currency; a limit written in any other way stays as it is."""
    found = _MONEY.fullmatch(limit) if isinstance(limit, str) else None
    amount = as_cell(found[2], {}) if found else None
    if found and isinstance(amount, int | float):
        return amount, found[1]
    return limit, None


def read_budgets(region: Region, found: Found) -> None:
    """Read the sheet.

    Args:
        region: Its lines.
        found: Takes what they say.
    """
    for row, cells in region.lines():
        name = text_of(cells[0]).strip()
        padded = [*cells, *[None] * len(_FIELDS)]
        if not name:
            place = region.place(row, 0)
            found.problem("a budget without a name", place, expected="a short name")
            continue
        short, long = (ROUND, ("budgets", name)), (ROUND, ("budgets", name, "limit"))
        limit = _limit(padded[1], text_of(padded[2]).strip())
        if limit is not None:
            at = short if found.expects(short) else long
            found.add(at, Value(limit, row, region.sheet), region.place(row, 1))
        for column, key in enumerate(_WHERE, 3):
            if not is_blank(padded[column]):
                value = Value(_single(padded[column]), row, region.sheet)
                path: KeyPath = ("budgets", name, "where", key)
                found.add((ROUND, path), value, region.place(row, column))


def _limit(cell: Cell, currency: str) -> Data:
    if is_blank(cell):
        return None
    if currency:
        return f"{currency} {text_of(cell)}"
    return _single(cell)


def _single(cell: Cell) -> Data:
    return cell if isinstance(cell, str | int | float | bool) else text_of(cell)
