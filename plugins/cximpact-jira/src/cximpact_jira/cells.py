"""What a field of an issue holds, as one cell of a table; never a person."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from cximpact_jira.adf import text_of

if TYPE_CHECKING:
    from datetime import date, datetime

    Cell = str | int | float | bool | date | datetime | None
    Row = dict[str, Cell]

__all__ = ["BETWEEN", "cell", "number_of", "words"]

BETWEEN = "; "

# The first of these that an object has is what people see of it.
_SHOWN = ("value", "name", "key")
_COUNTED = ("votes", "watchCount", "rating", "progress")
_PERSONAL = ("accountId", "displayName", "emailAddress", "accountType")


def cell(value: Any, unseen: Callable[[], object] = lambda: None) -> Cell:
    """Return a field's value as a cell.

    Text, numbers and truth values stay as they are. Of an object its name is shown, of a list the
    names with a semicolon in between, of a document its text, of a service level the hours of its
    last finished cycle.

    Args:
        value: The value as parsed JSON.
        unseen: Called where the value is a person or something else that is not shown.

    Example:
        >>> cell([{"name": "Billing", "id": "1"}, {"name": "Letters", "id": "2"}])
        'Billing; Letters'
    """
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, list):
        return words(value, unseen)
    if isinstance(value, dict):
        return _of_object(value, unseen)
    unseen()
    return None


def words(values: list[Any], unseen: Callable[[], object] = lambda: None) -> str | None:
    """Return a list's entries as one text, or None where there are none."""
    shown = [cell(value, unseen) for value in values if not isinstance(value, list)]
    return BETWEEN.join(str(text) for text in shown if text is not None) or None


def number_of(value: Any) -> Any:
    """Return the count in an object such as Jira's votes, or the value itself."""
    if not isinstance(value, dict):
        return value
    return next((value[name] for name in _COUNTED if name in value), None)


def _of_object(value: dict[str, Any], unseen: Callable[[], object]) -> Cell:
    if any(name in value for name in _PERSONAL):
        unseen()
        return None
    if value.get("type") == "doc":
        return text_of(value)
    if "completedCycles" in value:
        return _hours(value["completedCycles"])
    if isinstance(value.get("requestType"), dict):
        return _of_object(value["requestType"], unseen)
    for name in _COUNTED:
        if isinstance(value.get(name), int | float):
            return value[name]  # type: ignore[no-any-return]
    for name in _SHOWN:
        if isinstance(value.get(name), str | int | float):
            return _with_child(value[name], value.get("child"))
    unseen()
    return None


def _with_child(shown: Any, child: Any) -> Cell:
    """Return a choice, with the second one of a cascade behind it."""
    if isinstance(child, dict) and isinstance(child.get("value"), str):
        return f"{shown} - {child['value']}"
    return shown  # type: ignore[no-any-return]


def _hours(cycles: Any) -> float | None:
    """Return the hours of the last finished cycle of a service level."""
    last = cycles[-1] if isinstance(cycles, list) and cycles else None
    elapsed = last.get("elapsedTime") if isinstance(last, dict) else None
    millis = elapsed.get("millis") if isinstance(elapsed, dict) else None
    return round(millis / 3_600_000, 4) if isinstance(millis, int | float) else None
