"""Gives a new file the owner, the rights and the labels of the file it takes the place of."""

from __future__ import annotations

import os
import stat
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["copy_rights"]


def copy_rights(source: Path, target: Path) -> None:
    """Let a file belong to whom another one belongs to, and be used by who may use that one.

    Where the group cannot be kept, the new group gets no more than everybody has: else people
    could read a budget who could not before.

    Args:
        source: The file whose rights count.
        target: The file that gets them.

    Raises:
        OSError: The system refuses to set the rights.
    """
    wanted = source.stat()
    mode = stat.S_IMODE(wanted.st_mode)
    if not _copy_owner(wanted, target):
        mode = mode & ~0o070 | (mode & 0o007) << 3
    if stat.S_IMODE(target.stat().st_mode) != mode:
        target.chmod(mode)
    _copy_labels(source, target)


def _copy_owner(wanted: os.stat_result, target: Path) -> bool:
    """Return whether the group is right now; the owner is set where the system allows it."""
    if sys.platform == "win32":
        return True
    found = target.stat()
    if found.st_gid != wanted.st_gid:
        with suppress(OSError):
            os.chown(target, -1, wanted.st_gid)
    if found.st_uid != wanted.st_uid:
        with suppress(OSError):
            os.chown(target, wanted.st_uid, -1)
    return target.stat().st_gid == wanted.st_gid


def _copy_labels(source: Path, target: Path) -> None:
    """Copy lists of access rights and other extended attributes, as far as the system can."""
    if sys.platform != "linux":
        return
    with suppress(OSError):
        for label in os.listxattr(source):
            with suppress(OSError):
                os.setxattr(target, label, os.getxattr(source, label))
