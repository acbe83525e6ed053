"""The files of a new workspace, written all or none."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from cximpact.exceptions import InputError, Problem
from cximpact.intake.starting.scorecard_choice import SCORECARD_FILE
from cximpact.writing.new_files import write_new_files

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["write_draft"]

_HEAD = "# A draft by 'cximpact init'"


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
        places = " and ".join(f"'{folder / name}'" for name in [*there, *_drafted(folder, there)])
        hint = f"nothing was written; name another folder, or to begin anew delete {places}"
        raise InputError([Problem(f"{' and '.join(there)} {verb}", str(folder), hint=hint)])
    try:
        write_new_files(folder, files)
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError([Problem(f"cannot be written: {reason}", str(folder))]) from None


def _drafted(folder: Path, there: Sequence[str]) -> list[str]:
    """Return the scorecard that an earlier draft left: it would be taken for a person's own."""
    path = folder / SCORECARD_FILE
    if path.name in there or not path.is_file():
        return []
    try:
        with path.open(encoding="utf-8") as file:
            return [path.name] if file.readline(len(_HEAD)) == _HEAD else []
    except (OSError, UnicodeDecodeError):
        return []
