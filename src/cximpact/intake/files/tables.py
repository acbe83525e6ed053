"""Tables from files of any accepted kind, and from frames."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import fields

from cximpact.intake.files.cells import Cell, ErrorCell, UncachedFormula, text_of
from cximpact.intake.files.csv_reader import read_csv
from cximpact.intake.files.frames import frame_table
from cximpact.intake.files.problems import ProblemLog, did_you_mean
from cximpact.intake.files.raw_table import Origin, RawTable, ReadOptions
from cximpact.intake.files.text_files import MIB, check_file, read_bytes

if TYPE_CHECKING:
    from pathlib import Path

__all__ = [
    "Cell",
    "ErrorCell",
    "Origin",
    "RawTable",
    "ReadOptions",
    "UncachedFormula",
    "frame_table",
    "read_table",
    "text_of",
]

_LARGEST_TEXT = 1024 * MIB
_LARGEST_JSON = 256 * MIB
_LARGEST_WORKBOOK = 256 * MIB

_DELIMITED = {"delimiter", "encoding", "quotechar", "header_row"}
_SHEET = {"sheet", "cells", "table", "header_row"}
_USED_OPTIONS = {
    ".csv": _DELIMITED,
    ".tsv": _DELIMITED,
    ".txt": _DELIMITED,
    ".xlsx": _SHEET,
    ".xlsm": _SHEET,
    ".json": {"encoding"},
    ".jsonl": {"encoding"},
    ".ndjson": {"encoding"},
    ".parquet": set[str](),
}
_NO_OPTIONS = ReadOptions()


def read_table(
    path: Path, options: ReadOptions = _NO_OPTIONS, *, name: str | None = None
) -> RawTable:
    """Read a table from a file; its ending says of what kind the file is.

    Args:
        path: A file ending in .csv, .tsv, .txt, .xlsx, .xlsm, .json (a list of objects), .jsonl,
            .ndjson or .parquet.
        options: How to read it.
        name: How the file is called in problems; its last part by default.

    Raises:
        InputError: The file cannot be read, is damaged, unsafe or no table, or an option does
            not go with this kind of file; `problems` has all that could be found.

    Example:
        ``read_table(Path("proposals.csv"), ReadOptions(delimiter=";", encoding="cp1252"))``
    """
    log = ProblemLog(name or path.name)
    suffix = path.suffix.lower()
    if suffix not in _USED_OPTIONS:
        known = ", ".join(_USED_OPTIONS)
        hint = did_you_mean(suffix, _USED_OPTIONS) or _how_to_convert(suffix)
        log.add("not a table", value=suffix or path.name, expected=f"one of {known}", hint=hint)
        raise log.error()
    _refuse_idle_options(options, suffix, log)
    return _read(path, suffix, options, log.file)


def _how_to_convert(suffix: str) -> str | None:
    is_sheet = suffix in {".xls", ".xlsb", ".ods", ".numbers"}
    return "save it as .xlsx" if is_sheet else None


def _refuse_idle_options(options: ReadOptions, suffix: str, log: ProblemLog) -> None:
    """An option that would do nothing is a misunderstanding, so it is not passed over."""
    for each in fields(ReadOptions):
        stated = getattr(options, each.name) != each.default
        if stated and each.name not in _USED_OPTIONS[suffix]:
            log.add(f"'{each.name}' has no meaning for a {suffix} file", field=each.name)
    if options.table is not None and (options.cells is not None or options.sheet is not None):
        log.add("'table' stands in place of 'sheet' and 'cells'", field="table")
    if options.header_row is not None and options.header_row < 1:
        expected = "a number from 1"
        log.add("no such row", field="header_row", value=str(options.header_row), expected=expected)
    log.raise_any()


def _read(path: Path, suffix: str, options: ReadOptions, name: str) -> RawTable:
    if suffix in {".xlsx", ".xlsm"}:
        from cximpact.intake.files.xlsx_reader import read_xlsx

        return read_xlsx(read_bytes(path, name=name, most=_LARGEST_WORKBOOK), options, name=name)
    if suffix == ".parquet":
        from cximpact.intake.files.parquet_reader import read_parquet

        check_file(path, name=name, most=_LARGEST_TEXT)
        return read_parquet(path, name=name)
    if suffix in {".json", ".jsonl", ".ndjson"}:
        from cximpact.intake.files.records_reader import read_json_lines, read_json_list

        read = read_json_list if suffix == ".json" else read_json_lines
        return read(read_bytes(path, name=name, most=_LARGEST_JSON), options, name=name)
    data = read_bytes(path, name=name, most=_LARGEST_TEXT)
    return read_csv(data, options, name=name, delimiter="\t" if suffix == ".tsv" else None)
