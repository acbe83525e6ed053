"""Lines of money as rows of costs or budgets, added up or one by one, with sign and currency."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from attrs import define, field

from cximpact.plugins import AnswerError
from cximpact_finance.amounts import written
from cximpact_finance.currencies import Currencies
from cximpact_finance.given import choice, text
from cximpact_finance.signs import Signs
from cximpact_finance.totals import Place, Total, Totals

__all__ = ["Ledger"]


@define
class Ledger:
    """Takes lines and gives rows; what is settled against each other is settled before the sign.

    Attributes:
        kind: ``costs`` or ``budgets``.
    """

    kind: str
    _signs: Signs
    _currencies: Currencies
    _totals: Totals | None
    _aside: int = field(init=False, default=0)
    _ids: set[str] = field(init=False, factory=set)

    @classmethod
    def of(cls, settings: Mapping[str, Any], kind: str, sign: str = "") -> Ledger:
        """Return a ledger as the settings ask for.

        Args:
            settings: Of the source.
            kind: ``costs`` or ``budgets``.
            sign: The convention of the system, where it has one of its own.
        """
        each = choice(settings, "lines", "total") == "each" and kind == "costs"
        totals = None if each else Totals()
        return cls(kind, Signs.of(settings, sign), Currencies(text(settings, "currency")), totals)

    def take(self, place: Place | None, amount: Decimal, ref: str) -> Iterator[dict[str, Any]]:
        """Take in one line; yield its row if lines stand alone.

        Args:
            place: Where it counts; None where it does not.
            amount: As the system has it.
            ref: Reference into the system.
        """
        if place is None:
            self._aside += 1
        elif self._totals is not None:
            self._totals.add(place, amount, ref)
        else:
            yield from self._row(place, Total(amount, ref))

    def close(self, note: Callable[[str], None]) -> Iterator[dict[str, Any]]:
        """Yield the totals, and say what is to be said of all lines.

        Raises:
            QueryError: Amounts have the wrong sign.
            AnswerError: Amounts have no currency.
        """
        for place, total in self._totals or ():
            yield from self._row(place, total)
        self._currencies.close()
        self._signs.close(note)
        if self._aside:
            note(f"{self._aside:,} lines are on accounts that no range names, and do not count")

    def _row(self, place: Place, total: Total) -> Iterator[dict[str, Any]]:
        where = f"{place.name} ({total.reference})"
        settled = self._signs.settle([total.amount], lambda: where)
        if settled is None or settled[0] is None:
            return
        currency = self._currencies.of(place.currency, where)
        fields = {
            "fund": place.fund,
            "category": place.category,
            "period": place.period,
            "unit": place.unit,
        }
        amount = written(settled[0])
        if self.kind == "costs":
            head: dict[str, Any] = {"proposal": place.proposal, "amount": amount}
        else:
            head = {"id": self._id(place), "limit": amount}
        yield {**head, "currency": currency, **fields, "ref": total.reference}

    def _id(self, place: Place) -> str:
        if place.name in self._ids:
            raise AnswerError(f"two budgets would be called '{place.name}'")
        self._ids.add(place.name)
        return place.name
