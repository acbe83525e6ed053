"""Lines of money added up by the place in the budget that they fall on."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from attrs import define, field, frozen

from cximpact_finance.amounts import EXACT

__all__ = ["Place", "Total", "Totals"]


@frozen(order=True)
class Place:
    """Where a line counts, and in which currency."""

    proposal: str = ""
    fund: str = ""
    category: str = ""
    period: str = ""
    unit: str = ""
    currency: str = ""

    @property
    def name(self) -> str:
        """The place as a name, such as ``capex-2026``."""
        parts = (self.proposal, self.fund, self.category, self.unit, self.period)
        return "-".join("-".join(part.split()) for part in parts if part) or "all"


@define
class Total:
    """A sum, the smallest reference among its lines, and how many there are."""

    amount: Decimal
    ref: str
    lines: int = 1

    @property
    def reference(self) -> str:
        """The reference into the system."""
        more = self.lines - 1
        return self.ref if not more else f"{self.ref} and {more:,} more"


@define
class Totals:
    """Adds up exactly; holds one total per place, however many lines there are."""

    _sums: dict[Place, Total] = field(init=False, factory=dict)

    def add(self, place: Place, amount: Decimal, ref: str) -> None:
        """Take in one line."""
        total = self._sums.get(place)
        if total is None:
            self._sums[place] = Total(amount, ref)
            return
        total.amount = EXACT.add(total.amount, amount)
        total.ref = min(total.ref, ref)
        total.lines += 1

    def __iter__(self) -> Iterator[tuple[Place, Total]]:
        return iter(sorted(self._sums.items()))
