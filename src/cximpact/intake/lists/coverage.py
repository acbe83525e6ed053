"""How many of the questions are answered: a table of ratings is easily left half empty."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cximpact.exceptions import Problem

if TYPE_CHECKING:
    from cximpact.model.proposal import Proposals, Ratings
    from cximpact.model.scorecard import Scorecard

__all__ = ["open_questions"]

_MOST = 5


def open_questions(
    ratings: Ratings, proposals: Proposals, scorecard: Scorecard, file: str
) -> list[Problem]:
    """Return a note on how many questions are answered; none where all are, or nobody is asked.

    A question is one rating criterion of one proposal that was not withdrawn.

    Args:
        ratings: All answers.
        proposals: Those they are about.
        scorecard: Its rating criteria are the questions.
        file: Where answers are to be entered.
    """
    asked = [at for at, each in enumerate(scorecard.criteria) if each.kind == "rating"]
    rows = [at for at, status in enumerate(proposals.statuses) if status != "withdrawn"]
    known = ratings.proposal < len(proposals)
    given = ~np.isnan(ratings.grid)
    given[ratings.proposal[known], ratings.criterion[known]] = True
    answered = given[np.ix_(rows, asked)]
    done, total = int(answered.sum()), answered.size
    if done == total:
        return []
    message = f"ratings: {done} of {total} questions answered"
    any_of = dict(zip(rows, np.any(answered, axis=1).tolist(), strict=True))
    empty = [proposals.ids[row] for row in rows if not any_of[row]]
    if empty and done:
        more = f" and {len(empty) - _MOST} more" if len(empty) > _MOST else ""
        whose = "proposal" if len(empty) == 1 else "proposals"
        message += f"; nothing answered for {whose} {', '.join(empty[:_MOST])}{more}"
    return [Problem(message, file)]
