"""Reading a list as it comes: in an older encoding, from one of several sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from cximpact.exceptions import InputError
from cximpact.intake.files.raw_table import ReadOptions
from cximpact.intake.starting.header_search import read_with_title
from cximpact.intake.starting.sheet_choice import Sheet, look_at, only_list

if TYPE_CHECKING:
    from pathlib import Path

    from cximpact.intake.files.raw_table import RawTable

__all__ = ["read_list"]

_TEXT_FILES = (".csv", ".tsv", ".txt")
_FALLBACK = "cp1252"
_SHEETS = "say 'sheet'; the sheets are: "


def read_list(path: Path, sheet: str | None) -> tuple[RawTable, ReadOptions]:
    """Read the list; one that is not UTF-8 is tried as what spreadsheets in the West export.

    Of several sheets, the only one that is a list is taken; the options name it then.

    Args:
        path: The list.
        sheet: The sheet of a workbook.

    Raises:
        InputError: It cannot be read.
    """
    try:
        return read_with_title(path, ReadOptions(sheet=sheet))
    except InputError as error:
        names = _sheets(error)
        if names:
            return _of_several(path, names, error)
        if path.suffix.lower() not in _TEXT_FILES or _is_utf8(path):
            raise
        return read_with_title(path, ReadOptions(encoding=_FALLBACK))


def _sheets(error: InputError) -> list[str]:
    """Return the sheets of a workbook of which one has to be named; none for another problem."""
    hints = [each.hint or "" for each in error.problems]
    if len(hints) != 1 or not hints[0].startswith(_SHEETS):
        return []
    return hints[0].removeprefix(_SHEETS).split(", ")


def _of_several(path: Path, names: list[str], error: InputError) -> tuple[RawTable, ReadOptions]:
    """Return the one sheet of several that is the list.

    Raises:
        InputError: It is not certain which; the likeliest is named first.
    """
    sheets = look_at(path, names)
    only = only_list(sheets)
    if only is not None and only.table is not None:
        return only.table, only.options
    # Of sheets that look alike, the first.
    likeliest = max(sheets, key=Sheet.rank).name
    hint = f'rerun with --sheet "{likeliest}", say; the sheets are: {", ".join(names)}'
    raise InputError([evolve(each, hint=hint) for each in error.problems]) from None


def _is_utf8(path: Path) -> bool:
    try:
        path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        return False
    except OSError:
        return True
    return True
