"""Rows of an export with the place each stands at, whatever kind of file it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from attrs import frozen

from cximpact.plugins import QueryError
from cximpact_finance.given import plain, text

__all__ = ["Row", "checked_headers", "files", "rows_of"]

_GLOB = frozenset("*?[")
_WORKBOOKS = (".xlsx", ".xlsm")


@frozen
class Row:
    """One row of an export.

    Attributes:
        cells: By header: text, or what a workbook holds.
        place: Such as ``journal.csv:12``.
    """

    cells: Mapping[str, Any]
    place: str


def files(settings: Mapping[str, Any], folder: Path) -> list[Path]:
    """Return the files that the settings name, in order of their names.

    Args:
        settings: With ``path``.
        folder: Where relative paths start.

    Raises:
        QueryError: A name stands for no file.
    """
    said = plain(settings["path"])
    found: dict[Path, None] = {}
    for name in [said] if isinstance(said, str) else said:
        matching = _matching(folder, str(name))
        if not matching:
            raise QueryError(f"settings.path: there is no file {name}")
        found.update(dict.fromkeys(matching))
    return list(found)


def _matching(folder: Path, name: str) -> list[Path]:
    if not _GLOB.intersection(name):
        path = folder / name
        return [path] if path.is_file() else []
    if Path(name).is_absolute() or ".." in Path(name).parts:
        raise QueryError("settings.path: a path with * stays below the workspace's folder")
    return sorted(path for path in folder.glob(name) if path.is_file())


def rows_of(path: Path, settings: Mapping[str, Any]) -> Iterator[Row]:
    """Yield the rows of a file.

    Args:
        path: A CSV file, or a workbook.
        settings: How it is to be read.

    Raises:
        QueryError: It cannot be read as the settings say.
        AnswerError: It is broken.
    """
    if path.suffix.lower() in _WORKBOOKS:
        from cximpact_finance.ledger.workbooks import workbook_rows

        columns = plain(settings["columns"])
        return workbook_rows(path, text(settings, "sheet"), header_line(settings), columns)
    from cximpact_finance.ledger.texts import text_rows

    return text_rows(path, settings, header_line(settings))


def header_line(settings: Mapping[str, Any]) -> int:
    """Return the line that the headers stand on."""
    return int(plain(settings.get("header_line", 1)))


def checked_headers(headers: list[str], wanted: Mapping[str, str], place: str) -> None:
    """Refuse headers that appear twice, or that the settings name and the file lacks.

    Args:
        headers: Of the file.
        wanted: Ours to theirs.
        place: Name of the file.

    Raises:
        QueryError: Naming all that is wrong.
    """
    twice = sorted({name for name in headers if name and headers.count(name) > 1})
    if twice:
        raise QueryError(f"{place}: headers that appear twice: {', '.join(twice)[:200]}")
    lacking = sorted({theirs for theirs in wanted.values() if theirs not in headers})
    if lacking:
        known = ", ".join(name[:40] for name in headers[:30])
        raise QueryError(
            f"{place}: no column {', '.join(lacking)[:200]}; its headers are {known}; if they stand"
            " further down, say 'header_line'"
        )
