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
            raise InputError([_with_option(each) for each in error.problems]) from None
        return read_with_title(path, ReadOptions(encoding=_FALLBACK))


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
