"""A round in which nothing is scored yet: what evaluate will make of it, and what to do."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from cximpact.decision.candidates import (
    FORCED_OUT,
    GATE,
    MISSING_COST,
    WITHDRAWN,
    candidates,
)
from cximpact.decision.costs import costs
from cximpact.decision.gates.review import review
from cximpact.decision.links import reachable
from cximpact.decision.support import required_positions
from cximpact.decision.words import listed
from cximpact.exceptions import InputError
from cximpact.model.case import Case
from cximpact.model.evidence import Conditions
from cximpact.model.scores import Scores
from cximpact.report.words import is_count_of_answers

__all__ = ["nothing_scored"]

_ANYWHERE = "rate them in the list or in a table of ratings"


def nothing_scored(case: Case, conditions: Conditions, scores: Scores) -> str:
    """Return that nothing is scored yet, and what to do; "" where anything is.

    Args:
        case: The case, with its central weights.
        conditions: Conditions of the touchpoints.
        scores: Its scores.
    """
    ranked = np.array([status != "withdrawn" for status in case.proposals.statuses], dtype=np.bool_)
    if not ranked.any() or not np.isnan(scores.score[ranked]).all():
        return ""
    declined, count = _declined(case, conditions, scores), int(ranked.sum())
    every = {1: "it", 2: "both"}.get(count, f"all {count:,}")
    whom = every if declined == count else f"{declined:,} of {count:,}"
    so = f", so evaluate will decline {whom}" if declined else ""
    return f"nothing is scored yet{so}: {listed(list(_todo(case)))}"


def _declined(case: Case, conditions: Conditions, scores: Scores) -> int:
    """Return how many will be declined for being worth nothing.

    The others are forced in or out, required by such, stopped by a gate, or lack a cost.
    """
    try:
        who = candidates(case, review(case, conditions, scores), costs(case))
    except InputError:
        return 0  # told where it is evaluated
    stopped = {at for at, why in who.barred.items() if not _is_weighed(why)}
    needed = reachable(required_positions(case), who.forced_in)
    return len(case.proposals) - len(stopped | needed | who.forced_in.keys())


def _is_weighed(why: str) -> bool:
    """Whether what bars a proposal comes after a value of nothing among the rules of an action."""
    return why not in (WITHDRAWN, FORCED_OUT, MISSING_COST) and not why.startswith(GATE)


def _todo(case: Case) -> Iterator[str]:
    """Yield what gives proposals a score, by the kinds of criteria there are."""
    kinds = {each.kind for each in case.scorecard.criteria}
    if "rating" in kinds:
        files = [note.file for note in case.notes if note.file and is_count_of_answers(str(note))]
        yield f"answer the questions in {files[0]}" if files else _ANYWHERE
    if "quantity" in kinds:
        yield "state the amounts"
    if "journey" in kinds:
        yield "state their effects"
