"""Columns of amounts: one number, or low, likely and high, perhaps with a currency."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from attrs import frozen

from cximpact.intake.lists.cell_values import currency_in, money_in
from cximpact.model.source import Lookup

if TYPE_CHECKING:
    from cximpact.intake.files.cells import Cell
    from cximpact.intake.lists.table_parts import TablePart

__all__ = ["Amount", "AmountColumns", "companion_columns", "mapped_columns", "read_amounts"]

Read = tuple[Decimal, str] | None
_DECIMALS = re.compile(r"(?<![0-9.])0\.[0-9]|[0-9]{4}\.[0-9]|\.([0-9]{1,2}|[0-9]{4,})(?![0-9.])")
_RANGE = ("low", "likely", "high")


@frozen
class Amount:
    """An exact amount as it was stated.

    Attributes:
        low: Lowest; equal to the others where one number was stated.
        likely: Most likely.
        high: Highest.
        currency: As stated in the cell or for the column; "" where it is not.
        single: Whether one number was stated.
        row: The row it stands in.
        header: The column to point at when something is wrong with it.
    """

    low: Decimal
    likely: Decimal
    high: Decimal
    currency: str
    single: bool
    row: int
    header: str

    def values(self) -> tuple[Decimal, Decimal, Decimal]:
        """Return low, likely and high."""
        return self.low, self.likely, self.high


@frozen
class AmountColumns:
    """Where amounts stand.

    Attributes:
        one: The column of single numbers.
        range: The columns of low, likely and high.
        currency: The currency of all of them, "" where each cell or row says its own.
        currency_of_row: The column that names the currency.
    """

    one: Lookup | None = None
    range: tuple[Lookup, Lookup, Lookup] | None = None
    currency: str = ""
    currency_of_row: Lookup | None = None

    @property
    def header(self) -> str:
        """The column to point at when something is wrong with an amount."""
        if self.one is not None:
            return self.one.column
        return self.range[1].column if self.range else ""


def mapped_columns(part: TablePart, said: Any, path: tuple[str | int, ...]) -> AmountColumns | None:
    """Return where amounts stand, from a header or a mapping of a document.

    Args:
        part: The table.
        said: A header, or a mapping with `column`, or with `low`, `likely` and `high`.
        path: Where it is said, inside the part.
    """
    if isinstance(said, str):
        return AmountColumns(one=Lookup(said)) if part.found(said, path) else None
    named = [key for key in ("column", *_RANGE) if key in said]
    known = [part.found(said[key], (*path, key)) for key in named]
    if named not in (["column"], list(_RANGE)):
        expected = "column, or low, likely and high"
        part.report.add((part.name, *path), "not clear where the amounts stand", expected=expected)
        return None
    if not all(known):
        return None
    currency, of_row = said.get("currency", ""), None
    if isinstance(currency, Mapping):
        if (of_row := part.lookup_said(currency, (*path, "currency"))) is None:
            return None
        currency = ""
    if named == ["column"]:
        return AmountColumns(Lookup(said["column"]), None, currency, of_row)
    low, likely, high = (Lookup(said[key]) for key in _RANGE)
    return AmountColumns(None, (low, likely, high), currency, of_row)


def companion_columns(part: TablePart) -> AmountColumns | None:
    """Return where a companion table has its amounts; a problem is noted if it has none."""
    one = part.lookup("amount")
    low, likely, high = (part.lookup(name) for name in _RANGE)
    found = (low, likely, high) if low and likely and high else None
    if (low or likely or high) and not found:
        missing = ", ".join(name for name in _RANGE if part.lookup(name) is None)
        message = "low, likely and high belong together"
        part.header_problem(message, field=None, expected=f"columns for {missing}, too")
    elif one is None and found is None:
        part.required("amount")
        return None
    said = part.columns.get("amount", part.columns.get("likely"))
    currency = said.get("currency", "") if isinstance(said, Mapping) else ""
    return AmountColumns(one, found, currency, part.lookup("currency"))


def read_amounts(
    part: TablePart, columns: AmountColumns, rows: Sequence[int], *, money: bool = True
) -> list[Amount | None]:
    """Return the amounts of rows, None where there is none; mistakes are noted.

    Args:
        part: The table.
        columns: Where its amounts stand.
        rows: The rows wanted.
        money: Whether they are all money; then ``400.000`` is refused where nothing in the column
            or in what is said of the file tells what its point means.
    """
    reader = _Reader(part, columns, rows, money)
    return [reader.amount(at) for at in range(len(rows))]


def _shows_decimals(cell: Cell) -> bool:
    """Return whether the point of a text can only be a decimal one, as in ``0.125`` and ``7.5``."""
    return isinstance(cell, str) and _DECIMALS.search(cell) is not None


class _Reader:
    """Puts the columns of one row together."""

    def __init__(
        self, part: TablePart, columns: AmountColumns, rows: Sequence[int], money: bool
    ) -> None:
        self._part, self._columns, self._rows = part, columns, rows
        said = part.said.get("read", {})
        # What a plugin hands over as a number is written with a point.
        told = part.is_collected or "decimal" in said or "thousands" in said
        self._settled = not money or told
        self._one = self._read(columns.one)
        self._range = [self._read(lookup) for lookup in columns.range or ()]
        row_wise = columns.currency_of_row
        self._currency = (
            [""] * len(rows) if row_wise is None else part.convert(row_wise, currency_in, rows, "")
        )

    def _read(self, lookup: Lookup | None) -> list[Read]:
        if lookup is None:
            return [None] * len(self._rows)
        reading, cells = self._part.reading, self._part.table.column(lookup.column)
        settled = self._settled or any(map(_shows_decimals, cells))
        return self._part.convert(
            lookup, lambda cell: money_in(cell, reading, settled=settled), self._rows, None
        )

    def amount(self, at: int) -> Amount | None:
        """Return the amount of one row, or None where the row names none."""
        one = self._one[at]
        several = [column[at] for column in self._range]
        given = [each for each in several if each is not None]
        if one is not None and given:
            self._problem(at, "both an amount and a range are given", hint="keep one of them")
            return None
        if one is not None:
            return self._made(at, (one, one, one), single=True)
        if not given:
            return None
        if len(given) < len(_RANGE):
            message = "low, likely and high belong together"
            self._problem(at, message, expected="all three, or none")
            return None
        return self._made(at, (given[0], given[1], given[2]), single=False)

    def _made(
        self, at: int, read: tuple[tuple[Decimal, str], ...], *, single: bool
    ) -> Amount | None:
        low, likely, high = (amount for amount, _ in read)
        if not low <= likely <= high:
            found = f"{low:f}, {likely:f}, {high:f}"
            self._problem(at, "not a range", value=found, expected="low ≤ likely ≤ high")
            return None
        codes = {read[0][1]} if single else {code for _, code in read}
        stated = codes | {self._currency[at], self._columns.currency}
        stated.discard("")
        if len(stated) > 1:
            found = " and ".join(sorted(stated))
            self._problem(at, "one amount in two currencies", value=found)
            return None
        currency = stated.pop() if stated else ""
        return Amount(low, likely, high, currency, single, self._rows[at], self._columns.header)

    def _problem(self, at: int, message: str, **details: Any) -> None:
        self._part.problem(self._rows[at], self._columns.header, message, **details)
