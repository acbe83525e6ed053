"""A schema that comes to no end costs its plugin's evidence, and never holds up a run."""

from __future__ import annotations

import time
from typing import Any

import pytest

from cximpact.exceptions import SourceError
from cximpact.plugins.hosting.cards import SourceCard
from cximpact.plugins.settings import rehearsal
from cximpact.plugins.settings.rehearsal import is_harmless, rehearse
from cximpact.plugins.settings.schemas import settings_validator

STUBBORN = {"a": "a" * 60 + "!"}
BUSH = {f"n{at}": {"allOf": [{"$ref": f"#/$defs/n{at + 1}"}] * 3} for at in range(30)}
ENDLESS: dict[str, dict[str, Any]] = {
    "a pattern that tries all ways": {"properties": {"a": {"pattern": "^(a+)+$"}}},
    "such a pattern for keys": {"patternProperties": {"^(a|a)*$": {}}},
    "references by the billion": {"$defs": {**BUSH, "n30": {}}, "$ref": "#/$defs/n0"},
}
BROKEN: dict[str, dict[str, Any]] = {
    "a circle": {"$ref": "#"},
    "a reference to nowhere": {"properties": {"a": {"$ref": "#/nowhere"}}},
    "a reference to what is no schema": {"enum": [{"allOf": 5}], "$ref": "#/enum/0"},
}
HARMLESS: dict[str, dict[str, Any]] = {
    "nothing": {},
    "an address": {"properties": {"site": {"pattern": "^https?://"}}},
    "a name": {"properties": {"a": {"pattern": "^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$"}}},
    "a day": {"properties": {"a": {"pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}}},
    "a definition": {
        "$defs": {"n": {"type": "string"}},
        "properties": {"a": {"$ref": "#/$defs/n"}},
    },
    "keys called as keywords are": {"properties": {"pattern": {"type": "string"}}},
}
DOUBTFUL: dict[str, dict[str, Any]] = {
    **ENDLESS,
    **BROKEN,
    "an optional part many times": {"properties": {"a": {"pattern": "a?" * 30 + "a" * 30}}},
    "what was found before": {"properties": {"a": {"pattern": r"(a)\1"}}},
    "looking ahead": {"properties": {"a": {"pattern": "(?=a)"}}},
    "a pattern that is none": {"properties": {"a": {"pattern": "("}}},
    "a tree": {"$defs": {"n": {"properties": {"x": {"$ref": "#/$defs/n"}}}}, "$ref": "#/$defs/n"},
    "a name of its own": {"$id": "https://acme.example/settings"},
}


def card(schema: dict[str, Any]) -> SourceCard:
    shape = {"type": "object", **schema}
    return SourceCard("desk", "A help desk", ("observations",), shape, "desk", "acme-desk", "1.2.0")


@pytest.mark.parametrize("schema", HARMLESS.values(), ids=HARMLESS)
def test_an_ordinary_schema_needs_no_process(schema: dict[str, Any]) -> None:
    assert is_harmless(schema, {"site": "https://acme.example", "a": "b"})


@pytest.mark.parametrize("schema", DOUBTFUL.values(), ids=DOUBTFUL)
def test_what_could_go_on_for_ever_is_seen(schema: dict[str, Any]) -> None:
    assert not is_harmless(schema, {"a": "b"})


def test_much_data_make_any_pattern_doubtful() -> None:
    schema = HARMLESS["an address"]
    assert is_harmless(schema, {"site": "x" * 200})
    assert not is_harmless(schema, {"site": "x" * 2000})
    assert not is_harmless(schema, {"x" * 2000: "site"})


@pytest.mark.parametrize("schema", ENDLESS.values(), ids=ENDLESS)
def test_what_comes_to_no_end_is_ended(
    schema: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rehearsal, "DEADLINE", 2.0)
    data = {**STUBBORN, STUBBORN["a"]: 1}
    began = time.monotonic()
    with pytest.raises(SourceError, match=r"acme-desk 1\.2\.0 .* no end within 2 sec"):
        rehearse(card(schema), data)
    assert time.monotonic() - began < 20


@pytest.mark.parametrize("schema", BROKEN.values(), ids=BROKEN)
def test_what_fails_is_told(schema: dict[str, Any]) -> None:
    with pytest.raises(SourceError, match="it fails"):
        rehearse(card(schema), {"a": "b"})


def test_what_is_doubtful_and_ends_is_accepted() -> None:
    rehearse(card(DOUBTFUL["a tree"]), {"x": {"x": {}}})


def test_a_secret_in_a_failure_is_hidden() -> None:
    with pytest.raises(SourceError) as caught:
        rehearse(card(BROKEN["a reference to nowhere"]), {"a": "nowhere"}, ["nowhere"])
    assert "nowhere" not in str(caught.value)


def test_a_schema_that_is_nested_too_deeply_is_refused() -> None:
    schema: dict[str, Any] = {}
    for _ in range(150):
        schema = {"not": schema}
    with pytest.raises(SourceError, match="nested too deeply"):
        settings_validator(card(schema))
