"""Amounts for quantity criteria: columns of the list, and rows of the companion table."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
from attrs import define, field, frozen

from cximpact.intake.lists.amounts import (
    Amount,
    AmountColumns,
    companion_columns,
    mapped_columns,
    read_amounts,
)
from cximpact.intake.lists.citations import read_sources
from cximpact.intake.lists.criterion_columns import criterion_columns, criterion_of_rows
from cximpact.intake.lists.currency_marks import against_sign, sign_fits
from cximpact.intake.lists.ratings import gather_sources
from cximpact.model.proposal import Quantities, Source

if TYPE_CHECKING:
    from decimal import Decimal

    from cximpact.exceptions import Problem
    from cximpact.intake.lists.pool import Rows
    from cximpact.intake.lists.table_parts import TablePart
    from cximpact.model.scorecard import Scorecard

__all__ = ["Converter", "QuantityCells"]

Converter = Callable[["Decimal", str, str], Fraction | None]
"""Amount, its currency and the wanted one to the exact amount; None without a dated rate."""

_CODE = re.compile(r"[A-Z]{3}")
_THOUSAND = 1000


@frozen(eq=False)
class _Entry:
    """One amount, converted, and where it stands."""

    values: tuple[float, float, float]
    amount: Amount
    part: TablePart


@define(eq=False)
class QuantityCells:
    """Gathers amounts by proposal and criterion, one each.

    Attributes:
        scorecard: The criteria.
        convert: Converts currencies.
        columns: What was read of the list, for its fingerprint.
    """

    scorecard: Scorecard
    convert: Converter
    columns: dict[str, Sequence[object]] = field(factory=dict)
    _cells: dict[tuple[int, int], _Entry] = field(factory=dict)
    _sources: list[tuple[tuple[int, int], Source | None]] = field(factory=list)

    def read_list(self, part: TablePart, rows: Sequence[int]) -> None:
        """Read the columns of the list.

        Args:
            part: The list.
            rows: The rows of the proposals, in the order of their ids.
        """
        for position, _, said in criterion_columns(part, "quantities", self.scorecard):
            name = self.scorecard.criteria[position].id
            places = mapped_columns(part, said, ("columns", "quantities", name))
            if places is not None:
                money, small = self._is_money(position), self._is_small(position)
                amounts = read_amounts(part, places, rows, money=money, small=small)
                for proposal, amount in enumerate(amounts):
                    self._add(part, proposal, position, amount)
                self.columns[f"quantity {name}"] = [_text(amount) for amount in amounts]

    def read_table(
        self, part: TablePart, found: Rows, notes: list[Problem]
    ) -> dict[str, Sequence[object]]:
        """Read the companion table, and return its columns for the fingerprint."""
        positions = criterion_of_rows(part, found.rows, self.scorecard, "quantity")
        places = companion_columns(part) or AmountColumns()
        money = all(map(self._is_money, positions))
        small = any(map(self._is_small, positions))
        amounts = read_amounts(part, places, found.rows, money=money, small=small)
        cited = read_sources(part, found.rows, notes)
        for proposal, position, amount, source in zip(
            found.positions, positions, amounts, cited, strict=True
        ):
            if position >= 0 and amount is not None:
                self._add(part, proposal, position, amount)
                self._sources.append(((proposal, position), source))
        names = [each.id for each in self.scorecard.criteria]
        return {
            "proposal": found.ids,
            "criterion": [names[at] if at >= 0 else "" for at in positions],
            "amount": [_text(amount) for amount in amounts],
            "source": [None if each is None else each.name for each in cited],
            "date": [None if each is None else each.on for each in cited],
        }

    def quantities(self, proposals: int) -> Quantities:
        """Return the amounts as arrays over that many proposals."""
        # Rows may speak of proposals whose list could not be read.
        rows = max((row + 1 for row, _ in self._cells), default=0)
        shape = (max(proposals, rows), len(self.scorecard.criteria))
        low, likely, high = (np.full(shape, np.nan) for _ in range(3))
        single = np.zeros(shape, dtype=bool)
        for cell, entry in self._cells.items():
            low[cell], likely[cell], high[cell] = entry.values
            single[cell] = entry.amount.single
        return Quantities(low, likely, high, single, gather_sources(self._sources))

    @property
    def given(self) -> bool:
        """Whether there is any amount."""
        return bool(self._cells)

    @property
    def in_list(self) -> frozenset[tuple[int, int]]:
        """Proposals and criteria, by their positions, whose amount stands in the list itself."""
        return frozenset(at for at, entry in self._cells.items() if entry.part.name == "proposals")

    def _is_money(self, position: int) -> bool:
        return _CODE.fullmatch(self.scorecard.criteria[position].unit) is not None

    def _is_small(self, position: int) -> bool:
        """Whether amounts are such as three decimals are usual in, as of the price of a unit."""
        points = self.scorecard.criteria[position].value_points
        return all(abs(point.amount) < _THOUSAND for point in points)

    def _add(self, part: TablePart, proposal: int, position: int, amount: Amount | None) -> None:
        if amount is None:
            return
        cell = (proposal, position)
        if cell in self._cells:
            other = self._cells[cell]
            place = other.part.table.place(other.amount.row)
            where = f"line {place['line']}" if place.get("line") else str(place["field"])
            message = f"a second amount for '{self.scorecard.criteria[position].id}'"
            hint = f"the first is in {place['file']}, {where}; keep one of them"
            part.problem(amount.row, amount.header, message, hint=hint)
            return
        values = self._in_unit(part, position, amount)
        if values is not None:
            self._cells[cell] = _Entry(values, amount, part)

    def _in_unit(
        self, part: TablePart, position: int, amount: Amount
    ) -> tuple[float, float, float] | None:
        unit = self.scorecard.criteria[position].unit
        if amount.currency and not _CODE.fullmatch(unit):
            message = "the amount names a currency, and the criterion is not about money"
            expected = f"a number of {unit}" if unit else "a number"
            part.problem(amount.row, amount.header, message, expected=expected)
            return None
        if not amount.currency and _CODE.fullmatch(unit) and not sign_fits(amount.sign, unit):
            part.problem(
                amount.row, amount.header, **against_sign(amount.sign, unit, amount.header)
            )
            return None
        # One amount is converted once; without another currency there is nothing to convert.
        stated = (amount.likely,) if amount.single else amount.values()
        if amount.currency in ("", unit):
            return _three([float(each) for each in stated])
        found = [self.convert(each, amount.currency, unit) for each in stated]
        exact = [float(each) for each in found if each is not None]
        if len(exact) < len(found):
            message = f"{amount.currency} cannot be converted to {unit}"
            hint = f"add a rate from {amount.currency} to {unit} dated up to as_of"
            part.problem(amount.row, amount.header, message, hint=hint)
            return None
        return _three(exact)


def _three(values: Sequence[float]) -> tuple[float, float, float]:
    """Return low, likely and high of three amounts, or of a single one."""
    return values[0], values[len(values) // 2], values[-1]


def _text(amount: Amount | None) -> tuple[object, ...]:
    return () if amount is None else (*amount.values(), amount.currency)
