"""Where snapshots lie: dated folders that appear whole or not at all."""

from __future__ import annotations

import re
from contextlib import contextmanager
from datetime import UTC
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from cximpact.exceptions import InputError, Problem
from cximpact.writing.whole_files import write_whole
from cximpact.writing.whole_folders import draft_of, make_folders, place_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

__all__ = [
    "dated_folder",
    "draft_folder",
    "given_folder",
    "home_of",
    "keep_out_of_git",
    "newest_folder",
    "refuse_full",
]

_OWNER_ONLY = 0o700
_HOME = Path(".cximpact", "snapshots")
_DATED = re.compile(r"([0-9]{8}T[0-9]{6}Z)(?:-([0-9]{1,6}))?")
_IGNORED = "# What customers wrote does not belong in a repository.\n*\n"


@contextmanager
def draft_folder(parent: Path) -> Iterator[Path]:
    """Give a new folder, readable by its owner only, that goes unless it was moved away."""
    make_folders(parent)
    with draft_of(parent / "draft", _OWNER_ONLY) as draft:
        yield draft


def home_of(base: Path) -> Path:
    """Return where a workspace's snapshots lie."""
    return base / _HOME


def keep_out_of_git(home: Path) -> None:
    """Make the folder of a workspace's snapshots, and have Git ignore it."""
    make_folders(home)
    ignore = home.parent / ".gitignore"
    if not ignore.exists():
        write_whole(ignore, _IGNORED)


def dated_folder(draft: Path, now: datetime) -> Path:
    """Move a draft to a folder named after the moment, beside it; return the folder.

    Of two within one second the later one is numbered.

    Example:
        ``dated_folder(draft, datetime(2026, 3, 1, 12, tzinfo=UTC)).name == "20260301T120000Z"``
    """
    stamp = now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    for number in count(1):
        folder = draft.parent / (stamp if number == 1 else f"{stamp}-{number}")
        if folder.exists() or folder.is_symlink():
            continue
        try:
            place_folder(draft, folder)
        except OSError:
            # Another run may have taken the name in between; a folder that holds anything stays.
            if not draft.exists() or not folder.exists():
                raise
        else:
            return folder
    raise AssertionError("numbers do not end")


def given_folder(draft: Path, folder: Path) -> Path:
    """Move a draft to a folder that somebody named.

    Raises:
        InputError: The folder holds something already.
    """
    refuse_full(folder)
    place_folder(draft, folder)
    return folder


def refuse_full(folder: Path) -> None:
    """Make sure that a folder is new or empty.

    Raises:
        InputError: It is not.
    """
    if folder.is_symlink() or (folder.exists() and (not folder.is_dir() or any(folder.iterdir()))):
        message = "there is something here already, and a snapshot is never changed"
        raise InputError([Problem(message, file=str(folder), expected="a new or empty folder")])


def newest_folder(base: Path) -> Path | None:
    """Return the newest of a workspace's snapshots, None where it has none."""
    home = base / _HOME
    if not home.is_dir():
        return None
    dated = {
        path: found
        for path in home.iterdir()
        if (found := _DATED.fullmatch(path.name)) and (path.is_dir() or path.is_symlink())
    }
    order = {path: (found[1], int(found[2] or 1)) for path, found in dated.items()}
    return max(order, key=lambda path: order[path], default=None)
