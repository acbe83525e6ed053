"""Rows of a query as rows of evidence: columns checked, money exact, currencies and signs known."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from attrs import define, field

from cximpact.plugins import AnswerError, QueryError
from cximpact_finance.amounts import NotMoneyError, exact
from cximpact_finance.currencies import Currencies
from cximpact_finance.given import plain, text
from cximpact_finance.signs import Signs
from cximpact_finance.sql.cells import UnfitCellError, cell

__all__ = ["Shape"]

_NEEDED: dict[str, tuple[tuple[str, ...], ...]] = {
    "costs": (("proposal", "amount"), ("proposal", "low", "likely", "high")),
    "budgets": (("id", "limit"),),
    "proposals": (("id",),),
}
_KNOWN = {
    "costs": (
        *("proposal", "amount", "low", "likely", "high"),
        *("fund", "category", "period", "unit", "currency", "ref"),
    ),
    "budgets": ("id", "limit", "fund", "category", "period", "unit", "currency", "ref"),
}
_NEAR = 0.8
_MONEY = {"costs": ("amount", "low", "likely", "high"), "budgets": ("limit",)}


@define
class Shape:
    """Turns one row after the other; remembers what to say of them in the end."""

    columns: tuple[str, ...]
    money: tuple[str, ...]
    _currencies: Currencies
    _signs: Signs | None
    _kind: str = ""
    _rows: int = field(init=False, default=0)
    _binary: int = field(init=False, default=0)

    @classmethod
    def of(cls, kind: str, columns: Sequence[str], settings: Mapping[str, Any]) -> Shape:
        """Return the shape of the rows of a query.

        Args:
            kind: What the rows are to be.
            columns: What the query gives.
            settings: Of the source.

        Raises:
            AnswerError: A column is missing, or there twice.
            QueryError: It is not said in which currency or with which sign money is.
        """
        _check_columns(kind, columns)
        named = plain(settings.get("money", ()))
        lacking = [name for name in named if name not in columns]
        if lacking:
            raise AnswerError(f"the query gives no column {', '.join(lacking)}{_given(columns)}")
        known = (*_MONEY.get(kind, ()), *named)
        money = tuple(name for name in columns if name in known)
        declared = text(settings, "currency")
        if money and not declared and "currency" not in columns:
            raise QueryError(
                "it is not said which currency the amounts are in: give a column 'currency', or"
                " 'currency: EUR' in the settings"
            )
        signs = Signs.of(settings) if money else None
        return cls(tuple(columns), money, Currencies(declared), signs, kind)

    @property
    def _slips(self) -> list[tuple[str, str]]:
        """Columns that come close to one that is not there, as a misspelt alias does."""
        known = _KNOWN.get(self._kind, ())
        free = [name for name in known if name not in self.columns]
        strange = [name for name in self.columns if name not in known]
        near = [(name, get_close_matches(name.lower(), free, 1, _NEAR)) for name in strange]
        return [(name, found[0]) for name, found in near if found]

    def rows(self, batch: Iterable[Sequence[Any]]) -> list[dict[str, Any]]:
        """Return the rows of a batch that count."""
        shaped = (self._row(values) for values in batch)
        return [row for row in shaped if row is not None]

    def _row(self, values: Sequence[Any]) -> dict[str, Any] | None:
        self._rows += 1
        row = dict(zip(self.columns, values, strict=True))
        money = {name: self._amount(name, row[name]) for name in self.money}
        for name in row:
            if name not in money:
                row[name] = self._cell(name, row[name])
        return {**row, **money} if self._signs is None else self._settled(row, money, self._signs)

    def _settled(
        self, row: dict[str, Any], money: dict[str, Decimal | None], signs: Signs
    ) -> dict[str, Any] | None:
        def place() -> str:
            ref = row.get("ref")
            return f"row {self._rows:,}" + (f" ({str(ref)[:60]})" if ref else "")

        settled = signs.settle(list(money.values()), place)
        if settled is None:
            return None
        if any(amount is not None for amount in settled):
            row["currency"] = self._currencies.of(row.get("currency"), place())
        else:
            row.setdefault("currency", None)
        return {**row, **dict(zip(money, settled, strict=True))}

    def _amount(self, name: str, value: Any) -> Decimal | None:
        self._binary += isinstance(value, float)
        try:
            return exact(value)
        except NotMoneyError as error:
            raise AnswerError(f"row {self._rows:,}, {name}: {error}") from None

    def _cell(self, name: str, value: Any) -> Any:
        try:
            return cell(value)
        except UnfitCellError as error:
            raise AnswerError(f"row {self._rows:,}, {name}: {error}") from None

    def close(self, note: Callable[[str], None]) -> None:
        """Say what is to be said of all rows, once they are read.

        Raises:
            QueryError: Amounts have the wrong sign.
            AnswerError: Amounts have no currency.
        """
        self._currencies.close()
        if self._signs is not None:
            self._signs.close(note)
        for name, known in self._slips:
            note(
                f"the query gives '{name}'; {self._kind} have '{known}': write AS {known} if it is"
            )
        if self._binary:
            note(
                f"{self._binary:,} amounts are binary fractions in the database and were taken as"
                " their shortest decimal; a column of type NUMERIC, or a CAST to it, is exact"
            )


def _check_columns(kind: str, columns: Sequence[str]) -> None:
    twice = sorted({name for name in columns if columns.count(name) > 1})
    if twice or not all(columns):
        raise AnswerError(f"the query gives a column twice or without a name: {', '.join(twice)}")
    ways = _NEEDED.get(kind, ((),))
    if any(set(way) <= set(columns) for way in ways):
        return
    lacking = min(([name for name in way if name not in columns] for way in ways), key=len)
    raise AnswerError(
        f"{kind} need the column{'s' if len(lacking) > 1 else ''} {', '.join(lacking)}"
        f"{_given(columns)}; name columns with AS"
    )


def _given(columns: Sequence[str]) -> str:
    return f"; the query gives {', '.join(name[:40] for name in columns[:20])}"
