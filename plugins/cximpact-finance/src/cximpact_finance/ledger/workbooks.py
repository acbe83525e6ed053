"""XLSX exports: the archive is looked over before anything in it is parsed."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from importlib import import_module
from itertools import zip_longest
from pathlib import Path
from typing import Any

from cximpact.plugins import AnswerError, QueryError, SourceError
from cximpact_finance.ledger.tables import Row, checked_headers

__all__ = ["LARGEST", "workbook_rows"]

LARGEST = 512 * 2**20
_MOST_PARTS = 2_000
_HIGHEST_RATIO = 300
_SMALL = 2**20
_WIDEST = 256
_PIECE = 1 << 20


def workbook_rows(
    path: Path, sheet: str, header_line: int, wanted: Mapping[str, str] | None = None
) -> Iterator[Row]:
    """Yield the rows of a sheet.

    Args:
        path: The workbook.
        sheet: Its sheet, "" for the only one.
        header_line: The row of the headers, counted from 1.
        wanted: Ours to theirs: headers that must be there.

    Raises:
        SourceError: openpyxl or defusedxml is not installed.
        QueryError: There is no such sheet, or a choice of several.
        AnswerError: The file is no workbook, or one made to do harm.
    """
    load = _openpyxl()
    _look_over(path)
    with ExitStack() as open_files:
        try:
            # Opened here, since the library leaves files open when it meets a broken part.
            first, second = (open_files.enter_context(path.open("rb")) for _ in range(2))
            values = load(first, read_only=True, data_only=True)
            formulas = load(second, read_only=True, data_only=False)
            name = _sheet(path, values.sheetnames, sheet)
            yield from _rows(path, values[name], formulas[name], header_line, wanted or {})
        except SourceError:
            raise
        except Exception as error:
            # Whatever a broken part makes the library raise, it is the file that must be mended.
            raise AnswerError(f"{path.name}: broken inside ({type(error).__name__})") from None


def _openpyxl() -> Any:
    try:
        # openpyxl uses defusedxml where it is there; here it must be.
        import_module("defusedxml")
        return import_module("openpyxl").load_workbook
    except ModuleNotFoundError:
        raise SourceError(
            "openpyxl and defusedxml are needed for workbooks: pip install 'cximpact-finance[xlsx]'"
        ) from None


def _look_over(path: Path) -> None:
    """Refuse an archive that is too large, too dense, or declares entities."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            _check_sizes(path, parts)
            for part in parts:
                if part.filename.lower().endswith((".xml", ".rels")):
                    _check_part(path, archive, part)
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError) as error:
        raise AnswerError(f"{path.name}: no workbook ({type(error).__name__})") from None


def _check_sizes(path: Path, parts: Sequence[zipfile.ZipInfo]) -> None:
    names = [part.filename.lower() for part in parts]
    if len(set(names)) < len(names):
        raise AnswerError(f"{path.name}: a workbook with two parts of one name")
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > LARGEST:
        raise AnswerError(f"{path.name}: a workbook larger than {LARGEST // 2**20} MiB unpacked")
    for part in parts:
        dense = part.file_size > _HIGHEST_RATIO * max(part.compress_size, 1)
        if dense and part.file_size > _SMALL:
            raise AnswerError(f"{path.name}: a workbook that unpacks to far more than it is")


def _check_part(path: Path, archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Refuse document types: nothing in a workbook needs one."""
    tail = b""
    with archive.open(part) as stream:
        first = True
        while piece := stream.read(_PIECE):
            if first and piece[:2] in (b"\xff\xfe", b"\xfe\xff"):
                raise AnswerError(f"{path.name}: a part in an encoding that workbooks do not use")
            first = False
            if b"<!DOCTYPE" in tail + piece or b"<!ENTITY" in tail + piece:
                raise AnswerError(f"{path.name}: a part with a document type")
            tail = piece[-16:]


def _sheet(path: Path, names: Sequence[str], said: str) -> str:
    if said in names:
        return said
    known = ", ".join(name[:40] for name in names[:20])
    if said:
        raise QueryError(f"{path.name}: no sheet '{said[:40]}'; there is {known}")
    if len(names) != 1:
        raise QueryError(f"{path.name}: several sheets; say which by 'sheet': {known}")
    return names[0]


def _rows(
    path: Path, values: Any, formulas: Any, header_line: int, wanted: Mapping[str, str]
) -> Iterator[Row]:
    headers: list[str] = []
    # A stated size of a sheet may be wrong, and a cell far out must not make rows that wide.
    for sheet in (values, formulas):
        sheet.reset_dimensions()
    pairs = zip_longest(values.iter_rows(max_col=_WIDEST), formulas.iter_rows(max_col=_WIDEST))
    for line, (cells, sources) in enumerate(pairs, start=1):
        if line < header_line:
            continue
        if line == header_line:
            headers = [str(cell.value).strip() if cell.value is not None else "" for cell in cells]
            checked_headers(headers, wanted, path.name)
            continue
        record = _record(path, headers, cells or (), sources or ())
        if record:
            yield Row(record, f"{path.name}:{line}")
    if not headers:
        raise QueryError(f"{path.name}: the sheet has no row {header_line}")


def _record(
    path: Path, headers: Sequence[str], cells: Sequence[Any], sources: Sequence[Any]
) -> dict[str, Any]:
    """Return the cells of a row that stand under a header; nothing for an empty row."""
    if all(cell.value is None and source.value is None for cell, source in _pairs(cells, sources)):
        return {}
    record: dict[str, Any] = dict.fromkeys((name for name in headers if name), None)
    for at, (cell, source) in enumerate(_pairs(cells, sources)):
        if cell.data_type == "e":
            raise AnswerError(f"{path.name}, cell {cell.coordinate}: the error {cell.value}")
        if cell.value is None and source.data_type == "f":
            raise AnswerError(
                f"{path.name}, cell {source.coordinate}: a formula without its result; open and"
                " save the workbook once"
            )
        if at < len(headers) and headers[at]:
            record[headers[at]] = cell.value
        elif cell.value is not None:
            raise AnswerError(f"{path.name}, cell {cell.coordinate}: a value without a header")
    return record


def _pairs(cells: Sequence[Any], sources: Sequence[Any]) -> Iterator[tuple[Any, Any]]:
    return zip(cells, sources, strict=False)
