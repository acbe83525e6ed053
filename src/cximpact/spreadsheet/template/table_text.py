"""Tables of a workbook as text files, written as the file they came from was written."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from attrs import frozen

from cximpact.intake.files.cells import Cell, ErrorCell, UncachedFormula, text_of

if TYPE_CHECKING:
    from cximpact.intake.files.raw_table import RawTable

__all__ = ["TEXT_KINDS", "Written", "same_rows", "table_bytes"]

TEXT_KINDS = (".csv", ".tsv", ".txt", ".json", ".jsonl", ".ndjson")
"""Endings of the files that tables are written to."""

_BOM = b"\xef\xbb\xbf"


@frozen
class Written:
    """A table as a file.

    Attributes:
        data: Its bytes.
        read: How it is to be read, as under `read:` of a workspace.
    """

    data: bytes
    read: Mapping[str, Any]


def table_bytes(
    table: RawTable, suffix: str, read: Mapping[str, Any], before: bytes = b""
) -> Written:
    """Return a table as a text file.

    Args:
        table: The table.
        suffix: One of `TEXT_KINDS`.
        read: How the file was read before; numbers and days are written in the same way.
        before: The file as it was, whose line ends and delimiter are kept.
    """
    kept = {
        key: value for key, value in read.items() if key not in ("sheet", "cells", "header_row")
    }
    if suffix in (".jsonl", ".ndjson", ".json"):
        return _objects(table, suffix, kept)
    delimiter = str(kept.get("delimiter") or ("\t" if suffix == ".tsv" else _delimiter(before)))
    if len(delimiter) != 1 or delimiter in '\r\n"':
        delimiter = ","
    stream = io.StringIO()
    end = "\r\n" if b"\r\n" in before else "\n"
    writer = csv.writer(stream, delimiter=delimiter, lineterminator=end)
    writer.writerow(table.headers)
    for row in zip(*table.columns, strict=True):
        writer.writerow([_text(cell, kept) for cell in row])
    data, encoding = _encoded(stream.getvalue(), str(kept.get("encoding") or "utf-8"))
    if "encoding" in kept:
        kept["encoding"] = encoding
    return Written((_BOM if before.startswith(_BOM) else b"") + data, kept)


def _delimiter(before: bytes) -> str:
    """Return what separates the fields of a file whose workspace does not say it."""
    head = before.split(b"\n", 1)[0]
    counts = {sign: head.count(sign.encode()) for sign in ",;\t|"}
    best = max(counts, key=lambda sign: counts[sign])
    return best if counts[best] else ","


def _encoded(text: str, encoding: str) -> tuple[bytes, str]:
    try:
        return text.encode(encoding), encoding
    except (UnicodeEncodeError, LookupError):
        return text.encode("utf-8"), "utf-8"


def _text(cell: Cell, read: Mapping[str, Any]) -> str:
    if isinstance(cell, date) and "dates" in read:
        return cell.strftime(str(read["dates"]))
    text = text_of(cell)
    if isinstance(cell, float) and read.get("decimal", ".") != ".":
        return text.replace(".", str(read["decimal"]))
    return text


def _objects(table: RawTable, suffix: str, read: Mapping[str, Any]) -> Written:
    rows = [
        {header: _plain(cell) for header, cell in zip(table.headers, row, strict=True)}
        for row in zip(*table.columns, strict=True)
    ]
    if suffix == ".json":
        text = json.dumps(rows, ensure_ascii=False, indent=1) + "\n"
    else:
        text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    return Written(text.encode(), {key: read[key] for key in read if key != "encoding"})


def _plain(cell: Cell) -> str | float | bool | None:
    if isinstance(cell, date | ErrorCell | UncachedFormula):
        return text_of(cell)
    return cell


def same_rows(one: RawTable, other: RawTable, read: Mapping[str, Any]) -> bool:
    """Return whether two tables say the same; `other` is written as `read` says."""
    from cximpact.spreadsheet.template.exact import as_cell

    if one.headers != other.headers or one.n_rows != _filled(other):
        return False
    columns = [[text_of(as_cell(cell, read)) for cell in column] for column in other.columns]
    rows = [row for row in zip(*columns, strict=True) if any(map(str.strip, row))]
    mine = [[text_of(cell) for cell in column] for column in one.columns]
    return [*zip(*mine, strict=True)] == rows


def _filled(table: RawTable) -> int:
    rows: Sequence[tuple[Cell, ...]] = [*zip(*table.columns, strict=True)]
    return sum(any(text_of(cell).strip() for cell in row) for row in rows)
