"""What a source's JSON Schema says of one place in its settings: whether it is a secret, defaults.

The schema comes from a plugin. Nothing it refers to is fetched, and what is wrong with it is the
plugin's fault, not that of the person who wrote the workspace.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from cximpact.exceptions import SourceError

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator

    from cximpact.plugins.hosting.cards import OfferCard, SourceCard

__all__ = ["Place", "broken", "settings_validator", "validator_of"]

Schema = Mapping[str, Any]

_REFERENCES = ("$ref", "$dynamicRef")
_TOGETHER = ("allOf", "anyOf", "oneOf")
_ALONE = ("if", "then", "else")
_MOST = 1000


def settings_validator(card: SourceCard | OfferCard) -> Draft202012Validator:
    """Return a validator of a source's or gate's settings that never fetches anything.

    Args:
        card: The source or gate.

    Raises:
        SourceError: Its schema is none, or refers to something outside itself.
    """
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import SchemaError

    try:
        schema = json.loads(json.dumps(dict(card.settings), default=dict))
        outside = next(_outside(schema), None)
        if outside is not None:
            raise broken(card, f"it refers to '{outside}', outside itself")
        Draft202012Validator.check_schema(schema)
    except SchemaError as error:
        where = "/".join(map(str, error.absolute_path))
        raise broken(card, f"at '{where}' it is not JSON Schema 2020-12") from None
    except RecursionError:
        raise broken(card, "it is nested too deeply") from None
    return validator_of(schema)


def validator_of(schema: Schema) -> Draft202012Validator:
    """Return a validator that never fetches anything, for a schema that was checked."""
    from jsonschema import Draft202012Validator
    from referencing import Registry

    # A plain registry has no retriever: a reference it does not hold is an error, not a request.
    return Draft202012Validator(schema, registry=Registry())


def broken(card: SourceCard | OfferCard, reason: str) -> SourceError:
    """Return the error of a schema that cannot be used, which names whose it is."""
    whose = f"{card.distribution or 'cximpact'} {card.version}"
    return SourceError(
        f"the settings of '{card.name}' cannot be checked: the schema that {whose} gives "
        f"is wrong: {reason}; tell its author"
    )


def _outside(node: Any) -> Iterator[str]:
    if isinstance(node, Mapping):
        for key, each in node.items():
            if key in _REFERENCES and isinstance(each, str) and not each.startswith("#"):
                yield each
            yield from _outside(each)
    elif isinstance(node, list):
        for each in node:
            yield from _outside(each)


class Place:
    """One place in the settings, with every part of the schema that speaks about it.

    Args:
        schemas: The parts that speak about it.
        root: The whole schema.

    Examples:
        >>> schema = {"properties": {"token": {"type": "string", "secret": True}}}
        >>> Place([schema], schema).inside("token").is_secret
        True
    """

    def __init__(self, schemas: Sequence[Any], root: Schema) -> None:
        self._root = root
        self._schemas = list(_applying(schemas, root))

    @property
    def is_secret(self) -> bool:
        """Whether what stands here must be given by reference."""
        return any(schema.get("secret") is True for schema in self._schemas)

    def inside(self, step: str | int) -> Place:
        """Return the place of a key, or of a position of a list."""
        parts = _of_item if isinstance(step, int) else _of_key
        found = [each for schema in self._schemas for each in parts(schema, step)]
        return Place(found, self._root)

    def defaults(self) -> dict[str, Any]:
        """Return the defaults of keys that are not secret."""
        return {
            key: json.loads(json.dumps(said["default"]))
            for schema in self._schemas
            for key, said in schema.get("properties", {}).items()
            if isinstance(said, Mapping) and "default" in said
            if not self.inside(key).is_secret
        }


def _applying(schemas: Sequence[Any], root: Schema) -> Iterator[Schema]:
    """Yield schemas and all that they bring in at the same place, each once."""
    waiting, seen = list(schemas), set[int]()
    while waiting and len(seen) < _MOST:
        schema = waiting.pop(0)
        if not isinstance(schema, Mapping) or id(schema) in seen:
            continue
        seen.add(id(schema))
        yield schema
        waiting += [_pointed(root, schema[key]) for key in _REFERENCES if key in schema]
        waiting += [each for key in _TOGETHER for each in schema.get(key, ())]
        waiting += [schema[key] for key in _ALONE if key in schema]
        waiting += schema.get("dependentSchemas", {}).values()


def _pointed(root: Schema, reference: str) -> Any:
    """Return what a local reference points at, None where it points nowhere."""
    node: Any = root
    for step in reference.removeprefix("#").split("/")[1:]:
        name = step.replace("~1", "/").replace("~0", "~")
        node = node.get(name) if isinstance(node, Mapping) else None
    return node


def _of_key(schema: Schema, key: Any) -> Iterator[Any]:
    own = schema.get("properties", {})
    patterns = schema.get("patternProperties", {})
    found = [own[key]] if key in own else []
    found += [each for pattern, each in patterns.items() if re.search(pattern, key)]
    others = ("additionalProperties", "unevaluatedProperties")
    yield from found or [schema[name] for name in others if name in schema]


def _of_item(schema: Schema, position: Any) -> Iterator[Any]:
    first = schema.get("prefixItems", ())
    if position < len(first):
        yield first[position]
    else:
        yield from (schema[name] for name in ("items", "unevaluatedItems") if name in schema)
