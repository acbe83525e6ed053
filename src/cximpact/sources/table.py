"""A table as DuckDB sees it: its headers, how each column is held, and where a row stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Literal

from attrs import field, frozen

__all__ = ["Column", "Form", "Lines", "Place", "Table", "form_of", "row_places"]

Form = Literal["text", "exact", "float", "bool", "date", "moment", "zoned", "nested"]
"""How a column is held: text, whole or decimal numbers, floats, truth values, days, times of no
zone, times of a zone; or something that no cell can be."""

Place = Mapping[str, str | int | None]
"""Where a cell stands, as keywords of `Problem`."""

_FORMS: dict[str, Form] = {
    "VARCHAR": "text",
    "BOOLEAN": "bool",
    "DATE": "date",
    "FLOAT": "float",
    "DOUBLE": "float",
    "UUID": "text",
}
_WHOLE = {"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT"}
_NESTED = ("STRUCT", "MAP", "UNION", "BLOB", "BIT", "INTERVAL", "GEOMETRY", "VARIANT")


@frozen
class Column:
    """One column of a table.

    Attributes:
        sql: How the table's `sql` calls it.
        form: How it is held.
    """

    sql: str
    form: Form = "text"


@frozen
class Lines:
    """The lines of a text file below its headers, for a table whose records are lines.

    Attributes:
        sql: What stands after FROM; its one column is `line`.
        delimiter: What separates fields, where there are no quotes.
        columns: The names of the table's columns, in the order of the fields.
    """

    sql: str
    delimiter: str
    columns: Sequence[str]


@frozen(eq=False)
class Table:
    """A table that DuckDB can read.

    Attributes:
        shown: The file or frame, as people call it.
        columns: By header.
        sql: What stands after FROM.
        places: From positions of rows, counted from 0, and a header to where the cells stand.
        is_typed: Whether columns come with types, their least and greatest values, and texts as
            numbers into a list of texts: what Parquet keeps and DuckDB makes use of.
        lines: Where rows seem to be lines, these.
    """

    shown: str
    columns: Mapping[str, Column]
    sql: str
    places: Callable[[Sequence[int], str], Sequence[Place]] = field(repr=False)
    is_typed: bool = False
    lines: Lines | None = None


def form_of(kind: str) -> Form:
    """Return how a column of an SQL type is held.

    Example:
        >>> form_of("DECIMAL(10,2)"), form_of("INTEGER[]"), form_of("TIMESTAMP_NS")
        ('exact', 'nested', 'moment')
    """
    if kind.endswith("]") or kind.startswith(_NESTED):
        return "nested"
    if kind.startswith("TIMESTAMP"):
        return "zoned" if kind.endswith("TIME ZONE") else "moment"
    if kind.removeprefix("U") in _WHOLE or kind.startswith("DECIMAL"):
        return "exact"
    return _FORMS.get(kind, "text")


def row_places(shown: str) -> Callable[[Sequence[int], str], Sequence[Place]]:
    """Return the places of rows that have no lines: they are called by position, from 0."""

    def places(rows: Sequence[int], header: str) -> Sequence[Place]:
        return [{"file": shown, "field": f"row {row}, {header}"} for row in rows]

    return places
