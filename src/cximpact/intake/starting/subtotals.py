"""Rows of a list that add up others and say of what, such as ``Summe Netz``: no proposals.

A word at the beginning or the end of a text proves nothing, since projects are called `Total
redesign of the shop`. So the row has to look like a sum as well: amounts, and no other word.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from cximpact.intake.files.cells import is_blank
from cximpact.intake.lists.cell_values import UnfitCellError, number_in
from cximpact.intake.lists.matching import cell_text
from cximpact.intake.lists.totals import starts_as_total
from cximpact.intake.starting.cost_headers import header_currency, header_unit, is_cost_header
from cximpact.intake.starting.cost_ranges import range_part
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
        self._columns = dict(zip(table.headers, table.columns, strict=True))
        self._numbers: dict[str, list[Decimal | None]] = {}
        self._others = [at for at in range(table.n_rows) if at not in self.likely]
        self._texts = [column for column in table.columns if self._is_of_texts(column)]

    def is_total(self, at: int, said: NamedTotal) -> bool:
        """Return whether a row that names a total is one."""
        _, *given = [
            (header, column[at])
            for header, column in self._columns.items()
            if not is_blank(column[at])
        ]
        amounts = [header for header, cell in given if self._holds(header, cell)]
        others = [cell for header, cell in given if header not in amounts]
        if not amounts or not all(map(_is_sign, others)):
            return False
        if any(self._rates(header, at) for header in amounts):
            return False
        if said.is_sure or all(self._adds_up(header, at) for header in amounts):
            return True
        n_blank = sum(is_blank(column[at]) for column in self._texts)
        return n_blank >= (1 if self._is_named(said.of) else _FEWEST_BLANK)

    def _holds(self, header: str, cell: Cell) -> bool:
        """Whether a cell holds an amount; below a cost it may have a unit, as ``EUR 85k`` has."""
        if self._number(cell) is not None:
            return True
        return _is_cost(header) and _AMOUNT.fullmatch(cell_text(cell).strip()) is not None

    def _number(self, cell: Cell) -> Decimal | None:
        try:
            number = None if is_blank(cell) else number_in(cell, self._reading)
        except UnfitCellError:
            return None
        return None if number is None else Decimal(str(number))

    def _numbers_of(self, header: str) -> list[Decimal | None]:
        # Every row that may be a total asks again for all rows, which may be many thousands.
        if header not in self._numbers:
            self._numbers[header] = [self._number(cell) for cell in self._columns[header]]
        return self._numbers[header]

    def _is_of_texts(self, column: Sequence[Cell]) -> bool:
        """Whether most rows have words in a column, as they have titles and statuses."""
        words = sum(self._is_words(column[at]) for at in self._others)
        return words > _MOSTLY * len(self._others)

    def _is_words(self, cell: Cell) -> bool:
        return isinstance(cell, str) and not is_blank(cell) and self._number(cell) is None

    def _is_named(self, part: str) -> bool:
        """Whether a part of the list is called so in another row."""
        return bool(part) and part in self._names

    @cached_property
    def _names(self) -> frozenset[str]:
        return frozenset(
            plain_words(cell_text(column[at])) for column in self._texts for at in self._others
        )

    def _rates(self, header: str, at: int) -> bool:
        """Whether the number in a row may be a rating: not of money, and like those of others."""
        if _is_cost(header) or is_quantity(header):
            return False
        read = self._numbers_of(header)
        numbers = [each for row in self._others if (each := read[row]) is not None]
        number = read[at]
        if not numbers or number is None or max(numbers) > _HIGHEST_RATING:
            return False
        return min(numbers) <= number <= max(numbers)

    def _adds_up(self, header: str, at: int) -> bool:
        """Whether an amount is the sum of some rows above, since the last total or all."""
        read = self._numbers_of(header)
        before = max((row for row in self.likely if row < at), default=-1)
        for start in (before + 1, 0):
            rows = (row for row in range(start, at) if row not in self.likely)
            numbers = [each for row in rows if (each := read[row]) is not None]
            if len(numbers) >= _FEWEST_SUMMED and sum(numbers) == read[at]:
                return True
        return False


def _is_cost(header: str) -> bool:
    base, _ = range_part(header)
    is_called_so = plain_words(base) in FIELD_WORDS["cost"] or is_cost_header(base)
    return is_called_so or bool(header_unit(header)) or bool(header_currency(header))


def _is_sign(cell: Cell) -> bool:
    """Return whether a cell holds no more than a sign, such as a dash."""
    return not any(map(str.isalnum, cell_text(cell)))
