"""Delimited text split into records, each with the line it starts on."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from attrs import frozen

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["BadQuoteError", "Dialect", "records"]


class BadQuoteError(ValueError):
    """A quote that is never closed, or closes where a field cannot end.

    Attributes:
        line: The line on which the quote was opened.
    """

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


@frozen(slots=False)
class Dialect:
    """What separates fields and what encloses those that hold separators.

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


def records(text: str, dialect: Dialect, *, line: int = 1) -> Iterator[tuple[int, list[str]]]:
    r"""Yield the first line and the fields of each record.

    A quote counts as such at the start of a field only; ``5" pipe`` is text.

    Args:
        text: The text, with ``\n`` for every line end.
        dialect: What separates and encloses fields.
        line: The line of the file the text starts on.

    Raises:
        BadQuoteError: A quote is not closed, or text follows the closing one.
    """
    quote, delimiter = dialect.quotechar, dialect.delimiter
    at, size = 0, len(text)
    while at < size:
        end = text.find("\n", at)
        end = size if end < 0 else end
        if quote is None or text.find(quote, at, end) < 0:
            yield line, text[at:end].split(delimiter)
        else:
            start = line
            fields, end, line = _quoted_record(text, at, line, dialect)
            yield start, fields
        at, line = end + 1, line + 1


def _quoted_record(text: str, at: int, line: int, dialect: Dialect) -> tuple[list[str], int, int]:
    """Return the fields of a record, where it ends, and the line it ends on."""
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
    if found is None:
        raise BadQuoteError("a quote is opened and never closed", line)
    end = found.end()
    last = line + text.count("\n", at, end)
    if text[end : end + 1] not in ("", "\n", dialect.delimiter):
        where = "later on this line" if last == line else f"on line {last:,}"
        raise BadQuoteError(f"a quote opened here closes {where} in the middle of a field", line)
    return found[1].replace(quote * 2, quote), end, last
