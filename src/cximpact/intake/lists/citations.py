"""Sources that a row cites: a name and a day, both or it does not count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cximpact.exceptions import Problem
from cximpact.intake.lists.cell_values import day_in
from cximpact.model.proposal import Source

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from cximpact.intake.lists.table_parts import TablePart

__all__ = ["read_sources"]


def read_sources(part: TablePart, rows: Sequence[int], notes: list[Problem]) -> list[Source | None]:
    """Return per row the source it cites, None where it cites none.

    A source without a day, or a day without a source, cites nothing and is noted.

    Args:
        part: The table, with or without columns `source` and `date`.
        rows: The rows wanted.
        notes: Takes the notes.
    """
    names = part.texts("source", rows)
    lookup = part.lookup("date")
    days: list[date | None] = (
        [None] * len(rows)
        if lookup is None
        else part.convert(lookup, lambda cell: day_in(cell, part.reading), rows, None)
    )
    # Rows of one study cite it in the same words, and share one object.
    pairs = list(zip(names, days, strict=True))
    known: dict[tuple[str, date | None], Source] = {
        (name, day): Source(name, day) for name, day in set(pairs) if name and day
    }
    for row, (name, day) in zip(rows, pairs, strict=True):
        if bool(name) != bool(day):
            missing = "day" if name else "name"
            message = f"a source without a {missing} does not count"
            notes.append(Problem(message, **part.table.place(row)))  # type: ignore[arg-type]
    return [known.get(pair) for pair in pairs]
