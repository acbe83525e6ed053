"""Which columns of an existing list rate a criterion, and on which scale."""

from __future__ import annotations

import re
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from attrs import Factory, frozen

from cximpact.intake.lists.answers import answer_reader
from cximpact.intake.lists.cell_values import UnfitCellError, number_in
from cximpact.intake.starting.guess_cells import different, misfits
from cximpact.intake.starting.guess_words import LONGEST_HEADER, plain_words
from cximpact.intake.starting.marked_ratings import (
    are_levels,
    marked_columns,
    marks_told,
    on_criterion,
)
from cximpact.intake.starting.stand_ins import StandIns, stand_ins

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from cximpact.intake.files.cells import Cell
    from cximpact.intake.files.raw_table import RawTable
    from cximpact.intake.starting.marked_ratings import Marks
    from cximpact.model.scorecard import Criterion, Scorecard
    from cximpact.model.source import Reading

__all__ = [
    "RATED",
    "Ratings",
    "Scale",
    "guess_ratings",
    "is_about",
    "shared_scale",
    "stated_scale",
    "unscaled",
    "without_scale",
]

RATED = ": taken as rated from "
"""What a remark says of columns whose scale is a guess, behind their names."""
_SCALE = re.compile(
    r"\(?\s{0,9}([+-]?\d{1,3})\s{0,9}(?:\.{2,3}|…|-|–|to|bis|a|à)\s{0,9}([+-]?\d{1,3})\s{0,9}\)?\s{0,9}$"
)
_DIGIT = re.compile(r"\d")
_HEADERS_KNOWN = 1 << 15
_USUAL = (-3.0, 0.0, 3.0)
_FIVE, _TEN = 5.0, 10.0


Scale = tuple[float, float, float] | None
"""Worst, no change and best; None where answers are the levels of the scorecard."""


@frozen
class Ratings:
    """The columns of ratings.

    Attributes:
        columns: Criterion to its header and, where it has one of its own, the scale.
        missing: Words that stand for no answer.
        remarks: What to tell of them.
        signs: Header to what its signs or words stand for, such as ``++`` or *High*.
    """

    columns: dict[str, tuple[str, Scale]]
    missing: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    signs: Mapping[str, Mapping[str, int]] = Factory(dict)


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
    open_words: dict[str, None] = {}
    remarks: list[str] = []
    unanswered: dict[str, StandIns] = {}
    rated = [each for each in scorecard.criteria if each.kind == "rating"]
    about = [each for each in table.headers if any(is_about(each, one) for one in rated)]
    marked = marked_columns(table, about, meant)
    taken: dict[str, Marks] = {}
    meant = {*meant, *(text.casefold() for each in marked.values() for text in each.values)}
    shared = _shared(table, [each for each in table.headers if each not in marked], reading, rated)
    for criterion, header in ((each, name) for each in rated for name in table.headers):
        if criterion.id in found or not is_about(header, criterion):
            continue
        marks = marked.get(header)
        if marks is not None and not are_levels(marks, criterion):
            scaled = on_criterion(marks, criterion)
            taken |= {} if scaled is None else {header: marks}
        else:
            scaled = _scaled(header, table.column(header), criterion, reading, meant, shared)
        if scaled is None:
            continue
        scale, open_ones = scaled
        found[criterion.id] = (header, scale)
        open_words |= dict.fromkeys(open_ones.words)
        if open_ones.n_rows:
            unanswered[header] = open_ones
    remarks += _unanswered(unanswered, taken)
    remarks += _guessed([each for each in found.values() if each[0] not in marked])
    remarks += marks_told(taken)
    values = {header: marks.values for header, marks in taken.items()}
    return Ratings(found, tuple(open_words), tuple(remarks), values)


def _unanswered(found: Mapping[str, StandIns], marked: Collection[str]) -> Iterator[str]:
    """Yield what to tell of words for no answer, once for all columns that have the same."""
    alike: dict[tuple[tuple[str, ...], bool], dict[str, int]] = {}
    for header, each in found.items():
        alike.setdefault((each.words, header in marked), {})[header] = each.n_rows
    for (words, is_marked), rows in alike.items():
        told = StandIns(words, sum(rows.values())).told_of(list(rows), "answer")
        yield f"{told}: see 'missing'{_or_no_change(words) if is_marked else ''}"


def _or_no_change(words: Sequence[str]) -> str:
    """Return what to do if a dash beside words means no change."""
    sign = next((word for word in words if not any(map(str.isalnum, word))), "")
    return f"; if '{sign}' means no change, add '{sign}': 0 to 'values'" if sign else ""


def _guessed(found: Collection[tuple[str, Scale]]) -> list[str]:
    """Return what to tell of scales that no header states."""
    headers: dict[tuple[float, float, float], list[str]] = {}
    for header, scale in found:
        if scale is not None and not stated_scale(header)[0]:
            headers.setdefault(scale, []).append(f"'{header}'")
    return [
        f"{', '.join(named)}{RATED}{low:g} to {high:g}, {middle:g} being no change: "
        "a guess from the values"
        for (low, middle, high), named in headers.items()
    ]


def _shared(
    table: RawTable, headers: Sequence[str], reading: Reading, rated: Sequence[Criterion]
) -> Scale:
    """Return the scale that columns without a stated one share; None for the usual one.

    A column of signs has its own: its 0 says nothing of what numbers mean.
    """
    plain = [each for each in rated if each.scale is None and _is_usual(each)]
    columns = [
        [*_numbers(table.column(header), reading)]
        for header in headers
        if not stated_scale(header)[0] and any(is_about(header, each) for each in plain)
    ]
    # One that goes far beyond is on another scale, or no column of ratings.
    near = [column for column in columns if all(abs(number) <= _TEN for number in column)]
    scale = shared_scale([number for column in near for number in column])
    return None if scale == _USUAL else scale


def _is_usual(criterion: Criterion) -> bool:
    return [level.value for level in criterion.levels] == [str(each) for each in range(-3, 4)]


def _numbers(cells: Sequence[Cell], reading: Reading) -> Iterator[float]:
    for cell in different(cells):
        try:
            number = number_in(cell, reading)
        except UnfitCellError:
            continue  # such as n/a
        if number is not None:
            yield number


def shared_scale(numbers: Sequence[float]) -> Scale:
    """Return the scale that ratings without a stated one speak for; None if none does.

    With a zero or less among them, zero is no change, and the scale goes as far to either side.

    Args:
        numbers: All ratings on it, of several columns.

    Example:
        >>> shared_scale([-1, 4]), shared_scale([1, 5]), shared_scale([2, 3]), shared_scale([1, 9])
        ((-5.0, 0.0, 5.0), (1.0, 3.0, 5.0), (-3.0, 0.0, 3.0), None)
    """
    low, high = min(numbers, default=0.0), max(numbers, default=0.0)
    furthest = max(-low, high)
    if low > 0 and furthest > _USUAL[2]:
        return (1.0, 3.0, 5.0) if low >= 1 and high <= _FIVE else None
    ends = (_USUAL[2], _FIVE, _TEN)
    return next(((-end, 0.0, end) for end in ends if furthest <= end), None)


def _scaled(
    header: str,
    given: Sequence[Cell],
    criterion: Criterion,
    reading: Reading,
    meant: Collection[str],
    shared: Scale,
) -> tuple[Scale, StandIns] | None:
    """Return the scale of a column and what stands for no answer; None if more does not fit."""
    # Only beside numbers: a word beside levels that are words, too, may be a mistyped level.
    for words in (StandIns(), stand_ins(given, partial(number_in, reading=reading), meant)):
        cells = words.without(given)
        scale = _scale(header, cells, criterion, reading, shared)
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


def _scale(
    header: str, cells: Sequence[Cell], criterion: Criterion, reading: Reading, shared: Scale
) -> Scale:
    """Return the scale that a header such as ``Ease 1-5`` names, or that all cells speak for."""
    is_stated, scale = stated_scale(header)
    if is_stated:
        return scale
    if shared is not None and _is_usual(criterion):
        return shared
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
