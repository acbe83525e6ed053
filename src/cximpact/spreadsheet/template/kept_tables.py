"""Files kept in a workbook, read as the tables they were, to see whether anything changed."""

from __future__ import annotations

import posixpath
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cximpact.exceptions import InputError
from cximpact.intake.files.cells import text_of
from cximpact.intake.files.inline_rows import inline_table
from cximpact.intake.files.tables import read_table
from cximpact.intake.lists.table_parts import read_options
from cximpact.spreadsheet.template.exact import as_cell
from cximpact.spreadsheet.template.table_text import same_rows

if TYPE_CHECKING:
    from cximpact.intake.files.documents import Document
    from cximpact.intake.files.raw_table import RawTable

__all__ = ["inline_rows", "same_answers", "same_rows", "table_of_file"]


def table_of_file(data: bytes, name: str, said: Mapping[str, Any]) -> RawTable | None:
    """Return the table that a kept file was; None where it cannot be read any more.

    Args:
        data: The bytes of the file.
        name: The file.
        said: What the workspace said of it.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "kept" + posixpath.splitext(name)[1].lower())
        path.write_bytes(data)
        try:
            return read_table(path, read_options(said), name=name)
        except (InputError, TypeError):
            return None


def inline_rows(document: Document | None, part: str) -> RawTable | None:
    """Return the table whose rows stood in the workspace itself; None where none did."""
    said: Any = document.data.get(part) if document and isinstance(document.data, dict) else None
    rows = said.get("rows") if isinstance(said, dict) else None
    if document is None or not isinstance(rows, list):
        return None
    try:
        return inline_table(document, (part, "rows"), rows)
    except (InputError, AttributeError):
        return None


def same_answers(one: RawTable, other: RawTable, read: Mapping[str, Any]) -> bool:
    """Return whether two lists of answers say the same, in whatever order."""
    return Counter(_rows(one, {})) == Counter(_rows(other, read))


def _rows(table: RawTable, read: Mapping[str, Any]) -> Iterator[frozenset[tuple[str, str]]]:
    columns = [[text_of(as_cell(cell, read)) for cell in column] for column in table.columns]
    for row in zip(*columns, strict=True):
        pairs = zip(table.headers, row, strict=True)
        yield frozenset((header, text) for header, text in pairs if text.strip())
