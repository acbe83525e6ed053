"""CSV files as rows, strictly: what cannot be read for sure is not read at all."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from typing import IO

from cximpact_survey.faults import Unreadable
from cximpact_survey.tables import Line, Sheet

__all__ = ["LONGEST_CELL", "read_text"]

LONGEST_CELL = 256 * 1024
_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_DELIMITERS = ",;\t|"
_HEAD = 1 << 18
_LONGEST_LINE = 1 << 22


def read_text(stream: IO[bytes], *, encoding: str = "", delimiter: str = "") -> Sheet:
    """Yield the rows of a CSV file with the number of the line each begins on.

    Args:
        stream: The file; a byte order mark tells the encoding, whatever `encoding` says.
        encoding: Where there is no mark; UTF-8 if empty.
        delimiter: Told by the first line if empty.

    Raises:
        Unreadable: Other encoding, unclosed quotes, or rows that are wider than the first.
    """
    buffered = io.BufferedReader(_Raw(stream), buffer_size=_HEAD)
    head = buffered.peek(4)[:4]
    marked = [name for mark, name in _MARKS.items() if head.startswith(mark)]
    used = marked[0] if marked else encoding or "utf-8"
    try:
        text = io.TextIOWrapper(buffered, encoding=used, newline="")
    except LookupError:
        raise Unreadable(f"there is no encoding {used!r}") from None
    try:
        yield from _rows(text, delimiter)
    except UnicodeError:
        raise Unreadable(
            f"it is not written in {used.upper()}; say in which encoding it is, such as cp1252"
        ) from None
    except csv.Error as error:
        raise Unreadable(f"it is no CSV file: {error}") from None


class _Raw(io.RawIOBase):
    """A stream that only has `read`, as zip members do, for a buffered reader."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        piece = self._stream.read(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)


def _rows(text: io.TextIOWrapper, delimiter: str) -> Iterator[Line]:
    csv.field_size_limit(LONGEST_CELL)
    lines = _Lines(text)
    first = lines.peek()
    if not first:
        return
    reader = csv.reader(lines, delimiter=delimiter or _delimiter(first), strict=True)
    begins, width = 1, 0
    for cells in reader:
        if len(cells) > 1 or any(cells):  # a second heading may well be empty
            width = width or len(cells)
            yield begins, _fitted(cells, width, begins)
        begins = reader.line_num + 1


class _Lines:
    """The lines of a text, the first of which can be looked at before it is taken."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text
        self._first = ""

    def peek(self) -> str:
        self._first = self._next()
        return self._first

    def __iter__(self) -> Iterator[str]:
        if self._first:
            yield self._first
        while line := self._next():
            yield line

    def _next(self) -> str:
        line = self._text.readline(_LONGEST_LINE)
        if len(line) == _LONGEST_LINE:
            raise csv.Error(f"a line of more than {_LONGEST_LINE // 2**20} MiB")
        if "\0" in line:
            raise csv.Error("it holds NUL characters")
        return line


def _delimiter(line: str) -> str:
    """Return the sign that stands most often outside quotes."""
    outside = "".join(line.split('"')[::2])
    return max(_DELIMITERS, key=lambda sign: (outside.count(sign), -_DELIMITERS.index(sign)))


def _fitted(cells: list[str], width: int, row: int) -> list[str]:
    """Return cells as many as there are headings; more or less would be guessed."""
    if len(cells) == width:
        return cells
    if len(cells) > width and not any(cells[width:]):
        return cells[:width]
    raise Unreadable(f"row {row} has {len(cells)} cells where the first has {width}")
