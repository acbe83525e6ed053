"""Which sheet of a workbook holds the list, where several hold values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from cximpact.exceptions import InputError
from cximpact.intake.files.cells import is_blank
from cximpact.intake.files.raw_table import ReadOptions
from cximpact.intake.starting.guess_words import FIELD_WORDS, leading_words, plain_words
from cximpact.intake.starting.header_search import read_with_title

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from cximpact.intake.files.raw_table import RawTable

__all__ = ["Sheet", "look_at", "only_list"]

_FEWEST_COLUMNS = 3
_FEWEST_FIELDS = 3
_FEWEST_WIDE = 2
_NAMING = ("id", "title")


@frozen
class Sheet:
    """A sheet, and how much it looks like a list of proposals.

    Attributes:
        name: Its name.
        table: What it holds below its headers; None where it has no row of headers.
        options: How it was read.
        fields: Those of ours that its headers name.
        is_odd: Whether it may be a list whose headers are to be mended.
    """

    name: str
    table: RawTable | None = None
    options: ReadOptions = ReadOptions()
    fields: frozenset[str] = frozenset()
    is_odd: bool = False

    @property
    def holds_rows(self) -> bool:
        """Whether it holds a table of two columns or more."""
        return self.table is not None and len(self.table.headers) > 1 and self.table.n_rows > 0

    @property
    def looks_like_list(self) -> bool:
        """Whether headers name an id or a title and more of what proposals have."""
        if self.table is None or not self.holds_rows:
            return False
        is_wide = len(self.table.headers) >= _FEWEST_COLUMNS
        return is_wide and bool(self.fields & {*_NAMING}) and len(self.fields) >= _FEWEST_FIELDS

    def rank(self) -> tuple[bool, int, bool]:
        """Return what the sheet that looks most like a list has most of."""
        return self.looks_like_list, len(self.fields), self.is_odd or self.holds_rows


def look_at(path: Path, names: Sequence[str]) -> list[Sheet]:
    """Return what the sheets of a workbook hold, in their order.

    Args:
        path: The workbook.
        names: Its sheets.
    """
    return [_sheet(path, name) for name in names]


def _sheet(path: Path, name: str) -> Sheet:
    try:
        table, options = read_with_title(path, ReadOptions(sheet=name))
    except InputError:
        return Sheet(name, is_odd=_is_wide(path, name))
    return Sheet(name, table, options, _fields(table.headers))


def _fields(headers: Sequence[str]) -> frozenset[str]:
    said = {word for header in headers for word in (plain_words(header), leading_words(header))}
    return frozenset(name for name, words in FIELD_WORDS.items() if not said.isdisjoint(words))


def only_list(sheets: Sequence[Sheet]) -> Sheet | None:
    """Return the one sheet that is the list; None where that is not certain.

    It is the only one with a table, or the only one whose headers are those of proposals, beside
    prose, tables of two columns and tables that name neither ids nor titles.

    Args:
        sheets: All of a workbook.
    """
    holding = [each for each in sheets if each.holds_rows]
    if any(each.is_odd for each in sheets):
        return None
    if len(holding) == 1:
        return holding[0]
    likely = [each for each in holding if each.looks_like_list]
    others = [each for each in holding if not each.looks_like_list]
    if len(likely) != 1 or any(_may_be_list(each) for each in others):
        return None
    return likely[0]


def _may_be_list(sheet: Sheet) -> bool:
    wide = sheet.table is not None and len(sheet.table.headers) >= _FEWEST_COLUMNS
    return wide and bool(sheet.fields & {*_NAMING})


def _is_wide(path: Path, name: str) -> bool:
    """Return whether a sheet without sound headers has rows as a list has, and no prose."""
    # Opened only for such a sheet; parsing workbooks is slow to import.
    from cximpact.intake.files.xlsx_prescan import open_package
    from cximpact.intake.files.xlsx_reader import sheet_grid
    from cximpact.intake.files.xlsx_workbook import read_workbook

    try:
        package = open_package(path.read_bytes(), name=path.name)
        rows = sheet_grid(package, read_workbook(package), name).rows
    except InputError:
        return True
    wide = sum(sum(not is_blank(cell) for cell in row) >= _FEWEST_COLUMNS for row in rows)
    return wide >= _FEWEST_WIDE
