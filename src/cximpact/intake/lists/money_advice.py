"""What to write in place of amounts as people note them: ``ca. 200k``, ``25-30k``."""

from __future__ import annotations

import re

__all__ = ["amount_alone", "written_advice"]

_ABOUT = re.compile(
    r"(?:~|≈|<|>|≤|≥|(?:ca|circa|approx|about|approximately|rd|rund|etwa|env|environ|max|min|up to)"
    r"[. ])\s?(.*\d.*)",
    re.IGNORECASE | re.DOTALL,
)
_RANGE = re.compile(r"\d[^-–—]{0,9}[-–—]\s?\d")


def amount_alone(text: str) -> str | None:
    """Return what stands behind a word for *about*; None where there is none.

    Example:
        >>> amount_alone("ca. 200k"), amount_alone("200k")
        ('200k', None)
    """
    found = _ABOUT.fullmatch(text)
    return None if found is None else found[1]


def written_advice(text: str) -> str | None:
    """Return advice on an amount that is about right, or somewhere between two; else None.

    Example:
        >>> written_advice("ca. 200k"), written_advice("12 people")
        ('write the amount alone: 200k', None)
    """
    if (alone := amount_alone(text)) is not None:
        return f"write the amount alone: {alone}"
    if _RANGE.search(text):
        return "write one amount; a range takes three columns: {low: ..., likely: ..., high: ...}"
    return None
