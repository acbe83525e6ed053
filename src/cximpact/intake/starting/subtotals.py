"""Rows of a list that add up others and say of what, such as ``Summe Netz``: no proposals.

A word at the beginning or the end of a text proves nothing, since projects are called `Total
redesign of the shop`. So the row has to look like a sum as well: amounts, and no other word.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from cximpact.intake.files.cells import is_blank
from cximpact.intake.lists.cell_values import UnfitCellError, number_in
from cximpact.intake.lists.matching import cell_text
from cximpact.intake.lists.totals import starts_as_total
from cximpact.intake.starting.cost_headers import header_currency, header_unit, is_cost_header
from cximpact.intake.starting.guess_reading import guess_reading
from cximpact.intake.starting.guess_words import FIELD_WORDS, plain_words
from cximpact.intake.starting.rating_words import is_quantity
from cximpact.intake.starting.total_words import named_total

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from cximpact.intake.files.cells import Cell
    from cximpact.intake.files.raw_table import RawTable
    from cximpact.intake.starting.total_words import NamedTotal

__all__ = ["total_rows"]

_AMOUNT = re.compile(r"[^\W\d_]{0,4}[€$£]?\s?[-+]?\d[\d.,' ]*\s?(?:[^\W\d_]{0,4}[€$£]?)")
_HIGHEST_RATING = 100
_MOST = 50
_MOSTLY = 0.5
_FEWEST_SUMMED = 2
_FEWEST_BLANK = 2


def total_rows(table: RawTable) -> list[int]:
    """Return the rows that are totals: of all, by their first word, or of a part that they name.

    A row with a second text, as a title or a status is, or with a rating is never one of a part.

    Args:
        table: The list.
    """
    plain = starts_as_total(table)
    named = {at: said for at in range(table.n_rows) if (said := _said(table, at)) is not None}
    for at in plain:
        named.pop(at, None)
    if not named or len(named) > min(_MOST, table.n_rows // 2):
        return plain
    rows = _Rows(table, {*plain, *named})
    # One after the other: a row that turns out to be a proposal counts in the sums below it.
    for at in sorted(named):
        if not rows.is_total(at, named[at]):
            rows.likely.discard(at)
    return sorted(rows.likely)


def _said(table: RawTable, at: int) -> NamedTotal | None:
    first = next((column[at] for column in table.columns if not is_blank(column[at])), None)
    return named_total(first) if isinstance(first, str) else None


class _Rows:
    """Tells the rows of a list that are totals from others that begin like them."""

    def __init__(self, table: RawTable, likely: Collection[int]) -> None:
        self.likely = set(likely)
        self._table = table
        self._reading = guess_reading(table)
        self._ranges: dict[str, tuple[Decimal, Decimal] | None] = {}
        self._columns = list(zip(table.headers, table.columns, strict=True))
        self._others = [at for at in range(table.n_rows) if at not in self.likely]
        self._texts = [column for column in table.columns if self._is_of_texts(column)]

    def is_total(self, at: int, said: NamedTotal) -> bool:
        """Return whether a row that names a total is one."""
        _, *given = [pair for pair in self._columns if not is_blank(pair[1][at])]
        amounts = [pair for pair in given if self._holds(*pair, at)]
        if not amounts or not all(
            self._holds(*pair, at) or _is_sign(pair[1][at]) for pair in given
        ):
            return False
        if any(self._rates(header, column, at) for header, column in amounts):
            return False
        if said.is_sure or all(self._adds_up(column, at) for _, column in amounts):
            return True
        n_blank = sum(is_blank(column[at]) for column in self._texts)
        return n_blank >= (1 if self._is_named(said.of) else _FEWEST_BLANK)

    def _holds(self, header: str, column: Sequence[Cell], at: int) -> bool:
        """Whether a cell holds an amount; below a cost it may have a unit, as ``EUR 85k`` has."""
        if self._number(column[at]) is not None:
            return True
        return _is_cost(header) and _AMOUNT.fullmatch(cell_text(column[at]).strip()) is not None

    def _number(self, cell: Cell) -> Decimal | None:
        try:
            number = None if is_blank(cell) else number_in(cell, self._reading)
        except UnfitCellError:
            return None
        return None if number is None else Decimal(str(number))

    def _is_of_texts(self, column: Sequence[Cell]) -> bool:
        """Whether most rows have words in a column, as they have titles and statuses."""
        words = sum(isinstance(column[at], str) and not is_blank(column[at])
                    and self._number(column[at]) is None for at in self._others)  # fmt: skip
        return words > _MOSTLY * len(self._others)

    def _is_named(self, part: str) -> bool:
        """Whether a part of the list is called so in another row."""
        return bool(part) and any(
            plain_words(cell_text(column[at])) == part for column in self._texts
            for at in self._others
        )  # fmt: skip

    def _rates(self, header: str, column: Sequence[Cell], at: int) -> bool:
        """Whether the number in a row may be a rating: not of money, and like those of others."""
        if _is_cost(header) or is_quantity(header):
            return False
        if header not in self._ranges:
            read = map(self._number, (column[row] for row in self._others))
            numbers = [each for each in read if each is not None]
            self._ranges[header] = (min(numbers), max(numbers)) if numbers else None
        span, number = self._ranges[header], self._number(column[at])
        if span is None or number is None or span[1] > _HIGHEST_RATING:
            return False
        return span[0] <= number <= span[1]

    def _adds_up(self, column: Sequence[Cell], at: int) -> bool:
        """Whether an amount is the sum of some rows above, since the last total or all."""
        total = self._number(column[at])
        before = max((row for row in self.likely if row < at), default=-1)
        for start in (before + 1, 0):
            rows = (row for row in range(start, at) if row not in self.likely)
            numbers = [each for row in rows if (each := self._number(column[row])) is not None]
            if len(numbers) >= _FEWEST_SUMMED and sum(numbers) == total:
                return True
        return False


def _is_cost(header: str) -> bool:
    is_called_so = plain_words(header) in FIELD_WORDS["cost"] or is_cost_header(header)
    return is_called_so or bool(header_unit(header)) or bool(header_currency(header))


def _is_sign(cell: Cell) -> bool:
    """Return whether a cell holds no more than a sign, such as a dash."""
    return not any(map(str.isalnum, cell_text(cell)))
