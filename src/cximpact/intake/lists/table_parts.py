"""A table that a workspace names: opened, its rows filtered, its columns found and converted."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from attrs import field, frozen

from cximpact.exceptions import InputError
from cximpact.intake.files.cells import text_of
from cximpact.intake.files.frames import frame_table
from cximpact.intake.files.inline_rows import inline_table
from cximpact.intake.files.problems import did_you_mean
from cximpact.intake.files.raw_table import ReadOptions
from cximpact.intake.files.tables import read_table
from cximpact.intake.files.text_files import NO_NETWORK, is_address
from cximpact.intake.lists.cell_values import UnfitCellError, number_in, text_in
from cximpact.intake.lists.header_rows import header_row_hint
from cximpact.intake.lists.missing_words import means_nothing, missing_words
from cximpact.intake.lists.readings import build_reading
from cximpact.intake.lists.row_tests import build_tests, rows_matching
from cximpact.intake.lists.unfit_cells import unfit_cells
from cximpact.intake.reporter import shown
from cximpact.intake.source_blocks import REFERENCE, check_origin
from cximpact.model.arrays import FloatArray
from cximpact.model.source import Lookup

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence

    from cximpact.intake.files.cells import Cell
    from cximpact.intake.files.marks import KeyPath
    from cximpact.intake.files.raw_table import RawTable
    from cximpact.intake.reporter import Reporter
    from cximpact.intake.spec import WorkspaceSpec
    from cximpact.model.source import Reading

__all__ = ["TablePart", "open_part", "read_options"]

Value = TypeVar("Value")


@frozen(eq=False)
class TablePart:
    """One table of a workspace and what the workspace says about it.

    Attributes:
        name: The part: ``proposals``, ``costs`` ...
        table: The table as found.
        reading: How its numbers and days are written.
        said: The part of the document, a mapping.
        report: Notes problems of the document.
        rows: The rows that passed `where`, counted from 0.
        filtered: The rows that did not.
        used: Headers that something reads.
        missing: Words that mean that nothing is known, in small letters.
        read_as_empty: Per header the rows whose cell holds such a word, as far as they were read.
    """

    name: str
    table: RawTable
    reading: Reading
    said: Mapping[str, Any]
    report: Reporter
    rows: list[int]
    filtered: list[int] = field(factory=list)
    used: set[str] = field(factory=set)
    missing: frozenset[str] = frozenset()
    read_as_empty: dict[str, set[int]] = field(factory=dict)

    @property
    def is_collected(self) -> bool:
        """Whether a plugin's source gave the table."""
        return "source" in self.said

    def references(self, rows: Sequence[int]) -> list[str]:
        """Return per row its reference into the source system, "" where there is none."""
        if not self.is_collected or REFERENCE not in self.table.headers:
            return [""] * len(rows)
        cells = self.table.column(REFERENCE)
        return [text_of(cells[row]) for row in rows]

    @property
    def columns(self) -> Mapping[str, Any]:
        """The column map: ours to theirs."""
        found: Mapping[str, Any] = self.said.get("columns", {})
        return found

    @property
    def not_used(self) -> tuple[tuple[str, str], ...]:
        """Headers that nothing reads, each with the table's name."""
        headers = (header for header in self.table.headers if header not in self.used)
        return tuple((self.table.name, header) for header in headers)

    def problem(self, row: int, header: str, message: str, **details: Any) -> None:
        """Note a problem of one cell."""
        place = self.table.place(row, header)
        details.setdefault("value", text_of(self.table.column(header)[row]) or None)
        self.report.problems.add(message, column=header, **{**place, **details})

    def row_problem(self, row: int, message: str, **details: Any) -> None:
        """Note a problem of a whole row."""
        place = self.table.place(row)
        self.report.problems.add(message, column=self.name, **{**place, **details})

    def header_problem(self, message: str, **details: Any) -> None:
        """Note a problem of the table's headers."""
        place: dict[str, Any] = self.table.header_place()
        self.report.problems.add(message, **{**place, **details})

    def found(self, header: str, path: KeyPath) -> bool:
        """Return whether a header that the document names is there; note a problem if not."""
        if header in self.table.headers:
            self.used.add(header)
            return True
        meant = did_you_mean(header, self.table.headers)
        message = f"no such column in {self.table.name}"
        expected = None if meant else _headers(self.table.headers)
        hint = meant or header_row_hint(self.table, self.columns)
        self.report.add((self.name, *path), message, value=header, expected=expected, hint=hint)
        return False

    def lookup(self, ours: str) -> Lookup | None:
        """Return where one of our fields is found: as mapped, else under its own name."""
        said = self.columns.get(ours)
        if said is None:
            return self._of_own_name(ours)
        return self.lookup_said(said, ("columns", ours))

    def lookup_said(self, said: Any, path: KeyPath) -> Lookup | None:
        """Return the column that a header, or a mapping with `column`, names; noted if missing."""
        header = said if isinstance(said, str) else said["column"]
        if not self.found(header, path):
            return None
        values = {} if isinstance(said, str) else said.get("values", {})
        return Lookup(header, {key: shown(value) for key, value in values.items()})

    def _of_own_name(self, ours: str) -> Lookup | None:
        if ours not in self.table.headers:
            return None
        self.used.add(ours)
        return Lookup(ours)

    def required(self, ours: str) -> Lookup | None:
        """Return where one of our fields is found; note a problem if the table lacks it."""
        found = self.lookup(ours)
        if found is None and ours not in self.columns:
            hint = did_you_mean(ours, self.table.headers)
            hint = hint or header_row_hint(self.table, self.columns)
            expected = f"a column headed '{ours}', or '{ours}: <your header>' under columns"
            message = f"no column says '{ours}'"
            self.header_problem(message, field=ours, expected=expected, hint=hint)
        return found

    def convert(
        self,
        lookup: Lookup,
        reader: Callable[[Cell], Value],
        rows: Sequence[int],
        otherwise: Value,
    ) -> list[Value]:
        """Return the values of a column; a cell that does not fit is noted and gets `otherwise`.

        Each different cell is read once, since most columns repeat a few values. One that holds a
        word of `missing` is read as empty, unless the column's own `values` translate it.
        """
        return self._converted(lookup, reader, rows, otherwise, self.missing)

    def ids(self, lookup: Lookup, rows: Sequence[int]) -> list[str]:
        """Return the ids in a column; no id is taken for a word of `missing`."""
        return self._converted(lookup, text_in, rows, "", frozenset())

    def _converted(
        self,
        lookup: Lookup,
        reader: Callable[[Cell], Value],
        rows: Sequence[int],
        otherwise: Value,
        missing: frozenset[str],
    ) -> list[Value]:
        cells = self.table.column(lookup.column)
        keys, distinct = _told_apart([cells[row] for row in rows])
        known: dict[Hashable, Value] = {}
        unfit: dict[Hashable, UnfitCellError] = {}
        empty: set[Hashable] = set()
        for key, cell in distinct:
            read = _translated(cell, lookup.values)
            # A word that this column translates means something here, whatever it means elsewhere.
            if read is cell and means_nothing(cell, missing):
                empty.add(key)
                read = None
            try:
                known[key] = reader(read)
            except UnfitCellError as error:
                known[key], unfit[key] = otherwise, error
        if empty:
            emptied = {row for row, key in zip(rows, keys, strict=True) if key in empty}
            self.read_as_empty.setdefault(lookup.column, set()).update(emptied)
        if unfit:
            found = {row: key for row, key in zip(rows, keys, strict=True) if key in unfit}
            for row, told, hint in unfit_cells(self, lookup, found, unfit):
                self.problem(row, lookup.column, told.message, expected=told.expected, hint=hint)
        return [known[key] for key in keys]

    def texts(self, ours: str, rows: Sequence[int]) -> list[str]:
        """Return one of our fields as text, "" where the table does not have it."""
        lookup = self.lookup(ours)
        return [""] * len(rows) if lookup is None else self.convert(lookup, text_in, rows, "")

    def numbers(self, lookup: Lookup, rows: Sequence[int]) -> FloatArray:
        """Return a column of numbers, NaN where a cell is blank."""
        return self.floats(lookup, lambda cell: number_in(cell, self.reading), rows)

    def floats(
        self, lookup: Lookup, reader: Callable[[Cell], float | None], rows: Sequence[int]
    ) -> FloatArray:
        """Return a column of numbers by a reader of our own, NaN where a cell is blank."""
        # NumPy reads None as NaN.
        return np.array(self.convert(lookup, reader, rows, None), dtype=np.float64)


def _told_apart(cells: list[Cell]) -> tuple[Sequence[Hashable], Iterable[tuple[Hashable, Cell]]]:
    """Return a key per cell, and each key with its first cell.

    Cells of one type are their own keys. 1, 1.0 and True are equal, and apart by their types only.
    """
    if len(set(map(type, cells))) < 2:
        return cells, ((cell, cell) for cell in dict.fromkeys(cells))
    keys = list(zip(map(type, cells), cells, strict=True))
    return keys, ((key, key[1]) for key in dict.fromkeys(keys))


def _translated(cell: Cell, values: Mapping[str, str]) -> Cell:
    return values.get(text_of(cell).strip(), cell) if values else cell


def _headers(headers: Sequence[str]) -> str:
    some = ", ".join(headers[:12])
    return f"one of {some}" if len(headers) <= 12 else f"one of {some} and {len(headers) - 12} more"


def open_part(spec: WorkspaceSpec, name: str, report: Reporter) -> TablePart | None:
    """Open one of a workspace's tables.

    Args:
        spec: The workspace.
        name: The part: ``proposals``, ``costs``, ``ratings``, ``effects``, ``quantities`` or
            ``budgets_from``.
        report: The workspace's document; takes the problems.

    Returns:
        The table, or None where there is none or it cannot be read, which then is noted.
    """
    stated = spec.data.get(name)
    if stated is None and not spec.has_rows(name):
        return None
    said: Mapping[str, Any] = stated if isinstance(stated, dict) else {"path": stated}
    reading = build_reading(report, (name,), said.get("read", {}))
    try:
        table = _table(spec, name, said, report)
    except InputError as error:
        report.problems.extend(error.problems)
        return None
    if table is None:
        return None
    part = TablePart(
        name,
        table,
        reading,
        said,
        report,
        list(range(table.n_rows)),
        missing=missing_words(said),
    )
    part.used.update({REFERENCE} if part.is_collected else ())
    return _filtered(part)


def _table(
    spec: WorkspaceSpec, name: str, said: Mapping[str, Any], report: Reporter
) -> RawTable | None:
    if name in spec.tables:
        return spec.tables[name]
    if name in spec.frames:
        return frame_table(spec.frames[name], name)
    if check_origin(report, (name,), said):
        return _collected(spec, name, said, report)
    if "source" in said:
        return None
    if said.get("path") is not None and "rows" in said:
        report.add((name, "rows"), "both a path and rows are given", hint="keep one", at_key=True)
        return None
    if "rows" in said:
        return inline_table(report.document, (name, "rows"), said["rows"])
    if said.get("path") is None:
        expected = "a path, or rows"
        report.add((name,), "no table is named", expected=expected, at_key=True)
        return None
    path = str(said["path"])
    if is_address(path):
        where = (name, "path") if isinstance(spec.data.get(name), dict) else (name,)
        report.add(where, "this is an address, not a file", value=path, hint=NO_NETWORK)
        return None
    return read_table((spec.base or Path()) / path, read_options(said), name=_called(path))


def _collected(
    spec: WorkspaceSpec, name: str, said: Mapping[str, Any], report: Reporter
) -> RawTable | None:
    """Return what a source gave; None where it is yet to be asked, failed, or had nothing."""
    found = spec.collected.get(name)
    if found is None or not found.file:
        return None
    if not found.rows:
        # A table without rows may have no columns either, which is nobody's mistake.
        if name == "proposals":
            hint = "look at its settings"
            report.add((name, "source"), "the source gave no proposal", hint=hint)
        return None
    return read_table(Path(found.file), read_options(said), name=found.label)


def _called(path: str) -> str:
    """Return how a file is called: as written, but without folders that only this machine has."""
    return Path(path).name if Path(path).is_absolute() else path


def _filtered(part: TablePart) -> TablePart:
    tests = build_tests(part.said.get("where", {}))
    known = [part.found(test.column, ("where", test.column)) for test in tests]
    if not all(known):
        return part
    kept = rows_matching(part.table, tests, part.rows, part.reading)
    passed = set(kept)
    part.filtered.extend(row for row in part.rows if row not in passed)
    part.rows[:] = kept
    return part


def read_options(said: Mapping[str, Any]) -> ReadOptions:
    """Return what a reader of files needs to know, from a part that may have a `read:`."""
    read = said.get("read", {})
    known = ("delimiter", "encoding", "sheet", "cells", "header_row")
    return ReadOptions(**{key: read[key] for key in known if key in read})
