"""Customer criteria without a score: harm may hide there, so the harm gate sends back to revise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from cximpact.decision.answers_needed import no_change_answer
from cximpact.decision.gates.answer import customer_columns
from cximpact.decision.gates.harm import NAME as HARM
from cximpact.decision.words import listed, name_of_criterion
from cximpact.model.case import Case
from cximpact.model.decision import GateReview
from cximpact.model.scores import Scores

__all__ = ["MAY_HIDE", "gap_lines", "gap_reason", "some"]

MAY_HIDE = ", where harm may hide"
"""What makes a missing score a reason to send a proposal back."""
_MOST_NAMED = 8
_WHAT = {
    "rating": "no rating on {}",
    "quantity": "no amount for {}",
    "journey": "nothing on what changes along the journey ({})",
}
_TODO = {
    "rating": "rate it",
    "quantity": "state it",
    "journey": "state its effects, or that it has none",
}
_FILL = {
    "rating": "fill it",
    "quantity": "state the amounts",
    "journey": "state their effects, or that they have none",
}


def gap_reason(case: Case, scores: Scores, position: int) -> str:
    """Return which customer scores a proposal lacks and what to do; "" where it lacks none.

    Args:
        case: The case.
        scores: Its scores.
        position: The proposal.
    """
    lacking = np.isnan(scores.score[position]) & customer_columns(case)
    columns = [column for column, _ in case.scorecard.displayed if lacking[column]]
    if not columns:
        return ""
    whats, todos = [], []
    for kind in _WHAT:
        here = [column for column in columns if case.scorecard.criteria[column].kind == kind]
        if here:
            names = [name_of_criterion(case.scorecard.criteria[column]) for column in here]
            whats.append(_WHAT[kind].format(listed(names)))
            todos.append(f"{_TODO[kind]}{_or_no_change(case, here)}")
    return f"{listed(whats)}{MAY_HIDE}; {', and '.join(todos)}."


def gap_lines(case: Case, scores: Scores, reviews: Sequence[GateReview]) -> Iterator[str]:
    """Yield per customer criterion whom a missing score will stop, and what to do about it.

    Args:
        case: The case.
        scores: Its scores.
        reviews: The gates' answers.
    """
    stopped = _sent_back(case, reviews)
    missing = np.isnan(scores.score) & customer_columns(case) & stopped[:, np.newaxis]
    for column, criterion in case.scorecard.displayed:
        places = missing[:, column].nonzero()[0].tolist()
        if places:
            ids = [case.proposals.ids[place] for place in places]
            count = "1 proposal has" if len(ids) == 1 else f"{len(ids):,} proposals have"
            be = "is" if len(ids) == 1 else "are"
            what = _WHAT[criterion.kind].format(name_of_criterion(criterion))
            todo = f"{_FILL[criterion.kind]}{_or_no_change(case, [column])}"
            yield (f"{count} {what}, and {be} sent back as 'revise': {some(ids)}; {todo}")


def _sent_back(case: Case, reviews: Sequence[GateReview]) -> np.ndarray:
    """Return per proposal whether open harm sends it back, whatever else is decided."""
    proposals = case.proposals
    fixed = {*proposals.mandates, *proposals.forced_out}
    free = [
        key not in fixed and status == "proposed"
        for key, status in zip(proposals.ids, proposals.statuses, strict=True)
    ]
    found = np.array(free, dtype=np.bool_)
    harm = [each for each in reviews if each.gate == HARM and not each.not_run]
    if not harm:
        return np.zeros(len(free), dtype=np.bool_)
    found &= np.array([each == "revise" for each in harm[0].actions], dtype=np.bool_)
    found &= np.array([each == "undetermined" for each in harm[0].outcomes], dtype=np.bool_)
    for each in reviews:
        found &= np.array([action != "decline" for action in each.actions], dtype=np.bool_)
    return found


def _or_no_change(case: Case, columns: Sequence[int]) -> str:
    """Return which answer stands for no change, where all share one."""
    answers = {no_change_answer(case, column) for column in columns}
    answer = answers.pop()
    return f", or give {answer} if nothing changes" if answer and not answers else ""


def some(ids: Sequence[str]) -> str:
    """Return the first ids of a list, and how many more there are.

    Example:
        >>> some(["a", "b"])
        'a, b'
    """
    more = f" and {len(ids) - _MOST_NAMED:,} more" if len(ids) > _MOST_NAMED else ""
    return f"{', '.join(ids[:_MOST_NAMED])}{more}"
