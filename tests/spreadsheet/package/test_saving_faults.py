"""Whatever call to the system fails while a workbook is saved, the old or the new one is there."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from cximpact.exceptions import InputError
from cximpact.spreadsheet.package.changes import Changes
from cximpact.spreadsheet.package.parts import Parts
from cximpact.spreadsheet.package.saving import save

SHEET = "xl/worksheets/sheet1.xml"
CALLS = (
    *("open", "write", "lseek", "fsync", "close"),
    *("replace", "rename", "link", "unlink", "chmod", "chown", "utime"),
    *("stat", "lstat", "fstat", "listxattr"),
)
NEW = random.Random(5).randbytes(700_000)
FULL = OSError(28, "No space left on device")


class Faults:
    """Counts the calls to the system, and lets some of them fail."""

    def __init__(self, patch: pytest.MonkeyPatch, fails: Callable[[int, str], bool]) -> None:
        self.calls: list[str] = []
        self.error: BaseException = FULL
        self._fails = fails
        for name in CALLS:
            patch.setattr(os, name, self._broken(name, getattr(os, name)))

    def _broken(self, name: str, real: Callable[..., object]) -> Callable[..., object]:
        def call(*arguments: object, **options: object) -> object:
            self.calls.append(name)
            if not self._fails(len(self.calls) - 1, name):
                return real(*arguments, **options)
            if name == "close":
                # A close that fails closes all the same, as the manual says.
                real(*arguments)
            elif name == "write":
                # Part of it came through before the disk was full.
                handle, data = arguments
                real(handle, bytes(data)[: len(data) // 2])  # type: ignore[arg-type, call-overload]
            raise self.error

        return call


def _save(path: Path, *, backup: bool) -> None:
    parts = Parts.open(path)
    changes = Changes(parts)
    changes.replace(SHEET, lambda: (NEW[at : at + 90_000] for at in range(0, len(NEW), 90_000)))
    if parts.find("xl/worksheets/sheet2.xml") is None:
        changes.add("xl/worksheets/sheet2.xml", b"<added/>")
    save(parts, changes, path, backup=backup)


def _folder(tmp_path: Path, data: bytes) -> Path:
    folder = tmp_path / "folder"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    path = folder / "budget.xlsx"
    path.write_bytes(data)
    path.chmod(0o640)
    if os.geteuid() == 0:
        os.chown(path, 4321, 8765)
    return path


def _run(path: Path, fails, *, backup: bool, error: BaseException = FULL) -> tuple[str, list[str]]:
    """Return what came of a save, and the calls that were made."""
    with pytest.MonkeyPatch.context() as patch:
        faults = Faults(patch, fails)
        faults.error = error
        try:
            _save(path, backup=backup)
        except InputError as told:
            return str(told), faults.calls
        except KeyboardInterrupt:
            return "interrupted", faults.calls
    return "saved", faults.calls


def _check(path: Path, told: str, old: bytes, new: bytes, *, backup: bool) -> None:
    """Make sure that nothing is lost, and that the next run goes through."""
    now = path.read_bytes()
    kept = [found.read_bytes() for found in path.parent.glob("*.backup-*")]
    assert now in (old, new)
    assert (now == new) == ("saved" in told and "cannot be saved" not in told) or (
        told == "interrupted"
    )
    assert set(kept) <= {old}
    if backup:
        assert old in (now, *kept)
    if now == old and told != "interrupted":
        words = ("as it was", "cannot be written to", "cannot be read", "cannot be used", "changed")
        assert any(word in told for word in words)
    _save(path, backup=backup)
    assert not list(path.parent.glob(".*")), "the next run clears away what was left"


@pytest.fixture(scope="module")
def new(rich, tmp_path_factory) -> bytes:
    """What a save without any fault gives; the same bytes each time."""
    path = _folder(tmp_path_factory.mktemp("new"), rich())
    _save(path, backup=False)
    return path.read_bytes()


def _never(*_: object) -> bool:
    return False


def _no_links(_: int, name: str) -> bool:
    return name == "link"


def _each_call(tmp_path, rich, new, *, backup, error=FULL, always=_never, onward=False) -> None:
    """Let each call fail in turn; with `onward` all that follow it as well."""
    old = rich()
    told, calls = _run(_folder(tmp_path, old), always, backup=backup)
    assert told == "saved"
    for at in range(len(calls)):

        def fails(count: int, name: str, at: int = at) -> bool:
            return count == at or (onward and count > at) or always(count, name)

        path = _folder(tmp_path, old)
        told, _ = _run(path, fails, backup=backup, error=error)
        _check(path, told, old, new, backup=backup)


@pytest.mark.parametrize("backup", [True, False])
def test_each_call_may_fail(tmp_path, rich, new, backup):
    _each_call(tmp_path, rich, new, backup=backup)


def test_each_call_may_fail_where_files_have_no_second_names(tmp_path, rich, new):
    _each_call(tmp_path, rich, new, backup=True, always=_no_links)


@pytest.mark.parametrize("always", [_never, _no_links])
def test_each_call_may_fail_with_all_that_follow(tmp_path, rich, new, always):
    _each_call(tmp_path, rich, new, backup=True, always=always, onward=True)


@pytest.mark.parametrize("always", [_never, _no_links])
def test_the_user_may_interrupt_at_each_call(tmp_path, rich, new, always):
    _each_call(tmp_path, rich, new, backup=True, always=always, error=KeyboardInterrupt())


def test_the_faults_reach_every_kind_of_call(tmp_path, rich):
    """The tests above would prove nothing if the calls went another way."""
    seen = set(_run(_folder(tmp_path, rich()), _no_links, backup=True)[1])
    expected = {"open", "write", "lseek", "fsync", "close", "replace", "link", "chmod"}
    assert expected <= seen
    assert _run(_folder(tmp_path, rich()), _never, backup=True)[1].count("write") > 3


def test_the_disk_has_all_before_the_names_change(tmp_path, rich):
    """A power failure keeps only what was brought to the disk, in the order it was."""
    _, calls = _run(_folder(tmp_path, rich()), _never, backup=True)
    steps = [name for name in calls if name in ("write", "chmod", "fsync", "link", "replace")]
    last_write = len(steps) - 1 - steps[::-1].index("write")
    assert "chmod" in steps[: last_write + 2]
    assert steps[last_write + 1 :] == ["fsync", "link", "fsync", "replace", "fsync"]


@pytest.mark.parametrize(
    ("call", "words"),
    [("fsync", "No space left"), ("replace", "cannot be saved"), ("chmod", "cannot be saved")],
)
def test_a_failure_is_told_in_one_sentence(tmp_path, rich, call, words):
    told, _ = _run(_folder(tmp_path, rich()), lambda _, name: name == call, backup=True)
    assert words in told
    assert told.count("\n") == 0


def test_a_saved_workbook_that_the_disk_did_not_confirm_is_told(tmp_path, rich):
    _, calls = _run(_folder(tmp_path, rich()), _never, backup=True)
    last = len(calls) - 1 - calls[::-1].index("fsync")
    told, _ = _run(_folder(tmp_path, rich()), lambda at, _: at == last, backup=True)
    assert "was saved, but the disk did not confirm it: No space left" in told
    assert ".backup-" in told
