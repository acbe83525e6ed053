"""The sheet Weights: how much each side and each criterion counts, with the words of all levels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeGuard

from attrs import frozen

from cximpact.intake.files.cells import Area, Cell, column_letters, is_blank, text_of
from cximpact.intake.files.marks import KeyPath
from cximpact.spreadsheet.cells import Formula
from cximpact.spreadsheet.template.exact import is_exact_number, is_writable
from cximpact.spreadsheet.template.gathered_values import SCORECARD, Found, Value
from cximpact.spreadsheet.template.lists import levels_of, mapping_at

if TYPE_CHECKING:
    from cximpact.spreadsheet.template.canvas import Canvas, Sheet
    from cximpact.spreadsheet.template.regions import Region

__all__ = ["read_groups", "read_weights", "write_weights"]

_TITLE = "Weights"
_GROUPS = ("customer", "business")
_GROUP_ROW = 4
_ROW = _GROUP_ROW + len(_GROUPS) + 3
_HEADERS = ("Criterion", "Group", "Title", "Question", "Points", "Weight")
_KEYS = {"Group": "group", "Title": "title", "Question": "question", "Points": "weight"}
_WIDTHS = (22, 11, 24, 40, 9, 9)
_NOTES = (
    "The criterion's id, by which other sheets name it.",
    "Whose side it is on: customer or business.",
    "Its name for people.",
    "What raters are asked.",
    "How much the step from no change to best counts beside the same step on the other criteria of "
    "its group. Points are relative; they need not sum to 100.",
    "Its share of the whole value. It is worked out from the points.",
)
_MOST_LEVELS = 9
_LEVEL = 26
_POINTS = {"validate": "decimal", "criteria": ">=", "value": 0, "error_type": "stop"}


@frozen
class _Line:
    """One criterion on the sheet."""

    key: str
    said: Mapping[str, Any]
    points: float


def write_weights(
    canvas: Canvas, card: Any, keys: tuple[str, str]
) -> dict[tuple[str, KeyPath], str]:
    """Write the sheet.

    Args:
        canvas: The workbook.
        card: The scorecard's document.
        keys: The names that groups and criteria are found by.

    Returns:
        The values that have their cell here, with the title of the sheet.
    """
    sheet = canvas.sheet(_TITLE, "#548235")
    criteria = mapping_at(card, "criteria")
    lines = [
        _Line(key, said, _points(said)) for key in criteria for said in [mapping_at(criteria, key)]
    ]
    levels = _levels(card, lines)
    taken = [*_write_groups(sheet, card, lines, keys[0])]
    sheet.own(keys[1], Area(_ROW + 1, 1, _ROW + 1, len(_HEADERS) + len(levels)))
    _write_headers(sheet, levels)
    for row, line in enumerate(lines, _ROW + 1):
        taken += _write_line(sheet, row, line, levels)
        _write_weight(sheet, row, line, card, lines)
    sheet.made.data_validation(_ROW + 1, 4, _ROW + 40, 4, {**_POINTS, **_message()})
    canvas.register("groups", _GROUPS)
    sheet.choose((_ROW + 1, _ROW + 40), 1, "groups", strict=True)
    sheet.made.freeze_panes(0, 1)
    sheet.printed(repeat=_ROW, across=2 if levels else 1)
    return {(SCORECARD, path): sheet.title for path in taken}


def _message() -> dict[str, str]:
    text = "Points are numbers from 0 up."
    return {"input_title": "Points", "input_message": text, "error_message": text}


def _points(said: Mapping[str, Any]) -> float:
    stated = said.get("weight")
    return float(stated) if _is_number(stated) else 0.0


def _is_number(value: Any) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and not isinstance(value, bool) and is_exact_number(value)


def _levels(card: Any, lines: Sequence[_Line]) -> list[str]:
    """Return the levels that get a column; none where criteria are answered too differently."""
    rated = [line.key for line in lines if line.said.get("kind", "rating") == "rating"]
    found = list(dict.fromkeys(level for key in rated for level in levels_of(card, key)))
    if not found or len(found) > _MOST_LEVELS or not all(map(is_writable, found)):
        return []
    numeric = all(level.lstrip("-").isdigit() for level in found)
    return sorted(found, key=int) if numeric else found


def _write_groups(sheet: Sheet, card: Any, lines: Sequence[_Line], key: str) -> Iterator[KeyPath]:
    sheet.made.set_row(0, 24)
    sheet.put(0, 0, _TITLE, "title")
    sheet.put(
        1,
        0,
        "Change the yellow cells: ranks and actions follow when the workbook is scored again.",
        "help",
    )
    for at, header in enumerate(("Group", "Points", "Share")):
        sheet.put(_GROUP_ROW, at, header, "header")
    sheet.note(_GROUP_ROW, 1, "How much this side counts beside the other. Blank: both the same.")
    sheet.own(key, Area(_GROUP_ROW + 1, 1, _GROUP_ROW + 1, 3))
    stated = mapping_at(card, "groups")
    for at, group in enumerate(_GROUPS):
        row = _GROUP_ROW + 1 + at
        points = stated.get(group)
        sheet.put(row, 0, group, "fixed")
        sheet.put(row, 1, points if _is_number(points) else None, "input_number")
        sheet.put(
            row, 2, Formula(_share_text(at, len(lines)), _share(at, stated, lines)), "fixed_share"
        )
        if _is_number(points):
            yield ("groups", group)
    rows = (_GROUP_ROW + 1, _GROUP_ROW + len(_GROUPS))
    sheet.made.data_validation(rows[0], 1, rows[1], 1, {**_POINTS, **_message()})


def _group(said: Mapping[str, Any]) -> str:
    return str(said.get("group", _GROUPS[0]))


def _share(at: int, stated: Mapping[str, Any], lines: Sequence[_Line]) -> float:
    known = any(_is_number(stated.get(group)) for group in _GROUPS)
    counts = []
    for group in _GROUPS:
        points = stated.get(group)
        counted = float(points) if _is_number(points) else 0.0 if known else 1.0
        counts.append(counted if any(_group(line.said) == group for line in lines) else 0.0)
    return counts[at] / sum(counts) if sum(counts) else 0.0


def _share_text(at: int, n: int) -> str:
    """Return the formula of a group's share: points count only where the group has criteria."""
    first, last = _GROUP_ROW + 2, _GROUP_ROW + 1 + len(_GROUPS)
    points = f"$B${first}:$B${last}"
    groups = f"$B${_ROW + 2}:$B${_ROW + 1 + max(n, 1)}"
    counted = [
        f"IF(COUNT({points})=0,1,N($B${row}))*(COUNTIF({groups},$A${row})>0)"
        for row in range(first, last + 1)
    ]
    return f"IFERROR({counted[at]}/({'+'.join(counted)}),0)"


def _write_headers(sheet: Sheet, levels: Sequence[str]) -> None:
    if levels:
        sheet.put(_ROW - 1, len(_HEADERS), "What each level means", "part")
    for at, header in enumerate((*_HEADERS, *levels)):
        sheet.made.set_column(at, at, _WIDTHS[at] if at < len(_WIDTHS) else _LEVEL)
        sheet.put(_ROW, at, header, "header")
        if at < len(_NOTES):
            sheet.note(_ROW, at, _NOTES[at])


def _write_line(sheet: Sheet, row: int, line: _Line, levels: Sequence[str]) -> Iterator[KeyPath]:
    """Write what a criterion says of itself, and tell which of it has its place here."""
    path = ("criteria", line.key)
    sheet.put(row, 0, line.key, "fixed")
    stated = {**line.said, "group": _group(line.said)}
    for at, header in enumerate(_HEADERS):
        key = _KEYS.get(header)
        value = stated.get(key) if key else None
        fits = _is_number(value) if key == "weight" else _is_short(value)
        if key and key == "weight":
            sheet.put(row, at, value if fits else None, "input_number")
        elif key:
            sheet.put(row, at, value if fits else None, "input")
        if key and key in line.said and fits:
            yield (*path, key)
    words = mapping_at(line.said, "levels")
    texts = [
        (stated.get("question"), _WIDTHS[3]),
        *((words.get(level), _LEVEL) for level in levels),
    ]
    sheet.heighten(row, texts)
    is_rated = line.said.get("kind", "rating") == "rating"
    for at, level in enumerate(levels, len(_HEADERS)):
        fits = _is_short(words.get(level))
        sheet.put(row, at, words[level] if fits else None, "input" if is_rated else "fixed")
        if fits:
            yield (*path, "levels", level)


def _is_short(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip()) and is_writable(value)


def _write_weight(sheet: Sheet, row: int, line: _Line, card: Any, lines: Sequence[_Line]) -> None:
    first, last = _ROW + 2, _ROW + 1 + len(lines)
    group, points = column_letters(2), column_letters(5)
    names = f"$A${_GROUP_ROW + 2}:$A${_GROUP_ROW + 1 + len(_GROUPS)}"
    shares = f"$C${_GROUP_ROW + 2}:$C${_GROUP_ROW + 1 + len(_GROUPS)}"
    groups, counted = (f"${at}${first}:${at}${last}" for at in (group, points))
    whole = f"SUMIF({groups},{group}{row + 1},{counted})"
    text = f"IFERROR({points}{row + 1}/{whole}*INDEX({shares},MATCH({group}{row + 1},{names},0)),0)"
    own = [each for each in lines if _group(each.said) == _group(line.said)]
    total = sum(each.points for each in own)
    at = _GROUPS.index(_group(line.said)) if _group(line.said) in _GROUPS else 0
    value = line.points / total * _share(at, mapping_at(card, "groups"), lines) if total else 0.0
    sheet.put(row, 5, Formula(text, value), "fixed_share")


def read_groups(region: Region, found: Found) -> None:
    """Read the shares of groups; they end at the first blank line."""
    for row in range(region.header_row + 1, region.header_row + 20):
        cells = region.cells(row)
        if not cells or is_blank(cells[0]):
            return
        at = (SCORECARD, ("groups", text_of(cells[0]).strip()))
        _add(region, found, at, row, 1, cells[1])


def read_weights(region: Region, found: Found) -> None:
    """Read the criteria; one without a line is one that was taken out."""
    headers = [text_of(cell).strip() for cell in region.cells(region.header_row)]
    seen = set()
    for row, cells in region.lines():
        key = text_of(cells[0]).strip()
        if not key:
            continue
        seen.add(key)
        for at, header in enumerate(headers[1:], 1):
            if header and header != _HEADERS[-1]:
                path: KeyPath = ("criteria", key, *_inside(header))
                _add(region, found, (SCORECARD, path), row, at, cells[at])
    found.keep_only(SCORECARD, ("criteria",), seen)


def _inside(header: str) -> tuple[str, ...]:
    return (_KEYS[header],) if header in _KEYS else ("levels", header.removeprefix("+"))


def _add(
    region: Region, found: Found, at: tuple[str, KeyPath], row: int, column: int, cell: Cell
) -> None:
    path = at[1]
    if is_blank(cell):
        return
    if path[-1] == "group" and text_of(cell) == _GROUPS[0] and not found.has(*at):
        return  # what is left out counts for customers anyway
    is_number = path[-1] == "weight" or path[0] == "groups"
    if is_number and not _is_number(cell):
        place = region.place(row, column)
        found.problem("not a number of points", place, value=text_of(cell), expected="a number")
        return
    data = cell if is_number else text_of(cell)
    found.add(at, Value(data, row, region.sheet), region.place(row, column))  # type: ignore[arg-type]
