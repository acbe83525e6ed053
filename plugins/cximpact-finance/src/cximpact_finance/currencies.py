"""The currency of each amount: its own, or the one declared for all; never a guess."""

from __future__ import annotations

import re
from typing import Any

from attrs import define, field

from cximpact.plugins import AnswerError
from cximpact_finance.faults import Faults

__all__ = ["Currencies", "is_code"]

_CODE = re.compile(r"[A-Z]{3}")


def is_code(said: str) -> bool:
    """Whether a text has the form of an ISO 4217 code, such as EUR."""
    return _CODE.fullmatch(said) is not None


@define
class Currencies:
    """Gives amounts their currency and gathers those that have none.

    Attributes:
        declared: The currency of amounts that name none, "" for none.
    """

    declared: str = ""
    _faults: Faults = field(init=False, factory=Faults)

    def of(self, said: Any, place: str) -> str:
        """Return the currency of one row.

        Args:
            said: What the row says, None or "" for nothing.
            place: Where the row stands.
        """
        code = str(said).strip() if said is not None else ""
        code = code or self.declared
        if not is_code(code):
            self._faults.add(f"{place}: " + (f"'{code[:20]}'" if code else "no currency"))
        return code

    def close(self) -> None:
        """Refuse rows without a currency, once all are read.

        Raises:
            AnswerError: There are any.
        """
        self._faults.refuse(
            lambda told: AnswerError(f"amounts without a currency: {told}"),
            "currencies are codes such as EUR; 'currency: EUR' holds where none is named",
        )
