"""Parquet files become tables, through DuckDB."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from cximpact.intake.files.cells import MOST_COLUMNS
from cximpact.intake.files.csv_reader import MOST_ROWS
from cximpact.intake.files.object_cells import cells_from
from cximpact.intake.files.problems import ProblemLog
from cximpact.intake.files.raw_table import Origin, RawTable, named_columns

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["read_parquet"]

_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "memory_limit": "4GB",
}


def read_parquet(path: Path, *, name: str) -> RawTable:
    """Return the table in a Parquet file; its rows are called by their position.

    Args:
        path: The file; it must exist.
        name: How it is called in problems.

    Raises:
        InputError: The file is not Parquet or is damaged, has too many rows or columns, or
            holds lists or binary values.
    """
    import duckdb

    log = ProblemLog(name)
    try:
        with duckdb.connect(":memory:", config=_CONFIG) as connection:
            headers, rows = _fetch(connection, str(path), log)
    except RuntimeError:  # so DuckDB's binding says that headers are no UTF-8
        log.add("a header of the Parquet file is no text", hint="write the file anew")
        raise log.error() from None
    except (duckdb.Error, ValueError, OverflowError) as error:
        first = str(error).partition("\n")[0].replace(str(path), name)
        reason = first.partition(" Error: ")[2] or first
        log.add(f"the Parquet file cannot be read: {reason}", hint="write the file anew")
        raise log.error() from None
    cells = zip(*rows, strict=True) if rows else ([] for _ in headers)
    columns = [
        cells_from(column, header, log) for header, column in zip(headers, cells, strict=True)
    ]
    log.raise_any()
    lines = range(len(rows))
    return named_columns(headers, columns, lines, log, origin=Origin.FRAME, header_line=None)


def _fetch(connection: Any, path: str, log: ProblemLog) -> tuple[list[str], list[tuple[Any, ...]]]:
    # Left as they are, these signs would be a pattern that other files fit, too.
    relation = connection.read_parquet(re.sub(r"([*?\[])", r"[\1]", path))
    if len(relation.columns) > MOST_COLUMNS:
        log.add("too many columns", expected=f"at most {MOST_COLUMNS:,}")
    rows = relation.limit(MOST_ROWS + 1).fetchall() if not log else []
    if len(rows) > MOST_ROWS:
        log.add("too many rows", expected=f"at most {MOST_ROWS:,}")
    if any("\0" in header for header in relation.columns):
        log.add("a header of the Parquet file is no text", hint="write the file anew")
    log.raise_any()
    return [header.strip() for header in relation.columns], rows
