"""What is wrong with a settings schema, beyond what JSON Schema itself asks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

__all__ = ["open_parts", "schema_faults", "undescribed", "unfit", "unflagged_secrets"]

_SOUNDS_SECRET = re.compile(
    r"(^|[_\-])(password|passwd|passphrase|token|secret|api_?key|credentials?|private_?key)s?$",
    re.IGNORECASE,
)
_SHAPES = ("properties", "patternProperties", "$defs")


def schema_faults(schema: Any) -> Iterator[str]:
    """Yield what makes a schema no JSON Schema of an object."""
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import SchemaError

    try:
        Draft202012Validator.check_schema(schema)
    except SchemaError as error:
        yield f"{error.json_path}: {error.message}"
        return
    if schema.get("type") != "object":
        yield "its type must be 'object'"
    for place, part in _parts(schema):
        reference = str(part.get("$ref", "#"))
        if not reference.startswith("#"):
            yield f"{place or 'the schema'} refers to {reference}; nothing is fetched"


def open_parts(schema: Mapping[str, Any]) -> list[str]:
    """Return the objects of a schema that take settings nobody knows."""
    return [
        place or "the schema"
        for place, part in _parts(schema)
        if (part.get("type") == "object" or "properties" in part)
        and part.get("additionalProperties", True) is True
    ]


def unflagged_secrets(schema: Mapping[str, Any]) -> list[str]:
    """Return the settings that sound secret and are not flagged, or are flagged with a default."""
    found = []
    for place, part in _parts(schema):
        name = place.rpartition(".")[2]
        is_text = part.get("type", "string") == "string"
        if _SOUNDS_SECRET.search(name) and is_text and not part.get("secret"):
            found.append(f"{place} sounds secret: add 'secret': true")
        if part.get("secret") and {"default", "enum", "const", "examples"} & part.keys():
            found.append(f"{place} is secret and stands in the schema")
    return found


def undescribed(schema: Mapping[str, Any]) -> list[str]:
    """Return the settings without a description."""
    return [
        name
        for name, part in schema.get("properties", {}).items()
        if not str(part.get("description", "")).strip()
    ]


def unfit(settings: Mapping[str, Any], schema: Mapping[str, Any]) -> list[str]:
    """Return in what settings do not fit a schema."""
    from jsonschema import Draft202012Validator

    errors = Draft202012Validator(dict(schema)).iter_errors(dict(settings))
    return [f"{error.json_path}: {error.message}" for error in errors]


def _parts(schema: Any, place: str = "") -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield a schema and all schemas in it, each with the path of the setting it describes."""
    if not isinstance(schema, Mapping):
        return
    yield place, schema
    for shape in _SHAPES:
        for name, part in (schema.get(shape) or {}).items():
            yield from _parts(part, f"{place}.{name}".removeprefix("."))
    # Conditions (oneOf, then, ...) narrow a schema and need not close it again.
    for each in ("items", "additionalProperties"):
        yield from _parts(schema.get(each), f"{place}[]")
