"""Fields of records, each held to its type: what is of another type is no value to guess from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from cximpact.plugins import AnswerError
from cximpact_finance.amounts import NotMoneyError, exact

__all__ = ["day_in", "id_in", "money_in", "number_in", "record_in", "text_in"]

_LONGEST = 100_000
_HIGHEST = 2**63 - 1


def record_in(record: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """Return a related record, empty where there is none.

    Args:
        record: As Tryton gave it.
        name: Of the field that leads there, without its point.
    """
    value = record.get(f"{name}.")
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise _wrong(record, name, "a record")
    return value


def text_in(record: Mapping[str, Any], name: str) -> str:
    """Return a text, "" where there is none."""
    value = record.get(name)
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > _LONGEST or not _is_whole(value):
        raise _wrong(record, name, "a text")
    return value


def _is_whole(text: str) -> bool:
    """Whether a text holds no half of a character, which no file could keep."""
    return not any("\ud800" <= char <= "\udfff" for char in text)


def id_in(record: Mapping[str, Any], name: str = "id") -> int:
    """Return an id: a positive number that a database can hold."""
    value = record.get(name)
    if type(value) is not int or not 0 < value <= _HIGHEST:
        raise _wrong(record, name, "an id")
    return value


def money_in(record: Mapping[str, Any], name: str) -> Decimal:
    """Return an exact amount."""
    value = record.get(name)
    try:
        amount = exact(value) if isinstance(value, Decimal) else None
    except NotMoneyError:
        amount = None
    if amount is None:
        raise _wrong(record, name, "an amount")
    return amount


def day_in(record: Mapping[str, Any], name: str) -> date:
    """Return a day."""
    value = record.get(name)
    if not isinstance(value, date) or isinstance(value, datetime):
        raise _wrong(record, name, "a day")
    return value


def number_in(record: Mapping[str, Any], name: str) -> float | None:
    """Return a number, None where there is none."""
    value = record.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _wrong(record, name, "a number")
    return value


def _wrong(record: Mapping[str, Any], name: str, expected: str) -> AnswerError:
    return AnswerError(f"record {str(record.get('id'))[:20]}: its field '{name}' is not {expected}")
