"""Which columns of an existing list rate a criterion, and on which scale."""

from __future__ import annotations

import re
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from attrs import frozen

from cximpact.intake.lists.answers import answer_reader
from cximpact.intake.lists.cell_values import number_in
from cximpact.intake.starting.guess_cells import misfits
from cximpact.intake.starting.guess_words import LONGEST_HEADER, plain_words
from cximpact.intake.starting.stand_ins import StandIns, stand_ins

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from cximpact.intake.files.cells import Cell
    from cximpact.intake.files.raw_table import RawTable
    from cximpact.model.scorecard import Criterion, Scorecard
    from cximpact.model.source import Reading

__all__ = ["Ratings", "Scale", "guess_ratings", "is_about", "stated_scale", "unscaled"]

_SCALE = re.compile(
    r"\(?\s{0,9}([+-]?\d{1,3})\s{0,9}(?:\.{2,3}|…|-|–|to|bis|a|à)\s{0,9}([+-]?\d{1,3})\s{0,9}\)?\s{0,9}$"
)
_DIGIT = re.compile(r"\d")
_HEADERS_KNOWN = 1 << 15


Scale = tuple[float, float, float] | None
"""Worst, no change and best; None where answers are the levels of the scorecard."""


@frozen
class Ratings:
    """The columns of ratings.

    Attributes:
        columns: Criterion to its header and, where it has one of its own, the scale.
        missing: Words that stand for no answer.
        remarks: What to tell of them.
    """

    columns: dict[str, tuple[str, Scale]]
    missing: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


def guess_ratings(
    table: RawTable, reading: Reading, scorecard: Scorecard, meant: Collection[str]
) -> Ratings:
    """Return columns that are headed by a rating criterion's id or title, if every cell fits.

    Args:
        table: The list.
        reading: How numbers are written.
        scorecard: Its rating criteria are looked for.
        meant: Words that mean something, in small letters; they never stand for no answer.
    """
    found: dict[str, tuple[str, Scale]] = {}
    words: dict[str, None] = {}
    remarks = []
    rated = [each for each in scorecard.criteria if each.kind == "rating"]
    for criterion, header in ((each, name) for each in rated for name in table.headers):
        if criterion.id in found or not is_about(header, criterion):
            continue
        scaled = _scaled(header, table.column(header), criterion, reading, meant)
        if scaled is None:
            continue
        scale, open_ones = scaled
        found[criterion.id] = (header, scale)
        words |= dict.fromkeys(open_ones.words)
        if open_ones.n_rows:
            remarks.append(f"{open_ones.told(header, 'answer')}: see 'missing'")
    return Ratings(found, tuple(words), tuple(remarks))


def _scaled(
    header: str,
    given: Sequence[Cell],
    criterion: Criterion,
    reading: Reading,
    meant: Collection[str],
) -> tuple[Scale, StandIns] | None:
    """Return the scale of a column and what stands for no answer; None if more does not fit."""
    # Only beside numbers: a word beside levels that are words, too, may be a mistyped level.
    for words in (StandIns(), stand_ins(given, partial(number_in, reading=reading), meant)):
        cells = words.without(given)
        scale = _scale(header, cells, criterion, reading)
        if not misfits(cells, answer_reader(criterion, reading, scale)):
            return scale, words
    return None


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


@lru_cache(maxsize=_HEADERS_KNOWN)
def _unscaled(header: str) -> str:
    # A scale has digits; most cells and headers have none.
    return plain_words(_SCALE.sub("", header)) if _DIGIT.search(header) else plain_words(header)


@lru_cache(maxsize=_HEADERS_KNOWN)
def _plain(name: str) -> str:
    return plain_words(name)


def _scale(header: str, cells: Sequence[Cell], criterion: Criterion, reading: Reading) -> Scale:
    """Return the scale that a header such as ``Ease 1-5`` names, or that all cells speak for."""
    is_stated, scale = stated_scale(header)
    if is_stated:
        return scale
    outside = misfits(cells, answer_reader(criterion, reading))
    fits_five = not misfits(cells, answer_reader(criterion, reading, (1.0, 3.0, 5.0)))
    return (1.0, 3.0, 5.0) if outside and fits_five else None


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
