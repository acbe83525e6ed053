"""The evaluation as JSON text, and back."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from attrs import fields

from cximpact.model.evaluation import Recommendation, Summary
from cximpact.report.plain import converter, plain

# Control characters beyond ASCII, marks that are not seen or reverse the direction of reading, and
# no characters.
_UNSHOWN = re.compile(
    "[\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff]"
)
# Recommendations stand after the conditions they rest on, as a reader needs them.
_AFTER_RECOMMENDATIONS = (
    *("gates_not_run", "missing", "set_aside", "not_used", "problems", "changes"),
)


def document(summary: Summary, recommendations: Sequence[Recommendation]) -> dict[str, Any]:
    """Return the whole evaluation as plain data, as `evaluation.json` holds it."""
    data: dict[str, Any] = plain(summary)
    tail = _tail(data)
    return {**data, "recommendations": plain(recommendations), **tail}


def json_chunks(summary: Summary, recommendations: Iterable[Recommendation]) -> Iterator[str]:
    """Yield the JSON text piece by piece, one recommendation at a time in memory."""
    data: dict[str, Any] = plain(summary)
    tail = _tail(data)
    yield _inside(data)[:-1].rstrip() + ',\n "recommendations": ['
    separator = "\n"
    for item in recommendations:
        yield f"{separator}  {_dumped(plain(item))}"
        separator = ",\n"
    yield "\n ],\n" + _inside(tail).lstrip("{\n") + "\n"


def _tail(data: dict[str, Any]) -> dict[str, Any]:
    """Take out and return what stands after the recommendations."""
    return {name: data.pop(name) for name in _AFTER_RECOMMENDATIONS if name in data}


def _inside(data: Mapping[str, Any]) -> str:
    return _dumped(data, indent=1)


def _dumped(data: Any, indent: int | None = None) -> str:
    """Return JSON in which no character of a text can give orders to a terminal."""
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, indent=indent)
    return harmless(text)


def harmless(text: str) -> str:
    """Return JSON text with everything escaped that moves a terminal, or that YAML refuses."""
    return _UNSHOWN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def from_document(data: Mapping[str, Any]) -> tuple[Summary, tuple[Recommendation, ...]]:
    """Return the records of an `evaluation.json` that was checked against its schema."""
    make = converter()
    head = {field.name: data[field.name] for field in fields(Summary) if field.name in data}
    found = tuple(make.structure(item, Recommendation) for item in data["recommendations"])
    return make.structure(head, Summary), found
