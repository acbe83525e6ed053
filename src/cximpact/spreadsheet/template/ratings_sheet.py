"""A sheet per rater: a line per proposal, a column per criterion, the levels to choose from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from attrs import frozen

from cximpact.intake.files.cells import Area, Cell, cell_name, is_blank, text_of
from cximpact.spreadsheet.cells import Formula
from cximpact.spreadsheet.template.content import EXAMPLE
from cximpact.spreadsheet.template.lists import levels_of, mapping_at
from cximpact.spreadsheet.template.raters import Answer, Rater
from cximpact.spreadsheet.template.table_sheet import level_note

if TYPE_CHECKING:
    from cximpact.spreadsheet.template.canvas import Canvas, Sheet
    from cximpact.spreadsheet.template.regions import Region

__all__ = ["Titles", "read_rater", "write_rater"]

_NAME_ROW, _UNIT_ROW, _BAND, _ROW = 3, 4, 6, 7
_NAME, _UNIT = "Rater", "Rater's department"
_FIRST = 2
_SOURCE, _DATE = ": source", ": date of source"
_WIDTH = 15
_TITLE_WIDTH = 44
_MOST_ACROSS = 9
_HINT = (
    "Read the question in the note of each header, find the sentence that fits, enter its number. "
    "0 is what happens if we do not do it. Leave blank what you cannot judge."
)


@frozen
class Titles:
    """Where the titles of proposals are looked up.

    Attributes:
        ids: The cells of ids, as a formula writes them; "" where there are none.
        titles: The cells of titles beside them.
        known: The titles there are so far, by id.
    """

    ids: str = ""
    titles: str = ""
    known: Mapping[str, str] = {}


def write_rater(
    canvas: Canvas,
    number: int,
    rater: Rater,
    key: str,
    shape: tuple[Any, Sequence[Cell], Titles, int],
) -> str:
    """Write the sheet of one rater.

    Args:
        canvas: The workbook.
        number: The sheet is called by it: a name must not get into messages or results.
        rater: Who answers, and what is answered already.
        key: The name its cells are found by.
        shape: The scorecard's document, the ids of proposals, where their titles are found, and
            how many empty lines follow.

    Returns:
        The title of the sheet.
    """
    card, ids, titles, lines = shape
    sheet = canvas.sheet(f"Ratings {number}", "#BF8F00")
    criteria = _criteria(card, rater)
    _heading(sheet, rater)
    _headers(sheet, card, criteria, rater)
    listed = list(dict.fromkeys([*ids, *(proposal for (proposal, _), _ in rater.answers)]))
    last = _ROW + max(len(listed) + lines, 1)
    answers = dict(rater.answers)
    for row in range(_ROW + 1, last + 1):
        proposal = listed[row - _ROW - 1] if row - _ROW <= len(listed) else None
        _line(sheet, row, proposal, criteria, answers, titles)
    width = _FIRST + 3 * len(criteria)
    sheet.own(key, Area(_ROW + 1, 1, _ROW + 1, width))
    _finish(sheet, card, criteria, last, width)
    return sheet.title


def _criteria(card: Any, rater: Rater) -> list[str]:
    criteria = mapping_at(card, "criteria")
    rated = [key for key in criteria if mapping_at(criteria, key).get("kind", "rating") == "rating"]
    return list(dict.fromkeys([*rated, *(criterion for (_, criterion), _ in rater.answers)]))


def _heading(sheet: Sheet, rater: Rater) -> None:
    sheet.made.set_row(0, 24)
    sheet.put(0, 0, sheet.title, "title")
    sheet.put(1, 0, _HINT, "help")
    for row, label, value in ((_NAME_ROW, _NAME, rater.name), (_UNIT_ROW, _UNIT, rater.unit)):
        sheet.put(row, 0, label, "label")
        sheet.put(row, 1, value, "input")  # type: ignore[arg-type]
    sheet.note(_NAME_ROW, 0, "A name or a code of your own. It enters no result, log or message.")
    text = "Answers about proposals of the rater's own department are shown, but do not count."
    sheet.note(_UNIT_ROW, 0, text)
    sheet.choose((_UNIT_ROW, _UNIT_ROW), 1, "units")


def _headers(sheet: Sheet, card: Any, criteria: Sequence[str], rater: Rater) -> None:
    sheet.put(_ROW, 0, "Proposal id", "header")
    sheet.put(_ROW, 1, "Title", "header_optional")
    sheet.note(_ROW, 1, "Found by the id. Nothing reads it.")
    for at, key in enumerate(criteria, _FIRST):
        title = mapping_at(card, "criteria", key).get("title")
        sheet.put(_BAND, at, title if isinstance(title, str) else key, "band")
        sheet.put(_ROW, at, key, "key")
        note = level_note(card, key)
        if note:
            sheet.note(_ROW, at, note)
    at = _FIRST + len(criteria)
    cited = any(not is_blank(each.source) for _, each in rater.answers)
    if criteria:
        sheet.put(_BAND, at, "What the answers rest on, if on more than opinion", "part")
    for key in criteria:
        for ending, width in ((_SOURCE, 26), (_DATE, 12)):
            form = sheet.canvas.look("day" if ending == _DATE else "long")
            sheet.made.set_column(at, at, width, form, {"level": 1, "hidden": not cited})
            sheet.put(_ROW, at, key + ending, "header_optional")
            at += 1
    sheet.made.set_column(at, at, None, None, {"collapsed": not cited})


def _line(
    sheet: Sheet,
    row: int,
    proposal: Cell,
    criteria: Sequence[str],
    answers: Mapping[tuple[Cell, str], Answer],
    titles: Titles,
) -> None:
    sheet.put(row, 0, proposal, "text")  # type: ignore[arg-type]
    if titles.ids:
        title = _title(row, proposal, titles)
        sheet.put(row, 1, title, "long")
        sheet.heighten(row, [(str(title.value), _TITLE_WIDTH)])
    source = _FIRST + len(criteria)
    for at, key in enumerate(criteria):
        answer = answers.get((proposal, key))
        if answer is None:
            continue
        cells = ((_FIRST + at, answer.rating, "rating"), (source + 2 * at, answer.source, "long"))
        for column, cell, look in (*cells, (source + 2 * at + 1, answer.date, "day")):
            if cell is not None:
                sheet.put(row, column, cell, look)  # type: ignore[arg-type]


def _title(row: int, proposal: Cell, titles: Titles) -> Formula:
    cell = cell_name(row + 1, 1)
    text = f'IF({cell}="","",IFERROR(INDEX({titles.titles},MATCH({cell},{titles.ids},0))&"",""))'
    return Formula(text, titles.known.get(text_of(proposal), ""))


def _finish(sheet: Sheet, card: Any, criteria: Sequence[str], last: int, width: int) -> None:
    sheet.made.set_column(0, 0, 20, sheet.canvas.look("text"))
    sheet.made.set_column(1, 1, _TITLE_WIDTH, sheet.canvas.look("long"))
    if criteria:
        look = sheet.canvas.look("rating")
        sheet.made.set_column(_FIRST, _FIRST + len(criteria) - 1, _WIDTH, look)
    for at, key in enumerate(criteria, _FIRST):
        if levels_of(card, key):
            sheet.choose((_ROW + 1, last), at, f"level {key}", strict=True)
    sheet.choose((_ROW + 1, last), 0, "proposals")
    sheet.made.set_row(_ROW, 30)
    sheet.made.freeze_panes(_ROW + 1, _FIRST)
    formula = {"criteria": f'=$A{_ROW + 2}="{EXAMPLE}"', "format": sheet.canvas.example_look()}
    sheet.made.conditional_format(_ROW + 1, 0, last, width - 1, {"type": "formula", **formula})
    sheet.made.set_row(_BAND, 48)
    sheet.made.print_area(0, 0, last, _FIRST + len(criteria) - 1)
    sheet.printed(repeat=_ROW, across=2 if len(criteria) > _MOST_ACROSS else 1)


def read_rater(region: Region, without: str) -> Rater:
    """Read the sheet of one rater.

    Args:
        region: Its lines.
        without: The id of a line that does not count, "" for none.
    """
    headers = [text_of(cell).strip() for cell in region.cells(region.header_row)]
    answers = tuple(
        each
        for row, cells in region.lines()
        if not is_blank(cells[0]) and not (without and text_of(cells[0]).strip() == without)
        for each in _answers(region, headers, row, cells)
    )
    return Rater(_stated(region, _NAME), _stated(region, _UNIT), answers)


def _stated(region: Region, label: str) -> Cell:
    for row in range(1, region.header_row):
        cells = region.cells(row)
        if len(cells) > 1 and text_of(cells[0]).strip() == label:
            return cells[1]
    return None


def _answers(
    region: Region, headers: Sequence[str], row: int, cells: Sequence[Cell]
) -> Iterator[tuple[tuple[Cell, str], Answer]]:
    where = {header: at for at, header in enumerate(headers) if header}
    for header, at in where.items():
        if at < _FIRST or header.endswith((_SOURCE, _DATE)) or is_blank(cells[at]):
            continue
        source, day = where.get(header + _SOURCE), where.get(header + _DATE)
        columns = {"proposal": 0, "rating": at, "source": source, "date": day}
        places = {name: region.place(row, col) for name, col in columns.items() if col is not None}
        answer = Answer(
            cells[at],
            None if source is None else cells[source],
            None if day is None else cells[day],
            {"rating": places.pop("rating"), **places},
        )
        yield (cells[0], header), answer
