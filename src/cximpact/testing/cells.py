"""Rows as they leave a source: checked cell by cell, and turned into the texts core keeps."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

__all__ = ["LARGEST_CELL", "Texts", "WrongCell", "as_texts", "cell_text"]

LARGEST_CELL = 2**20
"""Bytes of the longest text a cell may hold."""

Texts = dict[str, str | None]


class WrongCell(AssertionError):  # noqa: N818  (it says what was found)
    """A source handed over what rows must not hold."""


def cell_text(value: Any) -> str | None:
    """Return a cell as the text core keeps, exact and the same everywhere.

    Raises:
        WrongCell: It is NaN, infinite, too long, no Unicode text, or of another type.

    Example:
        >>> cell_text(0.1), cell_text(Decimal("1E+2")), cell_text(True), cell_text(None)
        ('0.1', '100', 'true', None)
    """
    if value is None or isinstance(value, str):
        return _sound(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        if not math.isfinite(value):
            raise WrongCell(f"{value} is no number")
        return repr(value)
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise WrongCell(f"{value} is no number")
        return f"{value:f}"
    if isinstance(value, datetime):
        return _moment(value)
    if isinstance(value, date):
        return value.isoformat()
    raise WrongCell(f"a value of type {type(value).__name__}")


def _sound(text: str | None) -> str | None:
    if text is None:
        return None
    try:
        size = len(text.encode())
    except UnicodeEncodeError:
        raise WrongCell("a text with half a character in it (a lone surrogate)") from None
    if size > LARGEST_CELL:
        raise WrongCell(f"a text of {size:,} bytes; at most {LARGEST_CELL:,} fit")
    return text


def _moment(value: datetime) -> str:
    if value.tzinfo is None:
        return value.isoformat()
    return value.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"


def as_texts(pieces: Iterable[Any]) -> list[Texts]:
    """Return all rows of a collection as texts, each with every column.

    Args:
        pieces: What `collect` yields: lists of mappings, or data frames.

    Raises:
        WrongCell: Names the row (counted from 1) and the column.
    """
    rows = [_row(number, row) for number, row in enumerate(_records(pieces), start=1)]
    columns = dict.fromkeys(name for row in rows for name in row)
    return [{name: row.get(name) for name in columns} for row in rows]


def _records(pieces: Iterable[Any]) -> Iterator[Mapping[str, Any]]:
    for piece in pieces:
        if hasattr(piece, "columns") and hasattr(piece, "to_dict"):
            yield from _of_frame(piece)
        elif isinstance(piece, list | tuple):
            yield from piece
        else:
            kind = type(piece).__name__
            raise WrongCell(f"collect yielded a {kind}; expected lists of mappings or frames")


def _of_frame(frame: Any) -> Iterator[Mapping[str, Any]]:
    import pandas as pd

    for record in frame.astype(object).to_dict("records"):
        yield {name: _unboxed(value, pd) for name, value in record.items()}


def _unboxed(value: Any, pd: Any) -> Any:
    if value is pd.NA or value is pd.NaT:
        return None
    return value.item() if hasattr(value, "item") else value


def _row(number: int, row: Any) -> Texts:
    if not isinstance(row, Mapping):
        raise WrongCell(f"row {number} is a {type(row).__name__}, not a mapping of columns")
    found = {}
    for name, value in row.items():
        if not isinstance(name, str) or not name.strip():
            raise WrongCell(f"row {number}: {name!r} is no name of a column")
        try:
            found[name] = cell_text(value)
        except WrongCell as error:
            raise WrongCell(f"row {number}, column {name}: {error}") from None
    return found
