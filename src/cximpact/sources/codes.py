"""Rows of typed columns as whole numbers: one number for all that is read of a row.

Counting numbers out of a known range takes DuckDB an array; counting texts takes it a hash table
and comparisons, four times as long. Days and whole numbers become their distance from the least.
Texts become their place in the list of those a sample holds, looked up once for each entry of
the file's own dictionary. A row with any other text has no number.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from operator import mul
from typing import TYPE_CHECKING, Protocol

from attrs import frozen

from cximpact.sources.engine import ARRAY_BITS
from cximpact.sources.moments import only_day
from cximpact.sources.quoting import literal
from cximpact.sources.texts import kept_column

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cximpact.sources.engine import Engine
    from cximpact.sources.query import Query
    from cximpact.sources.table import Table

__all__ = ["RowCodes", "row_codes"]

# DuckDB keeps a few numbers of its array for itself.
_ROOM = 2**ARRAY_BITS - 8
_MOST_TEXTS = 1000
_WHOLE = {"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER"}


class _Codes(Protocol):
    """How the cells of one column become numbers from 0, and back."""

    @property
    def size(self) -> int:
        """How many numbers there are; the last stands for an empty cell, where there are any.

        A number for what never comes would cost room in the array: with one for each column, 240
        thousand numbers become 369 thousand, and counting ten million rows takes 3 % longer.
        """

    def number(self, stride: int) -> str:
        """Return SQL of a cell's number times a stride, NULL where it has none."""

    def cell(self, number: str) -> str:
        """Return SQL of the cell of a number."""


@frozen
class _Texts:
    column: str
    texts: Sequence[str]
    has_empty: bool

    @property
    def size(self) -> int:
        return max(len(self.texts) + self.has_empty, 1)

    def number(self, stride: int) -> str:
        numbers = [f"{literal(text)}: {_whole(at * stride)}" for at, text in enumerate(self.texts)]
        known = f"map {{{', '.join(numbers)}}}[{self.column}]" if numbers else "NULL::INTEGER"
        if not self.has_empty:
            return known
        empty = _whole(len(self.texts) * stride)
        return f"CASE WHEN {self.column} IS NULL THEN {empty} ELSE {known} END"

    def cell(self, number: str) -> str:
        return f"[{', '.join([*map(literal, self.texts), 'NULL'])}][1 + {number}]"


@frozen
class _Distances:
    column: str
    bounds: _Bounds
    is_day: bool

    @property
    def size(self) -> int:
        return self.bounds.most - self.bounds.least + 1 + self.bounds.has_empty

    def number(self, stride: int) -> str:
        column = self.column if self.is_day else f"CAST({self.column} AS BIGINT)"
        away = f"{column} - {self._least()}"
        if self.bounds.has_empty:
            away = f"coalesce({away}, {self.size - 1})"
        return f"CAST({away} AS INTEGER) * {_whole(stride)}"

    def cell(self, number: str) -> str:
        cell = f"{self._least()} + CAST({number} AS INTEGER)"
        if not self.bounds.has_empty:
            return cell
        return f"CASE WHEN {number} < {self.size - 1} THEN {cell} END"

    def _least(self) -> str:
        least = self.bounds.least
        return f"(DATE '1970-01-01' + {_whole(least)})" if self.is_day else f"({least})"


@frozen
class _Bounds:
    least: int  # of days, from 1970-01-01
    most: int
    has_empty: bool


def _whole(number: int) -> str:
    return f"({number})::INTEGER"


@frozen
class RowCodes:
    """How all that is read of a table's row becomes one number, and back.

    Attributes:
        columns: The codes of each column, in the order of the plan's headers.
    """

    columns: Sequence[_Codes]

    @property
    def strides(self) -> list[int]:
        """What a step in each column's numbers is in the row's, and how many numbers there are."""
        return list(accumulate([each.size for each in self.columns], mul, initial=1))

    @property
    def count(self) -> int:
        """How many numbers there are."""
        return self.strides[-1]

    def key(self) -> str:
        """Return SQL of a row's number, NULL where it has none."""
        parts = zip(self.columns, self.strides, strict=False)
        return " + ".join(each.number(stride) for each, stride in parts) or "0"

    def part(self, at: int, key: str = "key") -> str:
        """Return SQL of the number of one column, from that of the row."""
        return f"(({key} // {self.strides[at]}) % {self.columns[at].size})"

    def cell(self, at: int, key: str = "key") -> str:
        """Return SQL of the cell of one column, from the row's number."""
        return self.columns[at].cell(self.part(at, key))


def row_codes(query: Query, position: int, table: Table, engine: Engine) -> RowCodes | None:
    """Return the codes of a table's rows, or None where its columns do not allow that.

    Args:
        query: The source.
        position: Of the table among those of the source.
        table: The table.
        engine: Holds `sample`, some rows of each table.
    """
    if not table.is_typed or query.plan.has_references:
        return None
    columns = []
    for each in _codes(query, position, table, engine):
        if each is None:
            return None
        columns.append(each)
    codes = RowCodes(columns)
    return codes if codes.count <= _ROOM else None


def _codes(query: Query, position: int, table: Table, engine: Engine) -> Iterator[_Codes | None]:
    """Yield the codes of each column that is read, None for one that has none."""
    kept = [kept_column(query.spec, query.plan, header, table) for header in query.plan.headers]
    listed = ", ".join(f"{column} AS k{at}" for at, (column, _) in enumerate(kept))
    kinds = [kind for _, kind, *_ in engine.rows(f"DESCRIBE SELECT {listed} FROM {table.sql}")]
    bounds = _bounds(query, table, engine)
    for at, (header, (column, form)) in enumerate(zip(query.plan.headers, kept, strict=True)):
        kind, bound = kinds[at], bounds.get(header)
        if form != query.forms[at]:
            yield None
        elif kind == "VARCHAR" and form == "text":
            yield _texts(column, at, position, engine)
        elif bound and (kind == "DATE" or kind in _WHOLE):
            yield _Distances(column, bound, is_day=kind == "DATE")
        else:
            yield None


def _texts(column: str, at: int, position: int, engine: Engine) -> _Texts | None:
    found = engine.rows(
        f"SELECT DISTINCT k{at} FROM sample WHERE file = {position} LIMIT {_MOST_TEXTS + 2}"
    )
    texts = sorted(text for (text,) in found if text is not None and "\0" not in text)
    return _Texts(column, texts, (None,) in found) if len(texts) <= _MOST_TEXTS else None


def _bounds(query: Query, table: Table, engine: Engine) -> dict[str, _Bounds]:
    """Return the least and most of days and numbers, which a file tells without a look at rows."""
    asked = [
        header
        for header in query.plan.headers
        if table.columns[header].form in {"exact", "date", "moment", "zoned"}
    ]
    listed = ["count(*)"]
    for header in asked:
        listed += [
            *(_bound(query, header, table, f"{side}") for side in ("min", "max")),
            f"count({table.columns[header].sql})",
        ]
    [(rows, *found)] = engine.rows(f"SELECT {', '.join(listed)} FROM {table.sql}")
    three = zip(found[::3], found[1::3], found[2::3], strict=True)
    return {
        header: _Bounds(least, most, has_empty=filled < rows)
        for header, (least, most, filled) in zip(asked, three, strict=True)
        if isinstance(least, int) and isinstance(most, int)
    }


def _bound(query: Query, header: str, table: Table, side: str) -> str:
    column, spec = table.columns[header], query.spec
    bound, form = f"{side}({column.sql})", column.form
    if header in query.plan.days_only:
        bound, form = only_day(bound, form, spec.reading.dates, spec.offset_minutes)
    return (
        bound if form == "exact" else f"date_diff('day', DATE '1970-01-01', CAST({bound} AS DATE))"
    )
