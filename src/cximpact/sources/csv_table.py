"""CSV files, read by DuckDB in its strict mode."""

from __future__ import annotations

import codecs
import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from cximpact.intake.files.csv_records import BadRecordError, Dialect, records
from cximpact.intake.files.text_files import decode_text
from cximpact.sources.csv_header import CsvHead, read_head
from cximpact.sources.quoting import identifier, literal
from cximpact.sources.table import Column, Lines, Place, Table

if TYPE_CHECKING:
    from pathlib import Path

    from cximpact.intake.files.raw_table import ReadOptions
    from cximpact.sources.engine import Engine
    from cximpact.sources.files import SourceFile

__all__ = ["open_csv"]

_BLOCK = 2**20
_UTF8 = {"utf-8", "utf-8-sig"}


def open_csv(file: SourceFile, options: ReadOptions, engine: Engine) -> Table | None:
    """Return a CSV file as a table, or None where the strict reader of `intake` has to look.

    Every field is text. DuckDB itself refuses ragged lines and quotes that do not close; its
    errors come when the table is read.

    Args:
        file: The file.
        options: Delimiter, encoding and header row.
        engine: Its folder takes a copy in UTF-8 where the file is in another encoding.
    """
    path = _in_utf8(file.path, options.encoding, engine.folder)
    if path is None or _ends_in_endless_line(path):
        return None
    default = "\t" if file.path.suffix.lower() == ".tsv" else None
    head = read_head(path, options, default=default)
    if head is None:
        return None
    names = [f"c{index}" for index in range(len(head.headers))]
    return Table(
        file.shown,
        {
            header: Column(identifier(name))
            for header, name in zip(head.headers, names, strict=True)
        },
        _read_csv(path, head, names, _fields(head.delimiter)),
        _Places(path, file.shown, head),
        lines=_lines(path, head, names),
    )


def _lines(path: Path, head: CsvHead, names: Sequence[str]) -> Lines | None:
    if head.has_quotes or len(names) == 1:  # of one column, an empty line is a row
        return None
    return Lines(_read_csv(path, head, ["line"], _WHOLE_LINES), head.delimiter, names)


def _fields(delimiter: str) -> str:
    return f"delim={literal(delimiter)}, quote='\"', escape='\"'"


# A sign no table is written with; a line that holds it has too many fields, which is an error.
_WHOLE_LINES = "delim=chr(1), quote='', escape=''"


def _read_csv(path: Path, head: CsvHead, names: Sequence[str], told_apart: str) -> str:
    columns = ", ".join(f"'{name}': 'VARCHAR'" for name in names)
    return (
        f"read_csv({literal(str(path))}, auto_detect=false, header=true, skip={head.line - 1}, "
        f"{told_apart}, strict_mode=true, null_padding=false, ignore_errors=false, "
        f"compression='none', columns={{{columns}}})"
    )


def _ends_in_endless_line(path: Path) -> bool:
    """Return whether the last line is longer than a block.

    DuckDB passes over a last line that is longer than its buffer without a word.
    """
    with path.open("rb") as stream:
        size = stream.seek(0, os.SEEK_END)
        stream.seek(max(size - _BLOCK, 0))
        tail = stream.read()
    return size > _BLOCK and b"\n" not in tail.rstrip(b"\r\n")


def _in_utf8(path: Path, encoding: str, folder: Path) -> Path | None:
    """Return the file, or a copy in UTF-8 under a plain name where DuckDB needs one."""
    codec = codecs.lookup(encoding).name
    if codec in _UTF8:
        return plain_path(path, folder)
    copy = folder / f"input-{len(list(folder.iterdir()))}.csv"
    try:
        with (
            path.open(encoding=codec, newline="") as source,
            copy.open("w", encoding="utf-8", newline="") as target,
        ):
            while block := source.read(_BLOCK):
                target.write(block)
    except UnicodeError:
        return None
    return copy


def plain_path(path: Path, folder: Path) -> Path:
    """Return a path DuckDB does not take for a pattern: a link, where the name would be one."""
    if not any(sign in str(path) for sign in "*?[]{}"):
        return path
    link = folder / f"link-{len(list(folder.iterdir()))}{path.suffix.lower()}"
    try:
        link.symlink_to(path)
    except OSError:
        link.write_bytes(path.read_bytes())
    return link


class _Places:
    """Finds the lines of rows by reading the file once more; only when something is wrong."""

    def __init__(self, path: Path, shown: str, head: CsvHead) -> None:
        self._path, self._shown, self._head = path, shown, head

    def __call__(self, rows: Sequence[int], header: str) -> Sequence[Place]:
        found = self._lines(set(rows))
        return [{"file": self._shown, "line": found.get(row), "field": header} for row in rows]

    def _lines(self, rows: set[int]) -> dict[int, int]:
        text = decode_text(self._path.read_bytes(), name=self._shown)
        text = text.split("\n", self._head.line - 1)[-1]
        found: dict[int, int] = {}
        last, at = max(rows, default=-1), -1  # the first record is the header
        try:
            for line, fields in records(text, Dialect(self._head.delimiter), line=self._head.line):
                if fields == [""] and len(self._head.headers) > 1:
                    continue  # DuckDB skips empty lines too
                if at in rows:
                    found[at] = line
                if at >= last:
                    break
                at += 1
        except BadRecordError:
            pass
        return found
