"""What changed in the scorecard since an earlier evaluation, in one line.

It holds for every proposal alike, so it is told once and not with each of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from cximpact.decision.words import gate_name

Plain = Mapping[str, Any]

_TOLD = ("id", "version", "criteria", "groups", "gates")


def scorecard_changes(before: Plain, after: Plain) -> str:
    """Return what differs between two scorecards, "" where nothing does.

    Args:
        before: The earlier scorecard as plain data, as `evaluation.json` holds it.
        after: The present one.

    Example:
        >>> scorecard_changes({"groups": {"customer": 50}}, {"groups": {"customer": 60}})
        'scorecard: group customer 50 → 60'
    """
    told = [
        *_version(before, after),
        *_numbers("group", _part(before, "groups"), _part(after, "groups")),
        *_criteria(_part(before, "criteria"), _part(after, "criteria")),
        *_gates(_part(before, "gates"), _part(after, "gates")),
        *_others(before, after),
    ]
    return f"scorecard: {'; '.join(told)}" if told else ""


def _part(data: Plain, key: str) -> Plain:
    found = data.get(key)
    return found if isinstance(found, Mapping) else {}


def _keys(before: Plain, after: Plain) -> list[str]:
    return sorted(before.keys() | after.keys())


def _shown(value: object) -> str:
    if value is None or value == "":
        return "none"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _version(before: Plain, after: Plain) -> Iterator[str]:
    for key in ("id", "version"):
        if before.get(key) != after.get(key):
            yield f"{key} {_shown(before.get(key))} → {_shown(after.get(key))}"


def _numbers(what: str, before: Plain, after: Plain) -> Iterator[str]:
    for key in _keys(before, after):
        if before.get(key) != after.get(key):
            yield f"{what} {key} {_shown(before.get(key))} → {_shown(after.get(key))}"


def _criteria(before: Plain, after: Plain) -> Iterator[str]:
    for key in _keys(before, after):
        old, new = _part(before, key), _part(after, key)
        if not old or not new:
            yield f"criterion {key} {'is new' if new else 'is gone'}"
            continue
        if old.get("weight") != new.get("weight"):
            yield f"weight of {key} {_shown(old.get('weight'))} → {_shown(new.get('weight'))}"
        rest = [each for each in _keys(old, new) if old.get(each) != new.get(each)]
        if rest := [each for each in rest if each != "weight"]:
            yield f"{', '.join(rest)} of {key}"


def _gates(before: Plain, after: Plain) -> Iterator[str]:
    for gate in _keys(before, after):
        yield from _numbers(gate_name(gate), _part(before, gate), _part(after, gate))


def _others(before: Plain, after: Plain) -> Iterator[str]:
    for key in _keys(before, after):
        if key not in _TOLD and before.get(key) != after.get(key):
            yield f"another {key.replace('_', ' ')}"
