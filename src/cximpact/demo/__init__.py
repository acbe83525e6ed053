"""The packaged example: a fictional vehicle-finance company and its 24 proposals.

The files lie in `workspace/` as a user would write them; `write_demo` copies them out.
"""

from __future__ import annotations

import os
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from cximpact.exceptions import InputError, Problem
from cximpact.intake.spec import WORKSPACE_FILE
from cximpact.writing.new_files import write_new_files

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

__all__ = ["write_demo"]


def write_demo(folder: Path) -> Path:
    """Copy the example workspace into a folder, and return the folder.

    The folder is made if it is not there. Nothing is written if any of the files already is.

    Args:
        folder: Where the workspace goes.

    Raises:
        InputError: If a file of the workspace is in the folder already, or the folder cannot
            be written; every such file is named.

    Example:
        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as parent:
        ...     (write_demo(Path(parent) / "demo") / "cximpact.yaml").exists()
        True
    """
    parts = _parts()
    _refuse_to_overwrite(folder, parts)
    try:
        write_new_files(folder, {part.name: part.read_bytes() for part in parts})
    except OSError as error:
        raise InputError([_unwritable(folder, error)]) from None
    return folder


def _parts() -> list[Traversable]:
    return sorted(
        (part for part in files(__name__).joinpath("workspace").iterdir() if part.is_file()),
        # The workspace file first, as what makes the others a workspace.
        key=lambda part: (part.name != WORKSPACE_FILE, part.name),
    )


def _refuse_to_overwrite(folder: Path, parts: list[Traversable]) -> None:
    there = [folder / part.name for part in parts if os.path.lexists(folder / part.name)]
    if there:
        hint = "name a folder that is not there yet"
        raise InputError(Problem("is there already", file=str(path), hint=hint) for path in there)


def _unwritable(folder: Path, error: OSError) -> Problem:
    return Problem(
        f"cannot write here: {error.strerror or error}",
        file=str(folder),
        hint="name another folder",
    )
