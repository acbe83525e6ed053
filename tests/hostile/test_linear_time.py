"""No text, however it is made, keeps one of our patterns, or a word to look for, busy for long.

Python's patterns go back over what they matched; one that goes back over a long text from every
place takes the square of its length. On 100,000 characters that is more than the guard allows,
and what is linear takes a thousandth of it.
"""

from __future__ import annotations

import importlib
import inspect
import json
import os
import pkgutil
import re
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from re import _constants, _parser
from types import ModuleType
from typing import Any

import pytest

import cximpact
from cximpact.schemas import schema_names, schema_text

LENGTH = 100_000
GUARD = 10.0
"""Seconds of CPU time after which something hangs; not a measure of speed."""

PLUGINS = ("cximpact_survey", "cximpact_jira", "cximpact_finance", "cximpact_letters")
ALWAYS = ("a", "A", "0", " ", "\t", "\n", "-", ".", ",", '"', "'", "\\", "<", "(", "[", "_", "%")


class HangsError(AssertionError):
    """Something took longer than the guard allows."""


@contextmanager
def guarded(what: str) -> Iterator[None]:
    """End what takes too long of the processor; others at work on the machine do not count."""

    def _end(*_: object) -> None:
        raise HangsError(what)

    before = signal.signal(signal.SIGPROF, _end)
    signal.setitimer(signal.ITIMER_PROF, GUARD)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _modules() -> Iterator[ModuleType]:
    yield cximpact
    for found in pkgutil.walk_packages(cximpact.__path__, "cximpact."):
        if found.name.split(".")[-1] != "__main__" and not _lacks_ibis(found.name):
            yield importlib.import_module(found.name)
    for name in PLUGINS:
        try:
            plugin = importlib.import_module(name)
        except ImportError:
            continue
        yield plugin
        for found in pkgutil.walk_packages(plugin.__path__, f"{name}."):
            yield importlib.import_module(found.name)


def _lacks_ibis(name: str) -> bool:
    """Return whether a module needs an extra that a user may do without; in CI it must be there."""
    is_extra = name.startswith("cximpact.warehouse.") and os.environ.get("CI") != "true"
    return is_extra and find_spec("ibis") is None


def _held(value: Any, depth: int = 3) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif depth and isinstance(value, dict):
        for each in value.values():
            yield from _held(each, depth - 1)
    elif depth and isinstance(value, (tuple, list, set, frozenset)):
        for each in value:
            yield from _held(each, depth - 1)


def patterns() -> dict[tuple[str | bytes, int], str]:
    """Return every pattern that a module of ours, or of its plugins, keeps, by where it is kept."""
    found: dict[tuple[str | bytes, int], str] = {}
    for module in _modules():
        for name, value in vars(module).items():
            if not name.startswith("__"):
                for each in _held(value):
                    found.setdefault((each.pattern, each.flags), f"{module.__name__}.{name}")
    return found


def _signs(node: Any) -> Iterator[str]:
    """Yield characters that parts of a pattern match."""
    for kind, value in node:
        if kind is _constants.LITERAL:
            yield chr(value)
        elif kind is _constants.IN:
            yield from _signs([each for each in value if each[0] is not _constants.NEGATE])
        elif kind is _constants.RANGE:
            yield chr(value[0])
        else:
            yield from _inside(value)


def _inside(value: Any) -> Iterator[str]:
    if isinstance(value, _parser.SubPattern):
        yield from _signs(value)
    elif isinstance(value, (tuple, list)):
        for each in value:
            yield from _inside(each)


def _literals(pattern: str | bytes) -> str:
    """Return what the fixed parts of a pattern say, in order: a beginning that it takes."""
    text = pattern.decode("latin-1") if isinstance(pattern, bytes) else pattern
    return "".join(dict.fromkeys(_signs(_parser.parse(text))))


def texts_against(pattern: str | bytes) -> Iterator[str]:
    """Yield long texts that nearly match: one sign or two over and over, with a wrong end."""
    own = _literals(pattern)
    signs = [*dict.fromkeys([*own[:10], *ALWAYS])]
    for sign in signs:
        yield sign * LENGTH + "\x00"
        yield own + sign * LENGTH + "!"
    for one in own[:5] or "a":
        for other in ("a", "0", *own[:2]):
            yield (one + other) * (LENGTH // 2) + "\x00"
            yield (own + other) * (LENGTH // (len(own) + 1)) + "\x00"


FOUND = patterns()


def test_there_are_patterns_to_try() -> None:
    assert len(FOUND) > 100


def test_the_guard_ends_what_takes_the_square_of_the_length() -> None:
    with pytest.raises(HangsError), guarded("a known one"):
        re.search(r"a+b", "a" * 2_000_000)


_SAME = {"findall": "finditer", "sub": "finditer", "split": "finditer"}


def _ways(where: str) -> tuple[str, ...]:
    """Return how a pattern is used; what else it could be used for need not be quick."""
    module, name = where.rsplit(".", 1)
    text = inspect.getsource(sys.modules[module])
    used = {_SAME.get(way, way) for way in re.findall(rf"\b{name}\.(\w+)\(", text)}
    known = tuple(sorted(used & {"match", "fullmatch", "search", "finditer"}))
    # One that is handed on or kept among others is used in ways that cannot be seen here.
    return known or ("match", "fullmatch", "search")


def _try(pattern: re.Pattern[Any], way: str, text: str) -> None:
    given = text.encode("utf-8", "replace") if isinstance(pattern.pattern, bytes) else text
    with guarded(f"{way} of {pattern.pattern!r} on {text[:30]!r}"):
        found = getattr(pattern, way)(given)
        if way == "finditer":
            for _ in found:
                pass


@pytest.mark.parametrize("key", list(FOUND), ids=FOUND.values())
def test_no_pattern_of_ours_takes_long(key) -> None:
    pattern = re.compile(*key)
    for way in _ways(FOUND[key]):
        for text in texts_against(key[0]):
            _try(pattern, way, text)


def _in_schemas(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        yield from (node[key] for key in ("pattern",) if isinstance(node.get(key), str))
        yield from (each for each in node.get("patternProperties") or () if isinstance(each, str))
        for each in node.values():
            yield from _in_schemas(each)
    elif isinstance(node, list):
        for each in node:
            yield from _in_schemas(each)


SCHEMAS = sorted(
    {each for name in schema_names() for each in _in_schemas(json.loads(schema_text(name)))}
)


@pytest.mark.parametrize("pattern", SCHEMAS)
def test_no_pattern_of_a_schema_takes_long(pattern) -> None:
    """The validator searches, and goes on where nothing is found."""
    for text in texts_against(pattern):
        _try(re.compile(pattern), "search", text)


@pytest.mark.parametrize("phrase", ["a" * 20_000, "- " * 20_000, "(a+)+$", "x{1,9999}", ".*" * 500])
def test_phrases_of_a_scorecard_are_words_and_no_patterns(phrase) -> None:
    """Inward-looking phrases are looked for as they are written, in statements of any length."""
    from cximpact.decision.gates.statement import _phrases_in, _wanted

    wanted = _wanted({phrase: "What does the customer notice?"})
    for text in (phrase[:-1] * 20, "a" * 1_000_000, "- " * 500_000, f"so {phrase} it is"):
        with guarded(f"{phrase[:20]} in {text[:20]}"):
            found = _phrases_in(text, wanted)
        # A phrase of letters is no part of a longer word; one of dashes stands among dashes.
        assert bool(found) == (text.startswith("so ") or text[:2] == phrase[:2] == "- ")
