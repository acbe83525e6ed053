"""A snapshot read again: every file is the one that was written, or nothing is decided from it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import frozen

from cximpact.exceptions import InputError, Problem
from cximpact.intake.files.json_reader import parse_json
from cximpact.intake.files.text_files import MIB, check_file, decode_text, read_bytes
from cximpact.model.source import CollectedTable
from cximpact.snapshots.manifest import (
    MANIFEST,
    PartRecord,
    label_of,
    manifest_text,
    parts_of,
)
from cximpact.snapshots.tables import file_sha256, is_table_of
from cximpact.writing.whole_files import copy_whole, write_whole

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Snapshot", "copy_snapshot", "open_snapshot"]

_LARGEST_MANIFEST = 16 * MIB
_LARGEST_TABLE = 2**40


@frozen(eq=False)
class Snapshot:
    """What was collected, and where it lies.

    Attributes:
        folder: The folder.
        parts: What it holds, by part of the workspace.
        holder: Keeps a folder that is there for now only.
    """

    folder: Path
    parts: Mapping[str, PartRecord]
    holder: object = None

    def table(self, part: str) -> CollectedTable:
        """Return what a source gave for a part that the snapshot holds."""
        record = self.parts[part]
        file = str((self.folder / record.file).absolute()) if record.worked else ""
        return CollectedTable(
            part,
            label_of(record),
            file,
            record.rows,
            record.reason if record.worked else record.reason or "it failed",
            record.notes,
            record.as_of,
        )


def open_snapshot(folder: Path) -> Snapshot:
    """Read the manifest of a snapshot and check that every file is as it was written.

    Args:
        folder: The folder that holds ``manifest.json``.

    Raises:
        InputError: It is no snapshot, or its files were changed, exchanged or lost; all
            problems at once.
    """
    parts = _manifest(folder)
    problems = [problem for part in parts for problem in _file_problems(folder, part)]
    if problems:
        raise InputError(problems)
    return Snapshot(folder, {part.part: part for part in parts})


def copy_snapshot(folder: Path, target: Path, parts: Collection[str]) -> None:
    """Copy some parts of a snapshot into a new folder, as a snapshot of its own.

    Args:
        folder: The snapshot.
        target: The new folder.
        parts: The parts of the workspace that are wanted.

    Raises:
        InputError: The snapshot was changed since it was written.
    """
    snapshot = open_snapshot(folder)
    wanted = [record for name, record in snapshot.parts.items() if name in parts]
    target.mkdir()
    for record in wanted:
        if record.worked:
            copy_whole(folder / record.file, target / record.file)
    write_whole(target / MANIFEST, manifest_text(wanted))


def _manifest(folder: Path) -> tuple[PartRecord, ...]:
    file = folder / MANIFEST
    if not folder.is_dir():
        hint = "run 'cximpact collect' to make one"
        raise InputError([Problem("there is no such snapshot", str(folder), hint=hint)])
    if folder.is_symlink() or file.is_symlink():
        raise InputError([_linked(folder if folder.is_symlink() else file)])
    if not file.exists():
        expected = f"a folder that holds {MANIFEST}, as 'cximpact collect' writes it"
        raise InputError([Problem("this is no snapshot", str(folder), expected=expected)])
    name = str(file)
    text = decode_text(read_bytes(file, name=name, most=_LARGEST_MANIFEST), name=name)
    try:
        return parts_of(parse_json(text, name=name)[0])
    except (TypeError, ValueError) as error:
        expected = "one that 'cximpact collect' wrote"
        message = f"this is no manifest of a snapshot ({error})"
        raise InputError([Problem(message, name, expected=expected)]) from None


def _file_problems(folder: Path, part: PartRecord) -> Iterator[Problem]:
    if not part.worked:
        return
    path = folder / part.file
    if path.is_symlink():
        yield _linked(path)
        return
    try:
        check_file(path, name=str(path), most=_LARGEST_TABLE)
    except InputError as error:
        yield from error.problems
        return
    if file_sha256(path) != part.sha256:
        hint = "collect again: nothing is decided from what was changed"
        message = f"the table of {part.part} is not the one that was collected"
        yield Problem(message, str(path), hint=hint)
    elif not is_table_of(path, part.columns, part.rows):
        message = f"the table of {part.part} is not what {MANIFEST} says of it"
        expected = "text in the columns and as many rows as it says"
        yield Problem(message, str(path), expected=expected)


def _linked(path: Path) -> Problem:
    hint = "copy what it leads to"
    return Problem("this is a link, and what it leads to may change", str(path), hint=hint)
