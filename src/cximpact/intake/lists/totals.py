"""Rows that add up others: a list of projects often ends with one, and it is no proposal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from cximpact.intake.files.cells import is_blank
from cximpact.intake.starting.guess_words import plain_words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from cximpact.intake.files.cells import Cell
    from cximpact.intake.files.raw_table import RawTable

__all__ = ["is_total", "starts_as_total", "without_rows"]

_LONGEST = 200
_WORDS = {
    *("sum", "sums", "total", "totals", "grand total", "sub total", "subtotal", "overall total"),
    *("summe", "summen", "gesamt", "gesamtsumme", "zwischensumme", "endsumme", "insgesamt"),
    *("gesamtbetrag", "summe gesamt", "total general", "sous total", "totaux", "somme"),
    *("suma", "suma total", "totale", "totaal", "totalt", "razem"),
}


def is_total(cell: Cell) -> bool:
    """Return whether a cell holds a word for a total and nothing else.

    Example:
        >>> [is_total(text) for text in ("Summe:", "TOTAL GÉNÉRAL", "Total rewards", "")]
        [True, True, False, False]
    """
    if not isinstance(cell, str) or len(cell) > _LONGEST:
        return False
    return cell.strip() == "Σ" or plain_words(cell) in _WORDS


def starts_as_total(table: RawTable) -> list[int]:
    """Return the rows whose first cell that is not blank is a word for a total."""
    return [at for at in range(table.n_rows) if is_total(_first(col[at] for col in table.columns))]


def _first(cells: Iterable[Cell]) -> Cell:
    return next((cell for cell in cells if not is_blank(cell)), None)


def without_rows(table: RawTable, rows: Collection[int]) -> RawTable:
    """Return the table without some of its rows."""
    if not rows:
        return table
    gone = set(rows)
    kept = [at for at in range(table.n_rows) if at not in gone]
    return evolve(
        table,
        columns=tuple([column[at] for at in kept] for column in table.columns),
        lines=[table.lines[at] for at in kept],
    )
