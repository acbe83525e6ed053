"""Several new files in one folder: all of them appear, or none; nothing is ever overwritten."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path, PurePosixPath

from cximpact.writing.temporary import sync_folder, temporary_name
from cximpact.writing.whole_files import copy_whole, write_whole
from cximpact.writing.whole_folders import draft_of, make_folders, place_folder

__all__ = ["holds_something", "write_new_files"]

_STAGE = "new files"


def write_new_files(
    folder: Path, files: Mapping[str, str] | Mapping[str, bytes] | Mapping[str, bytes | Path]
) -> None:
    """Write files that are not there yet.

    A folder that is not there appears with all files in it. In one that is there they appear
    one by one, each whole, the first of the mapping last: name there what makes the others count.
    If one cannot be written, those before it are removed again.

    Args:
        folder: Where they go; it is made if need be, as are the folders that names lead to.
        files: Their content by name, with forward slashes.

    Raises:
        FileExistsError: One of them is there by now; it is left as it is.
        OSError: They cannot be written.
    """
    target = Path(os.path.realpath(folder))
    if target.exists():
        _add(target, files)
        return
    make_folders(target.parent)
    with draft_of(target) as draft:
        for name, content in files.items():
            (draft / PurePosixPath(name).parent).mkdir(parents=True, exist_ok=True)
            _write(draft / name, content)
        place_folder(draft, target)


def holds_something(folder: Path) -> bool:
    """Return whether anything is in a folder but what a run of ours left that was killed.

    That is a folder of its own, and folders that hold nothing yet.
    """
    left = temporary_name(folder / _STAGE).name
    return any(
        not each.name.startswith(left)
        and (each.is_symlink() or not each.is_dir() or holds_something(each))
        for each in folder.iterdir()
    )


def _add(
    folder: Path, files: Mapping[str, str] | Mapping[str, bytes] | Mapping[str, bytes | Path]
) -> None:
    """Write the files beside where they belong first, so that little can go wrong afterwards."""
    with draft_of(folder / _STAGE) as draft:
        staged = [draft / str(number) for number in range(len(files))]
        for path, content in zip(staged, files.values(), strict=True):
            _write(path, content)
        placed = {}
        try:
            for path, name in reversed([*zip(staged, files, strict=True)]):
                make_folders((folder / name).parent)
                placed[path] = folder / name
                _place(path, folder / name)
            for parent in {path.parent for path in placed.values()}:
                sync_folder(parent)
        except BaseException:
            _take_back(placed)
            raise


def _place(path: Path, target: Path) -> None:
    """Give a file its name, unless something of that name is there."""
    try:
        os.link(path, target)
    except FileExistsError:
        raise
    except (OSError, NotImplementedError):
        # Some file systems know no second names.
        if os.path.lexists(target):
            raise FileExistsError(17, "File exists", str(target)) from None
        os.rename(path, target)  # noqa: PTH104 - one call, easy to test


def _take_back(placed: Mapping[Path, Path]) -> None:
    """Remove the files that got their names; what another run put there stays."""
    for path, target in placed.items():
        with suppress(OSError):
            if not path.exists() or path.samefile(target):
                target.unlink()


def _write(path: Path, content: str | bytes | Path) -> None:
    if isinstance(content, Path):
        copy_whole(content, path)
    else:
        write_whole(path, content)
