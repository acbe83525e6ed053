"""Valid files with bytes changed at random: what comes is an evaluation or one of our errors.

500 changed files of each format; 10,000 with `--hypothesis-profile=nightly`.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hostile_catalogue.kit import HEADERS, LISTED, ONE_CRITERION
from hostile_catalogue.mutations import FEW, MANY, Change, is_read, mutated, mutations
from hostile_catalogue.parquet_entries import table
from hypothesis import given

import cximpact
from cximpact.intake.files.documents import read_document


@pytest.fixture(scope="module")
def small(sound: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workspace without evidence, which takes longest to read; its scorecard also as JSON."""
    folder = Path(shutil.copytree(sound, tmp_path_factory.mktemp("mutated") / "ws"))
    text = folder.joinpath("cximpact.yaml").read_text()
    folder.joinpath("cximpact.yaml").write_text(text.partition("evidence:\n")[0])
    card = read_document(folder / "scorecard.yaml").data
    folder.joinpath("scorecard.json").write_text(json.dumps(card, indent=1))
    return folder


def _attempt(file: Path, mutation: Sequence[Change], read: Callable[[], object]) -> None:
    sound = file.read_bytes()
    file.write_bytes(mutated(sound, mutation))
    try:
        is_read(read)
    finally:
        file.write_bytes(sound)


def _evaluate(folder: Path) -> object:
    return cximpact.evaluate(folder, draws=0, analyses=[])


@pytest.mark.parametrize("name", ["cximpact.yaml", "scorecard.yaml", "scorecard.json"])
@MANY
@given(mutation=mutations)
def test_a_mutated_document_is_read_or_refused(name, small, mutation) -> None:
    workspace = small / "cximpact.yaml"
    text = workspace.read_text()
    if name == "scorecard.json":
        workspace.write_text(text.replace("scorecard.yaml", name))
    try:
        _attempt(small / name, mutation, lambda: cximpact.load(small))
    finally:
        workspace.write_text(text)


@pytest.mark.parametrize(
    "name", ["proposals.csv", "effects.csv", "ratings.csv", "costs.csv", "quantities.csv"]
)
@FEW
@given(mutation=mutations)
def test_a_mutated_table_is_read_or_refused(name, small, mutation) -> None:
    _attempt(small / name, mutation, lambda: cximpact.load(small))


ROWS = [
    dict(zip(HEADERS, (f"P{n}", f"Idea {n}", "it", 1000.5 * n, n), strict=True))
    for n in range(1, 6)
]
LISTS = {
    "list.csv": ",".join(HEADERS)
    + "\n"
    + "".join(",".join(map(str, row.values())) + "\n" for row in ROWS),
    "list.jsonl": "".join(json.dumps(row) + "\n" for row in ROWS),
    "list.json": json.dumps(ROWS, indent=1),
    "list.parquet": table(
        "SELECT 'P' || n AS id, 'Idea' AS title, 'it' AS unit, 1000.5 * n AS cost, n AS ease "
        "FROM range(1, 6) AS r(n)"
    ),
}


@pytest.fixture(scope="module")
def lists(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One workspace per kind of list, with nothing but the list."""
    home = tmp_path_factory.mktemp("lists")
    for name, content in LISTS.items():
        folder = home / name.replace(".", "_")
        folder.mkdir()
        (folder / "cximpact.yaml").write_text(LISTED.replace("NAME", name))
        (folder / "scorecard.yaml").write_text(ONE_CRITERION)
        (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    return home


@pytest.mark.parametrize("name", LISTS)
def test_the_lists_are_sound(name, lists) -> None:
    """Or what follows would prove nothing."""
    found = cximpact.evaluate(lists / name.replace(".", "_"), draws=0, analyses=[])
    assert len(found) == 5


@pytest.mark.parametrize("name", LISTS)
@MANY
@given(mutation=mutations)
def test_a_mutated_list_is_evaluated_or_refused(name, lists, mutation) -> None:
    folder = lists / name.replace(".", "_")
    _attempt(folder / name, mutation, lambda: _evaluate(folder))


@pytest.mark.parametrize("name", ["csat.csv", "complaints.jsonl", "calls.parquet"])
@FEW
@given(mutation=mutations)
def test_mutated_evidence_is_read_or_refused(name, sound, tmp_path_factory, mutation) -> None:
    folder = _with_one_source(sound, name, tmp_path_factory)
    _attempt(folder / name, mutation, lambda: _evaluate(folder))


_FOLDERS: dict[str, Path] = {}
_SOURCES = {
    "csat.csv": "columns: {date: Answered, value: Score}\n"
    "    map: [{touchpoint: deciding, measure: csat, channel: survey}]",
    "complaints.jsonl": "channel: complaint",
    "calls.parquet": "channel: call",
}


def _with_one_source(sound: Path, name: str, factory: pytest.TempPathFactory) -> Path:
    from hostile_catalogue.sound_files import write_parquet

    if name not in _FOLDERS:
        folder = Path(shutil.copytree(sound, factory.mktemp("source") / "ws"))
        text = folder.joinpath("cximpact.yaml").read_text()
        head = text.partition("evidence:\n")[0]
        source = f"evidence:\n  it:\n    path: {name}\n    {_SOURCES[name]}\n"
        folder.joinpath("cximpact.yaml").write_text(head + source)
        write_parquet(folder / "calls.parquet")
        _FOLDERS[name] = folder
    return _FOLDERS[name]


def test_a_mutated_evaluation_is_read_or_refused(sound, tmp_path) -> None:
    kept = cximpact.evaluate(sound, draws=0, analyses=[]).save(tmp_path / "kept")

    @MANY
    @given(mutation=mutations)
    def attempt(mutation: list[Change]) -> None:
        _attempt(kept / "evaluation.json", mutation, lambda: cximpact.read_evaluation(kept))

    attempt()
