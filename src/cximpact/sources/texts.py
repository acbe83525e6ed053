"""The first layers of SQL: the columns that are read, equal rows folded, every cell as text.

Most rows of evidence are equal to others in all that is read of them: a score, a day, a
touchpoint. Folding those first, with their number, leaves all later work (rules, numbers, dates,
fingerprints) to the few that differ. It changes no result: every later sum counts the number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cximpact.sources.moments import only_day
from cximpact.sources.quoting import literal
from cximpact.sources.references import first_references, own_reference

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cximpact.model.source import EvidenceSpec
    from cximpact.sources.plan import Plan
    from cximpact.sources.table import Form, Table

__all__ = ["cell_text_sql", "column_forms", "folded_sql", "kept_column", "rows_sql", "texts_sql"]


def column_forms(spec: EvidenceSpec, plan: Plan, tables: Sequence[Table]) -> tuple[Form, ...]:
    """Return how each column is held once the tables are put together; text where they differ."""
    found: list[Form] = []
    for header in plan.headers:
        forms = {kept_column(spec, plan, header, table)[1] for table in tables}
        found.append(forms.pop() if len(forms) == 1 else "text")
    return tuple(found)


def rows_sql(
    spec: EvidenceSpec,
    plan: Plan,
    tables: Sequence[Table],
    forms: Sequence[Form],
    *,
    numbered: bool = False,
    limit: int | None = None,
    first: int = 0,
    condition: str = "true",
    cut: bool = True,
) -> str:
    """Return SQL of the rows of all tables: the table's position, and the columns that are read.

    Args:
        spec: The source.
        plan: The columns.
        tables: The tables.
        forms: How each column is held.
        numbered: Whether rows carry their position.
        limit: How many rows of each table are enough; None for all.
        first: The position of the first table.
        condition: SQL, in the tables' own columns, of the rows that are wanted.
        cut: Whether texts of times are cut to their day in tables of texts; in all others they
            always are.
    """
    parts = []
    for position, table in enumerate(tables, first):
        kept = [
            kept_column(spec, plan, header, table, cut=cut or table.is_typed)
            for header in plan.headers
        ]
        columns = [
            f"{column if form == wanted else cell_text_sql(column, form, '.')} AS k{at}"
            for at, ((column, form), wanted) in enumerate(zip(kept, forms, strict=True))
        ]
        number = ["row_number() OVER () - 1 AS row_no"] if numbered else []
        refs = [f"{own_reference(table)} AS refs"] if plan.has_references else []
        listed = ", ".join([f"{position} AS file", *number, *columns, *refs])
        some = "" if limit is None else f" LIMIT {limit}"
        parts.append(f"(SELECT {listed} FROM {table.sql} WHERE {condition}{some})")
    return " UNION ALL ".join(parts)


def kept_column(
    spec: EvidenceSpec, plan: Plan, header: str, table: Table, *, cut: bool = True
) -> tuple[str, Form]:
    """Return SQL of what is kept of a table's column, and how that is held.

    Args:
        spec: The source.
        plan: The columns.
        header: Of the column.
        table: The table.
        cut: Whether a text of a time is cut to its day, where only that counts.
    """
    column = table.columns[header]
    if header in plan.days_only and (cut or column.form != "text"):
        return only_day(column.sql, column.form, spec.reading.dates, spec.offset_minutes)
    return column.sql, column.form


def folded_sql(rows: str, plan: Plan) -> str:
    """Return SQL of rows folded: each once, with the number of equal ones as `mult`."""
    if not plan.has_references:
        return f"SELECT *, count(*) AS mult FROM ({rows}) GROUP BY ALL"
    refs = f"{first_references()} AS refs"
    return f"SELECT * EXCLUDE (refs), count(*) AS mult, {refs} FROM ({rows}) GROUP BY ALL"


def texts_sql(source: str, forms: Sequence[Form], spec: EvidenceSpec, plan: Plan) -> str:
    """Return SQL of rows with all cells as texts t0, t1, ...; one row per unpivoted column.

    Args:
        source: SQL of the rows, with `file`, `row_no` and `mult`.
        forms: How each column is held.
        spec: Its decimal sign is what numbers are written with; its `unpivot` multiplies rows.
        plan: The columns.
    """
    texts = [
        f"{cell_text_sql(f'k{at}', form, spec.reading.decimal)} AS t{at}"
        for at, form in enumerate(forms)
    ]
    refs = ["refs"] if plan.has_references else []
    listed = ", ".join(["file", "row_no", "mult", "part", *texts, *refs])
    parts = ", ".join(f"({part})" for part in range(max(len(spec.unpivot), 1)))
    return f"SELECT {listed} FROM ({source}) CROSS JOIN (VALUES {parts}) AS parts(part)"


def cell_text_sql(column: str, form: Form, decimal: str) -> str:
    """Return SQL of a cell's text, as `intake.matching.cell_text` would write it."""
    written = f"CAST({column} AS VARCHAR)"
    if form == "text":
        return f"trim(coalesce({written}, ''))"
    if form == "float":
        whole = f"regexp_replace({written}, '[.]0$', '')"
        written = f"CASE WHEN NOT isnan({column}) THEN {_signed(whole, decimal)} END"
    elif form == "exact":
        written = _signed(written, decimal)
    elif form == "moment":
        written = f"regexp_replace({written}, ' 00:00:00$', '')"
    elif form == "zoned":
        written = f"CAST(make_timestamp(epoch_us({column})) AS VARCHAR) || '+00'"
    return f"coalesce({written}, '')"


def _signed(number: str, decimal: str) -> str:
    return number if decimal == "." else f"replace({number}, '.', {literal(decimal)})"
