"""Columns that rate with signs, stars or in words: what their cells stand for on a criterion."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cximpact.exceptions import printable
from cximpact.intake.starting.rating_words import is_risk
from cximpact.intake.starting.sign_ratings import SignRatings, sign_columns
from cximpact.intake.starting.star_ratings import StarRatings, star_columns
from cximpact.intake.starting.word_ratings import WordRatings, word_columns
from cximpact.intake.starting.word_remarks import words_told

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from cximpact.intake.files.raw_table import RawTable
    from cximpact.intake.starting.guess_scales import Scale
    from cximpact.intake.starting.stand_ins import StandIns
    from cximpact.model.scorecard import Criterion

__all__ = ["Marks", "are_levels", "marked_columns", "marks_told", "on_criterion"]

_LONGEST = 30

Marks = SignRatings | StarRatings | WordRatings
"""A column whose cells are no numbers: what they stand for is a guess."""


def marked_columns(
    table: RawTable, about: Iterable[str], meant: Collection[str]
) -> dict[str, Marks]:
    """Return the columns of signs or stars, and of words that are about a criterion, by header.

    Words for a risk stand by themselves: they say how bad it is, and others how good.

    Args:
        table: The list.
        about: The headers that name a criterion.
        meant: Words that mean something, in small letters; they never stand for no answer.
    """
    headers = [*about]
    words = word_columns(table, [each for each in headers if not is_risk(each)], meant)
    for risk in filter(is_risk, headers):
        words |= word_columns(table, [risk], meant)
    return {**words, **sign_columns(table), **star_columns(table)}


def on_criterion(marks: Marks, criterion: Criterion) -> tuple[Scale, StandIns] | None:
    """Return the scale of a column, and its words for no answer; None where it does not fit.

    Of a risk in words, a high one is the worst there is, and none is no change, or else low; a
    column that says more than that does not fit.
    """
    if not (_is_risk(criterion) and isinstance(marks, WordRatings)):
        return marks.scale, marks.open_ones
    return (marks.falling, marks.open_ones) if min(marks.values.values()) >= 0 else None


def _is_risk(criterion: Criterion) -> bool:
    return bool(criterion.levels) and all(level.score <= 0 for level in criterion.levels)


def are_levels(marks: Marks, criterion: Criterion) -> bool:
    """Return whether a criterion says itself what the signs mean, or one of the words."""
    levels = {level.value for level in criterion.levels}
    if not isinstance(marks, WordRatings):
        return levels.issuperset(marks.values)
    known = {level.casefold() for level in levels}
    return any(text.casefold() in known for text in marks.values)


def marks_told(taken: Mapping[str, Marks], falling: Collection[str] = ()) -> list[str]:
    """Return what the signs or stars of each column, and the words of all, are taken for.

    Args:
        taken: The columns, by header.
        falling: Those of them of which low is good.
    """
    words = {header: each for header, each in taken.items() if isinstance(each, WordRatings)}
    risks = {header: words.pop(header) for header in [*words] if header in falling}
    signs = {header: each for header, each in taken.items() if isinstance(each, SignRatings)}
    stars = {header: each for header, each in taken.items() if isinstance(each, StarRatings)}
    return [
        *(_signs_told(header, each.values) for header, each in signs.items()),
        *(_stars_told(header, each) for header, each in stars.items()),
        *words_told(words),
        *(_risk_told(header, each) for header, each in risks.items()),
    ]


def _risk_told(header: str, words: WordRatings) -> str:
    worst, *_, least = (f"'{printable(text, _LONGEST)}'" for text in words.by_number)
    return f"'{header}' is a risk: {worst} is bad, {least} costs nothing"


def _signs_told(header: str, values: Mapping[str, int]) -> str:
    """Return what signs are taken for; each says how good it is, and a dash that it is worse."""
    said = ", ".join(
        f"'{sign}' for {number:+d}" if number else f"'{sign}' for no change"
        for sign, number in sorted(values.items(), key=lambda pair: -pair[1])
    )
    return f"'{header}': took {said}; see 'values'"


def _stars_told(header: str, stars: StarRatings) -> str:
    counts = sorted(set(stars.values.values()))
    return (
        f"'{header}': took its stars for {counts[0]} to {counts[-1]} of {stars.most}; see 'values'"
    )
