"""Amounts that a document states, such as limits: written out, with a point as decimal sign."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cximpact.intake.lists.cell_texts import UnfitCellError
from cximpact.intake.lists.currency_marks import without_currency
from cximpact.intake.lists.money_cells import money_in
from cximpact.intake.lists.said_amounts import in_full
from cximpact.model.source import Reading

if TYPE_CHECKING:
    from decimal import Decimal

__all__ = ["stated_money"]

_PLAIN = Reading()
_CONTINENTAL = re.compile(r"[+-]?[0-9]{1,3}(\.[0-9]{3})+(,[0-9]+)?|[+-]?[0-9]+,[0-9]+")


def stated_money(said: str | float) -> tuple[Decimal, str] | None:
    """Return an amount that a document states, where a point is the decimal sign.

    Args:
        said: As it is written there; a number where it was handed over in Python.

    Raises:
        UnfitCellError: It is none, or one that is read in two ways, such as ``EUR 400.000``; what
            to write for ``EUR 400k`` is its hint.

    Example:
        >>> stated_money("EUR 400000")
        (Decimal('400000'), 'EUR')
    """
    try:
        return money_in(said, _PLAIN, settled=False)
    except UnfitCellError as unfit:
        hint = _continental(str(said).strip()) or in_full(str(said).strip())
        raise UnfitCellError(unfit.message, unfit.expected, hint) from None


def _continental(text: str) -> str | None:
    """Return what to write in place of an amount with a comma as its decimal sign."""
    bare, currency, _ = without_currency(text)
    if not _CONTINENTAL.fullmatch(bare):
        return None
    whole = bare.replace(".", "").replace(",", ".")
    code = f"{currency} " if currency else ""
    return f"write {code}{whole}" + (f" (or {code}{whole}.00)" if "," not in bare else "")
