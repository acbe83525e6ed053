"""What DuckDB says when it cannot read a table, as a problem to mend, or as what it is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import duckdb

from cximpact.exceptions import InternalError, Problem, SourceError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cximpact.sources.files import SourceFile

__all__ = ["is_too_large_to_reread", "problem_of", "refuse_what_is_no_input"]

_OURS = (duckdb.BinderException, duckdb.ParserException, duckdb.CatalogException)
_LINE = re.compile(r"CSV Error on Line: (\d+)")
# Its message goes on to quote the line, which may hold what customers wrote.
_CAUSE = re.compile(
    r"^(Expected Number of Columns: \d+ Found: \d+|Value with unterminated quote found"
    r"|Invalid unicode[^.\n]*|Maximum line size[^.\n]*)",
    re.MULTILINE,
)
_LARGE = 256 * 2**20


def refuse_what_is_no_input(error: duckdb.Error) -> None:
    """Raise where an error is not about the table.

    Raises:
        InternalError: The SQL does not fit together: a mistake of ours, whatever the input.
        SourceError: There is too little memory or room for temporary files.
    """
    if isinstance(error, _OURS):
        raise InternalError(f"the query of a source is wrong: {error}") from error
    if isinstance(error, duckdb.OutOfMemoryException):
        hint = "make room in the folder for temporary files (TMPDIR), then try again"
        raise SourceError(f"there is too little memory to read a source of evidence; {hint}")


def is_too_large_to_reread(files: Sequence[SourceFile]) -> bool:
    """Return whether the strict reader, which holds a file in memory, should not be asked."""
    return any(file.path.stat().st_size > _LARGE for file in files)


def problem_of(error: duckdb.Error, files: Sequence[SourceFile], name: str) -> Problem:
    """Return what DuckDB found, with the line where it names one.

    Args:
        error: What it raised.
        files: The files of the source.
        name: What the source is called where there are no files.
    """
    text = str(error)
    line, cause = _LINE.search(text), _CAUSE.search(text)
    first = text.partition("\n")[0]
    reason = cause[1] if cause else first.partition(" Error: ")[2] or first
    for file in files:
        reason = reason.replace(str(file.path), file.shown)
    shown = ", ".join(file.shown for file in files) or name
    if "surrogate" in reason:  # found by DuckDB where pandas keeps text as Python objects
        return Problem("a text holds a character that cannot be written", shown)
    return Problem(f"the table cannot be read: {reason}", shown, int(line[1]) if line else None)
