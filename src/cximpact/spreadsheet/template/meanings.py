"""What a setting means, as the schema of its document describes it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cximpact.intake.files.marks import KeyPath

__all__ = ["meaning"]

_URN = "urn:cximpact:schema:"


def meaning(schema: str, path: KeyPath) -> str:
    """Return the description of the value at a path; "" where there is none.

    Args:
        schema: ``workspace`` or ``scorecard``.
        path: The path.

    Example:
        >>> meaning("workspace", ("currency",))
        'The currency of the report. Left out: the only one in use.'
    """
    found = [(schema, _schema(schema))]
    for step in path:
        found = [each for name, part in found for each in _inside(name, part, step)]
    texts = (text for name, part in found for text in _descriptions(name, part))
    return next(texts, "")


@cache
def _schema(name: str) -> Mapping[str, Any]:
    import json

    from cximpact.schemas import schema_text

    whole: Mapping[str, Any] = json.loads(schema_text(name))
    return whole


def _descriptions(name: str, part: Mapping[str, Any]) -> Iterator[str]:
    if "description" in part:
        yield str(part["description"])
    for _, variant in _variants(name, part):
        if variant is not part and "description" in variant:
            yield str(variant["description"])


def _variants(name: str, part: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield a schema and all that it refers to or leaves open."""
    yield name, part
    reference = part.get("$ref")
    if isinstance(reference, str):
        yield from _variants(*_target(name, reference))
    for each in part.get("anyOf", ()):
        yield from _variants(name, each)


def _target(name: str, reference: str) -> tuple[str, Mapping[str, Any]]:
    urn, _, pointer = reference.partition("#/")
    other = urn.removeprefix(_URN) if urn else name
    part: Any = _schema(other)
    for key in pointer.split("/") if pointer else ():
        part = part[key]
    return other, part


def _inside(
    name: str, part: Mapping[str, Any], step: str | int
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for other, variant in _variants(name, part):
        if isinstance(step, int):
            found = variant.get("items")
        else:
            found = variant.get("properties", {}).get(step, variant.get("additionalProperties"))
        if isinstance(found, Mapping):
            yield other, found
