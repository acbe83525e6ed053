"""A file is written whole or not at all."""

from __future__ import annotations

import os
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


def test_a_file_keeps_its_rights_and_a_new_one_has_those_of_any(tmp_path: Path) -> None:
    old = tmp_path / "old.txt"
    old.write_text("old")
    old.chmod(0o640)
    write_whole(old, "new")
    assert old.stat().st_mode & 0o777 == 0o640
    (tmp_path / "any.txt").write_text("")
    write_whole(tmp_path / "new.txt", "new")
    assert (tmp_path / "new.txt").stat().st_mode == (tmp_path / "any.txt").stat().st_mode


def test_a_link_stays_and_what_it_leads_to_is_written(tmp_path: Path) -> None:
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "real.txt").write_text("old")
    link = tmp_path / "link.txt"
    link.symlink_to(tmp_path / "below" / "real.txt")
    write_whole(link, "new")
    assert link.is_symlink()
    assert (tmp_path / "below" / "real.txt").read_text() == "new"
    link.unlink()
    link.symlink_to(tmp_path / "below" / "not yet.txt")
    write_whole(link, "new")
    assert (tmp_path / "below" / "not yet.txt").read_text() == "new"


def test_a_device_or_a_pipe_is_written_into_and_not_replaced(tmp_path: Path) -> None:
    before = Path(os.devnull).stat().st_rdev
    write_whole(Path(os.devnull), "nothing")
    assert Path(os.devnull).stat().st_rdev == before
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    write_whole(pipe, ["one ", "two"])
    assert os.read(reader, 100) == b"one two"
    os.close(reader)
    assert [path.name for path in tmp_path.iterdir()] == ["pipe"]


def test_what_lies_in_the_place_of_open_files_is_added_to(tmp_path: Path) -> None:
    """A shell that appends standard output to a file loses none of it."""
    log = tmp_path / "log"
    log.write_text("before\n")
    handle = os.open(log, os.O_WRONLY | os.O_APPEND)
    write_whole(Path(f"/dev/fd/{handle}"), "after\n")
    os.close(handle)
    assert log.read_text() == "before\nafter\n"


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(IsADirectoryError):
        write_whole(tmp_path, "text")


def test_an_error_names_the_file_and_not_the_temporary_one(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as told:
        write_whole(tmp_path / "nowhere" / "a.txt", "text")
    assert told.value.filename == str(tmp_path / "nowhere" / "a.txt")
