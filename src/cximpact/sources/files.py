"""Which files a source means: paths and patterns, looked up and named for people."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from attrs import frozen

from cximpact.exceptions import InputError, Problem
from cximpact.intake.files.text_files import NO_NETWORK, check_file, is_address

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cximpact.model.source import EvidenceSpec

__all__ = ["SourceFile", "source_files"]

_LARGEST = 2**40


@frozen
class SourceFile:
    """A file of evidence.

    Attributes:
        path: Where it is, absolute.
        shown: Its name for people and results: relative to the workspace, with forward slashes.
    """

    path: Path
    shown: str


def source_files(spec: EvidenceSpec, base: Path | None) -> tuple[SourceFile, ...]:
    """Return the files of a source, each once, in the order of their names.

    Raises:
        InputError: A path is a URL, a folder, missing, or a pattern that fits no file.
    """
    if spec.collected is not None:
        return (SourceFile(Path(spec.collected.file), spec.collected.label),)
    root = Path(base) if base is not None else Path()
    found: dict[str, SourceFile] = {}
    problems: list[Problem] = []
    for written in spec.paths:
        try:
            found.update((file.shown, file) for file in _files(written, root, spec))
        except InputError as error:
            problems.extend(error.problems)
    if problems:
        raise InputError(problems)
    return tuple(found[name] for name in sorted(found))


def _files(written: str, root: Path, spec: EvidenceSpec) -> Iterable[SourceFile]:
    field = f"evidence.{spec.name}.path"
    if is_address(written):
        raise InputError(
            [
                Problem(
                    "this is an address, not a file",
                    None,
                    spec.line,
                    field=field,
                    value=written,
                    hint=NO_NETWORK,
                )
            ]
        )
    is_pattern = any(sign in written for sign in "*?[")
    if "\0" not in written and is_pattern and not (root / written).exists():
        return _matching(
            written,
            root,
            Problem("no file fits this pattern", None, spec.line, field=field, value=written),
        )
    return [_checked(root / written, root, written)]


def _matching(pattern: str, root: Path, nothing: Problem) -> list[SourceFile]:
    start = Path(Path(pattern).anchor) if Path(pattern).is_absolute() else root
    relative = pattern[len(Path(pattern).anchor) :]
    try:
        paths = sorted(path for path in start.glob(relative) if path.is_file())
    except (ValueError, OSError, NotImplementedError):
        paths = []
    if not paths:
        raise InputError([nothing])
    return [_checked(path, root, path.as_posix()) for path in paths]


def _checked(path: Path, root: Path, written: str) -> SourceFile:
    shown = _shown(path, root, written)
    check_file(path, name=shown, most=_LARGEST)
    return SourceFile(path.absolute(), shown)


def _shown(path: Path, root: Path, written: str) -> str:
    """Never show where on this machine a workspace lies: results must not depend on it."""
    try:
        return path.absolute().relative_to(root.absolute()).as_posix()
    except ValueError:
        return Path(written).as_posix()
