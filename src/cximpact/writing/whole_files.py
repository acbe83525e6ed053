"""Writing files so that whatever happens leaves the old file or the new one, whole."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import TypeVar

from cximpact.writing.rights import copy_rights
from cximpact.writing.temporary import InUseError, TemporaryFile, sync_folder, write_all

__all__ = ["copy_whole", "free_of_others", "write_whole"]

_NEW_FILE = 0o666
_MOST_AT_ONCE = 20
_CHUNK = 1024 * 1024
# What lies there stands for files that others hold open; none of them can be replaced.
_OPEN_FILES = ("/dev/", "/proc/")
_Opened = TypeVar("_Opened")

Content = str | bytes | Iterable[str] | Iterable[bytes]


def write_whole(path: Path, content: Content) -> None:
    """Write a file by way of a temporary one beside it.

    A file that is there keeps its owner and rights; through a link the file that it leads to is
    written. A pipe or a device (such as ``/dev/stdout``) is written into as it is.

    Args:
        path: Where the content goes; its folder must exist.
        content: Text (written as UTF-8) or bytes, whole or in pieces.

    Raises:
        OSError: When the file cannot be written; an older file is then untouched.
    """
    try:
        if _is_no_file(path):
            _write_into(path, content)
        else:
            _replace(Path(os.path.realpath(path)), content)
    except OSError as error:
        raise _about(path, error) from None


def copy_whole(source: Path, target: Path) -> None:
    """Copy the content of a file, as `write_whole` writes it.

    Raises:
        OSError: When the one cannot be read, or the other not be written.
    """
    with source.open("rb") as stream:
        write_whole(target, iter(lambda: stream.read(_CHUNK), b""))


def free_of_others(open_: Callable[[str], _Opened]) -> _Opened:
    """Open what no other run is using, under a name with a number if need be.

    Two runs may write the same file; the one that ends last is the one whose content stays.

    Args:
        open_: Opens what has a purpose such as ``new``, or raises `InUseError`.
    """
    for number in range(_MOST_AT_ONCE):
        purpose = f"new-{number}" if number else "new"
        # A second try finds what a killed run had left there cleared away.
        for _ in range(2):
            with suppress(InUseError):
                return open_(purpose)
    return open_(f"new-{_MOST_AT_ONCE}")


def _replace(path: Path, content: Content) -> None:
    exists = path.exists()
    if exists and not os.access(path, os.W_OK):
        raise PermissionError(13, "Permission denied", str(path))
    with ExitStack() as stack:
        mode = 0o600 if exists else _NEW_FILE
        new = free_of_others(
            lambda purpose: stack.enter_context(TemporaryFile(path, purpose, mode))
        )
        for piece in _pieces(content):
            new.write(piece)
        if exists:
            copy_rights(path, new.path)
        new.finish()
        new.place()
    try:
        sync_folder(path.parent)
    except OSError as error:
        told = f"the file was written, but the disk did not confirm it: {error.strerror}"
        raise OSError(error.errno, told, str(path)) from None


def _pieces(content: Content) -> Iterator[bytes]:
    for piece in (content,) if isinstance(content, str | bytes) else content:
        yield piece.encode() if isinstance(piece, str) else piece


def _is_no_file(path: Path) -> bool:
    """Return whether a path names a pipe, a device, or what stands for an open file."""
    try:
        kind = path.stat().st_mode
    except FileNotFoundError:
        return False
    if stat.S_ISDIR(kind):
        raise IsADirectoryError(21, "Is a directory", str(path))
    return not stat.S_ISREG(kind) or os.path.abspath(path).startswith(_OPEN_FILES)  # noqa: PTH100 - links must stay


def _write_into(path: Path, content: Content) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_APPEND)
    try:
        for piece in _pieces(content):
            write_all(handle, piece)
    finally:
        os.close(handle)


def _about(path: Path, error: OSError) -> OSError:
    """Return the error with the name that the user knows, not that of a temporary file."""
    if error.errno is None:
        return error
    return OSError(error.errno, error.strerror, str(path))
