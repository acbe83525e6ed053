"""A file being written vanishes unless it is put in place, and two runs never share one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cximpact.exceptions import InputError
from cximpact.writing.temporary import TemporaryFile, sync_folder, temporary_name


def _names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_what_is_written_and_written_over_is_put_in_place(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"old")
    with TemporaryFile(path) as new:
        new.write(b"head----")
        new.patch(4, b"1234")
        new.write(memoryview(b"x" * 600_000))
        new.patch(5, b"!")
        new.write(b"tail")
        assert new.position == 600_012
        assert path.read_bytes() == b"old"
        new.finish()
        new.place()
    assert path.read_bytes() == b"head1!34" + b"x" * 600_000 + b"tail"
    assert _names(tmp_path) == {"a.xlsx"}


def test_a_file_not_put_in_place_vanishes(tmp_path):
    with pytest.raises(KeyboardInterrupt), TemporaryFile(tmp_path / "a.xlsx") as new:
        new.write(b"half")
        raise KeyboardInterrupt
    assert _names(tmp_path) == set()


def test_only_its_owner_may_read_a_file_that_is_not_finished(tmp_path):
    with TemporaryFile(tmp_path / "a.xlsx") as new:
        assert new.path.stat().st_mode & 0o777 == 0o600


def test_what_a_killed_run_left_is_cleared_away(tmp_path):
    path = tmp_path / "a.xlsx"
    temporary_name(path).write_bytes(b"left over, and longer than what comes now")
    with TemporaryFile(path) as new:
        new.write(b"new")
        new.finish()
        new.place()
    assert path.read_bytes() == b"new"
    assert _names(tmp_path) == {"a.xlsx"}


def test_two_runs_do_not_write_one_workbook(tmp_path):
    path = tmp_path / "a.xlsx"
    with TemporaryFile(path) as first:
        first.write(b"first")
        with pytest.raises(InputError, match="another run is saving"), TemporaryFile(path):
            pass
        assert first.path.exists()
        first.finish()
        first.place()
    assert path.read_bytes() == b"first"


@pytest.mark.parametrize("kind", ["link", "folder", "pipe"])
def test_nothing_is_written_through_what_others_put_in_its_place(tmp_path, kind):
    path, victim = tmp_path / "a.xlsx", tmp_path / "victim"
    victim.write_bytes(b"precious")
    trap = temporary_name(path)
    {
        "link": lambda: trap.symlink_to(victim),
        "folder": trap.mkdir,
        "pipe": lambda: os.mkfifo(trap),
    }[kind]()
    with pytest.raises(InputError, match="delete"), TemporaryFile(path):
        pass
    assert victim.read_bytes() == b"precious"


def test_a_second_name_of_another_file_is_only_taken_away(tmp_path):
    path, victim = tmp_path / "a.xlsx", tmp_path / "victim"
    victim.write_bytes(b"precious")
    os.link(victim, temporary_name(path))
    with TemporaryFile(path) as new:
        new.write(b"new")
        new.finish()
    assert victim.read_bytes() == b"precious"


def test_the_longest_names_leave_room_and_stay_apart(tmp_path):
    names = ["ü" * 120 + end + ".xlsx" for end in ("a", "b")]
    made = [temporary_name(tmp_path / name) for name in names]
    assert made[0] != made[1]
    assert all(len(os.fsencode(path.name)) < 255 for path in made)
    (tmp_path / names[0]).write_bytes(b"")
    with TemporaryFile(tmp_path / names[0]) as new:
        new.finish()
        new.place()


def test_a_disk_that_takes_little_at_a_time_gets_all(tmp_path, monkeypatch):
    real = os.write
    monkeypatch.setattr(os, "write", lambda handle, data: real(handle, bytes(data[:997])))
    with TemporaryFile(tmp_path / "a.xlsx") as new:
        new.write(bytes(range(256)) * 2000)
        new.finish()
        new.place()
    assert (tmp_path / "a.xlsx").read_bytes() == bytes(range(256)) * 2000


def test_a_folder_whose_names_cannot_be_synchronized_is_no_mistake(tmp_path, monkeypatch):
    def unknown(_):
        raise OSError(22, "Invalid argument")

    monkeypatch.setattr(os, "fsync", unknown)
    sync_folder(tmp_path)


def test_a_disk_that_fails_to_synchronize_is_told(tmp_path, monkeypatch):
    def broken(_):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "fsync", broken)
    with pytest.raises(OSError, match="Input/output"):
        sync_folder(tmp_path)
