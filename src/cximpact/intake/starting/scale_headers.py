"""What the header of a column of ratings says: its criterion, and the scale behind it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from cximpact.intake.starting.guess_words import LONGEST_HEADER, plain_words

if TYPE_CHECKING:
    from cximpact.model.scorecard import Criterion

__all__ = ["Scale", "falling", "is_about", "stated_scale", "unscaled", "without_scale"]

_SCALE = re.compile(
    r"\(?\s{0,9}([+-]?\d{1,3})\s{0,9}(?:\.{2,3}|…|-|–|to|bis|a|à)\s{0,9}([+-]?\d{1,3})\s{0,9}\)?\s{0,9}$"
)
_DIGIT = re.compile(r"\d")
_HEADERS_KNOWN = 1 << 15

Scale = tuple[float, float, float] | None
"""Worst, no change and best; None where answers are the levels of the scorecard."""


def is_about(header: str, criterion: Criterion) -> bool:
    """Return whether a header is a criterion's id or title, perhaps with a scale behind it.

    Example:
        >>> from cximpact.model.scorecard import Criterion
        >>> is_about("EASE (1-5)", Criterion("ease", "customer", "rating", 1.0))
        True
    """
    named = unscaled(header)
    return bool(named) and named in (_plain(criterion.id), _plain(criterion.title))


def unscaled(header: str) -> str:
    """Return a header as plain words, without a scale behind it; "" for a text far too long.

    Example:
        >>> unscaled("EASE (1-5)")
        'ease'
    """
    return _unscaled(header) if len(header) <= LONGEST_HEADER else ""


def without_scale(header: str) -> str:
    """Return a header as it is written, without a scale behind it.

    Example:
        >>> without_scale("Ease for customer (1-5)")
        'Ease for customer'
    """
    return _SCALE.sub("", header[:LONGEST_HEADER]).strip(" ,:;-") or header.strip()


@lru_cache(maxsize=_HEADERS_KNOWN)
def _unscaled(header: str) -> str:
    # A scale has digits; most cells and headers have none.
    return plain_words(_SCALE.sub("", header)) if _DIGIT.search(header) else plain_words(header)


@lru_cache(maxsize=_HEADERS_KNOWN)
def _plain(name: str) -> str:
    return plain_words(name)


def stated_scale(header: str) -> tuple[bool, tuple[float, float, float] | None]:
    """Return whether a header names a scale, and which; None for that from -3 to +3.

    Example:
        >>> stated_scale("Ease 1-5"), stated_scale("Ease (-3..+3)"), stated_scale("Ease")
        ((True, (1.0, 3.0, 5.0)), (True, None), (False, None))
    """
    named = _SCALE.search(header) if len(header) <= LONGEST_HEADER else None
    if named is None or int(named[1]) >= int(named[2]):
        return False, None
    low, high = float(named[1]), float(named[2])
    return True, None if (low, high) == (-3.0, 3.0) else (low, (low + high) / 2, high)


def falling(scale: tuple[float, float, float]) -> tuple[float, float, float]:
    """Return the scale on which low is good, for one on which high is.

    Without numbers below zero the lowest is no change: a low risk gains nothing.

    Example:
        >>> falling((1.0, 3.0, 5.0)), falling((-2.0, 0.0, 2.0))
        ((5.0, 1.0, 1.0), (2.0, 0.0, -2.0))
    """
    low, same, high = scale
    return (high, low, low) if low >= 0 else (high, same, low)
