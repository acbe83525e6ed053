"""Faults of single fields: missing, null, of another type, beyond every bound."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from attrs import evolve

from cximpact.plugins.http import HttpRequest, HttpResponse
from cximpact.testing.faults.fault import (
    Ask,
    Fault,
    Meddler,
    Place,
    Scene,
    Spot,
    json_of,
    thinned,
)
from cximpact.testing.faults.pages import answered
from cximpact.testing.paging import with_path

__all__ = ["FIELD_FAULTS", "PLANTED", "leaves"]

PLANTED = "cximpact-planted"
"""Stands in values of a wrong type: no cell may show it, for a cell would then hold their repr."""

_DEEPEST, _MOST_SPOTS = 6, 24
_NO_JSON = "no answer holds records as JSON"
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_GONE = object()
_HUGE = "8.5e8888"


def leaves(record: Any, place: Place = ()) -> Iterator[tuple[Place, Any]]:
    """Yield the fields of a record that hold no further fields, with their places.

    Of a list only the first item is looked at.

    Examples:
        >>> list(leaves({"id": 7, "fields": {"labels": ["new"]}}))
        [(('id',), 7), (('fields', 'labels', 0), 'new')]
    """
    inside: Any = ()
    if isinstance(record, dict):
        inside = record.items()
    elif isinstance(record, list):
        inside = list(enumerate(record))[:1]
    if not inside or len(place) >= _DEEPEST:
        yield place, record
        return
    for key, value in inside:
        yield from leaves(value, (*place, key))


def _fields(
    wanted: Callable[[Any], bool] = lambda _: True,
) -> Callable[[Scene], Iterator[Spot]]:
    """Return what yields the fields of first and last records whose values are wanted."""

    def spots(scene: Scene) -> Iterator[Spot]:
        found: dict[tuple[str, Place], Spot] = {}
        for number, paging, _, rows in scene.pages():
            for row in {0, len(rows) - 1} if rows else ():
                for place, value in leaves(rows[row]):
                    named = dotted(place)
                    if place and wanted(value) and not _optional(named, scene.optional):
                        spot = Spot(number, paging, place, row, label=f"field {named}")
                        found.setdefault((paging.path, place), spot)
        yield from thinned(list(found.values()), _MOST_SPOTS)

    return spots


def dotted(place: Place) -> str:
    """Return a place as text.

    Examples:
        >>> dotted(("fields", "labels", 0))
        'fields.labels[0]'
    """
    text = "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in place)
    return text.removeprefix(".")


def _optional(named: str, optional: tuple[str, ...]) -> bool:
    return any(re.fullmatch(re.escape(each) + r"([.\[].*)?", named) for each in optional)


def _records(scene: Scene) -> Iterator[Spot]:
    found = [Spot(number, paging) for number, paging, _, rows in scene.pages() if rows]
    yield from thinned(found, 3)


def _replaced(record: Any, place: Place, change: Callable[[Any], Any]) -> Any:
    """Return a copy of a record in which one field says something else, or is gone."""
    if not place:
        return change(record)
    key, *rest = place
    if isinstance(record, list) and isinstance(key, int):
        items = list(record)
        new = _replaced(items[key], tuple(rest), change)
        return items[:key] + ([] if new is _GONE else [new]) + items[key + 1 :]
    whole = {}
    for name, value in record.items():
        new = _replaced(value, tuple(rest), change) if name == key else value
        if new is not _GONE:
            whole[name] = new
    return whole


def _set(change: Callable[[Any], Any], raw: bytes = b"") -> Callable[[Spot], Meddler]:
    """Return what changes one field of a record, each time its page is answered.

    Args:
        change: Makes the new value of the old.
        raw: Takes the place of the planted text in the answer, for JSON that Python cannot write.
    """

    def plant(spot: Spot) -> Meddler:
        def meddle(count: int, request: HttpRequest, ask: Ask) -> HttpResponse:
            answer = ask(request)
            data = json_of(answer) if count == spot.at else None
            if spot.paging is None or data is None:
                return answer
            rows = list(spot.paging.page_at(data) or [])
            rows[spot.row] = _replaced(rows[spot.row], spot.place, change)
            new = answered(answer, with_path(data, spot.paging.rows, rows))
            return evolve(new, body=new.body.replace(f'"{_HUGE}"'.encode(), raw)) if raw else new

        return meddle

    return plant


def _twice(spot: Spot) -> Meddler:
    """Repeat a record at the end of its page, with one field saying something else."""

    def meddle(count: int, request: HttpRequest, ask: Ask) -> HttpResponse:
        answer = ask(request)
        data = json_of(answer) if count == spot.at else None
        if spot.paging is None or data is None:
            return answer
        rows = list(spot.paging.page_at(data) or [])
        rows.append(_replaced(rows[spot.row], spot.place, _otherwise))
        return answered(answer, with_path(data, spot.paging.rows, rows))

    return meddle


def _otherwise(value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    return f"{value} 2" if isinstance(value, str) else value + 1


def _may_differ(value: Any) -> bool:
    return _is_text(value) or isinstance(value, int | float)


def _keyed_fields(scene: Scene) -> Iterator[Spot]:
    if scene.key:
        yield from _fields(_may_differ)(scene)


def _more(field: str, value: Any) -> Callable[[Spot], Meddler]:
    def add(record: Any) -> Any:
        return {**record, field: value} if isinstance(record, dict) else record

    return _set(add)


def _other_type(value: Any) -> Any:
    if isinstance(value, str):
        return {PLANTED: [value]}
    if isinstance(value, list | dict):
        return f"{PLANTED} text"
    return [{PLANTED: value}]


def _text_for_number(value: Any) -> Any:
    return f"{value} {PLANTED}"


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_day(value: Any) -> bool:
    return isinstance(value, str) and _DAY.match(value) is not None


def _says_something(value: Any) -> bool:
    return value is not None


def _has_inside(value: Any) -> bool:
    return value not in (None, [], {})


_KEPT = ("same", "kept", "noted", "answer")
# A value of the right type may be what the next request asks with; systems refuse that.
_PLAUSIBLE = (*_KEPT, "query")


def _field_fault(
    name: str,
    summary: str,
    plant: Callable[[Spot], Meddler],
    wanted: Callable[[Any], bool] = _says_something,
    expects: tuple[str, ...] = _KEPT,
    lacking: str = _NO_JSON,
) -> Fault:
    return Fault(name, summary, expects, plant, _fields(wanted), lacking=lacking)


_NO_NUMBER = "no record holds a number"
_NO_DAY = "no record holds a day"

FIELD_FAULTS = (
    _field_fault("field-missing", "a record lacks a field", _set(lambda _: _GONE), _has_inside),
    _field_fault("field-null", "null where a value was", _set(lambda _: None), _has_inside),
    _field_fault(
        "field-of-another-type",
        "a list, mapping or text where another type was",
        _set(_other_type),
    ),
    _field_fault(
        "text-for-a-number",
        "words where a number was",
        _set(_text_for_number),
        _is_number,
        lacking=_NO_NUMBER,
    ),
    _field_fault(
        "not-a-number",
        "NaN in the JSON",
        _set(lambda _: float("nan")),
        _is_number,
        ("answer",),
        _NO_NUMBER,
    ),
    _field_fault(
        "infinite-number",
        "Infinity in the JSON",
        _set(lambda _: float("-inf")),
        _is_number,
        ("answer",),
        _NO_NUMBER,
    ),
    _field_fault(
        "number-beyond-all-bounds",
        "1e8888, which no float holds",
        _set(lambda _: _HUGE, _HUGE.encode()),
        _is_number,
        ("answer",),
        _NO_NUMBER,
    ),
    _field_fault(
        "huge-whole-number",
        "a number of 40 digits",
        _set(lambda _: 10**39),
        _is_number,
        _PLAUSIBLE,
        lacking=_NO_NUMBER,
    ),
    _field_fault(
        "negative-number",
        "a number below zero",
        _set(lambda value: -abs(value) - 1),
        _is_number,
        _PLAUSIBLE,
        lacking=_NO_NUMBER,
    ),
    _field_fault(
        "day-in-the-far-future",
        "the year 9999",
        _set(lambda value: "9999-12-31" + value[10:]),
        _is_day,
        _PLAUSIBLE,
        lacking=_NO_DAY,
    ),
    _field_fault(
        "day-that-is-none",
        "the 31st of February",
        _set(lambda value: value[:5] + "02-31" + value[10:]),
        _is_day,
        _PLAUSIBLE,
        lacking=_NO_DAY,
    ),
    _field_fault(
        "text-with-controls",
        "terminal escapes, HTML and a reversed reading direction in a text",
        _set(lambda value: f"{value}\x1b[31m<script>\u202e\0"),
        _is_text,
        _PLAUSIBLE,
    ),
    _field_fault(
        "half-a-character",
        "a lone surrogate in a text",
        _set(lambda value: f"{value}\ud800"),
        _is_text,
    ),
    _field_fault("text-without-end", "a text of 2 MiB", _set(lambda _: "x" * 2**21), _is_text),
    _field_fault("empty-text", "an empty text", _set(lambda _: ""), _is_text, _PLAUSIBLE),
    Fault(
        "row-twice-differently",
        "one row comes twice, and the second time a field says something else",
        ("same", "answer", "told", "new", "query"),
        _twice,
        _keyed_fields,
        lacking="rows have no key, or no answer holds records as JSON",
    ),
    Fault(
        "unknown-field",
        "a field nobody knows: systems add some without notice",
        ("same",),
        _more("cximpact_new", {"rank": [1, 2]}),
        _records,
        lacking=_NO_JSON,
    ),
)
