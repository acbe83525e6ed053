"""Money without rounding: what a system gives becomes a decimal, or is refused."""

from __future__ import annotations

import math
import re
from decimal import Context, Decimal
from typing import Any

__all__ = ["EXACT", "NotMoneyError", "exact", "less", "localised", "written"]

EXACT = Context(prec=200)
"""Wide enough that sums of amounts are never rounded; Python's own context keeps 28 digits."""

_PLAIN = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)")
_LONGEST = 60
_LARGEST = Decimal(10) ** 24
_FINEST = 30
_AMBIGUOUS = 3


class NotMoneyError(ValueError):
    """A value is no amount; the text says why."""


def exact(value: Any) -> Decimal | None:
    """Return an amount exactly as a system gives it; None for none.

    A binary fraction is taken as its shortest decimal, which is what was put in as long as it has
    at most 15 digits.

    Args:
        value: A decimal, a whole number, a binary fraction, or digits as text.

    Raises:
        NotMoneyError: It is something else.

    Example:
        >>> exact("12.50"), exact(0.1)
        (Decimal('12.50'), Decimal('0.1'))
    """
    if value is None:
        return None
    if isinstance(value, bool):
        raise NotMoneyError("a truth value is no amount")
    if isinstance(value, float) and not math.isfinite(value):
        raise NotMoneyError(f"{value} is no amount")
    if isinstance(value, int | float):
        return _sized(Decimal(repr(value)))
    if isinstance(value, Decimal):
        return _sized(value)
    if isinstance(value, str):
        return _from_text(value.strip())
    raise NotMoneyError(f"a {type(value).__name__} is no amount; cast it to a number")


def _from_text(text: str) -> Decimal | None:
    if not text:
        return None
    if len(text) > _LONGEST or not _PLAIN.fullmatch(text):
        raise NotMoneyError(f"'{text[:30]}' is no plain number such as -1234.50")
    return _sized(Decimal(text))


def _sized(amount: Decimal) -> Decimal:
    if not amount.is_finite() or amount.copy_abs() >= _LARGEST or _fraction(amount) > _FINEST:
        raise NotMoneyError(f"{str(amount)[:30]} is no amount")
    return amount


def _fraction(amount: Decimal) -> int:
    """Return how many decimals an amount has."""
    return max(0, -int(amount.as_tuple().exponent))


def less(amount: Decimal, other: Decimal) -> Decimal:
    """Return a difference without rounding."""
    return EXACT.subtract(amount, other)


def localised(text: str, decimal: str, thousands: str) -> Decimal | None:
    """Return an amount as exports write it; None for none.

    Accepts a minus at either end and negative amounts in parentheses.

    Args:
        text: Such as ``1.234,50-``.
        decimal: The decimal sign.
        thousands: The sign between groups of three digits, "" for none.

    Raises:
        NotMoneyError: It is none.

    Example:
        >>> localised("1.234,50-", ",", ".")
        Decimal('-1234.50')
    """
    bare = text.replace("\u2212", "-").replace("\u00a0", " ").replace("\u202f", " ").strip()
    if not bare:
        return None
    inside = _without_sign(bare)
    digits = inside.removeprefix("-")
    whole, _, part = digits.partition(decimal)
    if thousands and thousands in whole:
        first, *groups = whole.split(thousands)
        if not 1 <= len(first) <= 3 or any(len(group) != 3 for group in groups):
            raise NotMoneyError(f"'{text[:30]}' has groups of other than three digits")
        whole = first + "".join(groups)
    if not (whole + part).isascii() or not (whole + part).isdigit() or len(bare) > _LONGEST:
        raise NotMoneyError(f"'{text[:30]}' is no amount with the decimal sign '{decimal}'")
    sign = "-" if inside.startswith("-") else ""
    return _sized(Decimal(f"{sign}{whole or '0'}.{part or '0'}" if part else sign + whole))


def _without_sign(bare: str) -> str:
    """Return an amount with its sign, if it is negative, in front."""
    if bare.startswith("(") and bare.endswith(")"):
        return "-" + bare[1:-1].strip()
    if bare.endswith("-"):
        return "-" + bare[:-1].strip()
    return bare.removeprefix("+").strip()


def written(amount: Decimal) -> Decimal:
    """Return an equal amount that can be read in one way only.

    ``1.234`` could be one and a bit or more than a thousand, so it gets a fourth decimal.

    Example:
        >>> written(Decimal("1.234")), written(Decimal("-0.00"))
        (Decimal('1.2340'), Decimal('0.00'))
    """
    if _fraction(amount) == _AMBIGUOUS:
        amount = Decimal(f"{amount:f}0")
    return amount if amount else amount.copy_abs()
