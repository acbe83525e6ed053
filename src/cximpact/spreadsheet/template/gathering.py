"""A workspace in files, read as far as a workbook needs it: documents, tables as found, bytes."""

from __future__ import annotations

import os
import posixpath
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cximpact.exceptions import InputError, Problem, printable
from cximpact.intake.files.documents import Document
from cximpact.intake.files.inline_rows import inline_table
from cximpact.intake.files.tables import read_table
from cximpact.intake.files.text_files import MIB, is_address, read_bytes
from cximpact.intake.lists.table_parts import read_options
from cximpact.intake.scorecards.scorecards import find_scorecard, shipped_scorecards
from cximpact.intake.spec import read_spec
from cximpact.spreadsheet.template.blank import optional_tables
from cximpact.spreadsheet.template.content import PARTS, Content, KeptFile, Listed, Reference
from cximpact.spreadsheet.template.exact import as_cell, is_writable
from cximpact.spreadsheet.template.lists import criteria_of, mapping_at
from cximpact.spreadsheet.template.paths import path_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from cximpact.intake.files.marks import KeyPath
    from cximpact.intake.files.raw_table import RawTable, ReadOptions
    from cximpact.intake.spec import WorkspaceSpec

__all__ = ["MOST_LINES", "gather"]

MOST_LINES = 50_000
"""Longer evidence stays in its file: nobody reads it in a sheet."""

_MOST_COLUMNS = 400
_LARGEST_KEPT = 16 * MIB
_LARGEST_BINARY = 1 * MIB
_BINARY = (".xlsx", ".xlsm", ".parquet")


def gather(workspace: Path, home: Path, raters: Sequence[str], lines: int) -> Content:
    """Return what a workspace in files holds.

    Args:
        workspace: Its file, or its folder.
        home: The folder the workbook will lie in; what stays outside is seen from there.
        raters: Who gets an empty sheet, where there are no answers yet.
        lines: How many empty lines each table offers.

    Raises:
        InputError: A file of it cannot be read; all problems at once.
    """
    spec = read_spec(workspace)
    _refuse_other_kinds(spec.document)
    found = _Gathering(spec, home)
    try:
        scorecard, shipped = found.scorecard()
    except InputError as error:
        raise InputError([*found.problems, *error.problems]) from None
    if found.problems:
        raise InputError(found.problems)
    more = tuple(optional_tables(scorecard.data, found.there(scorecard.data), example=False))
    return Content(
        spec.document,
        scorecard,
        spec.name,
        shipped,
        (*found.tables, *more),
        tuple(raters) if any(each.part == "ratings" for each in more) else (),
        kept=tuple(found.kept.values()),
        references=tuple(found.references),
        lines=lines,
    )


def _refuse_other_kinds(document: Document) -> None:
    if not isinstance(document.data, dict) or not document.data:
        expected = "a mapping of keys to values"
        raise InputError(
            [Problem("not a workspace or scorecard", document.name, expected=expected)]
        )


class _Gathering:
    """Reads part after part, each file once."""

    def __init__(self, spec: WorkspaceSpec, home: Path) -> None:
        self.base = spec.base or Path()
        self.spec = spec
        self.home = home
        self.tables: list[Listed] = []
        self.kept: dict[str, KeptFile] = {}
        self.references: list[Reference] = []
        self.problems: list[Problem] = []
        self._keep(spec.name)
        for part in PARTS:
            self._part(part)
        self._evidence()
        self._outside()

    def scorecard(self) -> tuple[Document, str]:
        """Return the scorecard's document, and its name if it is a shipped one."""
        stated = self.spec.data.get("scorecard")
        if not isinstance(stated, str):
            expected = "a path, or a shipped name: customer, balanced or journey"
            message = "no scorecard is named"
            raise InputError([Problem(message, self.spec.name, expected=expected)])
        document = find_scorecard(stated, self.base)
        _refuse_other_kinds(document)
        if stated in shipped_scorecards():
            return document, stated
        self._keep(stated)
        return document, ""

    def there(self, card: Any) -> set[str]:
        """Return the parts that need no empty sheet, being there or coming from elsewhere."""
        there = {*self.spec.data, *(listed.part for listed in self.tables)}
        own = next((each for each in self.tables if each.part == "proposals"), None)
        mapped = mapping_at(own.said if own else {}, "columns")
        for part, kind in (("ratings", "rating"), ("quantities", "quantity")):
            headers = set(criteria_of(card, kind)) & set(own.table.headers if own else ())
            there |= {part} if headers or part in mapped else set()
        return there | ({"costs"} if {"cost", "costs"} & set(mapped) else set())

    def _part(self, part: str) -> None:
        stated = self.spec.data.get(part)
        said: Any = {"path": stated} if isinstance(stated, str) else stated
        if not isinstance(said, dict) or "source" in said:
            return
        path = said.get("path")
        try:
            if isinstance(said.get("rows"), list):
                table = inline_table(self.spec.document, (part, "rows"), said["rows"])
                self._list(part, table, said)
            elif isinstance(path, str) and not is_address(path):
                table = read_table(self.base / path, read_options(said), name=path)
                self._list(part, table, said, path)
        except InputError as error:
            self.problems.extend(error.problems)

    def _list(self, part: str, table: RawTable, said: Mapping[str, Any], path: str = "") -> None:
        unfit = _unfit(table, said)
        if unfit:
            hint = "shorten it, or evaluate the workspace without a workbook"
            self.problems.append(Problem(f"a sheet cannot hold it: {unfit}", table.name, hint=hint))
            return
        title = part.replace("_", " ").capitalize()
        self.tables.append(Listed(part, table, title, path, dict(said)))
        if path:
            self._keep(path)

    def _evidence(self) -> None:
        entries = self.spec.data.get("evidence")
        shared: dict[tuple[str, ReadOptions], list[str]] = {}
        for name, said in entries.items() if isinstance(entries, dict) else ():
            if not isinstance(said, dict) or "source" in said:
                continue
            path = said.get("path")
            if isinstance(path, str) and not is_address(path) and (self.base / path).is_file():
                shared.setdefault((path, read_options(said)), []).append(name)
            elif path is not None:
                self._refer(("evidence", name, "path"), path)
        for (path, options), blocks in shared.items():
            self._evidence_file(path, options, blocks)

    def _evidence_file(self, path: str, options: ReadOptions, blocks: list[str]) -> None:
        table = None
        if (self.base / path).stat().st_size <= _LARGEST_KEPT:
            try:
                table = read_table(self.base / path, options, name=path)
            except InputError as error:
                self.problems.extend(error.problems)
                return
        entries: Any = self.spec.data["evidence"]
        said: dict[str, Any] = entries[blocks[0]]
        if table is None or table.n_rows > MOST_LINES or _unfit(table, said):
            for name in blocks:
                self._refer(("evidence", name, "path"), path)
            return
        title = posixpath.splitext(posixpath.basename(path))[0]
        self.tables.append(Listed("evidence", table, title, path, said, tuple(blocks)))
        self._keep(path)

    def _outside(self) -> None:
        for key in ("previous", "snapshot"):
            self._refer((key,), self.spec.data.get(key))
        if "gate_answers" in self.spec.data:
            answers: Any = self.spec.data["gate_answers"]
            self._refer(("gate_answers", "path"), answers.get("path"))

    def _refer(self, at: KeyPath, stated: Any) -> None:
        """Note a path that stays one."""
        for place, path in _listed(at, stated):
            here = path
            if not (is_address(path) or Path(path).is_absolute()):
                here = _seen_from(self.home, self.base, path)
            self.references.append(Reference(path_text(place), path, here))

    def _keep(self, path: str) -> None:
        most = _LARGEST_BINARY if path.lower().endswith(_BINARY) else _LARGEST_KEPT
        try:
            data = read_bytes(self.base / path, name=path, most=most)
        except InputError:
            return
        self.kept.setdefault(path, KeptFile(path, data))


def _listed(at: KeyPath, stated: Any) -> Iterator[tuple[KeyPath, str]]:
    if isinstance(stated, str):
        yield at, stated
    elif isinstance(stated, list):
        yield from (((*at, n), path) for n, path in enumerate(stated) if isinstance(path, str))


def _seen_from(home: Path, base: Path, path: str) -> str:
    if base.resolve() == home.resolve():
        return path
    return Path(os.path.relpath(base.resolve() / path, home.resolve())).as_posix()


def _unfit(table: RawTable, said: Mapping[str, Any]) -> str:
    """Return why a sheet cannot hold a table, "" if it can."""
    if len(table.headers) > _MOST_COLUMNS:
        return f"it has more than {_MOST_COLUMNS} columns"
    if not all(map(is_writable, table.headers)):
        return "a header is too long, or holds what no cell can hold"
    read = said.get("read", {})
    for header, cells in zip(table.headers, table.columns, strict=True):
        for cell in cells:
            written = as_cell(cell, read)
            if isinstance(written, str) and not is_writable(written):
                return f"a text of '{printable(header)}' is too long or odd for a cell"
    return ""
