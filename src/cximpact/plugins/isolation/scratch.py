"""The empty folder that each run is given, and its end, whatever a plugin has made of it."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

__all__ = ["make_scratch", "remove_scratch"]

_PREFIX = "cximpact-"


def make_scratch() -> Path:
    """Return a new empty folder for the temporary files of one run."""
    return Path(tempfile.mkdtemp(prefix=_PREFIX)).resolve()


def remove_scratch(folder: Path) -> None:
    """Remove such a folder, and nothing else; what cannot be removed stays.

    Args:
        folder: One that `make_scratch` made.
    """
    if not folder.name.startswith(_PREFIX) or folder.is_symlink():
        return
    shutil.rmtree(folder, ignore_errors=True)
    if folder.exists():
        _unlock(folder)
        shutil.rmtree(folder, ignore_errors=True)


def _unlock(folder: Path) -> None:
    """Make every folder below writable again; links are not followed."""
    with suppress(OSError):
        folder.chmod(stat.S_IRWXU)
        for entry in os.scandir(folder):
            if entry.is_dir(follow_symlinks=False):
                _unlock(Path(entry.path))
