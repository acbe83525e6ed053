"""How wide the two columns of words are in the ranked list: so that it takes fewest lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import wrap

from attrs import frozen

__all__ = ["Words", "name_width"]

_LEAST = 16
"""Fewer columns hold hardly a word a line."""
_STEP = 2
_LOOKED_AT = 50
"""So many rows say how long names and reasons are."""


@frozen
class Words:
    """The words of a row of the list.

    Attributes:
        name: The proposal.
        why: The reason beside it.
        lines: How many lines the row takes in any case.
    """

    name: str
    why: str
    lines: int = 1


def name_width(rows: Sequence[Words], both: int) -> int:
    """Return how wide names are, so that the list takes fewest lines; reasons have the rest.

    Of several such widths it is the least, for reasons are the longer read.

    Args:
        rows: The rows of the list.
        both: How many columns names and reasons have together, without what parts them.

    Example:
        >>> rows = [Words("P1 A library", "Mostly for ease of use and for trust in what we say.")]
        >>> name_width(rows, 60)
        16
        >>> rows = [Words("P1 A library of letters in plain words", "Committed already.")]
        >>> name_width(rows, 60)
        38
    """
    found = list(_candidates(both))
    if not found:
        return _LEAST
    looked_at = rows[:_LOOKED_AT]
    return min(found, key=lambda width: (_lines(looked_at, width, both - width), width))


def _candidates(both: int) -> Iterator[int]:
    yield from range(_LEAST, both - _LEAST + 1, _STEP)


def _lines(rows: Sequence[Words], name: int, why: int) -> int:
    return sum(max(row.lines, _wrapped(row.name, name), _wrapped(row.why, why)) for row in rows)


def _wrapped(text: str, width: int) -> int:
    return len(wrap(text, width, break_on_hyphens=False))
