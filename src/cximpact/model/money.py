"""Exact money: a decimal amount in a currency, and the dated rates between currencies."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from attrs import frozen

_MINOR_DIGITS = {
    **dict.fromkeys(
        [
            "BIF",
            "CLP",
            "DJF",
            "GNF",
            "ISK",
            "JPY",
            "KMF",
            "KRW",
            "PYG",
            "RWF",
            "UGX",
            "UYI",
            "VND",
            "VUV",
            "XAF",
            "XOF",
            "XPF",
        ],
        0,
    ),
    **dict.fromkeys(["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"], 3),
    **dict.fromkeys(["CLF", "UYW"], 4),
}


def minor_digits(currency: str) -> int:
    """Return how many decimals the currency's smallest unit has (ISO 4217).

    Example:
        >>> minor_digits("EUR"), minor_digits("JPY")
        (2, 0)
    """
    return _MINOR_DIGITS.get(currency, 2)


@frozen
class Money:
    """An exact amount in one currency.

    Attributes:
        amount: The amount in the currency's main unit.
        currency: The ISO 4217 code, such as ``EUR``.
    """

    amount: Decimal
    currency: str

    def __str__(self) -> str:
        return f"{self.currency} {self.amount:,}"


@frozen
class Rate:
    """How much of one currency a unit of another buys, on a day.

    Attributes:
        base: The currency converted from.
        quote: The currency converted to.
        rate: Units of `quote` for one unit of `base`; positive.
        on: The day the rate is for.
        source: Where the rate comes from.
    """

    base: str
    quote: str
    rate: Decimal
    on: date
    source: str = ""
