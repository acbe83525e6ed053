"""Columns headed ``Min``, ``Plan`` and ``Max`` only: a range, perhaps of costs.

Such headers do not say of what. A row above them may, such as ``Cost (kEUR)`` over all three, or a
title, such as ``costs in kEUR``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from attrs import frozen

from cximpact.exceptions import printable
from cximpact.intake.files.cells import is_blank
from cximpact.intake.starting.cost_cells import cost_cells
from cximpact.intake.starting.cost_entries import CostEntry
from cximpact.intake.starting.cost_headers import (
    header_currency,
    header_unit,
    is_no_cost,
    names_cost,
)
from cximpact.intake.starting.cost_ranges import cost_ranges, is_bare_part
from cximpact.intake.starting.guess_words import FIELD_WORDS, plain_words
from cximpact.intake.starting.people_headers import unit_of
from cximpact.intake.starting.rating_words import is_quantity, names_customers
from cximpact.intake.starting.rows_above import over_header, titles_above

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from cximpact.intake.starting.cost_cells import CostCells
    from cximpact.intake.starting.cost_headers import HeaderUnit
    from cximpact.intake.starting.cost_ranges import CostRange
    from cximpact.intake.starting.guess_headers import Headers

__all__ = ["BareRange", "bare_range", "names_other"]

_MOSTLY = 2 / 3
_LEAST = 100
_LONGEST = 60
_PARTS = re.compile(r"[,;:|()\[\]]")


@frozen
class BareRange:
    """Three columns that state a range, and what says that it is one of money.

    Attributes:
        entry: How a workspace states them.
        columns: Their cells, by header.
        currency: The one that is named; "" for none.
        where: What says that it is money, in words; "" where nothing does.
    """

    entry: CostEntry
    columns: dict[str, CostCells]
    currency: str = ""
    where: str = ""

    @property
    def is_sure(self) -> bool:
        """Whether something says that it is money, and what its amounts are multiplied by."""
        return bool(self.where and self.entry.multiplier)


@frozen
class _Saying:
    """What a text says of the money below it."""

    where: str = ""
    currency: str = ""
    unit: HeaderUnit | None = None


def bare_range(headers: Headers, meant: Collection[str]) -> BareRange | None:
    """Return the range whose headers do not say of what it is; None for none, or several.

    Args:
        headers: Those of a list without other columns of costs.
        meant: Words that mean something, in small letters; they never stand for no amount.
    """
    table = headers.table
    bare = [each for each in table.headers if each not in headers.taken and is_bare_part(each)]
    ranges = [each for each in cost_ranges(bare) if each.is_whole]
    read = [_read(headers, each, meant) for each in ranges]
    found = [each for each in read if each is not None]
    sure = [each for each in found if each.where]
    if len(sure or found) != 1:
        return None
    (only,) = sure or found
    return only


def _read(headers: Headers, found: CostRange, meant: Collection[str]) -> BareRange | None:
    """Return a range that its rows bear out; None for another one, or of something else."""
    over = {over_header(headers.table, each) for each in found.headers}
    if any(map(names_other, over)):
        return None
    said = _said(headers, found, over.pop() if len(over) == 1 else "")
    cells = {
        each: cost_cells(headers.cells(each), headers.reading, meant, said.unit)
        for each in found.headers
    }
    if not (all(map(_is_money, cells.values())) and _rises(list(cells.values()))):
        return None
    where = said.where or _of_cells(cells.values())
    if not where and not _is_large(cells.values()):
        return None
    units = {each.multiplier for each in cells.values()}
    multiplier = 0 if 0 in units else max(units)
    low, high = found.low, found.high
    entry = CostEntry(found.likely, multiplier=multiplier, low=low, high=high, base="cost")
    return BareRange(entry, cells, said.currency, where)


def _of_cells(columns: Collection[CostCells]) -> str:
    """Return that cells name a currency; "" where none does."""
    codes = {code for column in columns for code in column.currencies()} - {""}
    return f"their cells name {' and '.join(sorted(codes))}" if codes else ""


def _said(headers: Headers, found: CostRange, over: str) -> _Saying:
    """Return what says that a range is money: its headers, the row above them, or a title."""
    sayings = list(_sayings(headers, found, over))
    return _Saying(
        next((each.where for each in sayings), ""),
        next((each.currency for each in sayings if each.currency), ""),
        next((each.unit for each in sayings if each.unit), None),
    )


def _sayings(headers: Headers, found: CostRange, over: str) -> Iterator[_Saying]:
    row = (headers.table.header_line or 0) - 1
    for text, where in ((found.base, "their headers say"), (over, f"row {row} says")):
        unit, currency = header_unit(text), header_currency(text)
        if unit or currency or names_cost(text) or plain_words(text) in FIELD_WORDS["cost"]:
            yield _Saying(f"{where} '{printable(text, _LONGEST)}'", currency, unit)
    for text in titles_above(headers.table):
        for part in _PARTS.split(text):
            unit, currency = header_unit(part), header_currency(part)
            is_sure = unit is not None and unit.multiplier > 0
            if (currency or names_cost(part)) and not names_other(part):
                said = f"the title says '{printable(part.strip(), _LONGEST)}'"
                yield _Saying(said, currency, unit if is_sure else None)


def names_other(text: str) -> bool:
    """Return whether a text over columns names what is no cost: benefits, customers, people.

    Args:
        text: The text.

    Example:
        >>> [names_other(each) for each in ("Benefit (kEUR)", "Effort (days)", "Cost (EUR m)")]
        [True, True, False]
    """
    if is_no_cost(text) or names_customers(text):
        return True
    # The m of money is no metre.
    return not header_currency(text) and (bool(unit_of(text)) or is_quantity(text))


def _is_money(column: CostCells) -> bool:
    amounts = sum(not is_blank(cell) for cell in column.cells)
    return amounts > 0 and amounts >= _MOSTLY * (amounts + column.n_unfit)


def _is_large(columns: Collection[CostCells]) -> bool:
    """Return whether amounts of which nothing says that they are money can be."""
    amounts = [each for column in columns for _, each in column.amounts]
    return max(abs(each.amount) for each in amounts) >= _LEAST


def _rises(columns: Collection[CostCells]) -> bool:
    """Return whether most rows that state all three go from low to high."""
    rows = zip(*([each.value(cell) for cell in each.given] for each in columns), strict=True)
    whole = [row for row in rows if None not in row]
    rising = sum(low <= likely <= high for low, likely, high in whole)
    return bool(whole) and rising >= _MOSTLY * len(whole)
