"""Python objects, as frames and databases hold them, become cells."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from math import isnan
from typing import TYPE_CHECKING, Any
from uuid import UUID

from cximpact.intake.files.cells import Cell, span_text, whole_if_integral

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cximpact.intake.files.problems import ProblemLog

__all__ = ["cell_from", "cells_from"]

# Longer whole numbers cannot be written out, nor turned into a float.
_MOST_BITS = 200
# Beyond this many digits a decimal is as good as a float, and turning it into a whole number
# could take minutes.
_MOST_DIGITS = 18


def cells_from(values: Iterable[Any], header: str, log: ProblemLog) -> list[Cell]:
    """Return the cells of one column, noting the first value that cannot be in a table.

    Args:
        values: Python or NumPy scalars.
        header: The name of the column.
        log: Takes the problem.
    """
    cells: list[Cell] = []
    for row, value in enumerate(values):
        try:
            cells.append(cell_from(value))
        except (TypeError, OverflowError, UnicodeEncodeError) as error:
            expected = "text, numbers, dates or truth values"
            message = f"the cell holds {_told(value, error)}"
            log.add(message, field=f"row {row}, {header}", expected=expected)
            return cells
    return cells


def _told(value: Any, error: Exception) -> str:
    if isinstance(error, UnicodeEncodeError):
        return "a character that cannot be written"
    if isinstance(error, OverflowError):
        return "a number too large to be meant"
    return f"a value of type {type(value).__name__}"


def cell_from(value: Any) -> Cell:
    """Return one object as a cell; not-a-number is None, a date-time at midnight a date.

    Raises:
        TypeError: The object is no text, number, date, time or truth value.
        OverflowError: It is a whole number of more digits than anyone means.
        UnicodeEncodeError: It is text with half a character (a lone surrogate) or with a NUL.
    """
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return _writable(str(value))
    if isinstance(value, int):
        return _bounded(int(value))
    if isinstance(value, float):
        return None if isnan(value) else whole_if_integral(float(value))
    if isinstance(value, date | time | timedelta):
        return _moment(value)
    return _rarer(value)


def _writable(text: str) -> str:
    if not text.isascii():
        text.encode()
    at = text.find("\0")
    if at >= 0:
        # No text file of ours takes one, so that a saved result could not be read again.
        raise UnicodeEncodeError("utf-8", text, at, at + 1, "NUL")
    return text


def _bounded(value: int) -> int:
    if value.bit_length() > _MOST_BITS:
        raise OverflowError
    return value


def _moment(value: date | time | timedelta) -> Cell:
    if isinstance(value, time | timedelta):
        return span_text(value)
    if not isinstance(value, datetime):
        return value
    if value != value:  # pandas' NaT says it is a datetime
        return None
    to_plain = getattr(value, "to_pydatetime", None)  # a pandas Timestamp is more than a datetime
    plain: datetime = to_plain(warn=False) if to_plain else value
    return plain.date() if plain.tzinfo is None and plain.time() == time() else plain


def _rarer(value: Any) -> Cell:
    if isinstance(value, Decimal):
        return _from_decimal(value)
    if isinstance(value, UUID):
        return str(value)
    if hasattr(value, "dtype") and getattr(value, "ndim", None) == 0:  # a NumPy scalar
        plain = value.item()
        if type(plain) is not type(value):
            return cell_from(plain)
    raise TypeError


def _from_decimal(value: Decimal) -> Cell:
    if value.is_nan():
        return None
    if value.is_finite() and value.adjusted() < _MOST_DIGITS and value == value.to_integral_value():
        return int(value)
    return float(value)
