"""The sheet Settings: everything a workspace and its scorecard say that has no sheet of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from cximpact.intake.files.cells import Area, is_blank, text_of
from cximpact.intake.files.marks import Data, KeyPath
from cximpact.spreadsheet.template.content import PARTS, Content
from cximpact.spreadsheet.template.gathered_values import ROUND, SCORECARD, Found, Value
from cximpact.spreadsheet.template.leaves import leaves
from cximpact.spreadsheet.template.meanings import meaning
from cximpact.spreadsheet.template.paths import parse_path, path_text
from cximpact.spreadsheet.template.values import (
    KINDS,
    Shown,
    UnreadableValueError,
    read_value,
    shown_value,
)

if TYPE_CHECKING:
    from cximpact.intake.files.documents import Document
    from cximpact.spreadsheet.template.canvas import Canvas, Sheet
    from cximpact.spreadsheet.template.regions import Region

__all__ = ["ELSEWHERE", "read_settings", "write_settings"]

ELSEWHERE = "on sheet "
"""How the kind of a value begins that has its cell on another sheet."""

_TITLE = "Settings"
_TOP = 4
_HEADERS = ("Belongs to", "Setting", "Value", "Kind", "What it means")
_WIDTHS = (12, 44, 50, 16, 70)
_NOTES = (
    "The round of decisions, or the scorecard it is held against.",
    "Where the value belongs. Positions in a list stand in brackets.",
    "Change what you need. A blank line, or a blank value, states nothing.",
    "What the value is; blank: as the cell shows it.",
)
_ASKED = (("title",), ("as_of",), ("currency",))
_SPARE = 60
_NAMES = {ROUND: "Round", SCORECARD: "Scorecard"}
_SCHEMAS = {ROUND: "workspace", SCORECARD: "scorecard"}


def write_settings(
    canvas: Canvas, content: Content, key: str, taken: Mapping[tuple[str, KeyPath], str]
) -> None:
    """Write the sheet.

    Args:
        canvas: The workbook.
        content: What goes into it.
        key: The name its cells are found by.
        taken: Values that have their cell on another sheet, with its title.
    """
    sheet = canvas.sheet(_TITLE, "#7F7F7F")
    sheet.made.set_row(0, 24)
    sheet.put(0, 0, _TITLE, "title")
    sheet.put(
        1,
        0,
        "First fill in the three yellow lines at the top. The rest is for whoever keeps the "
        "scorecard.",
        "help",
    )
    sheet.put(
        2,
        0,
        "It holds everything that has no sheet of its own; lines whose value stands on another "
        "sheet are hidden.",
        "help",
    )
    for at, (header, width) in enumerate(zip(_HEADERS, _WIDTHS, strict=True)):
        sheet.made.set_column(at, at, width)
        sheet.put(_TOP, at, header, "header")
        if at < len(_NOTES):
            sheet.note(_TOP, at, _NOTES[at])
    row = _TOP + 1
    for part, path, shown in _shown(content, taken):
        _line(sheet, row, part, path, shown)
        row += 1
    sheet.own(key, Area(_TOP + 1, 1, _TOP + 1, len(_HEADERS)))
    _finish(sheet, row)


def _finish(sheet: Sheet, row: int) -> None:
    sheet.made.freeze_panes(_TOP + 1, 2)
    sheet.made.autofilter(_TOP, 0, max(row - 1, _TOP + 1), len(_HEADERS) - 1)
    rows = (_TOP + 1, row + _SPARE)
    sheet.canvas.register("belongs to", tuple(_NAMES.values()))
    sheet.choose(rows, 0, "belongs to")
    sheet.canvas.register("setting kinds", KINDS)
    sheet.choose(rows, 3, "setting kinds")
    sheet.made.ignore_errors({"number_stored_as_text": f"B{_TOP + 2}:C{row + _SPARE}"})
    sheet.printed(repeat=_TOP)


def _shown(
    content: Content, taken: Mapping[tuple[str, KeyPath], str]
) -> Iterator[tuple[str, KeyPath, Shown]]:
    """Yield the settings: what everybody fills in first, then in the order of the documents."""
    data = content.round.data
    for asked in _ASKED:
        stated = data.get(asked[0]) if isinstance(data, dict) else None
        shown = Shown(None, "text") if stated is None else _value(content.round, asked, stated)
        yield ROUND, asked, shown
    references = {each.at: each.here for each in content.references}
    for part, document in ((ROUND, content.round), (SCORECARD, content.scorecard)):
        for path, value in leaves(document.data):
            if part == ROUND and (path in _ASKED or _is_row(path)):
                continue
            title = taken.get((part, path))
            here = references.get(path_text(path)) if part == ROUND else None
            if title is not None:
                yield part, path, Shown(None, ELSEWHERE + title)
            else:
                yield part, path, _value(document, path, value if here is None else here)


def _value(document: Document, path: KeyPath, value: Data) -> Shown:
    return shown_value(document, path, value)


def _is_row(path: KeyPath) -> bool:
    return len(path) > 1 and path[0] in PARTS and path[1] == "rows"


def _line(sheet: Sheet, row: int, part: str, path: KeyPath, shown: Shown) -> None:
    is_asked = part == ROUND and path in _ASKED
    sheet.put(row, 0, _NAMES[part], "text")
    sheet.put(row, 1, path_text(path), "long")
    sheet.put(row, 2, shown.cell, "input" if is_asked else "setting")
    sheet.put(row, 3, shown.kind, "text")
    told = meaning(_SCHEMAS[part], path)
    sheet.put(row, 4, told, "help_long")
    if shown.kind.startswith(ELSEWHERE):
        sheet.made.set_row(row, None, None, {"hidden": True})
    else:
        sheet.heighten(row, [(shown.cell, _WIDTHS[2]), (told, _WIDTHS[4])])
    if is_asked and path == ("currency",):
        sheet.choose((row, row), 2, "currencies")


def read_settings(region: Region, found: Found) -> None:
    """Read the sheet.

    Args:
        region: Its lines.
        found: Takes the values, the places of those that stand elsewhere, and the problems.
    """
    parts = {name.casefold(): part for part, name in _NAMES.items()}
    for row, cells in region.lines():
        name, setting, cell, kind = (*cells, None, None, None, None)[:4]
        if is_blank(setting):
            continue
        part = parts.get(text_of(name).strip().casefold())
        path = parse_path(text_of(setting))
        if part is None or path is None:
            at, expected = (0, "Round or Scorecard") if part is None else (1, "a path of keys")
            value = text_of(cells[at])
            found.problem("not a setting", region.place(row, at), value=value, expected=expected)
            continue
        _take(region, found, row, (part, path), (cell, text_of(kind).strip()))


def _take(
    region: Region, found: Found, row: int, at: tuple[str, KeyPath], stated: tuple[object, str]
) -> None:
    cell, kind = stated
    if kind.startswith(ELSEWHERE):
        found.expect(at)
        return
    if is_blank(cell) and kind not in KINDS[3:7]:  # type: ignore[arg-type]
        return
    try:
        value, written = read_value(cell, kind)  # type: ignore[arg-type]
    except UnreadableValueError as error:
        place = region.place(row, 2)
        found.problem("not a setting", place, value=text_of(cell), expected=str(error))  # type: ignore[arg-type]
        return
    found.add(at, Value(value, row, region.sheet, written), region.place(row, 1))
