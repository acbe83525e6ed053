"""How figures are written for people: scores as -100 ... +100, money with its currency."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal

UNKNOWN = "–"


def points(value: float | None) -> str:
    """Return a score or value in [-1, 1] as points, signed.

    Example:
        >>> points(0.272), points(-0.52), points(0.0)
        ('+27', '-52', '0')
    """
    if value is None:
        return UNKNOWN
    shown = Decimal(repr(value * 100)).quantize(Decimal(1), ROUND_HALF_EVEN)
    return "0" if shown == 0 else f"{shown:+}"


def percent(value: float | None) -> str:
    """Return a share as a whole percentage.

    Example:
        >>> percent(0.834)
        '83%'
    """
    return UNKNOWN if value is None else f"{value * 100:.0f}%"


def money(amount: Decimal | None, currency: str | None) -> str:
    """Return an amount with its currency, cents only where there are any.

    Example:
        >>> money(Decimal("1250000.00"), "EUR")
        'EUR 1,250,000'
    """
    if amount is None:
        return UNKNOWN
    whole = amount == amount.to_integral_value()
    text = f"{amount.quantize(Decimal(1)):,}" if whole else f"{amount:,}"
    return f"{currency} {text}" if currency else text
