"""Rows of an export as entries of a ledger: an account, a day, an exact amount."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from attrs import define, field, frozen

from cximpact.plugins import AnswerError, QueryError
from cximpact_finance.amounts import NotMoneyError, exact, less, localised
from cximpact_finance.given import choice, plain, text
from cximpact_finance.ledger.tables import Row
from cximpact_finance.periods import period_of

__all__ = ["Entries", "Entry"]

_EXCEL_DIGITS = 15


@frozen
class Entry:
    """One line of a journal.

    Attributes:
        amount: As written; debit less credit where they stand apart.
        day: Of the entry, where there is a column for it.
        texts: Of the other columns, by our name.
        ref: Reference into the ledger: a document number, else the place in the file.
        place: In the file.
    """

    amount: Decimal
    day: date | None
    texts: Mapping[str, str]
    ref: str
    place: str

    def said(self, name: str) -> str:
        """Return the text of a column, "" where there is none."""
        return self.texts.get(name, "")


@define
class Entries:
    """Reads entries as the settings describe them."""

    _columns: Mapping[str, str]
    _decimal: str
    _thousands: str
    _date_format: str
    _debit: str
    _credit: str
    _period: str
    _notes: dict[str, int] = field(factory=dict)

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> Entries:
        """Return a reader.

        Raises:
            QueryError: Settings contradict each other.
        """
        decimal, thousands = choice(settings, "decimal", "."), text(settings, "thousands")
        if decimal == thousands:
            raise QueryError(f"settings: '{decimal}' cannot be both decimal and thousands sign")
        columns = plain(settings["columns"])
        if "amount" in columns and ("debit" in columns or "credit" in columns):
            raise QueryError("settings.columns: either amount, or debit and credit")
        if "side" in columns and "amount" not in columns:
            raise QueryError("settings.columns: side says on which side an amount stands")
        return cls(
            columns,
            decimal,
            thousands,
            choice(settings, "date_format", "%Y-%m-%d"),
            choice(settings, "debit_mark", "D"),
            choice(settings, "credit_mark", "C"),
            choice(settings, "period", "year"),
        )

    @property
    def sided(self) -> bool:
        """Whether debit and credit say what a cost is, so that no sign need be declared."""
        return "debit" in self._columns or "side" in self._columns

    def entry(self, row: Row) -> Entry | None:
        """Return the entry of a row; None for one that has no amount.

        Raises:
            AnswerError: A cell is not what its column holds.
        """
        amount = self._amount(row)
        if amount is None:
            return None
        others = set(self._columns) - {"amount", "debit", "credit", "side", "date"}
        texts = {name: _as_text(row.cells[self._columns[name]]) for name in others}
        return Entry(amount, self._day(row), texts, texts.get("ref") or row.place, row.place)

    def period(self, entry: Entry) -> str:
        """Return the period of an entry: its own, else that of its day."""
        if "period" in self._columns:
            return entry.said("period")
        return "" if entry.day is None else period_of(entry.day, self._period)

    def _amount(self, row: Row) -> Decimal | None:
        if "amount" not in self._columns:
            debit, credit = self._money(row, "debit"), self._money(row, "credit")
            if debit is None and credit is None:
                return None
            return less(debit or Decimal(0), credit or Decimal(0))
        amount = self._money(row, "amount")
        if amount is None or "side" not in self._columns:
            return amount
        side = _as_text(row.cells[self._columns["side"]])
        if side not in (self._debit, self._credit):
            raise AnswerError(
                f"{row.place}, {self._columns['side']}: '{side[:20]}' is neither"
                f" '{self._debit}' nor '{self._credit}'"
            )
        return amount if side == self._debit else amount.copy_negate()

    def _money(self, row: Row, name: str) -> Decimal | None:
        value = row.cells[self._columns[name]]
        try:
            if isinstance(value, str):
                return localised(value, self._decimal, self._thousands)
            if isinstance(value, float):
                # A workbook keeps 15 digits of a number; those beyond are an artefact.
                return exact(f"{Decimal(f'{value:.{_EXCEL_DIGITS}g}'):f}")
            return exact(value)
        except (NotMoneyError, ValueError, ArithmeticError) as error:
            raise AnswerError(f"{row.place}, {self._columns[name]}: {error}") from None

    def _day(self, row: Row) -> date | None:
        if "date" not in self._columns:
            return None
        value = row.cells[self._columns["date"]]
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        said = _as_text(value)
        if not said:
            return None
        try:
            return datetime.strptime(said, self._date_format).date()
        except ValueError:
            raise AnswerError(
                f"{row.place}, {self._columns['date']}: '{said[:30]}' is no day written as"
                f" {self._date_format}"
            ) from None


def _as_text(value: Any) -> str:
    """Return a cell as text; a workbook's 6000.0 is the account 6000."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
