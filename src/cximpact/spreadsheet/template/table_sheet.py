"""A sheet for one table: a title, what to do, headers with notes, rows, lists to choose from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from cximpact.intake.files.cells import Area, Cell, column_letters
from cximpact.spreadsheet.template.content import EXAMPLE, Listed
from cximpact.spreadsheet.template.exact import as_cell
from cximpact.spreadsheet.template.fields import HELP, Field, field_of_headers
from cximpact.spreadsheet.template.lists import criteria_of, levels_of, mapping_at

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cximpact.spreadsheet.template.canvas import Canvas, Sheet

__all__ = ["HEADER_ROW", "level_note", "write_table"]

HEADER_ROW = 3
"""The row of the headers of every table, counted from 0."""

_COLORS = {"proposals": "#1F3864", "evidence": "#7F7F7F"}
_SPARE = 200
_MOST_EXCEL_HEADER = 255
_WIDEST = 50
_WIDE = 190


@frozen(eq=False)
class _Column:
    """How one column is shown."""

    header: str
    width: float
    look: str
    note: str = ""
    choices: str = ""
    is_read: bool = True
    words: Mapping[str, Any] = field(factory=dict)


def write_table(canvas: Canvas, listed: Listed, key: str, card: Any, lines: int) -> str:
    """Write the sheet of one table.

    Args:
        canvas: The workbook.
        listed: The table.
        key: The name its cells are found by.
        card: The scorecard's document, for criteria and their levels.
        lines: How many empty lines follow.

    Returns:
        The title that the sheet got.
    """
    sheet = canvas.sheet(listed.title, _COLORS.get(listed.part, "#8EA9C1"))
    columns = [_column(listed, header, at, card) for at, header in enumerate(listed.table.headers)]
    rows = _rows(listed)
    last = HEADER_ROW + max(len(rows) + lines, 1)
    _heading(sheet, listed)
    _body(sheet, columns, rows)
    _frame(sheet, listed, columns, last)
    _choices(canvas, sheet, columns, last + _SPARE)
    area = Area(HEADER_ROW + 1, 1, HEADER_ROW + 1, max(len(columns), 1))
    sheet.own(key, area)
    return sheet.title


def _rows(listed: Listed) -> list[list[Any]]:
    read = listed.said.get("read", {})
    cells = [[as_cell(cell, read) for cell in column] for column in listed.table.columns]
    rows: list[list[Any]] = [list(row) for row in zip(*cells, strict=True)]
    if listed.example:
        rows.insert(0, [listed.example.get(header) for header in listed.table.headers])
    return rows


def _heading(sheet: Sheet, listed: Listed) -> None:
    sheet.made.set_row(0, 24)
    sheet.put(0, 0, listed.title, "title")
    sheet.put(1, 0, HELP.get(listed.part, ""), "help")
    if listed.example:
        text = f"The line {EXAMPLE} shows how it is meant and does not count. Write over it."
        sheet.put(2, 0, text, "help")
    elif listed.file and listed.part == "evidence":
        sheet.put(2, 0, f"From {listed.file}; read by {', '.join(listed.blocks)}.", "help")


def _body(sheet: Sheet, columns: Sequence[_Column], rows: Sequence[Sequence[Any]]) -> None:
    for at, column in enumerate(columns):
        sheet.made.set_column(at, at, column.width, sheet.canvas.look(column.look))
        sheet.put(HEADER_ROW, at, column.header, "header" if column.is_read else "header_optional")
        if column.note:
            sheet.note(HEADER_ROW, at, column.note)
    for number, row in enumerate(rows, HEADER_ROW + 1):
        for at, value in enumerate(row):
            if value is not None:
                sheet.put(number, at, value, columns[at].look)
        long = [
            (cell, each.width)
            for cell, each in zip(row, columns, strict=True)
            if each.look == "long"
        ]
        sheet.heighten(number, long)


def _frame(sheet: Sheet, listed: Listed, columns: Sequence[_Column], last: int) -> None:
    """Freeze headers, make it an Excel table where headers allow that, set up printing."""
    made, right = sheet.made, max(len(columns) - 1, 0)
    made.set_row(HEADER_ROW, 32)
    fixed = 2 if listed.part == "proposals" and len(columns) > 2 else 1
    made.freeze_panes(HEADER_ROW + 1, fixed)
    headers = [column.header for column in columns]
    if _is_table(headers):
        shown = sheet.canvas.look("header")
        made.add_table(
            *(HEADER_ROW, 0, last, right),
            {
                "name": sheet.canvas.table_name(listed.title),
                "style": "Table Style Light 1",
                "columns": [{"header": header, "header_format": shown} for header in headers],
            },
        )
    elif columns:
        made.autofilter(HEADER_ROW, 0, last, right)
    cells = f"A{HEADER_ROW + 2}:{column_letters(right + 1)}{last + 1}"
    made.ignore_errors({"number_stored_as_text": cells})
    if listed.example:
        formula = f'=$A{HEADER_ROW + 2}="{EXAMPLE}"'
        look = {"type": "formula", "criteria": formula, "format": sheet.canvas.example_look()}
        made.conditional_format(HEADER_ROW + 1, 0, last, right, look)
    wide = sum(column.width for column in columns) > _WIDE
    sheet.printed(repeat=HEADER_ROW, across=2 if wide else 1)


def _is_table(headers: Sequence[str]) -> bool:
    """Excel's tables take only short headers of one line, all different whatever their case."""
    plain = all(
        len(each) <= _MOST_EXCEL_HEADER and each.isprintable() and "_x" not in each
        for each in headers
    )
    return bool(headers) and plain and len({each.casefold() for each in headers}) == len(headers)


def _choices(canvas: Canvas, sheet: Sheet, columns: Sequence[_Column], last: int) -> None:
    rows = (HEADER_ROW + 1, last)
    for at, column in enumerate(columns):
        key = column.choices
        if column.words:
            key = f"{sheet.title} {column.header}"
            canvas.register(key, list(column.words))
        if key:
            sheet.choose(rows, at, key, strict=key.startswith("level "))


def _column(listed: Listed, header: str, at: int, card: Any) -> _Column:
    """Return how a column is shown: by our field, by the criterion it answers, or plainly."""
    cells = listed.table.columns[at]
    known = field_of_headers(listed.part, listed.said, listed.table.headers).get(header)
    if known is not None:
        return _Column(
            *(header, known.width, known.form, known.note),
            choices=known.choices,
            words=_translated(listed, known),
        )
    criterion = _criterion(listed, header, card)
    if criterion:
        note = level_note(card, criterion)
        choices = f"level {criterion}" if _is_plain_rating(listed, criterion, card) else ""
        look = "money" if criterion in criteria_of(card, "quantity") else "number"
        return _Column(header, 14, look, note, choices)
    note = "" if listed.part == "evidence" else "A column of your own: nothing reads it by itself."
    is_read = _is_named(listed.said, header)
    return _Column(header, _width(header, cells), "text", "" if is_read else note, is_read=is_read)


def _translated(listed: Listed, known: Field) -> Mapping[str, Any]:
    """Return the words a column is written in, where the column map translates them."""
    stated = mapping_at(listed.said, "columns").get(known.name)
    return mapping_at(stated, "values")


def _criterion(listed: Listed, header: str, card: Any) -> str:
    """Return the criterion whose answers or amounts stand in a column of the list."""
    if listed.part != "proposals":
        return ""
    for key, kind in (("ratings", "rating"), ("quantities", "quantity")):
        mapped = mapping_at(listed.said, "columns", key)
        for name in criteria_of(card, kind):
            said = mapped.get(name, name)
            if header == said or (isinstance(said, dict) and header in said.values()):
                return name
    return ""


def _is_plain_rating(listed: Listed, criterion: str, card: Any) -> bool:
    said = mapping_at(listed.said, "columns", "ratings").get(criterion)
    return not isinstance(said, dict) and criterion in criteria_of(card, "rating")


def _is_named(said: Any, header: str) -> bool:
    """Return whether a header stands anywhere in what the workspace says of the table."""
    if isinstance(said, dict):
        return header in said or any(_is_named(each, header) for each in said.values())
    if isinstance(said, list | tuple):
        return any(_is_named(each, header) for each in said)
    return bool(said == header)


def level_note(card: Any, criterion: str) -> str:
    """Return the question of a criterion and the sentence of each of its levels."""
    said = mapping_at(card, "criteria", criterion)
    asked = [str(said[key]) for key in ("title", "question") if said.get(key)]
    if criterion in criteria_of(card, "rating"):
        levels = levels_of(card, criterion).items()
        asked += [f"{_signed(level)}  {words}" for level, words in levels if words]
    if criterion in criteria_of(card, "quantity") and said.get("unit"):
        asked.append(f"An amount in {said['unit']}.")
    return "\n".join(asked)


def _signed(level: str) -> str:
    return f"+{level}" if level.isdigit() and level != "0" else level


def _width(header: str, cells: Sequence[Cell]) -> float:
    longest = max([len(header) * 0.8, *(len(str(cell or "")) for cell in cells[:200])])
    return float(min(max(longest + 2, 9), _WIDEST))
