"""Tables of keys for the reference pages, made from the JSON Schemas."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from cximpact.schemas import schema_names, schema_text

_TYPES = {
    "string": "text",
    "integer": "whole number",
    "boolean": "yes or no",
    "array": "list",
    "object": "mapping",
}


def schema_table(name: str) -> str:
    """Return the keys of an object as a Markdown table: key, type, default, meaning.

    Args:
        name: A schema, such as ``scorecard``; or a path into one, such as
            ``scorecard/criteria/*`` (``*`` is any key of a mapping, ``[]`` an entry of a list).
    """
    root = json.loads(schema_text(name.partition("/")[0]))
    node = _at(root, root, name.split("/")[1:])
    required = node.get("required", ())
    stars = dict.fromkeys(required, " *")
    rows = [
        f"| `{key}`{stars.get(key, '')} | {_kind(root, value)} | {_meaning(root, value)} |\n"
        for key, value in node["properties"].items()
    ]
    return "".join(["\n", "| key | kind | meaning |\n", "|---|---|---|\n", *rows, "\n"])


def _at(root: Mapping[str, Any], node: Mapping[str, Any], steps: list[str]) -> Mapping[str, Any]:
    node = _mapping_form(root, _resolved(root, node))
    if not steps:
        return node
    step, *rest = steps
    if step == "*":
        return _at(root, node["additionalProperties"], rest)
    if step == "[]":
        return _at(root, node["items"], rest)
    return _at(root, node["properties"][step], rest)


def _mapping_form(root: Mapping[str, Any], node: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the form of a node that has keys of its own, where it may be written in several."""
    if "properties" in node or "anyOf" not in node:
        return node
    forms = (_resolved(root, form) for form in node["anyOf"])
    return next((form for form in forms if "properties" in form or "items" in form), node)


def _resolved(root: Mapping[str, Any], node: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a node with what it refers to filled in."""
    if "$ref" not in node:
        return node
    place, _, pointer = str(node["$ref"]).partition("#")
    target: Mapping[str, Any] = root
    known = place.rpartition(":")[2]
    if known in schema_names() and root.get("$id") != place:
        target = json.loads(schema_text(known))
    for step in pointer.split("/")[1:]:
        target = target[step]
    return {**_resolved(root, target), **{k: v for k, v in node.items() if k != "$ref"}}


def _kind(root: Mapping[str, Any], node: Mapping[str, Any]) -> str:
    node = _resolved(root, node)
    if "const" in node:
        return f"`{node['const']}`"
    if "enum" in node:
        return ", ".join(f"`{value}`" for value in node["enum"] if value not in (None, ""))
    if "anyOf" in node:
        kinds = [_kind(root, form) for form in node["anyOf"]]
        return " or ".join(dict.fromkeys(kind for kind in kinds if kind != "–"))
    types = node.get("type", [])
    names = [types] if isinstance(types, str) else types
    return " or ".join(_TYPES.get(kind, kind) for kind in names if kind != "null") or "–"


def _meaning(root: Mapping[str, Any], node: Mapping[str, Any]) -> str:
    node = _resolved(root, node)
    text = node.get("description", "").replace("|", "\\|")
    default = node.get("default")
    # JSON's own spelling, which YAML reads as well.
    said = f" Default: `{json.dumps(default)}`." if default not in (None, "") else ""
    return f"{text}{said}".strip()
