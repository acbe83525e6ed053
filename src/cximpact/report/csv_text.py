"""CSV that no spreadsheet takes for a formula and no terminal takes for a command."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from cximpact.exceptions import printable
from cximpact.report.columns import Rows, Table, rows_of
from cximpact.report.plain import rounded

_PIECE = 1 << 16
"""Characters that are handed on at once."""

_SIGNS = "=+@\uff1d\uff0b\uff0d\uff20\\-"
"""What begins a formula; with the wide forms that some spreadsheets take for the same."""

_FORMULA = re.compile(rf"(^\s*+)(?=[{_SIGNS}|%])|(;\s*+)(?=[{_SIGNS}])")
"""Where one may begin: a cell, or what becomes a cell where lines are split at semicolons."""


def safe_text(text: str) -> str:
    """Return text that a spreadsheet shows as text.

    What begins like a formula gets an apostrophe in front; control characters are escaped.

    Example:
        >>> safe_text("=1+1")
        "'=1+1"
    """
    shown = printable(text, 10_000)
    return _FORMULA.sub(_marked, shown)


def _marked(found: re.Match[str]) -> str:
    # The first of a cell stands before its spaces, as people know it.
    return f"{found[2]}'" if found[1] is None else f"'{found[1]}"


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return repr(rounded(value))
    if isinstance(value, int | Decimal):
        return format(value, "f") if isinstance(value, Decimal) else str(value)
    return safe_text(str(value))


def csv_text(table: Table | Rows) -> str:
    """Return a table as CSV (comma, LF, header row; RFC 4180 quoting)."""
    return "".join(csv_chunks(table if isinstance(table, Rows) else rows_of(table)))


def csv_chunks(table: Rows) -> Iterator[str]:
    """Yield the text of `csv_text` piece by piece, so that a long table is never held whole."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow([safe_text(column) for column in table.columns])
    for row in table.rows:
        writer.writerow([_cell(value) for value in row])
        if buffer.tell() >= _PIECE:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()
