"""The JSON Schemas of every file cximpact reads or writes, offline and from any kind of install.

Their one home is the folder `schemas` at the top of the project. A wheel carries it as
`cximpact/_schemas`; an editable install and an unpacked sdist read the folder itself.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cximpact.exceptions import InputError, InternalError, Problem

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator
    from referencing import Registry

__all__ = ["schema_names", "schema_text", "validator"]

_ENDING = ".schema.json"
_PREFIX = "urn:cximpact:schema:"
_HERE = Path(__file__).resolve().parent
_HOMES = (_HERE / "_schemas", _HERE.parents[1] / "schemas")


def schema_names() -> tuple[str, ...]:
    """Return the names of all schemas, sorted.

    Example:
        >>> "workspace" in schema_names()
        True
    """
    return tuple(sorted(path.name.removesuffix(_ENDING) for path in _home().glob(f"*{_ENDING}")))


def schema_text(name: str) -> str:
    """Return one schema as JSON text, complete in itself.

    Schemas that it refers to are included under `$defs` (a compound document in the sense of
    JSON Schema 2020-12), so that an editor needs no second file.

    Args:
        name: One of `schema_names()`.

    Raises:
        InputError: There is no schema of that name.
    """
    bundle = dict(_schema(name))
    others = {
        other: _schema(other)
        for other in schema_names()
        if other != name and f'"{_PREFIX}{other}' in json.dumps(bundle)
    }
    if others:
        bundle["$defs"] = {**bundle.get("$defs", {}), **others}
    return json.dumps(bundle, indent=2, ensure_ascii=False) + "\n"


@cache
def validator(name: str) -> Draft202012Validator:
    """Return a validator that knows all schemas by their `$id` and never fetches anything.

    Args:
        name: One of `schema_names()`.

    Raises:
        InputError: There is no schema of that name.
    """
    from jsonschema import Draft202012Validator

    return Draft202012Validator(_schema(name), registry=_registry())


@cache
def _home() -> Path:
    for home in _HOMES:
        if home.is_dir():
            return home
    raise InternalError(f"the JSON Schemas are missing: no folder {_HOMES[0]}")


@cache
def _schema(name: str) -> dict[str, Any]:
    known = schema_names()
    if name not in known:
        raise InputError(
            [Problem("no such schema", value=name, expected=f"one of {', '.join(known)}")]
        )
    content: dict[str, Any] = json.loads(_home().joinpath(name + _ENDING).read_text("utf-8"))
    return content


@cache
def _registry() -> Registry[Any]:
    from referencing import Registry
    from referencing.jsonschema import DRAFT202012

    # A plain registry has no retriever: a reference it does not hold is an error, not a request.
    resources = [DRAFT202012.create_resource(_schema(name)) for name in schema_names()]
    return Registry().with_resources(
        (_PREFIX + name, item) for name, item in zip(schema_names(), resources, strict=True)
    )
