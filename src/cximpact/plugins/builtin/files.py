"""The source `file`: a table in a file, read by the readers that also read every other table.

A workspace that says ``path:`` means the same in short; that file is then read where it lies. As
a source, a file is collected into the snapshot like the answer of any other system.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from cximpact.model.plugin import KINDS, EvidenceSource, PluginInfo, Request
from cximpact.plugins.markers import hookimpl

if TYPE_CHECKING:
    from pathlib import Path

    from cximpact.intake.files.raw_table import RawTable
    from cximpact.plugins.context import Context

_BATCH = 5_000
_REFERENCE = "ref"

_SETTINGS: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "path": {
            "description": "The file, from the workspace's folder.",
            "type": "string",
            "minLength": 1,
        },
        "delimiter": {"description": "What separates the fields of a text file.", "type": "string"},
        "encoding": {"description": "The encoding of a text file.", "type": "string"},
        "quotechar": {
            "description": "What encloses fields that hold delimiters.",
            "type": ["string", "null"],
        },
        "header_row": {
            "description": "The line or sheet row of the headers, counted from 1.",
            "type": "integer",
            "minimum": 1,
        },
        "sheet": {"description": "The sheet of a workbook.", "type": "string"},
        "cells": {"description": "The part of a sheet, such as A5:H40.", "type": "string"},
        "table": {"description": "The name of a table in a workbook.", "type": "string"},
    },
    "required": ["path"],
    "additionalProperties": False,
}


@hookimpl
def cximpact_plugin_info() -> PluginInfo:
    """Say what these are."""
    return PluginInfo("core-files", "Evidence from files in the workspace")


@hookimpl
def cximpact_evidence_sources() -> list[EvidenceSource]:
    """Offer the one source."""
    return [
        EvidenceSource(
            "file",
            "A table in a file: CSV, XLSX, JSON, JSON Lines or Parquet",
            provides=KINDS,
            settings=_SETTINGS,
            collect=collect,
            check=check,
            memory=4096,
        )
    ]


def collect(_: Request, context: Context) -> Iterator[list[dict[str, Any]]]:
    """Yield the rows of the file, some thousand at a time.

    A column `ref` with the line or row is added where the file has none of that name.

    Raises:
        QueryError: The file cannot be read as the settings say; names every problem.
    """
    from cximpact.exceptions import InputError, QueryError
    from cximpact.intake.files.raw_table import ReadOptions
    from cximpact.intake.files.tables import read_table

    path = _path(context)
    context.query(str(context.settings["path"]))
    options = {name: value for name, value in context.settings.items() if name != "path"}
    try:
        table = read_table(path, ReadOptions(**options))
        yield from _batches(table)
    except InputError as error:
        raise QueryError("; ".join(map(str, error.problems))) from None


def check(context: Context) -> str:
    """Say whether the file is there and can be read."""
    from cximpact.exceptions import InputError, QueryError
    from cximpact.intake.files.text_files import check_file

    path = _path(context)
    try:
        check_file(path, most=2**40)
    except InputError as error:
        raise QueryError("; ".join(map(str, error.problems))) from None
    return f"{path.name}: {path.stat().st_size:,} bytes"


def _path(context: Context) -> Path:
    from cximpact.exceptions import QueryError
    from cximpact.intake.files.text_files import NO_NETWORK, is_address

    written = str(context.settings["path"])
    if is_address(written):
        raise QueryError(f"{written} is no file; {NO_NETWORK}")
    return context.folder / written


def _batches(table: RawTable) -> Iterator[list[dict[str, Any]]]:
    adds = _REFERENCE not in table.headers
    for start in range(0, table.n_rows, _BATCH):
        places = range(start, min(start + _BATCH, table.n_rows))
        rows = [_row(table, place) for place in places]
        if adds:
            for place, row in zip(places, rows, strict=True):
                row[_REFERENCE] = _reference(table, place)
        yield rows


def _row(table: RawTable, place: int) -> dict[str, Any]:
    pairs = zip(table.headers, table.columns, strict=True)
    return {header: _cell(table, header, column[place], place) for header, column in pairs}


def _cell(table: RawTable, header: str, cell: Any, place: int) -> Any:
    """Return a cell as a source may hand it over; a formula that failed has no value."""
    from cximpact.exceptions import InputError, Problem
    from cximpact.intake.files.cells import ErrorCell, UncachedFormula, whole_if_integral

    if isinstance(cell, ErrorCell | UncachedFormula):
        where: Mapping[str, Any] = table.place(place, header)
        raise InputError([Problem("the formula has no result", **where)])
    if isinstance(cell, float):
        return whole_if_integral(cell)
    return cell


def _reference(table: RawTable, place: int) -> str:
    kind = "row" if table.sheet else "line"
    return f"{kind} {table.lines[place]}"
