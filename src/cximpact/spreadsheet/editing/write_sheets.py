"""Writes sheets of ours, and drops them when they are no longer wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cximpact.intake.files.problems import ProblemLog
from cximpact.spreadsheet.editing.column_plan import column_plan
from cximpact.spreadsheet.editing.own_sheets import (
    blank_sheet,
    free_title,
    hides,
    row_heights,
    sheet_plan,
)
from cximpact.spreadsheet.editing.sheet_pass import SheetJob
from cximpact.spreadsheet.editing.sheet_search import is_bare, is_mentioned
from cximpact.spreadsheet.editing.validations import validations_xml
from cximpact.spreadsheet.editing.write_columns import apply
from cximpact.spreadsheet.ownership import parse_reference, reference

if TYPE_CHECKING:
    from cximpact.spreadsheet.cells import OwnedArea, SheetBlock
    from cximpact.spreadsheet.editing.book_parts import BookParts, BookSheet

__all__ = ["clear_sheet", "drop_sheet", "write_sheet"]

_NAMES_PREFIX = "cx_"


def write_sheet(
    book: BookParts, block: SheetBlock, old: OwnedArea | None
) -> tuple[str, tuple[str, ...]]:
    """Write a sheet of ours.

    Args:
        book: The workbook.
        block: The sheet.
        old: Where an earlier run wrote it; None makes a new one.

    Returns:
        The name of the sheet, and what the user should know.

    Raises:
        InputError: Cells are in the way, or a name is taken; all of them are named.
    """
    _refuse_names(book, block, old)
    notices: tuple[str, ...] = ()
    if old is None:
        sheet, notices = _new(book, block), _told_locked(book)
    else:
        sheet = book.sheet(old.sheet)
    area = old.area if old else None
    looks = dict.fromkeys(put.look for row in block.rows for put in row if put is not None)
    job = SheetJob(
        sheet.name,
        sheet_plan(block, area, book.styles.formats_of(looks) if area else frozenset()),
        validations=lambda prefix: validations_xml(block.validations, prefix),
        spoils=lambda merged: hides(block, merged),
        from_1904=book.workbook.from_1904,
        heights=row_heights(block),
    )
    edited = apply(book, sheet, job)
    _set_names(book, block, sheet.name)
    return sheet.name, (*notices, *edited.notices)


def clear_sheet(book: BookParts, old: OwnedArea) -> tuple[str, ...]:
    """Empty a sheet of ours.

    Returns:
        What the user should know.
    """
    sheet = book.sheet(old.sheet)
    for name in _stale_names(book, sheet.name):
        book.workbook.drop_name(name)
    job = SheetJob(
        sheet.name,
        column_plan([], {}, {"": old}, [old.area]),
        validations=lambda _: b"",
        from_1904=book.workbook.from_1904,
    )
    return apply(book, sheet, job).notices


def drop_sheet(book: BookParts, old: OwnedArea) -> tuple[str, ...]:
    """Drop a sheet of ours that was emptied, if it holds nothing else and nothing mentions it.

    Returns:
        What the user should know.
    """
    sheet = book.sheet(old.sheet)
    if len(book.sheets) > 1 and is_bare(book, sheet) and not is_mentioned(book, sheet):
        book.drop_sheet(sheet)
        return _told_locked(book)
    return (f"sheet '{sheet.name}' was emptied, but not removed: it is in use",)


def _new(book: BookParts, block: SheetBlock) -> BookSheet:
    title = free_title(block.title, [one.name for one in book.workbook.sheets])
    return book.add_sheet(title, blank_sheet(block, strict=book.workbook.is_strict))


def _told_locked(book: BookParts) -> tuple[str, ...]:
    if not book.workbook.is_locked:
        return ()
    return ("the list of sheets is protected; it was changed all the same",)


def _stale_names(book: BookParts, sheet: str) -> list[str]:
    """Return the names that were defined for cells of a sheet of ours."""
    return [
        one.name
        for one in book.workbook.names
        if one.sheet is None
        and one.name.startswith(_NAMES_PREFIX)
        and (found := parse_reference(one.text))
        and found.sheet.casefold() == sheet.casefold()
    ]


def _refuse_names(book: BookParts, block: SheetBlock, old: OwnedArea | None) -> None:
    """Refuse names that the user has given to other cells."""
    ours = {name.casefold() for name in _stale_names(book, old.sheet)} if old else set()
    stated = {one.name.casefold(): one for one in book.workbook.names if one.sheet is None}
    log = ProblemLog(book.file)
    for name in block.names:
        taken = stated.get(name.casefold())
        if taken is not None and taken.name.casefold() not in ours and "#REF!" not in taken.text:
            hint = "rename or delete it in the spreadsheet program"
            log.add("a name we need is defined for other cells", value=taken.name, hint=hint)
    log.raise_any()


def _set_names(book: BookParts, block: SheetBlock, sheet: str) -> None:
    wanted = {name.casefold() for name in block.names}
    for name in _stale_names(book, sheet):
        if name.casefold() not in wanted:
            book.workbook.drop_name(name)
    for name, area in block.names.items():
        book.workbook.set_name(name, reference(sheet, area), hidden=False)
