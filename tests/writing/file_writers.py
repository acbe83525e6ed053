"""Everything of ours that writes, and calls to the system that fail or kill while it does.

It is a module of its own, so that a program that forks can use it as well as tests.
"""

from __future__ import annotations

import os
import shutil
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

CALLS = (
    *("open", "write", "fsync", "close", "replace", "rename", "link", "mkdir", "chmod"),
    *("unlink", "rmdir"),
)
DONE_AFTERWARDS = ("unlink", "rmdir")
"""Calls that clear away; where these fail themselves, something may be left."""

Writer = Callable[[Path], object]
_NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def whole_file(folder: Path) -> None:
    """Write over a file, as every `--output` does."""
    from cximpact.writing.whole_files import write_whole

    write_whole(folder / "out.json", (f"piece {number}\n" * 30_000 for number in range(3)))


def whole_file_by_a_link(folder: Path) -> None:
    """Write through a link to a file."""
    from cximpact.writing.whole_files import write_whole

    write_whole(folder / "link.json", "new content")


def demo(folder: Path) -> None:
    """`cximpact demo` into a new folder."""
    from cximpact.demo import write_demo

    write_demo(folder / "below" / "demo")


def demo_in_a_folder(folder: Path) -> None:
    """`cximpact demo` into a folder that holds other things."""
    from cximpact.demo import write_demo

    write_demo(folder)


def plugin(folder: Path) -> None:
    """`cximpact plugin new`."""
    from cximpact.authoring import write_plugin

    write_plugin("atomic-test", folder / "plugin")


def plugin_in_a_folder(folder: Path) -> None:
    """`cximpact plugin new` into an empty folder."""
    from cximpact.authoring import write_plugin

    write_plugin("atomic-test", folder / "empty")


def first_list(folder: Path) -> None:
    """`cximpact init` without a list."""
    from cximpact.intake.starting.starter import write_first_list

    write_first_list(folder)


def starter(folder: Path) -> None:
    """`cximpact init --from`."""
    from cximpact.intake.starting.starter import write_starter

    write_starter(folder / "list.csv", folder)


def new_workbook(folder: Path) -> None:
    """`cximpact sheet new`."""
    from cximpact.spreadsheet.template.canvas import canvas

    with canvas(folder / "new.xlsx"):
        pass


def snapshot(folder: Path) -> None:
    """What `cximpact collect` keeps."""
    from cximpact.snapshots.folders import dated_folder, draft_folder, home_of, keep_out_of_git
    from cximpact.writing.whole_files import copy_whole

    home = home_of(folder)
    keep_out_of_git(home)
    with draft_folder(home) as draft:
        for name in ("out.json", "list.csv"):
            copy_whole(folder / name, draft / name)
        dated_folder(draft, _NOON)


def saving(evaluation: Any, name: str) -> Writer:
    """Return what saves an evaluation with its inputs."""

    def save(folder: Path) -> None:
        evaluation.save(folder / name)

    return save


WRITERS: dict[str, Writer] = {
    each.__name__: each
    for each in (
        *(whole_file, whole_file_by_a_link, demo, demo_in_a_folder, plugin, plugin_in_a_folder),
        *(first_list, starter, snapshot, new_workbook),
    )
}


def fresh(folder: Path) -> Path:
    """Return a folder with what was there before, the same each time."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "empty").mkdir(parents=True)
    (folder / "out.json").write_text("old content " * 10)
    (folder / "out.json").chmod(0o640)
    (folder / "link.json").symlink_to("out.json")
    (folder / "list.csv").write_text("id,title,cost\nP1,One,EUR 5\nP2,Two,EUR 7\n")
    return folder


def content(folder: Path) -> dict[str, bytes]:
    """Return all files that count: not temporary ones, nor folders that hold nothing."""
    return {
        path.relative_to(folder).as_posix(): _compared(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and ".cximpact-new" not in path.relative_to(folder).as_posix()
        and path.parent.name != ".cximpact"
    }


def _compared(path: Path) -> bytes:
    """Return what a file holds; of a workbook, in which the time stands, whether it is whole."""
    if path.suffix == ".xlsx" and zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            return repr((archive.testzip(), sorted(archive.namelist()))).encode()
    return path.read_bytes()


def temporary(folder: Path) -> list[str]:
    """Return what was to go away again."""
    return [str(path) for path in folder.rglob("*") if ".cximpact-new" in path.name]


@contextmanager
def broken(fails: Callable[[int, str], BaseException | None]) -> Iterator[list[str]]:
    """Let some calls to the system raise an error, and give the calls that were made.

    Args:
        fails: From the number of a call and its name to what it raises, None for nothing.
    """
    calls: list[str] = []
    real = {name: getattr(os, name) for name in CALLS}

    def broken_call(name: str) -> Callable[..., object]:
        def call(*arguments: Any, **options: Any) -> object:
            calls.append(name)
            error = fails(len(calls) - 1, name)
            if error is None:
                # Real disks are slow, and what they do is not what is tested.
                return None if name == "fsync" else real[name](*arguments, **options)
            if name == "close":
                # A close that fails closes all the same, as the manual says.
                real[name](*arguments)
            elif name == "write":
                # Part of it came through before the disk was full.
                handle, data = arguments
                real[name](handle, bytes(data)[: len(data) // 2])
            raise error

        return call

    try:
        for name in CALLS:
            setattr(os, name, broken_call(name))
        yield calls
    finally:
        for name, call in real.items():
            setattr(os, name, call)
