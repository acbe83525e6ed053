"""Criteria without a score: on customers' side harm may hide there, on the other it counts as 0."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from cximpact.decision.answers_needed import no_change_answer
from cximpact.decision.candidates import COMMITTED, MANDATORY, must_be_selected
from cximpact.decision.gates.answer import customer_columns
from cximpact.decision.gates.harm import NAME as HARM
from cximpact.decision.words import in_order, listed, name_of_criterion, percent
from cximpact.model.arrays import BoolArray
from cximpact.model.case import Case
from cximpact.model.decision import GateReview
from cximpact.model.scores import Scores

_Group = tuple[tuple[int, ...], tuple[int, ...]]
"""Columns of criteria, and positions of the proposals that lack them."""

__all__ = [
    "MAY_HIDE",
    "business_gap_lines",
    "fixed_gap_lines",
    "free_to_decide",
    "gap_lines",
    "gap_reason",
    "idle_lines",
    "some",
]

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
    """Yield whom missing customer scores will stop, on which criteria, and what to do about it.

    Criteria that the same proposals lack stand in one line, or proposals that lack the same
    criteria where that takes fewer lines.

    Args:
        case: The case.
        scores: Its scores.
        reviews: The gates' answers.
    """
    for columns, places in _sent_back_groups(case, scores, reviews):
        be = "is" if len(places) == 1 else "are"
        also = _also_fixed(case, _lacking_all(scores, columns))
        yield _gap_line(case, columns, places, f"and {be} sent back as 'revise'", also)


def fixed_gap_lines(case: Case, scores: Scores, reviews: Sequence[GateReview]) -> Iterator[str]:
    """Yield who lacks a customer score that others have, and is not sent back for that.

    What is selected in any case is not, and nobody is where the harm gate does not block.

    Args:
        case: The case.
        scores: Its scores.
        reviews: The gates' answers.
    """
    none = np.isnan(scores.score)
    asked = none & customer_columns(case) & ~np.logical_and.reduce(none, axis=0)
    for columns, _ in _sent_back_groups(case, scores, reviews):  # told with those
        here = np.isin(np.arange(asked.shape[1]), columns)
        asked &= ~(_lacking_all(scores, columns)[:, np.newaxis] & here)
    must = np.zeros(len(case.proposals), dtype=np.bool_)
    must[list(must_be_selected(case))] = True
    for columns, places in _groups(case, asked & must[:, np.newaxis]):
        be = "is" if len(places) == 1 else "are"
        so = f"and {be} selected in any case, so that it stays open whether customers are harmed"
        yield _gap_line(case, columns, places, so)
    if _blocks(reviews):
        return
    free = free_to_decide(case) & ~must
    for columns, places in _groups(case, asked & free[:, np.newaxis]):
        yield _gap_line(case, columns, places, _counts_as_0(columns))


def _lacking_all(scores: Scores, columns: Sequence[int]) -> BoolArray:
    """Return per proposal whether it has a score on none of some criteria."""
    none = np.isnan(scores.score[:, list(columns)])
    return np.asarray(np.logical_and.reduce(none, axis=1), dtype=np.bool_)


def _sent_back_groups(case: Case, scores: Scores, reviews: Sequence[GateReview]) -> list[_Group]:
    """Return which customer criteria those lack who are sent back for that."""
    stopped = _sent_back(case, reviews)
    missing = np.isnan(scores.score) & customer_columns(case) & stopped[:, np.newaxis]
    return _groups(case, missing)


def _counts_as_0(columns: Sequence[int]) -> str:
    return f"which {'counts' if len(columns) == 1 else 'count'} as 0 so far"


def _blocks(reviews: Sequence[GateReview]) -> bool:
    """Return whether open harm sends anybody back at all."""
    return any(each.gate == HARM and not each.not_run and each.mode == "block" for each in reviews)


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
    for columns, places in _groups(case, none & asked & free_to_decide(case)[:, np.newaxis]):
        also = _also_fixed(case, _lacking_all(scores, columns))
        yield _gap_line(case, columns, places, _counts_as_0(columns), also)


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
    ids = sorted((case.proposals.ids[place] for place in places), key=in_order)
    count = "1 proposal has" if len(ids) == 1 else f"{len(ids):,} proposals have"
    names = [name_of_criterion(case.scorecard.criteria[column]) for column in columns]
    kind = case.scorecard.criteria[columns[0]].kind
    fill = "fill them" if kind == "rating" and len(columns) > 1 else _FILL[kind]
    todo = f"{fill}{_or_no_change(case, columns)}"
    what = _WHAT[kind].format(listed(names, most=_MOST_NAMED))
    return f"{count} {what}, {so}: {some(ids)}{also}; {todo}"


def _sent_back(case: Case, reviews: Sequence[GateReview]) -> BoolArray:
    """Return per proposal whether open harm sends it back, whatever else is decided."""
    found = free_to_decide(case)
    harm = [each for each in reviews if each.gate == HARM and not each.not_run]
    if not harm:
        return np.zeros_like(found)
    found &= np.array([each == "revise" for each in harm[0].actions], dtype=np.bool_)
    found &= np.array([each == "undetermined" for each in harm[0].outcomes], dtype=np.bool_)
    for each in reviews:
        found &= np.array([action != "decline" for action in each.actions], dtype=np.bool_)
    return found


def free_to_decide(case: Case) -> BoolArray:
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
