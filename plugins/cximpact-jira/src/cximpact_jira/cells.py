"""What a field of an issue holds, as one cell of a table; never a person."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from cximpact.plugins import AnswerError
from cximpact_jira.adf import text_of
from cximpact_jira.times import moment

__all__ = ["BETWEEN", "LONGEST", "Cell", "Row", "cell", "count_of", "named", "typed", "words"]

Cell = str | int | float | bool | date | datetime | None
Row = dict[str, Cell]

BETWEEN = "; "
# Jira holds at most 32,767 characters in a field; lists of many entries are longer.
LONGEST = 2**18

# The first of these that an object has is what people see of it.
_SHOWN = ("value", "name", "key")
_COUNTED = ("votes", "watchCount", "rating", "progress")
_PERSONAL = frozenset({"accountId", "displayName", "emailAddress", "accountType"})
# Objects without any of these are shown by their name, which is most of them.
_SPECIAL = frozenset({"type", "completedCycles", "requestType", "child", *_COUNTED})


# Of each set of names that objects were seen to have, the one that is shown; "" where that is not
# for the names alone to say. A site has some dozens of them.
_SHAPES: dict[tuple[str, ...], str] = {}
_MOST_SHAPES = 1_000


def _ignore() -> None:
    """Do nothing about what is not shown."""


def named(value: Any) -> Cell:
    """Return the name of a status, a type or a priority: `cell` for what every issue has."""
    name = value.get("name") if type(value) is dict else None
    if type(name) is str and name.isascii() and len(name) <= LONGEST:
        return name
    return _sound(name) if type(name) is str else cell(value)


def typed(value: Any, kind: str, field: str, key: str) -> Cell:
    """Return a field's value as a cell of the type that the site says it has.

    Args:
        value: The value as parsed JSON.
        kind: The type: ``number``, ``datetime`` or ``date``; of others the value's form decides.
        field: Which field it is, for the message.
        key: Of which issue.

    Raises:
        AnswerError: The value is of another type.
    """
    if value is None:
        return None
    if kind == "number":
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise AnswerError(f"{field} of {key} is no number")
        return value
    if kind == "datetime":
        return moment(value, field, key)
    if kind == "date":
        try:
            return date.fromisoformat(value)
        except (TypeError, ValueError):
            raise AnswerError(f"{field} of {key} is no day") from None
    return cell(value)


def cell(value: Any, unseen: Callable[[], object] = _ignore) -> Cell:
    """Return a field's value as a cell.

    Text, numbers and truth values stay as they are. Of an object its name is shown, of a list the
    names with a semicolon in between, of a document its text, of a service level the hours of its
    last finished cycle.

    Args:
        value: The value as parsed JSON.
        unseen: Called where the value is a person or something else that is not shown.

    Raises:
        AnswerError: A text is longer than any that Jira holds.

    Example:
        >>> cell([{"name": "Billing", "id": "1"}, {"name": "Letters", "id": "2"}])
        'Billing; Letters'
    """
    if isinstance(value, str):
        return _sound(value)
    if isinstance(value, dict):
        return _of_object(value, unseen)
    if value is None or isinstance(value, int | float):
        return value
    if isinstance(value, list):
        return words(value, "", "", unseen)
    unseen()
    return None


def words(values: Any, field: str, key: str, unseen: Callable[[], object] = _ignore) -> str | None:
    """Return a list's entries as one text, or None where there are none.

    Raises:
        AnswerError: It is no list.
    """
    if values is None:
        return None
    if not isinstance(values, list):
        raise AnswerError(f"{field} of {key}: expected a list")
    if not values:
        return None
    if len(values) == 1 and not isinstance(values[0], list):
        shown = cell(values[0], unseen)
        if type(shown) is str:
            return shown or None
        return None if shown is None else str(shown) or None
    several = [cell(value, unseen) for value in values if not isinstance(value, list)]
    return _sound(BETWEEN.join([str(text) for text in several if text is not None])) or None


def count_of(value: Any, name: str, key: str) -> int | None:
    """Return the count in an object such as Jira's votes; None where there is none.

    Raises:
        AnswerError: It is no whole number.
    """
    held = value.get(name) if isinstance(value, dict) else value
    if held is not None and (isinstance(held, bool) or not isinstance(held, int)):
        raise AnswerError(f"{name} of {key} is no whole number")
    return held


def _sound(text: str) -> str:
    """Return a text that any system can hold: not too long, and without half a character."""
    if len(text) > LONGEST:
        raise AnswerError(f"a text of {len(text):,} characters, more than Jira holds")
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def _of_object(value: dict[str, Any], unseen: Callable[[], object]) -> Cell:
    shape = tuple(value)
    name = _SHAPES.get(shape)
    if name is None:
        name = _plainly_shown(shape)
    text = value[name] if name else None
    return _sound(text) if type(text) is str else _of_rare_object(value, unseen)


def _plainly_shown(shape: tuple[str, ...]) -> str:
    """Return the name whose text is what people see of objects with such names; "" for none."""
    rare = not _PERSONAL.isdisjoint(shape) or not _SPECIAL.isdisjoint(shape)
    name = "" if rare else next((one for one in _SHOWN if one in shape), "")
    if len(_SHAPES) < _MOST_SHAPES:
        _SHAPES[shape] = name
    return name


def _of_rare_object(value: dict[str, Any], unseen: Callable[[], object]) -> Cell:
    if not _PERSONAL.isdisjoint(value):
        unseen()
        return None
    if not _SPECIAL.isdisjoint(value):
        if value.get("type") == "doc":
            return _sound(text_of(value))
        if "completedCycles" in value:
            return _hours(value["completedCycles"])
        if isinstance(value.get("requestType"), dict):
            return _of_object(value["requestType"], unseen)
        for name in _COUNTED:
            if isinstance(value.get(name), int | float):
                return value[name]  # type: ignore[no-any-return]
    return _shown(value, unseen)


def _shown(value: dict[str, Any], unseen: Callable[[], object]) -> str | None:
    for name in _SHOWN:
        text = value.get(name)
        if isinstance(text, str):
            return _with_child(text, value["child"]) if "child" in value else _sound(text)
        if isinstance(text, int | float):
            return str(text)
    unseen()
    return None


def _with_child(shown: str, child: Any) -> str:
    """Return a choice, with the second one of a cascade behind it."""
    if isinstance(child, dict) and isinstance(child.get("value"), str):
        return _sound(f"{shown} - {child['value']}")
    return _sound(shown)


def _hours(cycles: Any) -> float | None:
    """Return the hours of the last finished cycle of a service level."""
    last = cycles[-1] if isinstance(cycles, list) and cycles else None
    elapsed = last.get("elapsedTime") if isinstance(last, dict) else None
    millis = elapsed.get("millis") if isinstance(elapsed, dict) else None
    return round(millis / 3_600_000, 4) if isinstance(millis, int | float) else None
