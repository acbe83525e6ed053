"""Which sign money spent has, as declared; what has the other sign is named, never turned over."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from attrs import define, field

from cximpact.plugins import QueryError
from cximpact_finance.amounts import written
from cximpact_finance.faults import Faults
from cximpact_finance.given import choice, text

__all__ = ["Signs", "declared_sign"]


def declared_sign(settings: Mapping[str, Any]) -> str:
    """Return the sign that the settings declare.

    Raises:
        QueryError: They declare none; a guess could turn costs into savings.
    """
    sign = text(settings, "sign")
    if not sign:
        raise QueryError(
            "settings: say how money that is spent is written: 'sign: cost_positive' (as 100) or"
            " 'sign: cost_negative' (as -100)"
        )
    return sign


@define
class Signs:
    """Turns amounts so that a cost is positive, and watches for those of the other sign.

    Attributes:
        sign: ``cost_positive`` or ``cost_negative``.
        credits: What becomes of amounts of the other sign: ``refuse``, ``keep`` or ``drop``.
    """

    sign: str
    credits: str = "refuse"
    _wrong: Faults = field(init=False, factory=Faults)

    @classmethod
    def of(cls, settings: Mapping[str, Any], sign: str = "") -> Signs:
        """Return the convention of some settings, or one that the system itself sets."""
        return cls(sign or declared_sign(settings), choice(settings, "credits", "refuse"))

    def turned(self, amount: Decimal) -> Decimal:
        """Return an amount with a cost positive."""
        return amount.copy_negate() if self.sign == "cost_negative" else amount

    def settle(
        self, amounts: Sequence[Decimal | None], place: Callable[[], str]
    ) -> list[Decimal | None] | None:
        """Return the amounts of one row with costs positive; None where the row is left out.

        Args:
            amounts: As the system has them.
            place: Tells where they stand, should they be wrong.
        """
        turned = [None if amount is None else self.turned(amount) for amount in amounts]
        if any(amount is not None and amount < 0 for amount in turned):
            if self.credits != "keep":
                found = ", ".join(f"{amount:f}" for amount in amounts if amount is not None)
                self._wrong.add(f"{place()}: {found}")
            if self.credits == "drop":
                return None
        return [None if amount is None else written(amount) for amount in turned]

    @property
    def _other(self) -> str:
        return "cost_positive" if self.sign == "cost_negative" else "cost_negative"

    def close(self, note: Callable[[str], None]) -> None:
        """Say what had the other sign, once all rows are read.

        Raises:
            QueryError: Such amounts are to be refused.
        """
        if not self._wrong.count:
            return
        if self.credits == "drop":
            note(f"{self._wrong.count:,} amounts of the other sign are left out: {self._wrong}")
            return
        self._wrong.refuse(
            lambda told: QueryError(f"amounts of the wrong sign for '{self.sign}': {told}"),
            f"if money spent is written so, say 'sign: {self._other}'; if they are credits, say"
            " 'credits: keep' or 'credits: drop'",
        )
