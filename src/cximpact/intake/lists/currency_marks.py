"""The currency that an amount names, by a code or a sign before or after it."""

from __future__ import annotations

import re

__all__ = ["SEVERAL", "SIGNS", "against_sign", "likely_code", "sign_fits", "without_currency"]

SIGNS = {
    "€": "EUR",
    "£": "GBP",
    "₹": "INR",
    "₩": "KRW",
    "₪": "ILS",
    "₺": "TRY",
    "zł": "PLN",
    "₴": "UAH",
    "₽": "RUB",
    "Kč": "CZK",
    "Ft": "HUF",
    "₫": "VND",
    "฿": "THB",
    "₦": "NGN",
    "US$": "USD",
    "AU$": "AUD",
    "A$": "AUD",
    "CA$": "CAD",
    "C$": "CAD",
    "NZ$": "NZD",
    "HK$": "HKD",
    "S$": "SGD",
    "R$": "BRL",
    "NT$": "TWD",
}
"""Signs of one currency each."""
_DOLLARS = "USD CAD AUD NZD SGD HKD MXN TWD ARS CLP COP BBD BMD BND BSD BZD DOP FJD GYD JMD KYD"
SEVERAL: dict[str, frozenset[str]] = {
    "$": frozenset(f"{_DOLLARS} LRD NAD SBD SRD TTD TVD UYU XCD ZWL BRL NIO CVE".split()),
    "¥": frozenset({"JPY", "CNY", "CNH"}),
    "kr": frozenset({"SEK", "NOK", "DKK", "ISK"}),
}
"""Signs of several currencies, with those that they may stand for."""

_CODE = re.compile(r"[A-Z]{3}")
# Three capitals that mean a thousand or a million, and no currency.
_NO_CODES = frozenset({"TSD", "TDS", "MIO", "MLN", "MRD", "BLN", "MIL", "MLD", "BIO"})
# The longest first, for 'US$' ends with '$', too.
_MARKS = sorted([*SIGNS, *SEVERAL], key=len, reverse=True)


def without_currency(text: str) -> tuple[str, str, str]:
    """Split a currency off either end of an amount, its minus sign left in place.

    Returns:
        The rest; the code, or ""; and, where no code is known, the sign of several currencies.

    Example:
        >>> without_currency("-€5"), without_currency("5 kr")
        (('-5', 'EUR', ''), ('5', '', 'kr'))
    """
    minus = "-" if text.startswith("-") else ""
    bare = text[len(minus) :].strip()
    for code, rest in ((bare[:3], bare[3:]), (bare[-3:], bare[:-3])):
        if _CODE.fullmatch(code) and code not in _NO_CODES and not _goes_on(bare, rest):
            return minus + rest.strip(), code, ""
    for mark in _MARKS:
        if bare.startswith(mark) or bare.endswith(mark):
            rest = bare.removeprefix(mark) if bare.startswith(mark) else bare.removesuffix(mark)
            code = SIGNS.get(mark, "")
            return minus + rest.strip(), code, "" if code else mark
    return text, "", ""


def _goes_on(bare: str, rest: str) -> bool:
    """Return whether three capitals at the beginning are part of a longer word, as in ``TEUR``."""
    return bare.endswith(rest) and rest[:1].isalpha()


def sign_fits(sign: str, code: str) -> bool:
    """Return whether a sign of several currencies may stand for one of them.

    Example:
        >>> sign_fits("$", "AUD"), sign_fits("$", "EUR")
        (True, False)
    """
    return not sign or code in SEVERAL[sign]


def likely_code(sign: str) -> str:
    """Return the code that a sign of several currencies stands for most often.

    Example:
        >>> likely_code("$")
        'USD'
    """
    return {"$": "USD", "¥": "JPY", "kr": "SEK"}.get(sign) or min(SEVERAL[sign])


def against_sign(sign: str, code: str, header: str) -> dict[str, str]:
    """Return what is wrong with an amount whose sign does not stand for its currency.

    Args:
        sign: A sign of several currencies.
        code: The currency of the amount, as its column, its row or the workspace states it.
        header: The column of the amount.

    Returns:
        A message, what is expected and what to do, as a problem takes them.
    """
    example = likely_code(sign)
    return {
        "message": f"an amount in '{sign}' where {code} is stated",
        "expected": f"an amount in {code}",
        "hint": (
            f"write its code, as {example} 1200; or name the currency of the column, "
            f"{{column: {header}, currency: {example}}}, or of each row, "
            f"currency: {{column: ...}}; with the rate to {code} under 'rates'"
        ),
    }
