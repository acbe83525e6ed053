"""Whom the customer harm gate will stop, told before anything is decided."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from cximpact.decision.answers_needed import no_change_answer
from cximpact.decision.gates.answer import customer_columns
from cximpact.decision.gates.harm import NAME as HARM
from cximpact.decision.words import exact_points, listed, name_of_criterion
from cximpact.explain.gaps import free_to_decide, some
from cximpact.model.case import Case
from cximpact.model.decision import GateReview
from cximpact.model.scores import Scores
from cximpact.scoring.rounding import round9

__all__ = ["harm_line"]

_ALONG = "harm along the journey"
_MANY, _ONE_IN = 3, 3
"""From so many proposals on, and one in so many, harm seems to be a matter of how it is read."""


def harm_line(case: Case, scores: Scores, reviews: Sequence[GateReview]) -> str:
    """Return whom the harm gate stops, and by what; "" where it stops nobody.

    Where it stops many, answers may be read on another scale than they were given on: what was
    meant as no benefit counts as harm.

    Args:
        case: The case.
        scores: Its scores.
        reviews: The gates' answers.
    """
    free = free_to_decide(case)
    harm = [each for each in reviews if each.gate == HARM and not each.not_run]
    if not harm or harm[0].mode != "block":
        return ""
    fails = np.array([each == "fail" for each in harm[0].outcomes], dtype=np.bool_)
    stopped, n_free = (free & fails).nonzero()[0].tolist(), int(free.sum())
    if not stopped:
        return ""
    head = f"customer harm stops {len(stopped):,} of {n_free:,} proposals: "
    if len(stopped) >= _MANY and _ONE_IN * len(stopped) >= n_free:
        return f"{head}{some([case.proposals.ids[place] for place in stopped])}{_doubt(case)}"
    causes = _by_cause(case, scores, stopped)
    told = "; ".join(f"{some(ids)} ({cause or _ALONG})" for cause, ids in causes.items())
    return f"{head}{told}; {_limit(case, scored=any(causes))}"


def _doubt(case: Case) -> str:
    """Return the question whether the scale is read as it was meant; "" without a common one."""
    rated = [
        column
        for column in customer_columns(case).nonzero()[0].tolist()
        if case.scorecard.criteria[column].kind == "rating"
    ]
    answers = {no_change_answer(case, column) for column in rated}
    answer = answers.pop() if len(answers) == 1 else ""
    return f"; is {answer} the answer that stands for no change?" if answer else ""


def _by_cause(case: Case, scores: Scores, stopped: Sequence[int]) -> dict[str, list[str]]:
    """Return who is stopped by the same scores; under "" who is by harm along the journey."""
    limit = case.scorecard.policy.gates.customer_harm.score
    found: dict[str, list[str]] = {}
    for place in stopped:
        low = round9(scores.score[place]) < round9(limit)
        names = [
            name_of_criterion(criterion)
            for column, criterion in case.scorecard.displayed
            if low[column] and criterion.group == "customer" and criterion.kind != "journey"
        ]
        cause = f"{listed(names)} below {exact_points(limit)} of 100" if names else ""
        found.setdefault(cause, []).append(case.proposals.ids[place])
    return found


def _limit(case: Case, *, scored: bool) -> str:
    """Return where the limit stands; its own figure where it is one of scores."""
    where = "a limit that is too strict is moved in the scorecard: gates: {customer_harm: "
    limit = case.scorecard.policy.gates.customer_harm.score
    return f"{where}{f'{{score: {limit:.10g}}}' if scored else '...'}}}"
