"""Hundreds of hostile files, each with the answer it must get, from validate and evaluate alike.

Every command runs in a fork of its own, which is measured: 2 seconds of CPU and 200 MB. What is
hostile, and what is to be said of it, stands in the modules of `hostile_catalogue`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hostile_catalogue.catalogue import CATALOGUE, check
from hostile_catalogue.runner import Runner

# One of each kind, and what would end a process: through the command as people start it.
SAMPLE = [
    "yaml: a trillion paths of ripples",
    "yaml: shared: yaml_alias_bomb",
    "yaml: 5,000 criteria without weight",
    "json: scorecard: a weight of 100,000 digits",
    "json: list: 5,000 rows that are none",
    "csv: list: a million quotes",
    "csv: list: terminal escapes in id, title and unit",
    "xlsx: extent: the last cell of all",
    "xlsx: day: the number 1e300",
    "parquet: a footer of 4 GB",
    "path: the workspace: a pipe",
    "saved: evaluation: an impossible day",
]


def test_there_are_many_of_each_kind() -> None:
    kinds = Counter(entry.kind for entry in CATALOGUE.values())
    assert set(kinds) == {"yaml", "json", "csv", "xlsx", "parquet", "path", "saved"}
    assert min(kinds.values()) >= 25
    assert sum(kinds.values()) >= 150


@pytest.fixture(scope="module")
def runner(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runner]:
    """Two processes that have imported everything, to be forked."""
    with Runner(tmp_path_factory.mktemp("forks")) as found:
        yield found


@pytest.mark.parametrize("name", CATALOGUE)
def test_it_is_answered_as_declared(name: str, runner: Runner, tmp_path: Path) -> None:
    entry = CATALOGUE[name]
    place = entry.make(tmp_path / "ws")
    check(entry, runner.tries(entry, place))


@pytest.mark.parametrize("name", SAMPLE)
def test_the_real_command_says_the_same(name: str, runner: Runner, tmp_path: Path) -> None:
    entry = CATALOGUE[name]
    place = entry.make(tmp_path / "ws")
    # A new process imports everything anew, which is measured elsewhere.
    check(entry, [runner.alone(place, command) for command in entry.commands], start=4)
