"""Saved evaluations and manifests of snapshots that were changed by hand, cut, or made up."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hostile_catalogue.kit import BASES, Build, Place, Shelf

__all__ = ["ENTRIES"]

ENTRIES = Shelf("saved", base="small")
refuse, accept, say = ENTRIES.refuse, ENTRIES.accept, ENTRIES.say
FILE = "evaluation.json"
MEGABYTE = 1024 * 1024
EXPLAIN = {"stated": (("explain", "P1", "kept/evaluation.json"), ("explain", "P1", "kept"))}
PREVIOUS = {"stated": (("evaluate", "."), ("validate", "."))}


@cache
def saved() -> str:
    """A sound saved evaluation, as text."""
    import cximpact

    with TemporaryDirectory() as folder:
        place = Place(Path(folder))
        BASES["small"](place)
        return cximpact.evaluate(folder, draws=0, analyses=[]).to_json()


def _write(place: Place, content: str | bytes) -> None:
    (place.path / "kept").mkdir()
    place.write(f"kept/{FILE}", content)


def text(content: str | bytes | Callable[[], str | bytes]) -> Build:
    return lambda place: _write(place, content() if callable(content) else content)


def swap(old: str, new: str) -> Build:
    def build(place: Place) -> None:
        whole = saved()
        assert old in whole, old
        _write(place, whole.replace(old, new, 1))

    return build


def change(work: Callable[[dict[str, Any]], object]) -> Build:
    """Change the evaluation as data."""

    def build(place: Place) -> None:
        data = json.loads(saved())
        work(data)
        _write(place, json.dumps(data))

    return build


def first(**changed: object) -> Build:
    """Change the first recommendation."""
    return change(lambda data: data["recommendations"][0].update(changed))


def _nested(place: Place) -> None:
    _write(place, saved().replace('"title"', f'"x": {"[" * 70 + "]" * 70}, "title"', 1))


accept("the evaluation itself is sound", text(saved), "P1", **EXPLAIN)
for name, build, words in [
    ("nothing", text(""), ("not valid JSON",)),
    ("a list", text("[]"), ("format",)),
    ("null", text("null"), ("format",)),
    ("another format", swap('"cximpact', '"other'), ("format", "expected cximpact")),
    (
        "a format of terminal escapes",
        change(lambda data: data.update(format="\x1b[31m")),
        ("format", r"\x1b[31m"),
    ),
    (
        "a format of a megabyte",
        change(lambda data: data.update(format="f" * MEGABYTE)),
        ("format", "…"),
    ),
    ("a format that is a list", change(lambda data: data.update(format=[1])), ("format",)),
    ("cut in the middle", text(lambda: saved()[: len(saved()) // 2]), ("not valid JSON",)),
    ("a key twice", swap('"format"', '"id": "x", "format"'), ("stands twice",)),
    ("no recommendations", change(lambda data: data.pop("recommendations")), ("recommendations",)),
    (
        "recommendations that are text",
        change(lambda data: data.update(recommendations="none")),
        ("recommendations",),
    ),
    (
        "recommendations of numbers",
        change(lambda data: data.update(recommendations=[1, 2])),
        ("recommendations[0]",),
    ),
    (
        "5,000 recommendations of nothing",
        change(lambda data: data.update(recommendations=[{}] * 5000)),
        ("more than 9,999 things",),
    ),
    ("an unknown key", change(lambda data: data.update(extra=1)), ("extra",)),
    (
        "5,000 unknown keys",
        change(lambda data: data.update({f"n{n}": n for n in range(5000)})),
        ("more of this kind",),
    ),
    ("an unknown action", first(action="obey"), ("recommendations[0].action", "'obey'")),
    ("a rank in words", first(rank="first"), ("recommendations[0].rank",)),
    ("a rank of half", first(rank=1.5), ("recommendations[0].rank",)),
    ("a value that is text", first(value="high"), ("recommendations[0].value",)),
    ("a value nan", swap('"expected": ', '"expected": NaN, "x": '), ("finite",)),
    ("a value of 1e400", swap('"expected": ', '"expected": 1e400, "x": '), ("too large",)),
    ("an amount that is a number", first(cost={"amount": 5, "currency": "EUR"}), ("cost.amount",)),
    ("an amount in words", first(cost={"amount": "much", "currency": "EUR"}), ("cost.amount",)),
    (
        "an amount of 1e999999",
        first(cost={"amount": "1e999999", "currency": "EUR"}),
        ("cost.amount",),
    ),
    (
        "an impossible day",
        change(lambda data: data.update(as_of="2026-02-30")),
        ("as_of", "evaluate again"),
    ),
    ("a day in words", change(lambda data: data.update(as_of="soon")), ("as_of",)),
    ("a proposal that is a number", first(proposal=5), ("recommendations[0].proposal",)),
    (
        "a title of half a character",
        swap('"title": "', '"title": "\\ud800'),
        ("cannot be written",),
    ),
    ("a title with a NUL", swap('"title": "', '"title": "\\u0000'), ("cannot be written",)),
    ("70 levels", _nested, ("too deeply",)),
    ("a million brackets", text("[" * MEGABYTE), ("too deeply",)),
    ("UTF-16", text(lambda: saved().encode("utf-16")), ("UTF-16",)),
    (
        "cp1252",
        text(lambda: saved().replace("P1", "für").encode("cp1252")),
        ("not encoded in utf-8",),
    ),
    ("overlong UTF-8", text(lambda: saved().encode().replace(b"P1", b"\xc0\xaf")), ("byte 0xC0",)),
]:
    refuse(f"evaluation: {name}", build, FILE, *words, **EXPLAIN)
    if name in ("nothing", "another format", "a key twice", "cut in the middle"):

        def _as_previous(place: Place, build: Build = build) -> None:
            build(place)
            place.replace("cximpact.yaml", "rules:", f"previous: kept/{FILE}\nrules:")

        refuse(f"earlier evaluation: {name}", _as_previous, FILE, *words, **PREVIOUS)
accept(
    "evaluation: terminal escapes in a title",
    first(title="\x1b]0;x\x07", proposal="P1"),
    r"\x1b]0;x\x07",
    **EXPLAIN,
)
accept(
    "evaluation: a title of a megabyte",
    first(title="t" * MEGABYTE, proposal="P1"),
    "ttt",
    **EXPLAIN,
)

# --- Manifests
PART = {
    "part": "evidence.calls", "kind": "observations", "source": "desk", "distribution": "",
    "version": "", "settings": "", "as_of": "2026-03-01", "fetched_at": "2026-03-01T12:00:00Z",
    "query": "", "file": "calls.parquet", "sha256": "0" * 64, "rows": 1, "columns": ["date"],
    "cursor": None, "notes": [], "family": "", "reason": "",
}  # fmt: skip
STATED = {
    "stated": (("validate", ".", "--snapshot", "kept"), ("evaluate", ".", "--snapshot", "kept"))
}


SOURCE = "evidence:\n  calls: {source: file, settings: {path: calls.csv}}\n"


def manifest(content: object) -> Build:
    def build(place: Place) -> None:
        (place.path / "kept").mkdir()
        data = content if isinstance(content, str | bytes) else json.dumps(content)
        place.write("kept/manifest.json", data)
        place.write("kept/calls.parquet", b"PAR1")
        place.write("calls.csv", "touchpoint,measure,date,value\n")
        place.add("cximpact.yaml", SOURCE)

    return build


def parts(*changed: dict[str, object]) -> Build:
    return manifest({"format": "cximpact-snapshot/1", "parts": [PART | each for each in changed]})


for name, build, words in [
    ("nothing", manifest(""), ("not valid JSON",)),
    ("a list", manifest([]), ("no manifest",)),
    ("another format", manifest({"format": "x", "parts": []}), ("not of the format",)),
    ("parts that are text", manifest({"format": "cximpact-snapshot/1", "parts": "x"}), ("parts",)),
    (
        "a part of numbers",
        manifest({"format": "cximpact-snapshot/1", "parts": [1]}),
        ("no manifest",),
    ),
    ("cut in the middle", manifest('{"format": "cximpact-'), ("not valid JSON",)),
    ("a part twice", parts({}, {}), ("listed twice",)),
    ("a file above its folder", parts({"file": "../evil.parquet"}), ("file",)),
    ("a file with a root", parts({"file": "/etc/passwd"}), ("file",)),
    ("a file that is not there", parts({"file": "other.parquet"}), ("other.parquet",)),
    ("a file that was changed", parts({}), ("calls.parquet", "not the one that was collected")),
    ("a checksum in words", parts({"sha256": "yes"}), ("sha256",)),
    ("rows below zero", parts({"rows": -1}), ("rows",)),
    ("rows that are true", parts({"rows": True}), ("rows",)),
    (
        "rows of 10^5000",
        manifest(
            '{"format": "cximpact-snapshot/1", "parts": ['
            + json.dumps(PART).replace('"rows": 1', '"rows": 1' + "0" * 5000)
            + "]}"
        ),
        ("too long",),
    ),
    ("an impossible day", parts({"as_of": "2026-02-30"}), ("no manifest",)),
    ("an impossible moment", parts({"fetched_at": "2026-03-01T25:00:00Z"}), ("no manifest",)),
    ("an unknown key", parts({"extra": 1}), ("other keys",)),
    ("columns that are numbers", parts({"columns": [1]}), ("no manifest",)),
    ("a kind of a megabyte", parts({"kind": "k" * MEGABYTE}), ("no manifest",)),
    ("a kind of terminal escapes", parts({"kind": "\x1b[31m"}), ("no manifest",)),
    ("70 levels", manifest("[" * 70 + "]" * 70), ("too deeply",)),
    ("UTF-16", manifest(json.dumps(PART).encode("utf-16")), ("UTF-16",)),
]:
    refuse(f"manifest: {name}", build, "kept", *words, **STATED)
