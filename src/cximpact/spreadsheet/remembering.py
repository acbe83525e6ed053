"""How a workbook was scored last, kept on *CX method*, so that the next run does the same.

A workbook comes from outside: it may name a budget, columns, and a scorecard that is shipped or
lies beside it, and nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import evolve

from cximpact.exceptions import InputError, Problem
from cximpact.intake.files.documents import parse_document
from cximpact.intake.scorecards.scorecards import shipped_scorecards
from cximpact.model.scorecard import Scorecard
from cximpact.spreadsheet.asked import Asked
from cximpact.spreadsheet.trust import is_elsewhere

if TYPE_CHECKING:
    from cximpact.intake.files.cells import Cell
    from cximpact.spreadsheet.finding.book import Book

__all__ = ["HEADING", "remembered", "to_remember"]

HEADING = "Asked for (the next run does the same, unless it is asked otherwise)"
"""What stands above the fields on the sheet."""

_SHEET = "sheet.method"
_FORGOTTEN = (
    "the sheet CX method is gone: budget, columns and scorecard of the last run are not known any "
    "more, and count only if they are said again"
)
_HANDED_OVER = "handed over in Python"
_FIELDS = ("sheet", "table", "columns", "scorecard", "budget")
_LONGEST = 30_000


def to_remember(asked: Asked, path: Path, sheet: str) -> Iterator[tuple[str, str]]:
    """Yield what the next run needs to do the same: fields and their values as JSON.

    Args:
        asked: What was asked for.
        path: The workbook.
        sheet: The sheet that was scored.
    """
    yield "sheet", json.dumps(sheet, ensure_ascii=False)
    if asked.table:
        yield "table", json.dumps(asked.table, ensure_ascii=False)
    for field in ("columns", "budget"):
        value = getattr(asked, field)
        if value is not None:
            yield field, json.dumps(value, ensure_ascii=False, default=str)
    if asked.scorecard is not None:
        yield "scorecard", json.dumps(_scorecard(asked.scorecard, path), ensure_ascii=False)


def _scorecard(stated: Any, path: Path) -> str:
    """Return how a scorecard is found again, from the folder of the workbook."""
    if isinstance(stated, Scorecard | Mapping):
        return _HANDED_OVER
    if str(stated) in shipped_scorecards():
        return str(stated)
    try:
        return Path(stated).resolve().relative_to(path.resolve().parent).as_posix()
    except ValueError:
        return str(stated)


def remembered(book: Book, asked: Asked) -> tuple[Asked, tuple[str, ...]]:
    """Return what is asked for, completed by what the last run was asked for, and what to tell.

    Args:
        book: The workbook.
        asked: What is asked for now; it takes precedence.

    Raises:
        InputError: The last run had a scorecard that cannot be found again.
    """
    found = dict(_read(book))
    if not found and any(key.startswith("column.") for key in book.owned):
        return asked, (_FORGOTTEN,)
    given: dict[str, Any] = {}
    for field in _FIELDS:
        value = found.get(field)
        if value in (None, "") or getattr(asked, field) not in (None, ""):
            continue
        if field == "scorecard":
            value = _found_again(str(value), book)
        given[field] = value
    if asked.table or asked.sheet:
        given = {key: each for key, each in given.items() if key not in ("sheet", "table")}
    if given.get("sheet") not in book.sheets:
        given.pop("sheet", None)
    told = [
        f"{key} {_short(given[key])}" for key in ("scorecard", "columns", "budget") if key in given
    ]
    notices = (f"as in the last run: {', '.join(told)} (--afresh forgets it)",) if told else ()
    return evolve(asked, **given), notices


def _short(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key}={each}" for key, each in value.items())
    return str(value)


def _read(book: Book) -> Iterator[tuple[str, Any]]:
    """Yield the fields that the sheet holds; what was spoilt is passed over."""
    for field, value in _rows(book):
        if field not in _FIELDS or not isinstance(value, str) or len(value) > _LONGEST:
            continue
        try:
            data = parse_document(value, suffix=".json", name=book.name).data
        except InputError:
            continue
        is_text = field in ("sheet", "table", "scorecard")
        if isinstance(data, str) if is_text else isinstance(data, dict | str | int | float):
            yield str(field), data


def _rows(book: Book) -> Iterator[tuple[Cell, Cell]]:
    """Yield the first two cells of the rows below the heading."""
    owned = book.owned.get(_SHEET)
    if owned is None or owned.sheet not in book.sheets:
        return
    rows = book.grid(owned.sheet).crop(owned.area).rows
    pairs = [(row[0], row[1] if len(row) > 1 else None) for row in rows if row]
    heads = [at for at, (first, _) in enumerate(pairs) if first == HEADING]
    yield from pairs[heads[-1] + 1 :] if heads else ()


def _found_again(stated: str, book: Book) -> str:
    """Return a scorecard of the last run: a shipped one, or a file beside the workbook."""
    if stated in shipped_scorecards():
        return stated
    if stated != _HANDED_OVER and not is_elsewhere(stated):
        return str(book.path.resolve().parent / stated)
    raise InputError(
        [
            Problem(
                "the last run had a scorecard that is not beside the workbook",
                book.name,
                field="scorecard",
                value=stated,
                hint="name it again (--scorecard), or forget the last run (--afresh)",
            )
        ]
    )
