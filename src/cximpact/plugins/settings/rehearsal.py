"""A schema that could go on for ever is tried out in a process that can be ended.

A pattern such as ``^(a+)+$`` or a web of references takes longer than anybody lives, and neither
can be stopped from within. The schema is a plugin's, so it may cost that plugin's evidence and
nothing else. Most schemas are harmless at a glance, and those need no process.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cximpact.plugins.isolation.jobs import Job
from cximpact.plugins.settings.schemas import Place, broken, validator_of

if TYPE_CHECKING:
    from cximpact.plugins.hosting.cards import OfferCard, SourceCard
    from cximpact.plugins.isolation.jobs import Outcome

__all__ = ["DEADLINE", "is_harmless", "rehearse", "try_out"]

DEADLINE = 10.0
"""Seconds that a look at settings may take, with the start of the process."""

_MEMORY = 512
_LONGEST_TEXT = 256
_MOST_WORK = 1_000_000
_TWISTED = {"$anchor", "$dynamicRef", "$id"}
_MOST_REPEATS = 2
_REPEATS = re.compile(r"(?<![\\(])[*+?]|\{\d*,")
# A part that repeats and may hold such parts itself; looking around; what was found before.
_NESTED = re.compile(r"\)[*+{]|\(\?[^:]|\\[1-9]")


def rehearse(card: SourceCard | OfferCard, data: Any, secrets: Sequence[str] = ()) -> None:
    """Make sure that settings can be held against a schema in a reasonable time.

    Args:
        card: The source or gate whose schema it is; `settings_validator` accepts that.
        data: The settings, what references lead to included.
        secrets: Texts that must appear nowhere.

    Raises:
        SourceError: It cannot be done, or takes too long.
    """
    schema = json.loads(json.dumps(dict(card.settings), default=dict))
    if is_harmless(schema, data):
        return
    job = Job(
        f"settings of {card.name}",
        "core-files",
        "",
        "settings",
        payload={"schema": schema, "data": data},
        secrets=tuple(secrets),
        timeout=DEADLINE,
        memory=_MEMORY,
    )
    from cximpact.plugins.isolation.running import run_job

    with tempfile.TemporaryDirectory(prefix="cximpact-") as folder:
        outcome = run_job(job, folder=Path(folder))
    if not outcome.worked:
        raise broken(card, f"held against these settings, {_ended(outcome)}")


def _ended(outcome: Outcome) -> str:
    if outcome.family == "timeout":
        return f"it comes to no end within {DEADLINE:g} seconds"
    return f"it fails ({outcome.reason})"


def try_out(payload: Mapping[str, Any]) -> None:
    """Do with a schema all that is done with it later, and see whether that ends.

    Args:
        payload: ``schema``, which refers to nothing outside itself, and ``data``.
    """
    schema, data = payload["schema"], payload["data"]
    list(validator_of(schema).iter_errors(data))
    _walk(data, Place([schema], schema))


def _walk(data: Any, place: Place) -> None:
    place.defaults()
    if isinstance(data, Mapping):
        for key, each in data.items():
            _walk(each, place.inside(key))
    elif isinstance(data, list):
        for at, each in enumerate(data):
            _walk(each, place.inside(at))


def is_harmless(schema: Mapping[str, Any], data: Any) -> bool:
    r"""Return whether it can be seen that data are held against a schema in no time.

    Examples:
        >>> is_harmless({"properties": {"site": {"pattern": "^https?://"}}}, {"site": "x"})
        True
        >>> is_harmless({"properties": {"site": {"pattern": "^(a+)+$"}}}, {"site": "x"})
        False
    """
    found = list(_keywords(schema))
    if any(key in _TWISTED for key, _ in found):
        return False
    patterns = [each for key, each in found if key == "pattern"]
    patterns += [name for key, each in found if key == "patternProperties" for name in list(each)]
    texts = list(_texts(data))
    longest = max(map(len, texts), default=0)
    if patterns and (longest > _LONGEST_TEXT or not all(map(_is_plain, patterns))):
        return False
    # Every part of the data may meet every part of the schema, and its likes (uniqueItems).
    return _weight(schema, schema, {}) * (1 + len(texts)) + len(texts) ** 2 <= _MOST_WORK


def _keywords(node: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(node, Mapping):
        for key, each in node.items():
            yield key, each
            yield from _keywords(each)
    elif isinstance(node, list):
        for each in node:
            yield from _keywords(each)


def _weight(node: Any, root: Mapping[str, Any], known: dict[int, float]) -> float:
    """Return how large a schema is with what it refers to in its place; a circle is infinite."""
    if not isinstance(node, Mapping | list):
        return 1
    if id(node) not in known:
        known[id(node)] = inf
        inside = list(node.values()) if isinstance(node, Mapping) else node
        if isinstance(node, Mapping) and "$ref" in node:
            inside.append(_target(node["$ref"], root))
        known[id(node)] = 1 + sum(_weight(each, root, known) for each in inside)
    return known[id(node)]


def _target(reference: Any, root: Mapping[str, Any]) -> Any:
    """Return the definition that is referred to; what is none is taken for a circle."""
    name = str(reference).removeprefix("#/$defs/")
    definitions = root.get("$defs", {})
    return definitions.get(name, root)


def _is_plain(pattern: Any) -> bool:
    if not isinstance(pattern, str):
        # A property that is called so, and no pattern.
        return isinstance(pattern, Mapping)
    try:
        re.compile(pattern)
    except re.error:
        return False
    return len(_REPEATS.findall(pattern)) <= _MOST_REPEATS and not _NESTED.search(pattern)


def _texts(data: Any) -> Iterator[str]:
    """Yield all keys and values as texts."""
    if isinstance(data, Mapping):
        for key, each in data.items():
            yield str(key)
            yield from _texts(each)
    elif isinstance(data, list | tuple):
        for each in data:
            yield from _texts(each)
    else:
        yield str(data)
