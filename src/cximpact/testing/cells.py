"""Rows as they leave a source, read and checked by the same code as in a real collection."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from cximpact.plugins.rows.reading import Piece, RowReader, encoded_rows, iterated
from cximpact.plugins.rows.repeats import Repeats

__all__ = ["Texts", "as_texts", "unrepeated"]

Texts = dict[str, str | None]


def as_texts(batches: Iterable[Any]) -> list[Texts]:
    """Return all rows of a collection as texts, each with every column.

    Args:
        batches: What `collect` returned.

    Raises:
        RowError: A cell, a column or a row cannot be used; the message names it.
    """
    reader, rows = RowReader(), list[list[str | None]]()
    for batch in iterated(batches):
        for piece in reader.take(batch):
            for _ in encoded_rows(piece):
                pass  # refuses what cannot be written
            rows += piece.rows
    width = len(reader.columns)
    return [
        dict(zip(reader.columns, [*row, *[None] * (width - len(row))], strict=True)) for row in rows
    ]


def unrepeated(rows: list[Texts], key: tuple[str, ...]) -> list[Texts]:
    """Return rows as core keeps them: equal rows of one key once; without a key, all.

    Raises:
        RowError: A row has no key.
        AnswerError: Rows of one key say different things.
    """
    if not rows:
        return []
    columns = tuple(rows[0])
    piece = Piece(columns, [list(row.values()) for row in rows])
    return [dict(zip(columns, row, strict=True)) for row in Repeats(key).left(piece).rows]
