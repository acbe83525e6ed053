"""Valid files with bytes changed at random: what comes is an evaluation or one of our errors."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import cximpact
from cximpact import CximpactError
from cximpact.intake.files.documents import read_document

TOKENS = [
    *(b'"', b"'", b",", b"\n", b"\r", b"\0", b":", b"{", b"}", b"[", b"]", b"-", b"#", b"|"),
    *(b"&a ", b"*a ", b"!", b"<<: ", b"? ", b"%", b"~", b"null", b"true", b"nan", b"1e309"),
    *(b"\xff", b"\xe2\x80\xae", b"\xef\xbb\xbf", b"\\u0000", b"\\ud800", b"9" * 30, b"0x10"),
    *(b"1_000", b"-1", b"=", b"EUR", b"none", b"2026-02-30", b" ", b"\t"),
]
Change = Callable[[bytes], bytes]


def _put(at: float, cut: int, token: bytes) -> Change:
    def change(data: bytes) -> bytes:
        start = int(at * len(data))
        return data[:start] + token + data[start + cut :]

    return change


def _flip(at: float, byte: int) -> Change:
    return _put(at, 1, bytes([byte]))


def _move_line(source: float, target: float, keep: bool) -> Change:
    def change(data: bytes) -> bytes:
        lines = data.split(b"\n")
        line = lines[int(source * len(lines))]
        if not keep:
            lines.remove(line)
        lines.insert(int(target * (len(lines) + 1)), line)
        return b"\n".join(lines)

    return change


places = st.floats(0, 1, exclude_max=True)
changes = st.one_of(
    st.builds(_put, places, st.sampled_from([0, 1, 2, 5, 30]), st.sampled_from([b"", *TOKENS])),
    st.builds(_flip, places, st.integers(0, 255)),
    st.builds(_move_line, places, places, st.booleans()),
)
mutations = st.lists(changes, min_size=1, max_size=4)


@pytest.fixture(scope="module")
def small(sound: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workspace without evidence, which takes longest to read; also as JSON, with a list."""
    folder = Path(shutil.copytree(sound, tmp_path_factory.mktemp("mutated") / "ws"))
    text = folder.joinpath("cximpact.yaml").read_text()
    folder.joinpath("cximpact.yaml").write_text(text.partition("evidence:\n")[0])
    card = read_document(folder / "scorecard.yaml").data
    folder.joinpath("scorecard.json").write_text(json.dumps(card, indent=1))
    rows = [
        {"ID": f"P{n}", "Project": f"Idea {n}", "Department": "it", "Build": 1000 * n, "Ease": n}
        | {"NPV": -n}
        for n in range(1, 5)
    ]
    folder.joinpath("list.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    return folder


NAMED = {
    "scorecard.json": ("scorecard: scorecard.yaml", "scorecard: scorecard.json"),
    "list.jsonl": ("path: proposals.csv", "path: list.jsonl"),
}


def _attempt(folder: Path, name: str, mutation: list[Change], read: Callable[..., object]) -> None:
    file = folder / name
    sound = file.read_bytes()
    data = sound
    for change in mutation:
        data = change(data)
    file.write_bytes(data)
    try:
        read(folder)
    except CximpactError as error:
        assert isinstance(error, cximpact.InputError)
        assert error.problems
        assert all(problem.place for problem in error.problems)
        assert len(str(error)) < 50_000
    finally:
        file.write_bytes(sound)


quick = settings(
    max_examples=150,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking takes minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.mark.parametrize(
    "name",
    [
        *("cximpact.yaml", "scorecard.yaml", "scorecard.json", "proposals.csv", "list.jsonl"),
        *("effects.csv", "ratings.csv", "costs.csv", "quantities.csv"),
    ],
)
@quick
@given(mutation=mutations)
def test_a_mutated_document_or_table_is_read_or_refused(name, small, mutation) -> None:
    workspace = small / "cximpact.yaml"
    text = workspace.read_text()
    if name in NAMED:
        workspace.write_text(text.replace(*NAMED[name]))
    try:
        _attempt(small, name, mutation, cximpact.load)
    finally:
        workspace.write_text(text)


@pytest.mark.parametrize("name", ["csat.csv", "complaints.jsonl"])
@settings(quick, max_examples=100)
@given(mutation=mutations)
def test_mutated_evidence_is_read_or_refused(name, sound, tmp_path_factory, mutation) -> None:
    folder = _with_one_source(sound, name, tmp_path_factory)
    _attempt(folder, name, mutation, cximpact.evaluate)


_FOLDERS: dict[str, Path] = {}


def _with_one_source(sound: Path, name: str, factory: pytest.TempPathFactory) -> Path:
    if name not in _FOLDERS:
        folder = Path(shutil.copytree(sound, factory.mktemp("source") / "ws"))
        text = folder.joinpath("cximpact.yaml").read_text()
        head, _, blocks = text.partition("  csat:\n    path")
        csat, _, complaints = blocks.partition("  complaints:")
        kept = f"  csat:\n    path{csat}" if name == "csat.csv" else f"  complaints:{complaints}"
        folder.joinpath("cximpact.yaml").write_text(head + kept)
        _FOLDERS[name] = folder
    return _FOLDERS[name]


def test_a_mutated_evaluation_is_read_or_refused(sound, tmp_path) -> None:
    kept = cximpact.evaluate(sound).save(tmp_path / "kept")

    @quick
    @given(mutation=mutations)
    def attempt(mutation: list[Change]) -> None:
        _attempt(kept, "evaluation.json", mutation, cximpact.read_evaluation)

    attempt()
