"""A file is written whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from cximpact.writing import temporary
from cximpact.writing.whole_files import write_whole


def test_text_is_written_as_utf8(tmp_path: Path) -> None:
    write_whole(tmp_path / "a.txt", "Zürich\n")
    assert (tmp_path / "a.txt").read_bytes() == "Zürich\n".encode()


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_failure_leaves_the_old_file_and_no_litter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    target = tmp_path / "a.txt"
    target.write_text("old")

    def fail(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(temporary.os, step, fail)
    with pytest.raises(OSError, match="disk full"):
        write_whole(target, "new")
    monkeypatch.undo()
    assert target.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]
