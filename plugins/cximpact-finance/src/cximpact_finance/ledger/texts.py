"""CSV exports, read strictly: a row that is too long or too short stops the reading."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from cximpact.plugins import AnswerError, QueryError
from cximpact_finance.given import choice, plain
from cximpact_finance.ledger.tables import Row, checked_headers

__all__ = ["text_rows"]


def text_rows(path: Path, settings: Mapping[str, Any], header_line: int) -> Iterator[Row]:
    """Yield the rows of a CSV file.

    Args:
        path: The file.
        settings: With ``encoding``, ``delimiter`` and ``columns``.
        header_line: The line of the headers, counted from 1.

    Raises:
        QueryError: The encoding or the headers are not as stated.
        AnswerError: Rows are ragged, or quotes not closed.
    """
    encoding = choice(settings, "encoding", "utf-8-sig")
    try:
        with path.open(encoding=encoding, newline="") as stream:
            yield from _rows(path, stream, settings, header_line)
    except LookupError:
        raise QueryError(f"settings.encoding: no encoding is called '{encoding[:40]}'") from None
    except UnicodeDecodeError as error:
        raise QueryError(
            f"{path.name}: byte {error.start:,} is not {encoding}; exports are often cp1252"
        ) from None
    except OSError as error:
        raise QueryError(f"{path.name}: {error.strerror}") from None


def _rows(path: Path, stream: Any, settings: Mapping[str, Any], header_line: int) -> Iterator[Row]:
    for _ in range(header_line - 1):
        stream.readline()
    delimiter = choice(settings, "delimiter", ",")
    reader = csv.reader(stream, delimiter=delimiter, strict=True)
    found = _records(path, reader, header_line - 1)
    _, first = next(found, (0, []))
    headers = [name.strip() for name in first]
    checked_headers(headers, plain(settings["columns"]), path.name)
    for line, record in found:
        if not any(cell.strip() for cell in record):
            continue
        if len(record) != len(headers):
            raise AnswerError(
                f"{path.name}:{line}: {len(record)} cells under {len(headers)} headers; the"
                " delimiter or a quote may be wrong"
            )
        yield Row(dict(zip(headers, record, strict=True)), f"{path.name}:{line}")


def _records(path: Path, reader: Any, skipped: int) -> Iterator[tuple[int, list[str]]]:
    """Yield each record with the line that it begins on."""
    while True:
        line = skipped + reader.line_num + 1
        try:
            record = next(reader, None)
        except csv.Error as error:
            raise AnswerError(f"{path.name}:{line}: {error}") from None
        if record is None:
            return
        if any("\x00" in cell for cell in record):
            raise AnswerError(f"{path.name}:{line}: a character NUL; this is no text file")
        yield line, record
