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

__all__ = ["with_places"]

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
    key = guess.columns.get("id")
    ids = [cell_text(cell).strip() for cell in table.column(key)] if key else [""] * table.n_rows
    aside = {value for said, values, _ in guess.aside if said == key for value in values}
    odd = [
        at
        for at, cell in enumerate(table.column(header))
        if cell_text(cell) in guess.unfit and ids[at] not in aside
    ]
    said = [_one(guess, table, header, at, ids[at]) for at in odd[:_MOST_TOLD]]
    more = f" and {len(odd) - _MOST_TOLD:,} more" if len(odd) > _MOST_TOLD else ""
    return f"{', '.join(said)}{more}"


def _one(guess: Guess, table: RawTable, header: str, at: int, key: str) -> str:
    place = table.place(at, header)
    where = place.get("cell") or (f"line {place['line']}" if place.get("line") else "")
    where = str(where or f"row {table.lines[at]}")
    whose = f" of {printable(key, _LONGEST)}" if key else ""
    text = cell_text(table.column(header)[at]).strip()
    amount = _meant(text, guess.reading)
    return f"{where}{whose}: '{printable(text, _LONGEST)}'{f': write {amount}' if amount else ''}"


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
