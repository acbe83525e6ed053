"""The head of a CSV file: what separates its fields, its headers, and the line they stand on."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from attrs import frozen

from cximpact.exceptions import InputError
from cximpact.intake.files.csv_dialect import find_dialect
from cximpact.intake.files.csv_records import BadRecordError, records
from cximpact.intake.files.problems import ProblemLog
from cximpact.intake.files.raw_table import ReadOptions
from cximpact.intake.files.text_files import decode_text

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["CsvHead", "read_head"]

_HEAD = 256 * 1024
# What DuckDB is trusted with; any other sign goes the careful way.
_PLAIN = (",", ";", "\t", "|")


@frozen
class CsvHead:
    """What the head of a file says about the rest.

    Attributes:
        delimiter: What separates fields.
        line: The line of the headers, counted from 1.
        headers: All different, none empty.
        has_quotes: Whether there are quotes in the head of the file.
    """

    delimiter: str
    line: int
    headers: tuple[str, ...]
    has_quotes: bool


def read_head(path: Path, options: ReadOptions, *, default: str | None) -> CsvHead | None:
    """Return the head of a UTF-8 file, or None where there is anything unusual about it.

    What is unusual (a header twice, a line ``sep=;``, another format's first bytes) is left to
    the strict reader of `intake`, which knows what to say about it.
    """
    with path.open("rb") as stream:
        data = stream.read(_HEAD)
    if len(data) == _HEAD:
        data = data[: data.rfind(b"\n") + 1]
    if not data or data.startswith((b"PK\x03\x04", b"PAR1", b"\x1f\x8b", b"sep=")):
        return None
    try:
        return _head(decode_text(data, name=path.name), options, default)
    except (InputError, BadRecordError):
        return None


def _head(text: str, options: ReadOptions, default: str | None) -> CsvHead | None:
    above = max((options.header_row or 1) - 1, 0)
    lines = text.split("\n", above)
    if len(lines) <= above:
        return None
    body = lines[-1]
    dialect = find_dialect(body, options, ProblemLog(""), default=default)
    found = records(body, dialect, line=above + 1)
    line, headers = next((each for each in islice(found, 1000) if any(each[1])), (0, []))
    names = tuple(header.strip() for header in headers)
    usual = dialect.delimiter in _PLAIN and all(names) and len(set(names)) == len(names)
    # A header row that was asked for and is blank is a mistake, not a row to skip.
    usual = usual and (options.header_row is None or line == above + 1)
    return CsvHead(dialect.delimiter, line, names, '"' in text) if usual else None
