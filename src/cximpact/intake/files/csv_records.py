"""Delimited text split into records, each with the line it starts on.

The csv module is trusted with single lines only. Left to read a whole file it names the last
line for a quote opened on the third, and its limit on field sizes is one for the whole process.
"""

from __future__ import annotations

import csv
import re
from functools import cached_property
from typing import TYPE_CHECKING, Any

from attrs import frozen

from cximpact.intake.files.cells import MOST_COLUMNS
from cximpact.intake.files.text_files import MIB

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["BadRecordError", "Dialect", "records"]

LONGEST_FIELD = MIB
# Well below the csv module's own limit on fields, whatever that has been set to by default.
_LONGEST_QUICK_LINE = 100_000
_MOST_FIELDS = 1_000_000
_LINE_ENDS = re.compile("\n++")


class BadRecordError(ValueError):
    """A record that cannot be split; its text says why.

    Attributes:
        line: The line to look at: where a quote was opened, or where a record starts.
        hint: What to do.
    """

    def __init__(self, message: str, line: int, hint: str) -> None:
        super().__init__(message)
        self.line = line
        self.hint = hint


@frozen(slots=False)
class Dialect:
    """What separates fields, and what encloses those that hold separators.

    Attributes:
        delimiter: One character.
        quotechar: One character, or None.
    """

    delimiter: str
    quotechar: str | None = '"'

    @cached_property
    def quoted(self) -> re.Pattern[str]:
        """Matches a whole quoted field; without backtracking, so in linear time."""
        quote = re.escape(self.quotechar or "")
        return re.compile(f"{quote}([^{quote}]*+(?:{quote}{quote}[^{quote}]*+)*+){quote}")

    @cached_property
    def plain(self) -> re.Pattern[str]:
        """Matches a field without quotes around it."""
        return re.compile(rf"[^{re.escape(self.delimiter)}\n]*+")

    @cached_property
    def of_csv(self) -> Any:
        """The same for the csv module."""
        return csv.reader(
            (), delimiter=self.delimiter, quotechar=self.quotechar, strict=True
        ).dialect


def records(text: str, dialect: Dialect, *, line: int = 1) -> Iterator[tuple[int, list[str]]]:
    r"""Yield the first line and the fields of each record; empty lines are passed over.

    A quote counts as such at the start of a field only; ``5" pipe`` is text.

    Args:
        text: The text, with ``\n`` for every line end.
        dialect: What separates and encloses fields.
        line: The line of the file the text starts on.

    Raises:
        BadRecordError: A quote is not closed, text follows a closing one, or a field is longer
            than a mebibyte.
    """
    quote, delimiter = dialect.quotechar, dialect.delimiter
    at, size = 0, len(text)
    while at < size:
        if text[at] == "\n":
            at, line = _after_blank_lines(text, at, line)
            continue
        start, first = at, line
        end = text.find("\n", at)
        end = size if end < 0 else end
        if end - at > _MOST_FIELDS:
            _check_count(text.count(delimiter, at, end), line)
        if quote is None or text.find(quote, at, end) < 0:
            fields = text[at:end].split(delimiter)
        else:
            fields, end, line = _quoted_record(text, at, end, line, dialect)
        if end - start > LONGEST_FIELD:
            _check_lengths(fields, first)
        yield first, fields
        at, line = end + 1, line + 1


def _after_blank_lines(text: str, at: int, line: int) -> tuple[int, int]:
    found = _LINE_ENDS.match(text, at)
    end = found.end() if found else at + 1
    return end, line + end - at


def _check_count(delimiters: int, line: int) -> None:
    """Tell a line that is no record before it is split into millions of fields."""
    if delimiters > _MOST_FIELDS:
        message = f"the line has more than {_MOST_FIELDS:,} fields"
        hint = f"a table has at most {MOST_COLUMNS:,} columns"
        raise BadRecordError(message, line, hint)


def _check_lengths(fields: list[str], line: int) -> None:
    if max(map(len, fields)) > LONGEST_FIELD:
        message = f"a field is longer than {LONGEST_FIELD:,} characters"
        raise BadRecordError(message, line, "is a quote or a line end missing?")


def _quoted_record(
    text: str, at: int, line_end: int, line: int, dialect: Dialect
) -> tuple[list[str], int, int]:
    """Return the fields of a record, where it ends, and the line it ends on."""
    if line_end - at < _LONGEST_QUICK_LINE:
        try:
            return next(csv.reader((text[at:line_end],), dialect.of_csv)), line_end, line
        except csv.Error:
            pass
    fields = []
    while True:
        field, at, line = _field(text, at, line, dialect)
        fields.append(field)
        if text[at : at + 1] != dialect.delimiter:
            return fields, at, line
        at += 1


def _field(text: str, at: int, line: int, dialect: Dialect) -> tuple[str, int, int]:
    """Return a field, where it ends, and the line it ends on."""
    quote = dialect.quotechar or ""
    if text[at : at + 1] != quote:
        found = dialect.plain.match(text, at)
        end = found.end() if found else at
        return text[at:end], end, line
    found = dialect.quoted.match(text, at)
    hint = "close the quote, or write a quote inside quotes twice; 'quotechar' names another sign"
    if found is None:
        raise BadRecordError("a quote is opened and never closed", line, hint)
    end = found.end()
    last = line + text.count("\n", at, end)
    if text[end : end + 1] not in ("", "\n", dialect.delimiter):
        where = "later on this line" if last == line else f"on line {last:,}"
        message = f"a quote opened here closes {where} in the middle of a field"
        raise BadRecordError(message, line, hint)
    return found[1].replace(quote * 2, quote), end, last
