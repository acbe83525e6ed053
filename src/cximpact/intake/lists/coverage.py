"""Which ratings are missing: a table of ratings is easily left half empty."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cximpact.decision.words import listed, name_of_criterion
from cximpact.exceptions import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cximpact.model.arrays import BoolArray
    from cximpact.model.proposal import Proposals, Ratings
    from cximpact.model.scorecard import Scorecard

__all__ = ["open_questions"]

_MOST = 5


def open_questions(
    ratings: Ratings, proposals: Proposals, scorecard: Scorecard, file: str
) -> list[Problem]:
    """Return a note on which ratings are missing; none where all are there, or nobody is asked.

    A question is one rating criterion of one proposal that was not withdrawn.

    Args:
        ratings: All answers, wherever they stand.
        proposals: Those they are about.
        scorecard: Its rating criteria are the questions.
        file: Where answers are to be entered; only told where there are none yet.
    """
    asked = [at for at, each in enumerate(scorecard.criteria) if each.kind == "rating"]
    rows = [at for at, status in enumerate(proposals.statuses) if status != "withdrawn"]
    known = ratings.proposal < len(proposals)
    given = ~np.isnan(ratings.grid)
    given[ratings.proposal[known], ratings.criterion[known]] = True
    answered = given[np.ix_(rows, asked)]
    if answered.all():
        return []
    if not answered.any():
        return [Problem(f"ratings: 0 of {answered.size} questions answered", file)]
    ids = [proposals.ids[row] for row in rows]
    names = [name_of_criterion(scorecard.criteria[at]) for at in asked]
    return [Problem("; ".join(_missing(answered, ids, names)))]


def _missing(answered: BoolArray, ids: Sequence[str], names: Sequence[str]) -> Iterator[str]:
    """Yield who has no rating at all, and on which criteria others have none."""
    empty = [key for key, given in zip(ids, answered, strict=True) if not given.any()]
    if empty:
        yield f"no rating at all: {_named(empty)}"
    left, told = set(ids) - set(empty), []
    for name, column in zip(names, answered.T, strict=True):
        without = [key for key, given in zip(ids, column.tolist(), strict=True) if not given]
        lacking = [key for key in without if key in left]
        if lacking:
            is_all = len(lacking) == len(ids) > _MOST
            told.append(f"{name} of {f'all {len(ids):,}' if is_all else _named(lacking)}")
    if told:
        more = f"; and on {len(told) - _MOST} more" if len(told) > _MOST else ""
        yield f"no rating: {'; '.join(told[:_MOST])}{more}"


def _named(ids: Sequence[str]) -> str:
    """Return ids in words, numbers in their order.

    Example:
        >>> _named(["11", "3"])
        '3 and 11'
    """
    return listed(sorted(ids, key=lambda key: len(key) if key.isdecimal() else 0), most=_MOST)
