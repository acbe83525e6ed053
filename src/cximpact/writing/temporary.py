"""A file that is being written, and takes the place of another one when it is whole.

It stands beside the other one under a name made from its name. What a run that was killed left
there is cleared away by the next one; a run that still goes on holds a lock, which the system
takes from it when it ends in whatever way.
"""

from __future__ import annotations

import errno
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from cximpact.exceptions import InputError, Problem

if sys.platform != "win32":
    import fcntl

if TYPE_CHECKING:
    from types import TracebackType

__all__ = ["InUseError", "TemporaryFile", "sync_folder", "temporary_name", "write_all"]

_BUFFER = 256 * 1024
_LONGEST_NAME = 200
_MOST_TRIES = 5
_KNOWS_NO_SYNC = (errno.EINVAL, errno.ENOTSUP, errno.EBADF)
_FLAGS = os.O_RDWR | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)


class InUseError(InputError):
    """Another run is writing the same file at this moment."""


def temporary_name(path: Path, purpose: str = "new") -> Path:
    """Return how the temporary file for another one is called."""
    name = path.name
    if len(os.fsencode(name)) > _LONGEST_NAME:
        from hashlib import sha256

        name = f"{name[:40]}.{sha256(os.fsencode(name)).hexdigest()[:12]}"
    return path.with_name(f".{name}.cximpact-{purpose}")


class TemporaryFile:
    """A new file beside another one; it vanishes unless it is put in the other one's place.

    Args:
        path: The file it is to take the place of.
        purpose: Tells several temporary files for one file apart.
        mode: Who may use it, before the umask; its owner only, unless said otherwise.
    """

    def __init__(self, path: Path, purpose: str = "new", mode: int = 0o600) -> None:
        self.path = temporary_name(path, purpose)
        self._target = path
        self._mode = mode
        self._handle = -1
        self._buffer = bytearray()
        self._flushed = 0
        self._is_placed = False

    def __enter__(self) -> TemporaryFile:
        for _ in range(_MOST_TRIES):
            if self._create():
                return self
        raise self._in_use()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            # The lock is still held, so that this is our own file, and no other run's.
            self._vanish()
        finally:
            with suppress(OSError):
                self._close()
        if sys.platform == "win32":
            # There an open file cannot be removed, only now.
            self._vanish()

    def _vanish(self) -> None:
        if not self._is_placed:
            with suppress(OSError):
                self.path.unlink(missing_ok=True)

    @property
    def position(self) -> int:
        """How many bytes were written so far."""
        return self._flushed + len(self._buffer)

    def write(self, data: bytes | memoryview) -> None:
        """Write after all that was written before.

        Raises:
            OSError: The disk is full or out of reach.
        """
        self._buffer += data
        if len(self._buffer) >= _BUFFER:
            self._flush()

    def patch(self, position: int, data: bytes) -> None:
        """Write over bytes that were written before.

        Raises:
            OSError: The disk is out of reach.
        """
        at = position - self._flushed
        if at >= 0:
            self._buffer[at : at + len(data)] = data
            return
        self._flush()
        os.lseek(self._handle, position, os.SEEK_SET)
        write_all(self._handle, data)
        os.lseek(self._handle, 0, os.SEEK_END)

    def finish(self) -> None:
        """Bring all that was written to the disk, so that it is there whatever happens next.

        Raises:
            OSError: The disk is full or out of reach.
        """
        self._flush()
        os.fsync(self._handle)

    def place(self, target: Path | None = None) -> None:
        """Put the file in the place of the other one (or a third), in one step.

        Raises:
            OSError: The system refuses; the other file is then as it was.
        """
        if sys.platform == "win32":
            # There an open file cannot be moved, and no lock is needed: none can be removed.
            self._close()
        os.replace(self.path, target or self._target)  # noqa: PTH105 - one call, easy to test
        self._is_placed = True

    def _create(self) -> bool:
        """Return whether a new file is there and ours alone."""
        try:
            self._handle = os.open(self.path, _FLAGS | os.O_CREAT | os.O_EXCL, self._mode)
        except FileExistsError:
            self._clear_away()
            return False
        try:
            self._lock(self._handle)
            if self._is_at_path(self._handle):
                return True
        except BaseException as error:
            if not isinstance(error, InUseError):
                self._vanish()
            self._close()
            raise
        self._close()
        return False

    def _clear_away(self) -> None:
        """Remove what a run left that was killed; refuse if it is still going on.

        Raises:
            InUseError: Another run is writing the same file.
        """
        if self.path.is_symlink() or not self.path.is_file():
            raise self._in_use()
        try:
            handle = os.open(self.path, _FLAGS)
        except FileNotFoundError:
            return
        try:
            self._lock(handle)
            if sys.platform != "win32" and self._is_at_path(handle):
                self.path.unlink()
        finally:
            os.close(handle)
        if sys.platform == "win32":
            self.path.unlink(missing_ok=True)

    def _lock(self, handle: int) -> None:
        if sys.platform == "win32":
            return
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise self._in_use() from None
        except OSError:
            # Some network folders know no locks: then the name alone must do.
            return

    def _is_at_path(self, handle: int) -> bool:
        """Return whether the file that was opened is still the one of this name."""
        try:
            return os.path.samestat(os.fstat(handle), self.path.lstat())
        except FileNotFoundError:
            return False

    def _flush(self) -> None:
        write_all(self._handle, self._buffer)
        self._flushed += len(self._buffer)
        self._buffer.clear()

    def _close(self) -> None:
        handle, self._handle = self._handle, -1
        if handle >= 0:
            os.close(handle)

    def _in_use(self) -> InUseError:
        hint = f"wait until it is done; if there is no such run, delete '{self.path.name}'"
        return InUseError(
            [Problem("another run is saving this file", self._target.name, hint=hint)]
        )


def write_all(handle: int, data: bytes | bytearray | memoryview) -> None:
    """Write all of some bytes to an open file.

    Raises:
        OSError: The disk is full or out of reach.
    """
    # A nearly full disk takes less than it is given without an error at first.
    with memoryview(data) as left:
        done = 0
        while done < len(left):
            done += os.write(handle, left[done:])


def sync_folder(folder: Path) -> None:
    """Bring the names of a folder's files to the disk.

    Raises:
        OSError: The disk is out of reach.
    """
    if sys.platform == "win32":
        return
    try:
        handle = os.open(folder, os.O_RDONLY)
    except PermissionError:
        # A folder one may write to but not list; nothing more can be done.
        return
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in _KNOWS_NO_SYNC:
            raise
    finally:
        os.close(handle)
