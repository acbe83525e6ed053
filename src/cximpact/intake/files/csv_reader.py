"""Delimited text becomes a table, strictly: nothing is guessed, shifted or swallowed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cximpact.intake.files.cells import MOST_COLUMNS, Cell
from cximpact.intake.files.csv_dialect import find_dialect
from cximpact.intake.files.csv_records import BadRecordError, records
from cximpact.intake.files.problems import ProblemLog
from cximpact.intake.files.raw_table import Origin, RawTable, ReadOptions, named_columns
from cximpact.intake.files.text_files import decode_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["MOST_ROWS", "read_csv"]

MOST_ROWS = 5_000_000
_MAGIC = {
    b"PK\x03\x04": "a zip file or an .xlsx workbook",
    b"\xd0\xcf\x11\xe0": "an .xls workbook",
    b"%PDF-": "a PDF",
    b"PAR1": "a Parquet file",
    b"\x1f\x8b": "a gzip file",
    b"7z\xbc\xaf": "a 7z file",
    b"SQLite format 3\0": "an SQLite database",
    b"\x89PNG": "an image",
}


def read_csv(
    data: bytes, options: ReadOptions, *, name: str, delimiter: str | None = None
) -> RawTable:
    """Return the table in the bytes of a delimited text file.

    All cells are text; an empty one is the empty text, and ``NA`` and ``NULL`` are text like
    any other. Blank lines, and lines whose fields are all blank, are skipped.

    Args:
        data: The content of the file.
        options: How to read it.
        name: How the file is called in problems.
        delimiter: What separates fields if the options do not say so.

    Raises:
        InputError: The bytes are no text, a line has too many or too few fields, a header is
            missing or stands twice, a quote is not closed, or a limit is passed.
    """
    log = ProblemLog(name)
    _refuse_other_formats(data, log)
    text = decode_text(data, name=name, encoding=options.encoding)
    text, line, stated = _skip_to_header(text, options, log)
    dialect = find_dialect(text, options, log, default=stated or delimiter)
    found = _collect(records(text, dialect, line=line), log)
    header_line, headers, lines, columns = found
    return named_columns(
        headers,
        columns,
        _compact(lines),
        log,
        origin=Origin.TEXT,
        header_line=header_line,
    )


def _refuse_other_formats(data: bytes, log: ProblemLog) -> None:
    for magic, what in _MAGIC.items():
        if data.startswith(magic):
            hint = "give the file its right ending, or export it as CSV"
            log.add(f"this is {what}, not a table in text form", hint=hint)
            raise log.error()


def _skip_to_header(
    text: str, options: ReadOptions, log: ProblemLog
) -> tuple[str, int, str | None]:
    """Cut what stands above the header row, and read the line `sep=;` that Excel knows."""
    skipped = 0
    stated = re.match(r"sep=(.)\n", text)
    if stated:
        text, skipped = text[stated.end() :], 1
    wanted = options.header_row
    if wanted is not None:
        lines = text.split("\n", max(wanted - 1 - skipped, 0))
        is_there = wanted > skipped and len(lines) == wanted - skipped
        if not is_there or not lines[-1].partition("\n")[0].strip():
            log.add("there is no header in this row", field="header_row", value=str(wanted))
            raise log.error()
        text, skipped = lines[-1], wanted - 1
    return text, skipped + 1, stated[1] if stated else None


def _collect(
    found: Iterator[tuple[int, list[str]]], log: ProblemLog
) -> tuple[int, list[str], list[int], list[list[Cell]]]:
    """Sort records into header and columns, noting all that have the wrong number of fields."""
    try:
        header_line, headers = _header(found, log)
        lines, columns = _columns(found, len(headers), log)
    except BadRecordError as error:
        log.add(str(error), line=error.line, hint=error.hint)
        raise log.error() from None
    log.raise_any()
    return header_line, headers, lines, columns


def _header(found: Iterator[tuple[int, list[str]]], log: ProblemLog) -> tuple[int, list[str]]:
    line, headers = next(((at, row) for at, row in found if not _blank(row)), (0, []))
    if not headers:
        log.add("the file is empty", expected="a row of headers")
    if len(headers) > MOST_COLUMNS:
        log.add("too many columns", line=line, expected=f"at most {MOST_COLUMNS:,}")
    log.raise_any()
    return line, [header.strip() for header in headers]


def _columns(
    found: Iterator[tuple[int, list[str]]], width: int, log: ProblemLog
) -> tuple[list[int], list[list[Cell]]]:
    lines: list[int] = []
    # One flat list: millions of small ones would keep the garbage collector busy for seconds.
    cells: list[Cell] = []
    for line, row in found:
        if _blank(row):
            continue
        if len(row) != width:
            _note_ragged(line, len(row), width, log)
            continue
        if len(lines) == MOST_ROWS:
            log.add("too many rows", line=line, expected=f"at most {MOST_ROWS:,}")
            break
        lines.append(line)
        cells += row
    return lines, [cells[at::width] for at in range(width)]


def _blank(row: Sequence[str]) -> bool:
    return not row[0].strip() and not any(field.strip() for field in row)


def _note_ragged(line: int, fields: int, width: int, log: ProblemLog) -> None:
    more = fields > width
    mend = "put a field that holds the delimiter in quotes" if more else "fill it up"
    counted = "1 field" if fields == 1 else f"{fields:,} fields"
    log.add(
        f"the line has {counted} where the header has {width:,}",
        kind="a line with more or fewer fields than the header",
        line=line,
        hint=f"{mend}, or delete the line if it is no row of the list",
    )


def _compact(lines: list[int]) -> Sequence[int]:
    """Keep a range in place of millions of numbers where no line was skipped or spanned."""
    if lines and lines[-1] - lines[0] == len(lines) - 1:
        return range(lines[0], lines[-1] + 1)
    return lines
