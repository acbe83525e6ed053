"""Cells of rows as text: one spelling for each value, and none for what is no value."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from types import NoneType
from typing import Any

__all__ = ["PLAIN", "UnfitError", "text_of"]

PLAIN = frozenset({str, NoneType})
"""Types that cross as they are."""

_MOST_DIGITS = 1_000
_MISSING = {"NAType", "NaTType"}


class UnfitError(Exception):
    """A value that no cell can hold; the message says what it is and what would do."""


def text_of(value: Any) -> str | None:
    """Return a cell's value as text, or None for no value.

    Numbers are written as short as they can be read back exactly, decimals without an exponent,
    days and moments by ISO 8601, moments with a time zone in UTC with a ``Z``.

    Raises:
        UnfitError: It is NaN or infinite, or of a type that cells cannot have.

    Examples:
        >>> text_of(0.1), text_of(Decimal("1E+2")), text_of(True), text_of(date(2026, 1, 31))
        ('0.1', '100', 'true', '2026-01-31')
    """
    if value is None:
        return None
    maker = _MAKERS.get(type(value))
    if maker is not None:
        return maker(value)
    for kind, maker in _MAKERS.items():
        if isinstance(value, kind):
            return None if type(value).__name__ in _MISSING else maker(value)
    return _from_library(value)


def _integer(value: int) -> str:
    if value.bit_length() > 4 * _MOST_DIGITS:
        raise UnfitError(f"a number of more than {_MOST_DIGITS:,} digits")
    return int.__repr__(value)


def _real(value: float) -> str:
    if not math.isfinite(value):
        raise UnfitError(_no_number(value))
    return float.__repr__(value)


def _no_number(value: float) -> str:
    kind = "not a number (NaN)" if math.isnan(value) else "an infinite number"
    return f"{kind}; a missing value is None"


def _decimal(value: Decimal) -> str:
    if not value.is_finite():
        raise UnfitError(_no_number(math.nan if value.is_nan() else math.inf))
    if abs(value.adjusted()) + len(value.as_tuple().digits) > _MOST_DIGITS:
        raise UnfitError(f"a number of more than {_MOST_DIGITS:,} digits")
    return Decimal.__format__(value, "f")


def _moment(value: datetime) -> str:
    if value.tzinfo is None:
        return str(value.isoformat())
    try:
        text = value.astimezone(UTC).isoformat()
    except OverflowError:
        raise UnfitError("a moment that has no place in the calendar of UTC") from None
    return text.removesuffix("+00:00") + "Z"


def _from_library(value: Any) -> str | None:
    """Return the text of what numpy and pandas put in the place of numbers and of nothing."""
    kind = type(value)
    if kind.__name__ in _MISSING and kind.__module__.startswith("pandas"):
        return None
    numpy = sys.modules.get("numpy")
    if numpy is not None and isinstance(value, numpy.bool_):
        return "true" if value else "false"
    if numpy is not None and isinstance(value, numpy.integer):
        return _integer(int(value))
    if numpy is not None and isinstance(value, numpy.floating):
        _real(float(value))
        return str(value)
    raise UnfitError(
        f"of type {kind.__qualname__}; cells are text, numbers, decimals, true or false,"
        " days, moments or None"
    )


# The order matters to subclasses: a bool is an int, a datetime is a date.
_MAKERS: dict[type, Callable[[Any], str]] = {
    str: str.__str__,
    bool: lambda value: "true" if value else "false",
    int: _integer,
    float: _real,
    Decimal: _decimal,
    datetime: _moment,
    date: date.isoformat,
}
