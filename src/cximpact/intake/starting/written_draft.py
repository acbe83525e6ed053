"""The files of a new workspace, written all or none."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from cximpact.exceptions import InputError, Problem
from cximpact.writing.new_files import write_new_files

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["write_draft"]


def write_draft(folder: Path, files: Mapping[str, str]) -> None:
    """Write all files or none; one that exists is never touched.

    Args:
        folder: Where they go; it is made if need be.
        files: Names and texts.

    Raises:
        InputError: One exists already, or cannot be written.
    """
    there = [name for name in files if os.path.lexists(folder / name)]
    if there:
        verb = "exists already" if len(there) == 1 else "exist already"
        hint = "nothing was written; name another folder, or delete them if you begin anew"
        raise InputError([Problem(f"{' and '.join(there)} {verb}", str(folder), hint=hint)])
    try:
        write_new_files(folder, files)
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError([Problem(f"cannot be written: {reason}", str(folder))]) from None
