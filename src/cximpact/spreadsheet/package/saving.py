"""Saves a workbook with some parts changed: whatever happens, the old or the new one is there.

The new workbook is written beside the old one, brought to the disk, and put in its place in one
step. The old one keeps a second name of its own, unless no backup is wanted. So nothing is ever
half written under the name of the workbook or of a backup, and until the last step the old one is
where it was.
"""

from __future__ import annotations

import os
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import frozen

from cximpact.exceptions import InputError
from cximpact.intake.files.problems import ProblemLog
from cximpact.spreadsheet.package.backups import clear_left, drop_backup, keep_backup
from cximpact.spreadsheet.package.kinds import refuse_other_suffix
from cximpact.spreadsheet.package.open_elsewhere import refuse_if_open, refuse_if_read_only
from cximpact.spreadsheet.package.zip_writer import ZipWriter
from cximpact.writing.rights import copy_rights
from cximpact.writing.temporary import TemporaryFile, sync_folder

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cximpact.spreadsheet.package.changes import Changes, Content
    from cximpact.spreadsheet.package.parts import Parts
    from cximpact.spreadsheet.package.zip_writer import Output

__all__ = ["Saved", "refuse_unsavable", "save", "write_package"]

_AS_IT_WAS = "the workbook is as it was"


@frozen
class Saved:
    """Where a workbook was saved.

    Attributes:
        path: The file; where links lead to, if it was named by one.
        backup: Where it is kept as it was before; None if there was none or none was wanted.
    """

    path: Path
    backup: Path | None


def save(parts: Parts, changes: Changes, target: Path | str, *, backup: bool = True) -> Saved:
    """Save a workbook with some parts changed; all other parts stay byte for byte.

    Args:
        parts: The workbook as it was read.
        changes: What is to become of its parts.
        target: The file: the one that was read, or another one.
        backup: Whether the file that is replaced is kept under a name of its own.

    Returns:
        Where it was saved, and where the file it replaced is kept.

    Raises:
        InputError: The file is open in a program, may not be written to, was changed since it was
            read, or the disk is full. It is as it was then.
    """
    path = refuse_unsavable(parts, target)
    try:
        kept = _replace(parts, changes, path, Path(target), backup=backup)
    except (OSError, OverflowError) as error:
        raise _problem(
            path, f"the workbook cannot be saved: {_reason(error)}", _AS_IT_WAS
        ) from None
    try:
        sync_folder(path.parent)
    except OSError as error:
        message = f"the workbook was saved, but the disk did not confirm it: {_reason(error)}"
        raise _problem(path, message, f"the one before it is '{kept}'" if kept else None) from None
    return Saved(path, kept)


def refuse_unsavable(parts: Parts, target: Path | str) -> Path:
    """Make sure that a workbook can be saved, before any work is spent on what to save.

    Returns:
        Where it will be saved: where links lead to, if the target is one.

    Raises:
        InputError: The file is open in a program, may not be written to, was changed since it was
            read, or its name ends otherwise than the workbook's own.
    """
    given = Path(target)
    path = _resolved(given)
    refuse_other_suffix(parts.name, given.name)
    refuse_if_open(given, path)
    if os.path.lexists(path):
        refuse_if_read_only(path)
    _refuse_changed(parts)
    return path


def write_package(parts: Parts, changes: Changes, output: Output) -> None:
    """Write all parts as they will be, in their order; added ones come last."""
    writer = ZipWriter(output)
    for entry in parts.stored():
        name = entry.info.filename
        content = changes.new_content(name)
        if content is not None:
            writer.write(entry.info, _chunks(content))
        elif not changes.is_removed(name):
            writer.copy(entry)
    for name in changes.added:
        content = changes.new_content(name)
        writer.write(_new_entry(name), _chunks(b"" if content is None else content))
    writer.finish(parts.comment)


def _replace(
    parts: Parts, changes: Changes, path: Path, given: Path, *, backup: bool
) -> Path | None:
    """Write the new file and put it in its place; return where the old one is kept."""
    with TemporaryFile(path) as new:
        clear_left(path)
        write_package(parts, changes, new)
        exists = path.exists()
        copy_rights(path if exists else parts.path, new.path)
        new.finish()
        refuse_if_open(given, path)
        _refuse_changed(parts)
        kept = keep_backup(path) if backup and exists else None
        try:
            sync_folder(path.parent)
            new.place()
        except BaseException:
            if kept is not None:
                drop_backup(kept, path)
            raise
    return kept


def _chunks(content: Content) -> Iterable[bytes]:
    return (content,) if isinstance(content, bytes) else content()


def _new_entry(name: str) -> zipfile.ZipInfo:
    """Return an entry as spreadsheet programs write theirs: compressed, and without a date."""
    info = zipfile.ZipInfo(name)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.create_system = 0
    return info


def _resolved(target: Path) -> Path:
    """Return where links lead to: what they point at is replaced, and they stay."""
    try:
        path = target.resolve()
        has_folder, is_folder = path.parent.is_dir(), path.is_dir()
    except (OSError, RuntimeError, ValueError) as error:
        raise _problem(target, f"the path cannot be used: {_reason(error)}", None) from None
    if not has_folder:
        raise _problem(target, "there is no such folder", None, value=str(path.parent))
    if is_folder:
        raise _problem(target, "this is a folder, not a file", "name a file inside it")
    return path


def _refuse_changed(parts: Parts) -> None:
    if not parts.state.is_still(parts.path):
        hint = "run again, so that what was changed counts"
        raise _problem(parts.path, "the workbook was changed since it was read", hint)


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)


def _problem(path: Path, message: str, hint: str | None, *, value: str | None = None) -> InputError:
    log = ProblemLog(path.name)
    log.add(message, value=value, hint=hint)
    return log.error()
