"""Numbers and words of documents, read by the YAML 1.2 core schema.

In that schema `NO`, `on` and `12:30` are text. Numbers too large to be meant are refused: turning
long runs of digits into numbers takes time that grows with the square of their length, and what
overflows would become an infinity.
"""

from __future__ import annotations

import math
import re

__all__ = ["UnfitNumberError", "core_scalar", "decimal_number"]

_LARGEST_INTEGER = 10**18
_LONGEST_NUMBER = 100
# The smallest float there is, 5e-324, has the largest exponent.
_LARGEST_EXPONENT = 324

_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_DECIMAL = re.compile(r"[-+]?(?:\.[0-9]++|[0-9]++(?:\.[0-9]*+)?)(?:[eE]([-+]?[0-9]++))?")
_OTHER_BASE = re.compile(r"0o[0-7]++|0x[0-9a-fA-F]++")
_NOT_FINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")


class UnfitNumberError(ValueError):
    """A number that cannot be used; its text says why."""


def core_scalar(text: str) -> str | int | float | bool | None:
    """Return the value of a plain scalar (one without quotes) of YAML 1.2.

    Args:
        text: The scalar as written.

    Raises:
        UnfitNumberError: It is a number, but not a finite one of sensible size.

    Example:
        >>> [core_scalar(text) for text in ("NO", "12:30", "0x1F", "1e3", "null")]
        ['NO', '12:30', 31, 1000.0, None]
    """
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in "+-.0123456789":
        return text
    if _DECIMAL.fullmatch(text):
        return decimal_number(text)
    if _OTHER_BASE.fullmatch(text):
        _check_length(text)
        return _sensible(int(text, 0))
    if _NOT_FINITE.fullmatch(text):
        raise UnfitNumberError("not a finite number")
    return text


def decimal_number(text: str) -> int | float:
    """Return a number written in decimal digits; whole unless it has a point or an exponent.

    Args:
        text: Digits with an optional sign, point and exponent.

    Raises:
        UnfitNumberError: It is too long, too large or has too large an exponent.
    """
    _check_length(text)
    if text.lstrip("+-").isdigit():
        return _sensible(int(text))
    return _finite(text)


def _check_length(text: str) -> None:
    if len(text) > _LONGEST_NUMBER:
        raise UnfitNumberError(f"a number of {len(text):,} characters is too long")


def _sensible(number: int) -> int:
    if abs(number) > _LARGEST_INTEGER:
        raise UnfitNumberError("a whole number beyond 10^18 is too large")
    return number


def _finite(text: str) -> float:
    exponent = text.lower().partition("e")[2]
    if exponent and abs(int(exponent)) > _LARGEST_EXPONENT:
        raise UnfitNumberError("an exponent beyond 324 is too large")
    number = float(text)
    if not math.isfinite(number):
        raise UnfitNumberError("the number is too large")
    return number
