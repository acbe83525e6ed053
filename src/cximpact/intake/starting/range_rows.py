"""Rows of ranges of costs that are to be mended: a draft is checked without them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from cximpact.exceptions import printable
from cximpact.intake.files.cells import is_blank
from cximpact.intake.lists.cell_values import UnfitCellError
from cximpact.intake.lists.matching import cell_text
from cximpact.intake.lists.missing_words import means_nothing, missing_words
from cximpact.intake.lists.money_cells import read_money, times_column
from cximpact.intake.starting.cost_words import says_unknown
from cximpact.intake.starting.odd_amounts import place_told, rows_aside

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cximpact.intake.files.cells import Cell
    from cximpact.intake.files.raw_table import RawTable
    from cximpact.intake.lists.money_cells import WrittenMoney
    from cximpact.intake.starting.cost_entries import CostEntry
    from cximpact.intake.starting.guess import Guess

__all__ = ["odd_rows", "ranges_told", "unfit_rows", "without_odd"]

_MOST_TOLD = 5
_LONGEST = 30


def without_odd(table: RawTable, guess: Guess) -> RawTable:
    """Return a list whose costs are blank in the rows where a person is to mend them.

    Args:
        table: The list.
        guess: What its columns seem to mean.
    """
    blank = {
        header: {*unfit_rows(table, guess, entry), *odd_rows(table, guess, entry)}
        for entry in guess.entries
        for header in entry.headers
    }
    columns = tuple(
        [None if at in blank[header] else cell for at, cell in enumerate(cells)]
        if blank.get(header)
        else cells
        for header, cells in zip(table.headers, table.columns, strict=True)
    )
    return evolve(table, columns=columns)


def unfit_rows(table: RawTable, guess: Guess, entry: CostEntry) -> list[int]:
    """Return the rows in which a cell of a cost holds no amount.

    Args:
        table: The list.
        guess: What its columns seem to mean.
        entry: The cost.
    """
    rows = zip(*(table.column(header) for header in entry.headers), strict=True)
    return [
        at for at, cells in enumerate(rows) if any(cell_text(cell) in guess.unfit for cell in cells)
    ]


def odd_rows(table: RawTable, guess: Guess, entry: CostEntry) -> list[int]:
    """Return the rows whose amounts, each of them sound, are no range; none of a cost alone.

    A range is low, likely and high, in this order of size. The likely one alone is a plain amount.

    Args:
        table: The list.
        guess: What its columns seem to mean.
        entry: The cost.
    """
    if not entry.low:
        return []
    words = missing_words({"missing": guess.missing})
    skipped = {*unfit_rows(table, guess, entry), *rows_aside(table, guess)}
    rows = zip(*(table.column(header) for header in entry.headers), strict=True)
    return [
        at
        for at, cells in enumerate(rows)
        if at not in skipped and not _is_range(cells, guess, entry, words)
    ]


def _is_range(cells: Sequence[Cell], guess: Guess, entry: CostEntry, words: frozenset[str]) -> bool:
    """Return whether the reading takes the cells of a row: a range, the likely one, or nothing."""
    read = [None if means_nothing(cell, words) else _amount(cell, guess, entry) for cell in cells]
    given = [each for each in read if each is not None]
    if not given:
        return True
    if len(given) < len(read):
        is_open = any(means_nothing(cell, words) and says_unknown(cell) for cell in cells)
        return len(given) == 1 and read[1] is not None and not is_open
    low, likely, high = (each.amount for each in given)
    currencies = {entry.currency, *(each.currency for each in given)} - {""}
    return low <= likely <= high and len(currencies) < 2


def _amount(cell: Cell, guess: Guess, entry: CostEntry) -> WrittenMoney | None:
    if is_blank(cell):
        return None
    try:
        return times_column(read_money(cell, guess.reading), entry.multiplier)
    except UnfitCellError:
        return None


def ranges_told(table: RawTable, guess: Guess) -> list[str]:
    """Return which rows of ranges are to be mended, a remark for each range.

    Args:
        table: The list.
        guess: What its columns seem to mean.
    """
    told = []
    for entry in guess.entries:
        odd = odd_rows(table, guess, entry)
        if odd:
            some = ", ".join(_one(table, guess, entry, at) for at in odd[:_MOST_TOLD])
            more = f" and {len(odd) - _MOST_TOLD:,} more" if len(odd) > _MOST_TOLD else ""
            told.append(
                f"'{entry.low}', '{entry.header}' and '{entry.high}' are no range in {some}{more}: "
                f"give '{entry.low}' ≤ '{entry.header}' ≤ '{entry.high}' in one currency, or "
                f"'{entry.header}' alone"
            )
    return told


def _one(table: RawTable, guess: Guess, entry: CostEntry, at: int) -> str:
    texts = (cell_text(table.column(header)[at]).strip() for header in entry.headers)
    said = " / ".join(printable(text, _LONGEST) or "blank" for text in texts)
    return f"{place_told(table, guess, at, entry.header)} ({said})"
