"""Which table of a workbook is the list of proposals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from attrs import evolve

from cximpact.exceptions import InputError
from cximpact.intake.files.cells import area_of
from cximpact.intake.files.problems import ProblemList, ProblemLog, did_you_mean
from cximpact.intake.scorecards.scorecards import load_scorecard, shipped_scorecards
from cximpact.spreadsheet.finding.candidates import (
    Candidate,
    area_in,
    candidates_in,
    of_area,
    of_name,
    of_table,
)
from cximpact.spreadsheet.finding.found import FoundTable
from cximpact.spreadsheet.finding.reading import read_found
from cximpact.spreadsheet.finding.words import Words, words_for

if TYPE_CHECKING:
    from cximpact.intake.files.xlsx_workbook import DefinedName
    from cximpact.model.scorecard import Scorecard
    from cximpact.spreadsheet.finding.book import Book

__all__ = ["FoundTable", "find_table", "shipped"]

_MOST_LISTED = 10
_MOST_HEADERS = 8
_MOST_SHEETS = 500
_MOST_OF_ONE_PART = 2


def find_table(
    book: Book,
    *,
    sheet: str = "",
    table: str = "",
    columns: Mapping[str, Any] | None = None,
    scorecard: Scorecard | None = None,
) -> FoundTable:
    """Return the table of a workbook that is the list of proposals.

    Args:
        book: The workbook.
        sheet: The sheet it stands on, where that is known.
        table: The name of an Excel table, a defined name, or an area such as ``Budget!A4:H40``.
        columns: A column map, ours to theirs; the table has all of its columns.
        scorecard: Its criteria may have columns; without one those of all shipped scorecards.

    Raises:
        InputError: There is none or several, or the one there is cannot be read; every reason
            with its address.

    Example:
        ``find_table(Book.open("budget.xlsx"), sheet="Budget 2027").raw.headers``
    """
    words = words_for([scorecard] if scorecard is not None else shipped().values(), columns)
    where = book.sheet_called(sheet) if sheet else ""
    if table:
        return read_found(book, _named(book, where, table, words), words)
    searched = [where] if where else _searched(book)
    found = [each for name in searched for each in candidates_in(book, name, words)]
    chosen = _chosen(book, found, searched, words)
    others = [each for each in found if each is not chosen and _fits(each, words)]
    result = read_found(book, chosen, words)
    told = [f"{each.address} looks like a list, too, and was not read" for each in others]
    return evolve(result, notices=(*result.notices, *told))


def shipped() -> dict[str, Scorecard]:
    """Return the scorecards that come with cximpact, by name."""
    problems = ProblemList()
    found = {name: load_scorecard(name, None, problems) for name in shipped_scorecards()}
    problems.raise_if_any()
    return {name: each for name, each in found.items() if each is not None}


def _open_sheets(book: Book) -> list[str]:
    """Return the sheets on which the list may stand: those that are shown and not ours."""
    left_out = book.own_sheets | book.workbook.hidden
    return [name for name in book.sheets if name not in left_out]


def _searched(book: Book) -> list[str]:
    """Return the sheets to search; far too many, or some that are stored as one, are refused."""
    sheets = _open_sheets(book)
    log = ProblemLog(book.name)
    hint = "name the sheet of the list with --sheet"
    if len(sheets) > _MOST_SHEETS:
        expected = f"at most {_MOST_SHEETS}"
        log.add("too many sheets to search", value=str(len(sheets)), expected=expected, hint=hint)
    shared = Counter(book.workbook.sheets[sheet] for sheet in sheets)
    one = next((part for part, count in shared.items() if count > _MOST_OF_ONE_PART), None)
    if one is not None and not log:
        log.add("many sheets are stored as one", value=one, expected="a part for each", hint=hint)
    log.raise_any()
    return sheets


def _chosen(
    book: Book, found: Sequence[Candidate], searched: Sequence[str], words: Words
) -> Candidate:
    fitting = [each for each in found if _fits(each, words)]
    if not fitting and not words.mapped and len(searched) == len(found) == 1:
        return found[0]
    if not fitting:
        raise _nothing(book, searched, words)
    rated = [each for each in fitting if words.criteria_in(each.block.names)]
    best = rated or fitting
    if len(best) == 1:
        return best[0]
    raise _several(book, best)


def _fits(candidate: Candidate, words: Words) -> bool:
    return bool(candidate.block.lines) and words.are_a_list(candidate.block.all_names)


def _several(book: Book, found: Sequence[Candidate]) -> InputError:
    log = ProblemLog(book.name)
    shown = [f"{each.address}{_called(each)}" for each in found[:_MOST_LISTED]]
    more = [f"{len(found) - _MOST_LISTED} more"] if len(found) > _MOST_LISTED else []
    log.add(
        f"{len(found)} tables look like the list of proposals",
        value="; ".join(shown + more),
        expected="one",
        hint=f"choose with --sheet or --table, such as --table '{_choice(found[0])}'",
    )
    return log.error()


def _called(candidate: Candidate) -> str:
    return f" ({candidate.called})" if candidate.called else ""


def _choice(candidate: Candidate) -> str:
    return candidate.called.partition(" ")[2] or candidate.address


def _nothing(book: Book, searched: Sequence[str], words: Words) -> InputError:
    """Return what to say where no table fits: what the nearest ones lack, or what is looked for."""
    log = ProblemLog(book.name)
    unmapped = evolve(words, mapped=())
    near = [each for name in searched for each in candidates_in(book, name, unmapped)]
    for each in near[:_MOST_LISTED]:
        for header in words.missing(each.block.all_names):
            hint = did_you_mean(header, each.block.names)
            expected = None if hint else f"one of {', '.join(each.block.names[:_MOST_HEADERS])}"
            message = f"no such column in {each.address}{_called(each)}"
            log.add(message, sheet=each.sheet, value=header, expected=expected, hint=hint)
    if not log:
        named = ", ".join(words.mapped[:_MOST_HEADERS])
        log.add(
            "no table looks like a list of proposals",
            sheet=searched[0] if len(searched) == 1 else None,
            expected=f"the headers {named}"
            if named
            else "headers such as ID, Project, Cost and the names of criteria",
            hint="name it with --table (a table's name, or an area such as Budget!A4:H40), or say "
            "what its headers mean with --columns",
        )
    return log.error()


def _named(book: Book, sheet: str, wanted: str, words: Words) -> Candidate:
    """Return the table that was asked for by a name or an address."""
    for table in book.tables:
        if table.name.casefold() == wanted.casefold() and (not sheet or table.sheet == sheet):
            candidate = of_table(book, table) if table.headers else None
            if candidate is None:
                raise _headless(book, table.name, table.sheet)
            return candidate
    names = [each for each in book.names if each.name.casefold() == wanted.casefold()]
    scoped = [each for each in names if sheet and each.sheet == sheet]
    everywhere = [each for each in names if not each.sheet]
    if len(names) > 1 and not scoped and not everywhere:
        raise _of_several_sheets(book, names)
    for name in scoped or everywhere or names:
        candidate = of_name(book, name, words)
        if candidate is not None:
            return candidate
        raise _no_area(book, name.name, name.refers_to)
    return _addressed(book, sheet, wanted, words)


def _addressed(book: Book, sheet: str, wanted: str, words: Words) -> Candidate:
    where = area_in(book, wanted)
    area = area_of(wanted)
    if where is None and area is not None:
        names = [sheet] if sheet else _open_sheets(book)
        where = (names[0], area) if len(names) == 1 else None
    if where is not None:
        return of_area(book, *where, words)
    log = ProblemLog(book.name)
    known = [each.name for each in book.tables]
    known += [each.name for each in book.names if not each.hidden and not each.name.startswith("_")]
    hint = did_you_mean(wanted, known) or f"the tables and names are: {', '.join(known) or 'none'}"
    expected = "a table, a defined name, or an area such as Budget!A4:H40"
    log.add("there is no such table", field="table", value=wanted, expected=expected, hint=hint)
    raise log.error()


def _headless(book: Book, name: str, sheet: str) -> InputError:
    log = ProblemLog(book.name)
    hint = "switch its header row on (Table Design, Header Row)"
    log.add("the table has no headers", sheet=sheet, field="table", value=name, hint=hint)
    return log.error()


def _of_several_sheets(book: Book, names: Sequence[DefinedName]) -> InputError:
    log = ProblemLog(book.name)
    shown = "; ".join(f"{each.sheet}: {each.refers_to}" for each in names[:_MOST_LISTED])
    hint = f"choose with --sheet, such as --sheet '{names[0].sheet}'"
    log.add("the name is defined on several sheets", field="table", value=shown, hint=hint)
    return log.error()


def _no_area(book: Book, name: str, refers_to: str) -> InputError:
    log = ProblemLog(book.name)
    expected = "one area of cells on one sheet of this workbook"
    hint = f"define '{name}' anew, or name the area itself, such as --table 'Budget!A4:H40'"
    log.add(
        "the name does not stand for a table",
        field="table",
        value=f"{name} = {refers_to}",
        expected=expected,
        hint=hint,
    )
    return log.error()
