"""Criteria without a score: on customers' side harm may hide there, on the other it counts as 0."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from cximpact.decision.answers_needed import no_change_answer
from cximpact.decision.candidates import COMMITTED, MANDATORY, must_be_selected
from cximpact.decision.gates.answer import customer_columns
from cximpact.decision.gates.harm import NAME as HARM
from cximpact.decision.words import listed, name_of_criterion, percent
from cximpact.model.arrays import BoolArray
from cximpact.model.case import Case
from cximpact.model.decision import GateReview
from cximpact.model.scores import Scores

_Group = tuple[tuple[int, ...], tuple[int, ...]]
"""Columns of criteria, and positions of the proposals that lack them."""

__all__ = [
    "MAY_HIDE",
    "business_gap_lines",
    "gap_lines",
    "gap_reason",
    "harm_line",
    "idle_lines",
    "some",
]

MAY_HIDE = ", where harm may hide"
"""What makes a missing score a reason to send a proposal back."""
_MOST_NAMED = 8
_MANY, _ONE_IN = 3, 3
"""From so many proposals on, and one in so many, harm seems to be a matter of how it is read."""
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
    """Yield whom missing customer scores will stop, on which criteria, and what to do about it.

    Criteria that the same proposals lack stand in one line, or proposals that lack the same
    criteria where that takes fewer lines.

    Args:
        case: The case.
        scores: Its scores.
        reviews: The gates' answers.
    """
    stopped = _sent_back(case, reviews)
    missing = np.isnan(scores.score) & customer_columns(case) & stopped[:, np.newaxis]
    for columns, places in _groups(case, missing):
        be = "is" if len(places) == 1 else "are"
        yield _gap_line(case, columns, places, f"and {be} sent back as 'revise'")


def business_gap_lines(case: Case, scores: Scores) -> Iterator[str]:
    """Yield who lacks a business score that others have, and that it counts as 0 so far.

    What is selected in any case is told beside those that are decided on: it counts in the value
    of the selection. Where nobody has a score, all are alike, and the count of answers tells.

    Args:
        case: The case.
        scores: Its scores.
    """
    none = np.isnan(scores.score)
    asked = ~customer_columns(case) & ~none.all(axis=0)
    for columns, places in _groups(case, none & asked & _free(case)[:, np.newaxis]):
        verb = "counts" if len(columns) == 1 else "count"
        lacking = np.logical_and.reduce(none[:, columns], axis=1)
        also = _also_fixed(case, lacking)
        yield _gap_line(case, columns, places, f"which {verb} as 0 so far", also)


def idle_lines(case: Case, scores: Scores) -> Iterator[str]:
    """Yield which business criteria nobody has a score on: all are alike there, at 0.

    Args:
        case: The case.
        scores: Its scores.
    """
    nobody: BoolArray = np.logical_and.reduce(np.isnan(scores.score), axis=0)
    idle = [
        (name_of_criterion(criterion), float(scores.weights[column]))
        for column, criterion in case.scorecard.displayed
        if nobody[column] and criterion.group == "business" and criterion.kind == "rating"
    ]
    if idle and not nobody.all():
        named = listed([f"{title} ({percent(weight)} of the weight)" for title, weight in idle])
        yield (
            f"no proposal is rated on {named}: map a column of the list to it under 'ratings', "
            "answer it in a table of ratings, or take it out of the scorecard"
        )


def _also_fixed(case: Case, lacking: BoolArray) -> str:
    """Return who of some proposals is selected in any case, as the end of a list; "" for nobody."""
    must = must_be_selected(case)
    found = [place for place in lacking.nonzero()[0].tolist() if place in must]
    kinds = [kind for kind in (MANDATORY, COMMITTED) if any(must[at] == kind for at in found)]
    ids = [case.proposals.ids[place] for place in found]
    return f"; also of what is {' or '.join(kinds)}: {some(ids)}" if ids else ""


def harm_line(case: Case, reviews: Sequence[GateReview]) -> str:
    """Return that the harm gate stops many proposals, "" where it stops few.

    So it does where answers are read on another scale than they were given on: what was meant as
    no benefit counts as harm.

    Args:
        case: The case.
        reviews: The gates' answers.
    """
    free = _free(case)
    harm = [each for each in reviews if each.gate == HARM and not each.not_run]
    if not harm or harm[0].mode != "block":
        return ""
    stopped = free & np.array([each == "fail" for each in harm[0].outcomes], dtype=np.bool_)
    count, n_free = int(stopped.sum()), int(free.sum())
    if count < _MANY or _ONE_IN * count < n_free:
        return ""
    ids = [case.proposals.ids[place] for place in stopped.nonzero()[0]]
    rated = [
        column
        for column in customer_columns(case).nonzero()[0].tolist()
        if case.scorecard.criteria[column].kind == "rating"
    ]
    answers = {no_change_answer(case, column) for column in rated}
    answer = answers.pop() if len(answers) == 1 else ""
    check = f"; is {answer} the answer that stands for no change?" if answer else ""
    return f"customer harm stops {count:,} of {n_free:,} proposals: {some(ids)}{check}"


def _groups(case: Case, missing: BoolArray) -> list[_Group]:
    """Return which criteria which proposals lack, in groups that have one thing to do each."""
    shown = [column for column, _ in case.scorecard.displayed if missing[:, column].any()]
    alike: dict[tuple[str, str], list[int]] = {}
    for column in shown:
        kind = case.scorecard.criteria[column].kind
        alike.setdefault((kind, no_change_answer(case, column)), []).append(column)
    groups = [each for columns in alike.values() for each in _grouped(missing, columns)]
    return sorted(groups, key=lambda each: (shown.index(each[0][0]), each[1]))


def _grouped(missing: BoolArray, columns: Sequence[int]) -> list[_Group]:
    """Return which criteria which proposals lack, in as few groups as it takes."""
    found: dict[tuple[int, ...], list[int]] = {}
    for column in columns:
        found.setdefault(tuple(missing[:, column].nonzero()[0].tolist()), []).append(column)
    by_criterion = [(tuple(group), places) for places, group in found.items()]
    rows = np.flatnonzero(missing[:, columns].any(axis=1)).tolist()
    found = {}
    for place in rows:
        lacks = tuple(column for column in columns if missing[place, column])
        found.setdefault(lacks, []).append(place)
        if len(found) >= len(by_criterion):
            return by_criterion
    return [(lacks, tuple(places)) for lacks, places in found.items()]


def _gap_line(
    case: Case, columns: Sequence[int], places: Sequence[int], so: str, also: str = ""
) -> str:
    ids = [case.proposals.ids[place] for place in places]
    count = "1 proposal has" if len(ids) == 1 else f"{len(ids):,} proposals have"
    names = [name_of_criterion(case.scorecard.criteria[column]) for column in columns]
    kind = case.scorecard.criteria[columns[0]].kind
    fill = "fill them" if kind == "rating" and len(columns) > 1 else _FILL[kind]
    todo = f"{fill}{_or_no_change(case, columns)}"
    what = _WHAT[kind].format(listed(names, most=_MOST_NAMED))
    return f"{count} {what}, {so}: {some(ids)}{also}; {todo}"


def _sent_back(case: Case, reviews: Sequence[GateReview]) -> BoolArray:
    """Return per proposal whether open harm sends it back, whatever else is decided."""
    found = _free(case)
    harm = [each for each in reviews if each.gate == HARM and not each.not_run]
    if not harm:
        return np.zeros_like(found)
    found &= np.array([each == "revise" for each in harm[0].actions], dtype=np.bool_)
    found &= np.array([each == "undetermined" for each in harm[0].outcomes], dtype=np.bool_)
    for each in reviews:
        found &= np.array([action != "decline" for action in each.actions], dtype=np.bool_)
    return found


def _free(case: Case) -> BoolArray:
    """Return per proposal whether anything is decided about it."""
    proposals = case.proposals
    fixed = {*proposals.mandates, *proposals.forced_out}
    free = [
        key not in fixed and status == "proposed"
        for key, status in zip(proposals.ids, proposals.statuses, strict=True)
    ]
    return np.array(free, dtype=np.bool_)


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
