"""Flat tables: a column name to a list of plain values; None stands for "not known"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from attrs import frozen

Table = dict[str, list[Any]]


@frozen
class Rows:
    """A table row by row, so that a long one need not be held whole.

    Attributes:
        columns: Their names.
        rows: Plain values in that order; None stands for "not known". Gone through once.
    """

    columns: Sequence[str]
    rows: Iterable[Sequence[Any]]


def rows_of(table: Table) -> Rows:
    """Return a table that is held whole, row by row."""
    return Rows(tuple(table), zip(*table.values(), strict=True))


def table_of(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Table:
    """Return rows as columns.

    Example:
        >>> table_of(["a", "b"], [[1, 2], [3, 4]])
        {'a': [1, 3], 'b': [2, 4]}
    """
    table: Table = {column: [] for column in columns}
    for row in rows:
        for column, value in zip(columns, row, strict=True):
            table[column].append(value)
    return table
