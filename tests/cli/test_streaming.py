"""Long output goes out as it is made; a file appears only when it is whole."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cximpact.cli.streaming import emit_pieces, watched, writing


def broken() -> Iterator[str]:
    yield "half\n"
    raise OSError(28, "No space left on device")


def test_pieces_go_to_stdout_as_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    emit_pieces(iter(["a,", "b\n"]), None)
    assert capsys.readouterr().out == "a,b\n"


def test_pieces_become_one_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    emit_pieces(iter(["a,", "Zürich\n"]), tmp_path / "a.csv")
    assert (tmp_path / "a.csv").read_bytes() == "a,Zürich\n".encode()
    assert capsys.readouterr().err == f"wrote {tmp_path / 'a.csv'}\n"


def test_what_breaks_in_the_middle_leaves_the_old_file(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("old")
    with pytest.raises(OSError, match="No space"):
        emit_pieces(broken(), tmp_path / "a.csv")
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]
    assert (tmp_path / "a.csv").read_text() == "old"


def test_who_watches_is_told_now_and_then() -> None:
    told: list[str] = []
    assert sum(watched(range(1200), told.append, "rows")) == sum(range(1200))
    assert told == ["writing: 500 rows", "writing: 1,000 rows"]


def test_elsewhere_than_on_a_terminal_progress_is_silent(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with writing(tmp_path / "a.csv") as tell:
        tell("writing: 500 rows")
    assert capsys.readouterr() == ("", "")
