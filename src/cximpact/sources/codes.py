"""Rows of typed columns, folded as whole numbers: one number for all that is read of a row.

Counting numbers out of a known range takes DuckDB an array; counting texts takes it a hash table
and comparisons, four times as long. Days and whole numbers become their distance from the least.
Texts become their place in the list of those a sample holds, looked up once for each entry of
the file's own dictionary. Rows with any other text are folded as they are, in a second look.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from attrs import frozen

from cximpact.sources.engine import ARRAY_BITS
from cximpact.sources.moments import only_day
from cximpact.sources.quoting import literal
from cximpact.sources.texts import folded_sql, kept_column

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cximpact.sources.engine import Engine
    from cximpact.sources.query import Query
    from cximpact.sources.table import Table

__all__ = ["fold_by_codes"]

# DuckDB keeps a few numbers of its array for itself.
_ROOM = 2**ARRAY_BITS - 8
_MOST_TEXTS = 1000
_WHOLE = {"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER"}


class _Codes(Protocol):
    """How the cells of one column become numbers from 0, and back."""

    @property
    def size(self) -> int:
        """How many numbers there are; the last stands for an empty cell."""

    def number(self, stride: int) -> str:
        """Return SQL of a cell's number times a stride, NULL where it has none."""

    def cell(self, number: str) -> str:
        """Return SQL of the cell of a number."""


@frozen
class _Texts:
    column: str
    texts: Sequence[str]

    @property
    def size(self) -> int:
        return len(self.texts) + 1

    def number(self, stride: int) -> str:
        listed = ", ".join(
            f"{literal(text)}: {at * stride}::INTEGER" for at, text in enumerate(self.texts)
        )
        known = f"map {{{listed}}}[{self.column}]" if listed else "NULL::INTEGER"
        # Asked only of few vectors: most have no empty cell, or nothing else.
        empty = len(self.texts) * stride
        return f"CASE WHEN {self.column} IS NULL THEN {empty}::INTEGER ELSE {known} END"

    def cell(self, number: str) -> str:
        return f"[{', '.join([*map(literal, self.texts), 'NULL'])}][1 + {number}]"


@frozen
class _Days:
    column: str
    least: int  # days from 1970-01-01
    most: int

    @property
    def size(self) -> int:
        return self.most - self.least + 2

    def number(self, stride: int) -> str:
        away = f"{self.column} - (DATE '1970-01-01' + {self.least}::INTEGER)"
        return _scaled(f"coalesce({away}, {self.size - 1})", stride)

    def cell(self, number: str) -> str:
        day = f"DATE '1970-01-01' + {self.least}::INTEGER + CAST({number} AS INTEGER)"
        return f"CASE WHEN {number} < {self.size - 1} THEN {day} END"


@frozen
class _Whole:
    column: str
    least: int
    most: int

    @property
    def size(self) -> int:
        return self.most - self.least + 2

    def number(self, stride: int) -> str:
        away = f"CAST({self.column} AS BIGINT) - ({self.least})"
        return _scaled(f"coalesce({away}, {self.size - 1})", stride)

    def cell(self, number: str) -> str:
        return f"CASE WHEN {number} < {self.size - 1} THEN {self.least} + {number} END"


def _scaled(number: str, stride: int) -> str:
    return f"CAST({number} AS INTEGER) * {stride}::INTEGER"


def fold_by_codes(query: Query, position: int, table: Table, engine: Engine) -> bool:
    """Add the rows of a table, folded, to the table `folded`, where its columns allow codes.

    Args:
        query: The source.
        position: Of the table among those of the source.
        table: The table.
        engine: Holds `sample`, some rows of each table, and `folded`.

    Returns:
        Whether it was done.
    """
    if not table.is_typed or query.plan.has_references:
        return False
    codes = list(_codes(query, position, table, engine))
    strides = [1]
    for each in codes:
        strides.append(strides[-1] * (each.size if each else _ROOM + 1))
    if strides[-1] > _ROOM:
        return False
    known = [each for each in codes if each]
    key = " + ".join(each.number(stride) for each, stride in zip(known, strides, strict=False))
    _add(query, position, table, engine, known, strides, key or "0")
    return True


def _add(
    query: Query,
    position: int,
    table: Table,
    engine: Engine,
    codes: Sequence[_Codes],
    strides: Sequence[int],
    key: str,
) -> None:
    """Count the numbers of all rows; those of rows without one are counted together, as `other`."""
    other = strides[-1]
    held = f"greatest(least(coalesce({key}, {other}::INTEGER), {other}::INTEGER), 0::INTEGER)"
    counted = f"SELECT {held} AS key, count(*) AS mult FROM {table.sql} GROUP BY key"
    engine.connection.execute(f"CREATE OR REPLACE TEMP TABLE coded AS {counted}")
    cells = ", ".join(
        each.cell(f"((key // {stride}) % {each.size})") + f" AS k{at}"
        for at, (each, stride) in enumerate(zip(codes, strides, strict=False))
    )
    engine.connection.execute(
        f"INSERT INTO folded BY NAME SELECT {position} AS file, {cells}, mult "
        f"FROM coded WHERE key <> {other}"
    )
    if engine.rows(f"SELECT 1 FROM coded WHERE key = {other}"):
        rows = query.plain_rows([table], first=position, condition=f"({key}) IS NULL")
        engine.connection.execute(f"INSERT INTO folded BY NAME {folded_sql(rows, query.plan)}")


def _codes(query: Query, position: int, table: Table, engine: Engine) -> Iterator[_Codes | None]:
    """Yield the codes of each column that is read, None for one that has none."""
    kinds = {name: kind for name, kind, *_ in engine.rows("DESCRIBE sample")}
    bounds = _bounds(query, table, engine)
    for at, header in enumerate(query.plan.headers):
        column, form = kept_column(query.spec, query.plan, header, table)
        kind = kinds[f"k{at}"]
        least, most = bounds.get(header, (None, None))
        if form != query.forms[at]:
            yield None
        elif kind == "VARCHAR":
            yield _texts(column, at, position, engine)
        elif kind == "DATE" and least is not None:
            yield _Days(column, least, most)
        elif kind in _WHOLE and least is not None:
            yield _Whole(column, least, most)
        else:
            yield None


def _texts(column: str, at: int, position: int, engine: Engine) -> _Texts | None:
    found = engine.rows(
        f"SELECT DISTINCT k{at} FROM sample WHERE file = {position} AND k{at} IS NOT NULL "
        f"AND NOT contains(k{at}, chr(0)) ORDER BY 1 LIMIT {_MOST_TEXTS + 1}"
    )
    return _Texts(column, [text for (text,) in found]) if len(found) <= _MOST_TEXTS else None


def _bounds(query: Query, table: Table, engine: Engine) -> dict[str, tuple[Any, Any]]:
    """Return the least and the most of days and numbers, which the file tells without a look."""
    asked: dict[str, str] = {}
    for header in query.plan.headers:
        column = table.columns[header]
        if header in query.plan.days_only and column.form in {"date", "moment", "zoned"}:
            asked[header] = "date_diff('day', DATE '1970-01-01', {})"
        elif column.form in {"date", "exact"}:
            asked[header] = "{}" if column.form == "exact" else "date_diff('day', DATE '1970-01-01', {})"
    if not asked:
        return {}
    spec, listed = query.spec, []
    for header, pattern in asked.items():
        column = table.columns[header]
        for bound in (f"min({column.sql})", f"max({column.sql})"):
            kept = bound
            if header in query.plan.days_only:
                kept, _ = only_day(bound, column.form, spec.reading.dates, spec.offset_minutes)
            listed.append(pattern.format(kept))
    [row] = engine.rows(f"SELECT {', '.join(listed)} FROM {table.sql}")
    return dict(zip(asked, zip(row[::2], row[1::2], strict=True), strict=True))
