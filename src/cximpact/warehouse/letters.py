"""Capitals of letters, the same for every engine."""

from __future__ import annotations

from functools import cache

from cximpact.intake.lists.matching import lowered

__all__ = ["capitals_of"]

_LAST = 0x20000
"""Beyond this no letter has a capital."""


@cache
def _capitals() -> dict[str, tuple[str, ...]]:
    """Every letter that becomes another one in small, by what it becomes."""
    found: dict[str, list[str]] = {}
    changing = (char for char in map(chr, range(_LAST)) if char.lower() != char)
    for char in changing:
        found.setdefault(lowered(char), []).append(char)
    return {small: tuple(large) for small, large in found.items() if len(small) == 1}


def capitals_of(text: str) -> tuple[str, str]:
    """Return the capitals of the letters of a text, and beside each its small letter.

    Example:
        >>> capitals_of("ab1b")
        ('AB', 'ab')
    """
    pairs = [(large, small) for small in sorted(set(text)) for large in _capitals().get(small, ())]
    return "".join(large for large, _ in pairs), "".join(small for _, small in pairs)
