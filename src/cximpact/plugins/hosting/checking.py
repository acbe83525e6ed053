"""What a descriptor must be beyond what its own class refuses, such as functions that are some."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from cximpact.model.plugin import (
    Command,
    EvidenceSource,
    Gate,
    MeasureTemplate,
    Observer,
    PluginInfo,
    Reporter,
    Retry,
)

__all__ = ["faults_of"]

_LARGEST = 256 * 1024


def faults_of(descriptor: object) -> tuple[str, ...]:
    """Return what is wrong with a descriptor, one phrase each; nothing if it is right."""
    return tuple(_faults(descriptor))


def _faults(descriptor: object) -> Iterator[str]:
    match descriptor:
        case PluginInfo():
            yield from _range(descriptor.api)
        case EvidenceSource():
            yield from _callables(descriptor, "collect", optional=("check",))
            yield from _schema("settings", descriptor.settings)
            yield from _source(descriptor)
        case MeasureTemplate():
            yield from _data("definition", descriptor.definition)
        case Gate():
            # A gate of cximpact's own judges all proposals at once and has no `judge`.
            wanted = "judge" if descriptor.review is None else "review"
            yield from _callables(descriptor, wanted)
            yield from _schema("settings", descriptor.settings or {"type": "object"})
        case Reporter():
            yield from _callables(descriptor, "render")
            if descriptor.suffix and not str(descriptor.suffix).startswith("."):
                yield f"suffix {descriptor.suffix!r} must begin with a point"
        case Command():
            yield from _callables(descriptor, "run")
        case Observer():
            yield from _callables(descriptor, "notify")


def _callables(descriptor: object, *names: str, optional: tuple[str, ...] = ()) -> Iterator[str]:
    for name in (*names, *optional):
        value = getattr(descriptor, name)
        if not callable(value) and not (name in optional and value is None):
            yield f"{name} must be a function"


def _range(api: Any) -> Iterator[str]:
    whole = isinstance(api, tuple) and len(api) == 2 and all(type(each) is int for each in api)
    if not whole or not api[0] <= api[1]:
        yield "api must be the lowest and the highest version, such as (1, 1)"


def _source(source: EvidenceSource) -> Iterator[str]:
    retry: object = source.retry
    if not isinstance(retry, Retry):
        yield "retry must be a Retry"
    if not all(isinstance(column, str) and column for column in source.key):
        yield "key must be names of columns"
    if type(source.memory) is not int:
        yield "memory must be a whole number of megabytes"
    for name in ("needs_network", "incremental"):
        if not isinstance(getattr(source, name), bool):
            yield f"{name} must be True or False"


def _schema(name: str, value: object) -> Iterator[str]:
    faults = tuple(_data(name, value))
    yield from faults
    if not faults and isinstance(value, Mapping) and value.get("type") != "object":
        yield f'{name} must be a JSON Schema that says "type": "object"'


def _data(name: str, value: object) -> Iterator[str]:
    """Refuse what JSON cannot hold: it has to cross to another process, and back."""
    if not isinstance(value, Mapping):
        yield f"{name} must be a mapping"
        return
    try:
        text = json.dumps(value, allow_nan=False, default=_as_dict)
    except (TypeError, ValueError, RecursionError) as error:
        yield f"{name} must be plain data: {error}"
        return
    if len(text) > _LARGEST:
        yield f"{name} is larger than {_LARGEST // 1024} KiB"


def _as_dict(value: Any) -> dict[Any, Any]:
    """Take mappings other than `dict`, and nothing else."""
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"no JSON for a value of type {type(value).__name__}")
