"""XLSX files as rows, by openpyxl where it is installed."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from cximpact.plugins import SourceError
from cximpact_survey.faults import Unreadable
from cximpact_survey.tables import Line, Sheet

__all__ = ["read_workbook"]

_LARGEST = 256 * 2**20
_MOST_PARTS = 2_000
_WIDEST = 5_000
_HEADINGS = 3


def read_workbook(path: Path, sheet: str = "") -> Sheet:
    """Yield the rows of a sheet with its number in the sheet, cells as text.

    Raises:
        Unreadable: It is no workbook, is far larger than it looks, or lacks the sheet.
        SourceError: openpyxl is not installed.
    """
    try:
        import openpyxl  # type: ignore[import-untyped]
    except ModuleNotFoundError:
        raise SourceError(
            "a workbook needs openpyxl: install it with 'pip install cximpact-survey[xlsx]',"
            " or save the sheet as CSV"
        ) from None
    _check_size(path)
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except Exception as error:
        raise Unreadable(f"the workbook cannot be read ({type(error).__name__})") from None
    try:
        yield from _rows(_sheet(book, sheet))
    finally:
        book.close()


def _check_size(path: Path) -> None:
    """Refuse what would unpack to more than anybody means to read."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError):
        raise Unreadable("it is no workbook") from None
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _LARGEST:
        raise Unreadable(f"the workbook unpacks to more than {_LARGEST // 2**20} MiB")


def _sheet(book: Any, name: str) -> Any:
    if not name:
        return book.worksheets[0]
    if name not in book.sheetnames:
        raise Unreadable(f"the workbook has no sheet {name!r}")
    return book[name]


def _rows(sheet: Any) -> Iterator[Line]:
    rows = enumerate(sheet.iter_rows(values_only=True), start=1)
    head = [(number, [_text(cell) for cell in row]) for number, row in islice(rows, _HEADINGS)]
    width = max((_width(cells) for _, cells in head), default=0)
    for number, cells in head:
        yield number, _fitted(cells, width, number)
    for number, row in rows:
        cells = [_text(cell) for cell in row]
        if any(cells):
            yield number, _fitted(cells, width, number)


def _width(cells: list[str]) -> int:
    width = max((at for at, cell in enumerate(cells, start=1) if cell), default=0)
    if width > _WIDEST:
        raise Unreadable(f"the sheet has {width} columns")
    return width


def _fitted(cells: list[str], width: int, row: int) -> list[str]:
    if any(cells[width:]):
        raise Unreadable(f"row {row} is wider than the headings")
    return (cells + [""] * width)[:width]


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(" ")
    return cell.isoformat() if isinstance(cell, date) else str(cell).strip()
