"""What Tryton's JSON-RPC writes for decimals, days and moments, and back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from cximpact.plugins import AnswerError

__all__ = ["decoded", "encoded"]


def decoded(value: Any) -> Any:
    """Return an answer with its decimals, days and moments as such.

    Args:
        value: From JSON.

    Raises:
        AnswerError: A value is not what it says it is.

    Example:
        >>> decoded([{"__class__": "Decimal", "decimal": "12.50"}])
        [Decimal('12.50')]
    """
    if isinstance(value, list):
        return [decoded(each) for each in value]
    if not isinstance(value, dict):
        return value
    kind = value.get("__class__")
    if "__class__" not in value:
        return {key: decoded(each) for key, each in value.items()}
    try:
        return _made(kind, value)
    except (KeyError, TypeError, ValueError, OverflowError, InvalidOperation):
        raise AnswerError(f"the answer holds a broken {str(kind)[:30]}") from None


def _made(kind: Any, value: Mapping[str, Any]) -> Any:
    if kind == "Decimal":
        if not isinstance(value["decimal"], str):
            raise TypeError
        return Decimal(value["decimal"])
    if kind == "date":
        return date(value["year"], value["month"], value["day"])
    if kind == "datetime":
        parts = "year month day hour minute second microsecond".split()
        return datetime(*(value[part] for part in parts))
    if kind == "timedelta":
        return float(value["seconds"])
    raise KeyError(kind)


def encoded(value: Any) -> Any:
    """Return plain data in which days are written as Tryton reads them."""
    if isinstance(value, list | tuple):
        return [encoded(each) for each in value]
    if isinstance(value, date):
        return {"__class__": "date", "year": value.year, "month": value.month, "day": value.day}
    return value
