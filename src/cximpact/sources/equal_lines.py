"""Equal lines of a text file, counted before they are taken apart.

To take a line apart into fields, and to group by each of them, costs several times what it costs
to find the line equal to another. Where few of all lines differ, only those are taken apart. A
line is a record where no quote occurs, and what separates fields then does so wherever it stands.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import duckdb

from cximpact.sources.kinds import estimated_kinds
from cximpact.sources.quoting import identifier, literal
from cximpact.sources.texts import cell_text_sql, kept_column

if TYPE_CHECKING:
    from cximpact.sources.engine import Engine
    from cximpact.sources.query import Query
    from cximpact.sources.table import Lines, Table

__all__ = ["fold_lines", "line_kinds"]


def line_kinds(lines: Lines, sample: int, engine: Engine) -> float:
    """Return how many of all lines differ, as far as the first of them tell; endless for faults.

    Args:
        lines: The lines of a table.
        sample: How many to look at.
        engine: What reads them.
    """
    try:
        return estimated_kinds(_counted(f"(FROM {lines.sql} LIMIT {sample})"), engine)
    except duckdb.Error:
        return math.inf


def _counted(rows: str) -> str:
    return f"SELECT line, count(*) AS mult FROM {rows} GROUP BY line"


def fold_lines(
    query: Query, position: int, table: Table, lines: Lines, engine: Engine, *, cut: bool
) -> bool:
    """Add the rows of a table, folded, to the table `folded`, by way of its lines.

    Args:
        query: The source.
        position: Of the table among those of the source.
        table: The table.
        lines: Its lines.
        engine: Holds the table `folded`.
        cut: As `rows_sql` explains.

    Returns:
        Whether it was done: not where a line holds a quote, or more or fewer fields than the
        table has columns. What is wrong with it is then for the reader of fields to say.
    """
    name = f"lines_{position}"
    try:
        engine.keep(name, _counted(lines.sql))
    except duckdb.Error:
        return False
    cells = f"string_split(line, {literal(lines.delimiter)})"
    odd = f"contains(line, '\"') OR len({cells}) <> {len(lines.columns)}"
    if engine.rows(f"SELECT 1 FROM {name} WHERE {odd} LIMIT 1"):
        return False
    fields = ", ".join(
        f"nullif(cells[{at}], '') AS {identifier(column)}"
        for at, column in enumerate(lines.columns, 1)
    )
    # The reader of fields passes over empty lines.
    told_apart = f"SELECT {cells} AS cells, mult FROM {name} WHERE line <> ''"
    rows = f"SELECT {fields}, mult FROM ({told_apart})"
    engine.connection.execute(
        f"INSERT INTO folded BY NAME SELECT {position} AS file, {_kept(query, table, cut=cut)}"
        f"CAST(sum(mult) AS BIGINT) AS mult FROM ({rows}) GROUP BY ALL"
    )
    return True


def _kept(query: Query, table: Table, *, cut: bool) -> str:
    columns = []
    for at, (header, wanted) in enumerate(zip(query.plan.headers, query.forms, strict=True)):
        column, form = kept_column(query.spec, query.plan, header, table, cut=cut)
        sql = column if form == wanted else cell_text_sql(column, form, ".")
        columns.append(f"{sql} AS k{at}, ")
    return "".join(columns)
