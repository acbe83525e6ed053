"""Folders that appear with all that is in them, or not at all.

A folder is built beside where it belongs, brought to the disk, and moved there in one step. What
a run that was killed left of one is cleared away by the next run that builds the same.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from cximpact.exceptions import Problem
from cximpact.writing.temporary import InUseError, sync_folder, temporary_name
from cximpact.writing.whole_files import free_of_others

if sys.platform != "win32":
    import fcntl

if TYPE_CHECKING:
    from types import TracebackType

__all__ = ["draft_of", "make_folders", "place_folder"]

_NEW_FOLDER = 0o777


@contextmanager
def draft_of(folder: Path, mode: int = _NEW_FOLDER) -> Iterator[Path]:
    """Give a new folder beside one that it is to become; it goes unless it was moved away.

    Args:
        folder: What it is to become.
        mode: Who may use it, before the umask.

    Raises:
        OSError: It cannot be made.
    """
    with ExitStack() as stack:
        yield free_of_others(
            lambda purpose: stack.enter_context(_Draft(temporary_name(folder, purpose), mode))
        )


def place_folder(draft: Path, folder: Path) -> None:
    """Move a draft to where it belongs; there must be nothing there, or an empty folder.

    Raises:
        OSError: The system refuses; what was there is then as it was.
    """
    for inner, _, _ in os.walk(draft):
        sync_folder(Path(inner))
    os.replace(draft, folder)  # noqa: PTH105 - one call, easy to test
    sync_folder(folder.parent)


def make_folders(folder: Path) -> None:
    """Make a folder and those above it that are not there, and bring their names to the disk.

    Raises:
        OSError: The system refuses.
    """
    if not folder.is_dir():
        make_folders(folder.parent)
        with suppress(FileExistsError):
            os.mkdir(folder)  # noqa: PTH102 - one call, easy to test
        sync_folder(folder.parent)


class _Draft:
    """A folder that is ours alone while it is open, by a lock that ends with this process."""

    def __init__(self, path: Path, mode: int) -> None:
        self._path = path
        self._mode = mode
        self._handle = -1
        self._made: os.stat_result | None = None

    def __enter__(self) -> Path:
        try:
            os.mkdir(self._path, self._mode)  # noqa: PTH102 - one call, easy to test
        except FileExistsError:
            self._clear_away()
            raise _in_use(self._path) from None
        try:
            self._made = self._path.lstat()
            self._handle = _locked(self._path)
        except BaseException:
            self._vanish()
            raise
        return self._path

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            self._vanish()
        finally:
            _let_go(self._handle)

    def _vanish(self) -> None:
        """Remove the folder unless it was moved; another run may have made one of its name."""
        if self._made is None or _is_at(self._made, self._path):
            try:
                shutil.rmtree(self._path, ignore_errors=True)
            finally:
                # Interrupted or refused once; what is left would puzzle whoever finds it.
                shutil.rmtree(self._path, ignore_errors=True)

    def _clear_away(self) -> None:
        """Remove what a run left that was killed.

        Raises:
            InUseError: A run is going on.
        """
        if sys.platform == "win32" or self._path.is_symlink() or not self._path.is_dir():
            return
        handle = _locked(self._path)
        try:
            if handle >= 0:
                shutil.rmtree(self._path, ignore_errors=True)
        finally:
            _let_go(handle)


def _locked(folder: Path) -> int:
    """Return an open folder that holds a lock, -1 where the system gives none.

    Raises:
        InUseError: Another run holds it.
    """
    if sys.platform == "win32":
        return -1
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except FileNotFoundError:
        raise _in_use(folder) from None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if not _is_at(os.fstat(handle), folder):
            raise _in_use(folder)
    except BaseException as error:
        _let_go(handle)
        if isinstance(error, BlockingIOError):
            raise _in_use(folder) from None
        if isinstance(error, OSError):
            # Some network folders know no locks; what is left there cannot be cleared away.
            return -1
        raise
    return handle


def _is_at(known: os.stat_result, path: Path) -> bool:
    """Return whether a folder is still the one of this name."""
    try:
        return os.path.samestat(known, path.lstat())
    except FileNotFoundError:
        return False


def _let_go(handle: int) -> None:
    if handle >= 0:
        with suppress(OSError):
            os.close(handle)


def _in_use(path: Path) -> InUseError:
    return InUseError([Problem("another run is writing this folder", str(path))])
