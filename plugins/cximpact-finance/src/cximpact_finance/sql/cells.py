"""What a database gives for a cell, as core takes it; what could change on the way is refused."""

from __future__ import annotations

import math
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

__all__ = ["UnfitCellError", "cell"]

_LONGEST = 250_000


class UnfitCellError(ValueError):
    """A value cannot be a cell; the text says why."""


def cell(value: Any) -> Any:
    """Return a value as text, number, day, moment or None.

    Args:
        value: From a database.

    Raises:
        UnfitCellError: It is of a kind that has no one way to write it.
    """
    if isinstance(value, str) and len(value) > _LONGEST:
        raise UnfitCellError("a text of more than 250,000 characters; shorten it in the query")
    if value is None or isinstance(value, str | bool | int | date | datetime):
        return value
    if isinstance(value, float):
        return _finite(value, math.isfinite(value))
    if isinstance(value, Decimal):
        return _finite(value, value.is_finite())
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, time):
        return value.isoformat()
    raise UnfitCellError(f"a value of type {type(value).__name__}; cast it to text in the query")


def _finite(value: Any, finite: bool) -> Any:
    if not finite:
        raise UnfitCellError(f"{value}, which is no number")
    return value
