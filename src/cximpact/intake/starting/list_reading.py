"""Reading a list as it comes: in an older encoding, from one of several sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from cximpact.exceptions import InputError, Problem
from cximpact.intake.files.raw_table import ReadOptions
from cximpact.intake.starting.header_search import read_with_title

if TYPE_CHECKING:
    from pathlib import Path

    from cximpact.intake.files.raw_table import RawTable

__all__ = ["read_list"]

_TEXT_FILES = (".csv", ".tsv", ".txt")
_FALLBACK = "cp1252"
_SHEETS = "say 'sheet'; the sheets are: "


def read_list(path: Path, sheet: str | None) -> tuple[RawTable, ReadOptions]:
    """Read the list; one that is not UTF-8 is tried as what spreadsheets in the West export.

    Of several sheets, the only one that holds a table is taken; the options name it then.

    Args:
        path: The list.
        sheet: The sheet of a workbook.

    Raises:
        InputError: It cannot be read.
    """
    try:
        return read_with_title(path, ReadOptions(sheet=sheet))
    except InputError as error:
        if path.suffix.lower() not in _TEXT_FILES or _is_utf8(path):
            only = _only_table(path, error)
            if only is not None:
                return only
            raise InputError([_with_option(each) for each in error.problems]) from None
        return read_with_title(path, ReadOptions(encoding=_FALLBACK))


def _only_table(path: Path, error: InputError) -> tuple[RawTable, ReadOptions] | None:
    """Return the one sheet of several that holds a table of columns; None for none or more.

    A sheet of notes beside the list is no reason to ask which one is meant.
    """
    hints = [each.hint or "" for each in error.problems]
    if len(hints) != 1 or not hints[0].startswith(_SHEETS):
        return None
    found = []
    for name in hints[0].removeprefix(_SHEETS).split(", "):
        try:
            table, options = read_with_title(path, ReadOptions(sheet=name))
        except InputError:
            return None  # it may be a list whose cells are to be mended
        if len(table.headers) > 1 and table.n_rows:
            found.append((table, options))
    return found[0] if len(found) == 1 else None


def _with_option(problem: Problem) -> Problem:
    """Return a problem that asks for a sheet with the option to say it by."""
    hint = problem.hint or ""
    if not hint.startswith(_SHEETS):
        return problem
    names = hint.removeprefix(_SHEETS)
    first = names.split(", ", 1)[0]
    return evolve(problem, hint=f'rerun with --sheet "{first}", say; the sheets are: {names}')


def _is_utf8(path: Path) -> bool:
    try:
        path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        return False
    except OSError:
        return True
    return True
