"""Whatever call to the system fails during a write: all of the old is there, or all of the new."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import file_writers as writers
import pytest

import cximpact
from cximpact.exceptions import InputError

ERRORS = {
    "full": lambda: OSError(errno.ENOSPC, "No space left on device"),
    "broken": lambda: OSError(errno.EIO, "Input/output error"),
    "interrupted": KeyboardInterrupt,
}


@pytest.fixture(scope="module")
def all_writers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, writers.Writer]:
    """Every writer, also those that need an evaluation."""
    from cximpact.demo import write_demo

    home = write_demo(tmp_path_factory.mktemp("demo") / "workspace")
    evaluation = cximpact.evaluate(home, draws=0, analyses=[])
    return writers.WRITERS | {
        "save": writers.saving(evaluation, "decisions/2027"),
        "save_in_a_folder": writers.saving(evaluation, "empty"),
    }


NAMES = [*writers.WRITERS, "save", "save_in_a_folder"]


def _run(writer: writers.Writer, folder: Path, fails) -> tuple[str, list[str]]:
    """Return how a writer ended, and the calls it made; any other error ends the test."""
    with writers.broken(fails) as calls:
        try:
            writer(folder)
        except OSError as error:
            return f"told: {error}", calls
        except InputError as error:
            return f"told: {error}", calls
        except KeyboardInterrupt:
            return "interrupted", calls
    return "written", calls


def _points(count: int) -> list[int]:
    """Return which calls fail: all of a few; of many the first, the last, and some between."""
    return [at for at in range(count) if at < 25 or at > count - 35 or at % 11 == 0]


@pytest.mark.parametrize("kind", list(ERRORS))
@pytest.mark.parametrize("name", NAMES)
def test_each_call_may_fail(name, kind, all_writers, tmp_path: Path) -> None:
    writer, folder = all_writers[name], tmp_path / "folder"
    old = writers.content(writers.fresh(folder))
    _run(writer, folder, lambda *_: None)  # imports what it needs, which are calls too
    writers.fresh(folder)
    ended, calls = _run(writer, folder, lambda *_: None)
    new = writers.content(folder)
    assert ended == "written"
    assert new != old
    for at in _points(len(calls)):
        writers.fresh(folder)
        ended, made = _run(
            writer, folder, lambda count, _, at=at: ERRORS[kind]() if count == at else None
        )
        where = f"call {at}, {calls[at]}: {ended}"
        found = writers.content(folder)
        assert found in (old, new), f"{where}: {found.keys() ^ old.keys()}"
        if ended == "written":
            assert found == new, where
        if kind != "interrupted" and ended != "written":
            # Python closes a folder again that did not close.
            words = ("No space left", "Input/output", "Bad file descriptor")
            assert any(word in ended for word in words[: 3 if calls[at] == "close" else 2]), where
        if made[min(at, len(made) - 1)] not in writers.DONE_AFTERWARDS:
            assert not writers.temporary(folder), where
    # Nothing that was left keeps the next run from doing its work.
    writers.fresh(folder)
    assert _run(writer, folder, lambda *_: None)[0] == "written"


@pytest.mark.parametrize("name", NAMES)
def test_the_disk_may_be_full_from_some_call_on(name, all_writers, tmp_path: Path) -> None:
    """Then nothing more can be written or renamed; removing still works."""
    writer, folder = all_writers[name], tmp_path / "folder"
    old = writers.content(writers.fresh(folder))
    calls = _run(writer, folder, lambda *_: None)[1]
    new = writers.content(folder)
    takes_room = ("open", "write", "fsync", "link", "mkdir")
    for at in _points(len(calls))[::4]:
        writers.fresh(folder)
        ended, _ = _run(
            writer,
            folder,
            lambda count, call, at=at: (
                ERRORS["full"]() if count >= at and call in takes_room else None
            ),
        )
        assert writers.content(folder) in (old, new), f"call {at}: {ended}"


@pytest.mark.parametrize("name", NAMES)
def test_files_are_on_the_disk_before_they_get_their_names(name, all_writers, tmp_path) -> None:
    writer, folder = all_writers[name], writers.fresh(tmp_path / "folder")
    ended, calls = _run(writer, folder, lambda *_: None)
    assert ended == "written"
    steps = [call for call in calls if call in ("write", "fsync", "replace", "link")]
    for at, step in enumerate(steps):
        if step == "write":
            later = steps[at:]
            assert later.index("fsync") < min(
                later.index(each) for each in ("replace", "link") if each in later
            )
    assert steps[-1] == "fsync", "the folder comes last"


def test_no_second_names_where_the_file_system_knows_none(all_writers, tmp_path: Path) -> None:
    folder = writers.fresh(tmp_path / "folder")

    def fails(_: int, name: str) -> OSError | None:
        return PermissionError(errno.EPERM, "Operation not permitted") if name == "link" else None

    assert _run(all_writers["demo_in_a_folder"], folder, fails)[0] == "written"
    assert (folder / "cximpact.yaml").exists()
    assert not writers.temporary(folder)


def test_the_file_that_makes_the_others_count_comes_last(all_writers, tmp_path: Path) -> None:
    """A killed run may leave some of several files in a folder that was there, never that one."""
    for name, key in (("demo_in_a_folder", "cximpact.yaml"), ("first_list", "cximpact.yaml")):
        folder, seen = writers.fresh(tmp_path / "folder"), []

        def fails(_: int, call: str, folder=folder, seen=seen, key=key) -> None:
            if call == "link":
                seen.append(os.path.lexists(folder / key))

        assert _run(all_writers[name], folder, fails)[0] == "written"
        assert len(seen) >= 3
        assert not any(seen)
