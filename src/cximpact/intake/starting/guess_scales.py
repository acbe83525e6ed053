"""Which columns of an existing list rate a criterion, and on which scale."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import Factory, frozen

from cximpact.exceptions import printable
from cximpact.intake.lists.answers import answer_reader
from cximpact.intake.lists.missing_words import OPEN_WORDS
from cximpact.intake.starting.asked_scales import low_as_none
from cximpact.intake.starting.guess_cells import misfits
from cximpact.intake.starting.marked_ratings import (
    are_levels,
    marked_columns,
    marks_told,
    on_criterion,
)
from cximpact.intake.starting.odd_ratings import Gaps, gaps_among, odd_told
from cximpact.intake.starting.rating_words import is_low_better
from cximpact.intake.starting.scale_headers import (
    Scale,
    is_about,
    stated_scale,
    unscaled,
    without_scale,
)
from cximpact.intake.starting.shared_scales import USUAL, numbers_in, scales_of, shared_scale
from cximpact.intake.starting.stand_ins import StandIns

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from cximpact.intake.files.cells import Cell
    from cximpact.intake.files.raw_table import RawTable
    from cximpact.intake.starting.marked_ratings import Marks
    from cximpact.model.scorecard import Criterion, Scorecard
    from cximpact.model.source import Reading

__all__ = [
    "Ratings",
    "Scale",
    "guess_ratings",
    "is_about",
    "said_in_marks",
    "shared_scale",
    "stated_scale",
    "unscaled",
    "without_scale",
]

_BY_VALUES = "a guess from the values"
_BY_CARD = "the levels of the scorecard"


@frozen
class Ratings:
    """The columns of ratings.

    Attributes:
        columns: Criterion to its header and, where it has one of its own, the scale.
        missing: Words that stand for no answer.
        remarks: What to tell of them.
        signs: Header to what its signs or words stand for, such as ``++`` or *High*.
        guessed: Header of numbers that states no scale to the scale it is read on, and whence
            that is.
        odd: Header to the texts of cells that a person is to mend, such as ``7-8``.
    """

    columns: dict[str, tuple[str, Scale]]
    missing: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    signs: Mapping[str, Mapping[str, int]] = Factory(dict)
    guessed: Mapping[str, tuple[tuple[float, float, float], str]] = Factory(dict)
    odd: Mapping[str, tuple[str, ...]] = Factory(dict)


def guess_ratings(
    table: RawTable, reading: Reading, scorecard: Scorecard, meant: Collection[str]
) -> Ratings:
    """Return columns that are headed by a rating criterion's id or title, if the cells fit.

    A few that do not are told, and left to a person.

    Args:
        table: The list.
        reading: How numbers are written.
        scorecard: Its rating criteria are looked for.
        meant: Words that mean something, in small letters; they never stand for no answer.
    """
    rated = [each for each in scorecard.criteria if each.kind == "rating"]
    about = [each for each in table.headers if any(is_about(each, one) for one in rated)]
    marked = marked_columns(table, about, meant)
    meant = {*meant, *said_in_marks(each.values for each in marked.values())}
    shared = _shared(table, [each for each in about if each not in marked], reading, rated)
    columns: dict[str, _Column] = {}
    for criterion, header in ((each, name) for each in rated for name in table.headers):
        if criterion.id in columns or not is_about(header, criterion):
            continue
        marks = marked.get(header)
        if marks is not None and not are_levels(marks, criterion):
            column = _of_marks(header, marks, criterion)
        else:
            cells = table.column(header)
            column = _of_answers(header, cells, criterion, reading, meant, shared)
        if column is not None:
            columns[criterion.id] = column
    found = _by_group({key: (each.header, each.scale) for key, each in columns.items()}, rated)
    numbers = {header: scale for header, scale in found.values() if header not in marked}
    guessed = _guessed(numbers, shared, _from_zero(table, shared, reading))
    return _ratings(table, found, [*columns.values()], guessed)


@frozen
class _Column:
    """A column of ratings: its scale, what of it is no answer, and the marks it may hold."""

    header: str
    scale: Scale
    gaps: Gaps
    marks: Marks | None = None


def _ratings(
    table: RawTable,
    found: dict[str, tuple[str, Scale]],
    columns: Sequence[_Column],
    guessed: Mapping[str, tuple[tuple[float, float, float], str]],
) -> Ratings:
    """Return what was found, and what to tell of it."""
    marks = {each.header: each.marks for each in columns if each.marks is not None}
    words = {each.header: each.gaps.words for each in columns}
    odd = {each.header: each.gaps.odd for each in columns if each.gaps.odd}
    told = (
        *_unanswered({header: each for header, each in words.items() if each.n_rows}, marks),
        *marks_told(marks, _falling(found)),
        *odd_told(table, odd),
    )
    missing = dict.fromkeys(word for each in words.values() for word in each.words)
    values = {header: each.values for header, each in marks.items()}
    return Ratings(found, tuple(missing), told, values, guessed, odd)


def said_in_marks(values: Iterable[Mapping[str, int]]) -> Iterator[str]:
    """Yield what marks say, in small letters, which stands for no answer nowhere else.

    A dash may: a column's own `values` are looked at before the words for no answer.

    Args:
        values: What the marks of each column stand for.
    """
    texts = (text.casefold() for each in values for text in each)
    return (text for text in texts if text not in OPEN_WORDS)


def _unanswered(found: Mapping[str, StandIns], marked: Collection[str]) -> Iterator[str]:
    """Yield what to tell of words for no answer, once for all columns that have the same."""
    alike: dict[tuple[tuple[str, ...], bool], dict[str, int]] = {}
    for header, each in found.items():
        alike.setdefault((each.words, header in marked), {})[header] = each.n_rows
    for (words, is_marked), rows in alike.items():
        told = StandIns(words, sum(rows.values())).told_of(list(rows), "answer")
        yield f"{told}: see 'missing'{_or_answers(words) if is_marked else ''}"


def _or_answers(words: Sequence[str]) -> str:
    """Return what to do if a dash beside words means no change, or another word is an answer."""
    signs = [word for word in words if word in OPEN_WORDS and not any(map(str.isalnum, word))]
    odd = [f"'{printable(word)}'" for word in words if word.casefold() not in OPEN_WORDS]
    told = [f"; if '{sign}' means no change, add '{sign}': 0 to 'values'" for sign in signs[:1]]
    if odd:
        are = "is an answer" if len(odd) == 1 else "are answers"
        each = "it" if len(odd) == 1 else "each"
        told.append(f"; if {' and '.join(odd)} {are}, give {each} a number in 'values'")
    return "".join(told)


def _falling(found: Mapping[str, tuple[str, Scale]]) -> list[str]:
    """Return the columns of which low is good."""
    return [header for header, scale in found.values() if scale and scale[0] > scale[2]]


def _guessed(
    numbers: Mapping[str, Scale], shared: Mapping[str, Scale], unsigned: Collection[str]
) -> dict[str, tuple[tuple[float, float, float], str]]:
    """Return the columns of numbers that state no scale, with the one each is read on."""
    open_ones = {header: each for header, each in numbers.items() if not stated_scale(header)[0]}
    return {
        header: (USUAL, _BY_CARD)
        if scale is None
        else (scale, _BY_VALUES + (_if_worse(scale) if header in unsigned else ""))
        for header, scale in open_ones.items()
        if scale is not None or header in shared
    }


def _from_zero(table: RawTable, shared: Mapping[str, Scale], reading: Reading) -> set[str]:
    """Return the columns whose lowest number is 0, and may be worse than today.

    Beside a column on the same scale with numbers below zero it is no change, as it is there.
    """
    lowest = {each: min(numbers_in(table.column(each), reading), default=1) for each in shared}
    signed = {shared[each] for each, low in lowest.items() if low < 0}
    return {each for each, low in lowest.items() if low == 0 and shared[each] not in signed}


def _if_worse(scale: tuple[float, float, float]) -> str:
    """Return what to write if the 0 that is the lowest number of a column is no "no change"."""
    high = scale[2]
    return (
        f", none of them below 0; if 0 means worse than today: scale: [0, {high / 2:g}, {high:g}]"
    )


def _by_group(
    found: Mapping[str, tuple[str, Scale]], rated: Sequence[Criterion]
) -> dict[str, tuple[str, Scale]]:
    """Return columns with their scales: what the business gains from 1 on is no harm at 1.

    For customers a 1 of 1 to 5 may be worse than today, and where such a scale is theirs, too,
    it is read alike for both: else the middle would count for the business only.
    """
    business = {each.id for each in rated if each.group == "business"}
    if any(low_as_none(scale) for key, (_, scale) in found.items() if key not in business):
        return dict(found)
    return {
        key: (header, low_as_none(scale) or scale)
        if key in business and not is_low_better(header)
        else (header, scale)
        for key, (header, scale) in found.items()
    }


def _shared(
    table: RawTable, headers: Sequence[str], reading: Reading, rated: Sequence[Criterion]
) -> dict[str, Scale]:
    """Return the scales of columns that state none, below criteria that say no other.

    A column of signs has its own: its 0 says nothing of what numbers mean.
    """
    plain = [each for each in rated if each.scale is None and _is_usual(each)]
    open_ones = [
        header
        for header in headers
        if not stated_scale(header)[0] and any(is_about(header, each) for each in plain)
    ]
    given = [each for each in open_ones if numbers_in(table.column(each), reading)]
    return scales_of(table, given, reading)


def _is_usual(criterion: Criterion) -> bool:
    return [level.value for level in criterion.levels] == [str(each) for each in range(-3, 4)]


def _of_marks(header: str, marks: Marks, criterion: Criterion) -> _Column | None:
    """Return a column of signs, stars or words; None if it does not fit the criterion."""
    scaled = on_criterion(marks, criterion)
    return None if scaled is None else _Column(header, scaled[0], Gaps(scaled[1]), marks)


def _of_answers(
    header: str,
    given: Sequence[Cell],
    criterion: Criterion,
    reading: Reading,
    meant: Collection[str],
    shared: Mapping[str, Scale],
) -> _Column | None:
    """Return a column of numbers or levels; None if more of it is none than a few cells."""
    for gaps in gaps_among(given, reading, meant):
        cells = gaps.without(given)
        scale = _scale(header, cells, criterion, reading, shared)
        if not misfits(cells, answer_reader(criterion, reading, scale)):
            return _Column(header, scale, gaps)
    return None


def _scale(
    header: str,
    cells: Sequence[Cell],
    criterion: Criterion,
    reading: Reading,
    shared: Mapping[str, Scale],
) -> Scale:
    """Return the scale that a header such as ``Ease 1-5`` names, or that all cells speak for."""
    is_stated, stated = stated_scale(header)
    if is_stated:
        return stated
    scale = shared.get(header)
    if scale is not None and not (_is_worded(criterion) and scale[2] <= USUAL[2]):
        return scale
    outside = misfits(cells, answer_reader(criterion, reading))
    fits_five = not misfits(cells, answer_reader(criterion, reading, (1.0, 3.0, 5.0)))
    return (1.0, 3.0, 5.0) if outside and fits_five else None


def _is_worded(criterion: Criterion) -> bool:
    """Return whether a scorecard says in words what its levels are: then answers are these."""
    return any(level.anchor for level in criterion.levels)
