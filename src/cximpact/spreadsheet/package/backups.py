"""Keeps a workbook as it was, under a name of its own, before it is replaced."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from datetime import datetime
from itertools import count
from typing import TYPE_CHECKING

from cximpact.spreadsheet.package.file_state import FileState
from cximpact.writing.rights import copy_rights
from cximpact.writing.temporary import TemporaryFile, temporary_name

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["clear_left", "drop_backup", "keep_backup"]

_LONGEST_STEM = 180
_PURPOSE = "backup"
_CHUNK = 1024 * 1024


def keep_backup(path: Path) -> Path:
    """Keep a file as it is now under a name such as ``budget.backup-20260301-101500.xlsx``.

    No older backup is ever overwritten. The backup is a second name of the very file, so that
    nothing can go wrong while it is copied; where the system knows no second names it is a copy.

    Args:
        path: The file.

    Returns:
        Where it is kept.

    Raises:
        OSError: It cannot be kept; no part of a backup is left then.
    """
    for name in _names(path, datetime.now()):
        try:
            os.link(path, name)
        except FileExistsError:
            continue
        except (OSError, NotImplementedError):
            if os.path.lexists(name):
                continue
            _copy(path, name)
        return name
    raise AssertionError  # the names never end


def _names(path: Path, now: datetime) -> Iterator[Path]:
    stem = path.stem
    while len(os.fsencode(stem)) > _LONGEST_STEM:
        stem = stem[:-1]
    first = f"{stem}.backup-{now:%Y%m%d-%H%M%S}"
    yield path.with_name(first + path.suffix)
    for number in count(2):
        yield path.with_name(f"{first}-{number}{path.suffix}")


def _copy(path: Path, backup: Path) -> None:
    with TemporaryFile(path, _PURPOSE) as copy, path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            copy.write(chunk)
        copy.finish()
        copy_rights(path, copy.path)
        with suppress(OSError):
            shutil.copystat(path, copy.path)
        copy.place(backup)


def clear_left(path: Path) -> None:
    """Remove the part of a backup that a killed run left; only while no other run is saving."""
    with suppress(OSError):
        temporary_name(path, _PURPOSE).unlink()


def drop_backup(backup: Path, path: Path) -> None:
    """Remove a backup if the workbook still holds the same, since it was not replaced after all.

    On a network the step may have been done although it was reported as failed.
    """
    with suppress(OSError):
        if FileState.of_file(backup).is_still(path):
            backup.unlink()
