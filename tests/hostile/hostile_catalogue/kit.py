"""What an entry of the catalogue is, and the workspaces that entries break."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

from attrs import frozen
from hostile_catalogue.sound_files import SCORECARD, TABLES, WORKSPACE

__all__ = ["ACCEPT", "REFUSE", "SAY", "Entry", "Place", "Shelf", "listed", "made", "swap", "whole"]

REFUSE, ACCEPT, SAY = "refuse", "accept", "accept and say so"
VALIDATE = ("validate", ".")
EVALUATE = ("evaluate", ".")

# One criterion and one list: enough for what is wrong with a list alone.
LISTED = """\
scorecard: scorecard.yaml
as_of: 2026-03-01
proposals:
  path: NAME
  columns:
    costs: [{column: cost, currency: EUR}]
    ratings: {ease: {column: ease, scale: [1, 3, 5]}}
"""
ONE_CRITERION = 'id: one\nversion: "1"\ncriteria:\n  ease: {weight: 1}\n'
HEADERS = ("id", "title", "unit", "cost", "ease")


class Place:
    """A folder with a valid workspace in it.

    Attributes:
        path: The folder.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def text(self, name: str) -> str:
        return (self.path / name).read_text()

    def write(self, name: str, content: str | bytes) -> None:
        data = content.encode() if isinstance(content, str) else content
        (self.path / name).write_bytes(data)

    def replace(self, name: str, old: str, new: str) -> None:
        text = self.text(name)
        assert old in text, f"nothing to break in {name}: {old!r}"
        self.write(name, text.replace(old, new, 1))

    def add(self, name: str, more: str) -> None:
        self.write(name, self.text(name) + more)

    def add_ripples(self, lines: Iterable[str]) -> None:
        """Add steps to the ripples of the scorecard."""
        self.replace("scorecard.yaml", "  ripples:\n", "  ripples:\n" + "".join(lines))


Build = Callable[[Place], object]
"""Breaks what a place holds."""


@frozen
class Entry:
    """A hostile input, and what is to be said of it.

    Attributes:
        name: What is hostile about it.
        kind: The format it tries: yaml, json, csv, xlsx, parquet, path or saved.
        answer: Whether it is refused, accepted, or accepted with a word about it.
        words: What one problem of the report holds, each of them; for what is accepted, what is
            printed.
        build: Makes it out of the valid workspace `base`.
        base: `list` (one list), `small` (all kinds of text files), `answers` and `counts` (and
            one source of evidence, in CSV or in JSON lines), `evidence` (both).
        stated: What it is tried with, where that is not to validate and to evaluate; `.` is the
            folder.
    """

    name: str
    kind: str
    answer: str
    words: tuple[str, ...]
    build: Build
    base: str = "small"
    stated: tuple[tuple[str, ...], ...] = ()

    @property
    def commands(self) -> tuple[tuple[str, ...], ...]:
        """What it is tried with; what is read is evaluated without draws, which takes less."""
        quick = () if self.answer == REFUSE else ("--quick",)
        return self.stated or (VALIDATE, (*EVALUATE, *quick))

    def make(self, folder: Path) -> Place:
        """Write the files into a new folder."""
        place = Place(folder)
        folder.mkdir(parents=True)
        BASES[self.base](place)
        self.build(place)
        return place


def _with_evidence(place: Place) -> None:
    place.write("cximpact.yaml", WORKSPACE)
    place.write("scorecard.yaml", SCORECARD)
    for name, text in TABLES.items():
        place.write(name, text)


def _small(place: Place) -> None:
    _with_evidence(place)
    place.write("cximpact.yaml", WORKSPACE.partition("evidence:\n")[0])


def _list(place: Place) -> None:
    place.write("cximpact.yaml", LISTED)
    place.write("scorecard.yaml", ONE_CRITERION)


def _answers(place: Place) -> None:
    _with_evidence(place)
    place.write("cximpact.yaml", WORKSPACE.partition("  complaints:\n")[0])


def _counts(place: Place) -> None:
    _with_evidence(place)
    before, _, after = WORKSPACE.partition("  csat:\n")
    place.write("cximpact.yaml", f"{before}  complaints:{after.partition('  complaints:')[2]}")


BASES = {
    "list": _list,
    "small": _small,
    "answers": _answers,
    "counts": _counts,
    "evidence": _with_evidence,
}


class Shelf(list[Entry]):
    """The entries of one format, as they are declared."""

    def __init__(self, kind: str, base: str = "small") -> None:
        super().__init__()
        self.kind, self.base = kind, base

    def put(
        self, answer: str, name: str, words: tuple[str, ...], build: Build, **more: object
    ) -> None:
        self.append(Entry(name, self.kind, answer, words, build, **{"base": self.base, **more}))

    def refuse(self, name: str, build: Build, *words: str, **more: object) -> None:
        """Declare what is refused, with words that one and the same problem holds."""
        self.put(REFUSE, name, words, build, **more)

    def accept(self, name: str, build: Build, *words: str, **more: object) -> None:
        """Declare what is accepted; words that show how it was read."""
        self.put(ACCEPT, name, words, build, **more)

    def say(self, name: str, build: Build, *words: str, **more: object) -> None:
        """Declare what is accepted with a word about it."""
        self.put(SAY, name, words, build, **more)


def swap(file: str, old: str, new: str) -> Build:
    """Replace a text that a file holds."""
    return lambda place: place.replace(file, old, new)


def whole(file: str, content: str | bytes | Callable[[], str | bytes]) -> Build:
    """Write a whole file."""
    return lambda place: place.write(file, content() if callable(content) else content)


def listed(name: str, content: str | bytes | Callable[[], str | bytes]) -> Build:
    """Write the list of proposals, for the base `list`."""

    def build(place: Place) -> None:
        place.replace("cximpact.yaml", "NAME", name)
        place.write(name, content() if callable(content) else content)

    return build


def made() -> ModuleType:
    """Return the module that makes the hostile files all tests share."""
    name = "hostile_files_of_all_tests"
    if name not in sys.modules:
        file = Path(__file__).parents[2] / "conftest.py"
        spec = spec_from_file_location(name, file)
        assert spec is not None and spec.loader is not None
        sys.modules[name] = module = module_from_spec(spec)
        spec.loader.exec_module(module)
    return sys.modules[name]
