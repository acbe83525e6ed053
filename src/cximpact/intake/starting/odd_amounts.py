"""Cells of costs that are to be mended: where each stands, whose it is and what to write."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from attrs import evolve

from cximpact.exceptions import printable
from cximpact.intake.lists.cell_values import UnfitCellError
from cximpact.intake.lists.matching import cell_text
from cximpact.intake.lists.money_cells import doubt_about, read_money
from cximpact.intake.starting.cost_remarks import TO_MEND

if TYPE_CHECKING:
    from cximpact.intake.files.raw_table import RawTable
    from cximpact.intake.starting.guess import Guess
    from cximpact.model.source import Reading

__all__ = ["place_told", "rows_aside", "with_places"]

_MOST_TOLD = 8
_LONGEST = 30
_ABOUT = re.compile(
    r"(?:ca|c|circa|zirka|rund|etwa|about|approx|approximately|around|env|environ|~|≈)"
    r"[.:]?\s*(?=[\d€$£A-Z])(.+)",
    re.IGNORECASE,
)


def with_places(guess: Guess, table: RawTable) -> Guess:
    """Return a guess whose remarks name each cell of costs that is to be mended.

    Args:
        guess: What the columns of the list seem to mean.
        table: The list.
    """
    if not guess.unfit:
        return guess
    remarks = list(guess.remarks)
    for header in guess.costs:
        start = f"'{header}' {TO_MEND}"
        told = _told(guess, table, header)
        remarks = [f"{start}{told}" if told and each.startswith(start) else each
                   for each in remarks]  # fmt: skip
    return evolve(guess, remarks=tuple(remarks))


def _told(guess: Guess, table: RawTable, header: str) -> str:
    aside = rows_aside(table, guess)
    odd = [
        at
        for at, cell in enumerate(table.column(header))
        if cell_text(cell) in guess.unfit and at not in aside
    ]
    said = [_one(guess, table, header, at) for at in odd[:_MOST_TOLD]]
    more = f" and {len(odd) - _MOST_TOLD:,} more" if len(odd) > _MOST_TOLD else ""
    return f"{', '.join(said)}{more}"


def rows_aside(table: RawTable, guess: Guess) -> set[int]:
    """Return the rows that are set aside by their ids.

    Args:
        table: The list.
        guess: What its columns seem to mean.
    """
    key = guess.columns.get("id")
    aside = {value for said, values, _ in guess.aside if said == key for value in values}
    return {at for at, each in enumerate(_ids(table, guess)) if each in aside}


def _ids(table: RawTable, guess: Guess) -> list[str]:
    key = guess.columns.get("id")
    return [cell_text(cell).strip() for cell in table.column(key)] if key else [""] * table.n_rows


def place_told(table: RawTable, guess: Guess, at: int, header: str) -> str:
    """Return in words where a cell stands, and whose it is.

    Args:
        table: The list.
        guess: What its columns seem to mean.
        at: The row, counted from 0.
        header: The column.
    """
    place, key = table.place(at, header), guess.columns.get("id")
    where = place.get("cell") or (f"line {place['line']}" if place.get("line") else "")
    whose = cell_text(table.column(key)[at]).strip() if key else ""
    of_whom = f" of {printable(whose, _LONGEST)}" if whose else ""
    return f"{where or f'row {table.lines[at]}'}{of_whom}"


def _one(guess: Guess, table: RawTable, header: str, at: int) -> str:
    text = cell_text(table.column(header)[at]).strip()
    amount = _meant(text, guess.reading)
    where = place_told(table, guess, at, header)
    return f"{where}: '{printable(text, _LONGEST)}'{f': write {amount}' if amount else ''}"


def _meant(text: str, reading: Reading) -> str:
    """Return the amount in a text such as ``ca. 80``, "" where it may be another."""
    found = _ABOUT.fullmatch(text)
    if found is None:
        return ""
    try:
        read = read_money(found[1], reading)
    except UnfitCellError:
        return ""
    is_sure = read is not None and doubt_about(read, reading) is None
    return printable(found[1].strip(), _LONGEST) if is_sure else ""
