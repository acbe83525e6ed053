"""Rows that stand in a document itself become a table, each with its line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from cximpact.exceptions import InputError, Problem
from cximpact.intake.files.marks import dotted
from cximpact.intake.files.problems import ProblemLog
from cximpact.intake.files.raw_table import Origin, RawTable, named_columns

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cximpact.intake.files.cells import Cell
    from cximpact.intake.files.documents import Document
    from cximpact.intake.files.marks import KeyPath

__all__ = ["inline_table"]


def inline_table(document: Document, path: KeyPath, rows: Sequence[Mapping[str, Any]]) -> RawTable:
    """Return rows given as mappings as a table; a key that a row lacks is a blank cell.

    Args:
        document: The document they stand in.
        path: Where they stand.
        rows: The rows; they fit the schema.

    Raises:
        InputError: A value is itself a list or a mapping, or there are no rows.
    """
    headers = list(dict.fromkeys(key for row in rows for key in row))
    log = ProblemLog(document.name)
    for at, row in enumerate(rows):
        for key, value in row.items():
            if isinstance(value, dict | list):
                where = (*path, at, key)
                expected = "text, a number, true, false or nothing"
                log.add(
                    "the cell holds a list or a mapping",
                    line=document.line(where),
                    field=dotted(where),
                    expected=expected,
                )
    log.raise_any()
    if not headers:
        line = document.line(path)
        raise InputError([Problem("no rows", document.name, line, field=dotted(path))])
    columns = [[cast("Cell", row.get(key)) for row in rows] for key in headers]
    lines = [document.line((*path, at)) or 0 for at in range(len(rows))]
    names = [key.strip() for key in headers]
    return named_columns(names, columns, lines, log, origin=Origin.TEXT, header_line=None)
