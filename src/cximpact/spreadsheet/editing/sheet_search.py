"""Whether a sheet holds anything, and whether anything in the workbook mentions it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from cximpact.spreadsheet.package.relationships import relationships

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cximpact.spreadsheet.editing.book_parts import BookParts, BookSheet

__all__ = ["is_bare", "is_mentioned"]

_XML = (".xml", ".rels", ".vml")
# A cell with a formula, a value or a text.
_FILLED = re.compile(rb"<(?:[A-Za-z0-9_]+:)?(?:f|v|is|mergeCell|conditionalFormatting)[\s>/]")


def is_bare(book: BookParts, sheet: BookSheet) -> bool:
    """Return whether a sheet has no filled cell, and nothing such as notes or pictures."""
    if relationships(book.changes, sheet.part):
        return False
    return not any(_FILLED.search(window) for window in _windows(book, sheet.part))


def is_mentioned(book: BookParts, sheet: BookSheet) -> bool:
    """Return whether a formula, a chart or a name speaks of a sheet, seen by its name in text."""
    name = escape(sheet.name).encode()
    quoted = escape(sheet.name.replace("'", "''")).encode()
    attribute = escape(sheet.name, {'"': "&quot;"}).encode()
    signs = [name + b"!", quoted + b"'!", b'sheet="' + attribute + b'"']
    return any(
        sign in window
        for part in book.changes.names
        if part.casefold().endswith(_XML) and part not in (sheet.part, book.main)
        for window in _windows(book, part)
        for sign in signs
    ) or any(
        sheet.name in one.text
        for one in book.workbook.names
        if not one.name.startswith("_cximpact.")
    )


def _windows(book: BookParts, part: str) -> Iterator[bytes]:
    """Yield a part piece by piece, each with the end of the one before."""
    last = b""
    for chunk in book.chunks(part)():
        yield last + chunk
        last = chunk[-200:]
