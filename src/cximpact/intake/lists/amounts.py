"""Columns of amounts: one number, or low, likely and high, perhaps with a currency.

Where few of many have a range, the others state the likely one alone: that is one number, too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from attrs import frozen

from cximpact.intake.files.cells import is_blank
from cximpact.intake.lists.amount_doubts import Doubts
from cximpact.intake.lists.cell_advice import advice_on
from cximpact.intake.lists.cell_values import currency_in
from cximpact.intake.lists.currency_marks import against_sign, sign_fits
from cximpact.intake.lists.money_cells import WrittenMoney, doubt_about, read_money, times_column
from cximpact.intake.lists.range_advice import range_advice
from cximpact.intake.lists.unknown_costs import is_unknown
from cximpact.model.source import Lookup

if TYPE_CHECKING:
    from cximpact.intake.lists.table_parts import TablePart

__all__ = [
    "Amount",
    "AmountColumns",
    "companion_columns",
    "mapped_columns",
    "read_amounts",
]

Read = WrittenMoney | None
_RANGE = ("low", "likely", "high")


@frozen
class Amount:
    """An exact amount as it was stated.

    Attributes:
        low: Lowest; equal to the others where one number was stated, or the likely one alone.
        likely: Most likely.
        high: Highest.
        currency: As stated in the cell or for the column; "" where it is not.
        single: Whether one number was stated.
        row: The row it stands in.
        header: The column to point at when something is wrong with it.
        sign: The sign of several currencies in its cell, such as ``$``, while none is known.
    """

    low: Decimal
    likely: Decimal
    high: Decimal
    currency: str
    single: bool
    row: int
    header: str
    sign: str = ""

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
        multiplier: What amounts are multiplied by that state no word such as ``k`` themselves.
    """

    one: Lookup | None = None
    range: tuple[Lookup, Lookup, Lookup] | None = None
    currency: str = ""
    currency_of_row: Lookup | None = None
    multiplier: int = 1

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
    multiplier = said.get("multiplier", 1)
    if named == ["column"]:
        return AmountColumns(Lookup(said["column"]), None, currency, of_row, multiplier)
    low, likely, high = (Lookup(said[key]) for key in _RANGE)
    return AmountColumns(None, (low, likely, high), currency, of_row, multiplier)


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
    stated = said if isinstance(said, Mapping) else {}
    currency, multiplier = stated.get("currency", ""), stated.get("multiplier", 1)
    return AmountColumns(one, found, currency, part.lookup("currency"), multiplier)


def read_amounts(
    part: TablePart,
    columns: AmountColumns,
    rows: Sequence[int],
    *,
    money: bool = True,
    small: bool = False,
    currency: str = "",
) -> list[Amount | None]:
    """Return the amounts of rows, None where there is none; mistakes are noted.

    Args:
        part: The table.
        columns: Where its amounts stand.
        rows: The rows wanted.
        money: Whether they are all money; then ``240.000`` is refused, as nobody writes a tenth
            of a cent, and a point may group thousands, whatever is said of the file.
        small: Whether three decimals are to be expected, as of the price of a unit; then what is
            said of the file, or the other amounts of the column, tell what its point means.
        currency: The currency of amounts that name none; it is not entered into them.
    """
    reader = _Reader(part, columns, rows, Doubts(part, money, small), currency)
    # Rows come in the order of their ids; people look for mistakes in that of the file.
    found = {at: reader.amount(at) for at in sorted(range(len(rows)), key=rows.__getitem__)}
    return [found[at] for at in range(len(rows))]


class _Reader:
    """Puts the columns of one row together."""

    def __init__(
        self,
        part: TablePart,
        columns: AmountColumns,
        rows: Sequence[int],
        doubts: Doubts,
        currency: str,
    ) -> None:
        self._part, self._columns, self._rows = part, columns, rows
        self._doubts, self._own = doubts, currency
        self._one = self._read(columns.one)
        self._range = [self._read(lookup) for lookup in columns.range or ()]
        row_wise = columns.currency_of_row
        self._currency = (
            [""] * len(rows) if row_wise is None else part.convert(row_wise, currency_in, rows, "")
        )

    def _read(self, lookup: Lookup | None) -> list[Read]:
        if lookup is None:
            return [None] * len(self._rows)
        reading, by = self._part.reading, self._columns.multiplier
        if by == 1:
            return self._part.convert(
                lookup, lambda cell: read_money(cell, reading), self._rows, None
            )
        return self._part.convert(
            lookup, lambda cell: times_column(read_money(cell, reading), by), self._rows, None
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
            return self._made(at, (one,))
        if not given:
            return None
        if len(given) == len(_RANGE):
            return self._made(at, tuple(given))
        likely = several[1]
        if len(given) == 1 and likely is not None and self._is_plain(at):
            return self._made(at, (likely,))
        if not self._is_refused(at):
            self._partial(at, [each is not None for each in several])
        return None

    def _partial(self, at: int, given: Sequence[bool]) -> None:
        """Note that a row names a part of a range only."""
        headers = [each.column for each in self._columns.range or ()]
        row, table = self._rows[at], self._part.table
        blank = [is_blank(table.column(header)[row]) for header in headers]
        self._problem(
            at,
            "low, likely and high belong together",
            expected="all three, the likely one alone, or none",
            hint=range_advice(headers, given, blank),
        )

    def _is_refused(self, at: int) -> bool:
        """Return whether a cell of a row was told as no amount already."""
        row, part = self._rows[at], self._part
        return any(
            column[at] is None
            and not is_blank(part.table.column(each.column)[row])
            and row not in part.read_as_empty.get(each.column, ())
            for each, column in zip(self._columns.range or (), self._range, strict=True)
        )

    def _is_plain(self, at: int) -> bool:
        """Return whether no cell of a row says that its part of the range is not known yet."""
        row, several = self._rows[at], self._columns.range or ()
        return not any(is_unknown(self._part, row, each.column) for each in several)

    def _made(self, at: int, read: tuple[WrittenMoney, ...]) -> Amount | None:
        stated = {each.currency for each in read} | {self._currency[at], self._columns.currency}
        stated.discard("")
        if len(stated) > 1:
            found = " and ".join(sorted(stated))
            hint = None
            if self._columns.currency_of_row is None:
                hint = "for rows of several, 'currency: {column: ...}' names a column of codes, "
                hint += "and 'rates' convert them"
            self._problem(at, "one amount in two currencies", value=found, hint=hint)
            return None
        currency = stated.pop() if stated else ""
        if not self._is_clear(at, read, currency or self._own):
            return None
        low, likely, high = (read[0].amount, read[len(read) // 2].amount, read[-1].amount)
        if not low <= likely <= high:
            found = f"{low:f}, {likely:f}, {high:f}"
            self._problem(at, "not a range", value=found, expected="low ≤ likely ≤ high")
            return None
        sign = "" if currency else next((each.sign for each in read if each.sign), "")
        single, row, header = len(read) == 1, self._rows[at], self._columns.header
        return Amount(low, likely, high, currency, single, row, header, sign)

    def _is_clear(self, at: int, read: tuple[WrittenMoney, ...], currency: str) -> bool:
        """Return whether the cells of a row have one meaning; those that do not are noted."""
        if all(each.doubtful is None and not each.sign for each in read):
            return True
        headers = [lookup.column for lookup in self._lookups(read)]
        wrong = False
        for header, each in zip(headers, read, strict=True):
            if currency and each.sign and not sign_fits(each.sign, currency):
                told = against_sign(each.sign, currency, header)
                wrong = True
                self._part.problem(self._rows[at], header, **told)
                continue
            if not self._doubts.told(header, each, currency):
                self._refuse(at, header, each)
                wrong = True
        return not wrong

    def _lookups(self, read: tuple[WrittenMoney, ...]) -> Sequence[Lookup]:
        several = self._columns.range or ()
        if len(read) > 1:
            return several
        # A single one of three is the likely one.
        return several[1:2] if self._columns.one is None else (self._columns.one,)

    def _refuse(self, at: int, header: str, written: WrittenMoney) -> None:
        unfit = doubt_about(written, self._part.reading)
        if unfit is not None:
            row = self._rows[at]
            hint = advice_on(self._part, self._part.table.column(header)[row], unfit)
            self._part.problem(row, header, unfit.message, expected=unfit.expected, hint=hint)

    def _problem(self, at: int, message: str, **details: Any) -> None:
        self._part.problem(self._rows[at], self._columns.header, message, **details)
