"""What is assumed of all proposals alike: told once, and not again with each of them.

In a list with columns of ratings nobody says who answered, and often not how many customers a
proposal reaches. Told with every proposal, that hides what distinguishes them.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from cximpact.model.case import Case
from cximpact.model.scores import ScoreNote, Scores

__all__ = ["REACH_ASSUMED", "UNNAMED", "assumed_flags", "assumed_of_all", "is_told_of_all"]

UNNAMED = "answers count although they do not name the unit of the rater"
"""How the note on a score begins that rests on an answer without a unit."""
REACH_ASSUMED = "reach not stated, all customers assumed"
"""The note on a score of which nobody said how many customers it reaches."""

_OF_ALL = {
    ScoreNote.UNNAMED_RATER: (
        UNNAMED,
        "nobody rates a proposal of their own unit (no rater is named)",
    ),
    ScoreNote.REACH_ASSUMED: (
        REACH_ASSUMED,
        "each proposal reaches all customers (no reach is stated)",
    ),
}
"""By flag: how the note on a score begins, and what is told once in its place."""


def assumed_flags(case: Case) -> ScoreNote:
    """Return the notes on scores that hold of all proposals alike, or of none.

    Args:
        case: The case.
    """
    found = ScoreNote.NONE
    if not any(case.ratings.unit):
        found |= ScoreNote.UNNAMED_RATER
    if np.isnan(case.proposals.reach).all():
        found |= ScoreNote.REACH_ASSUMED
    return found


def assumed_of_all(case: Case, scores: Scores) -> tuple[str, ...]:
    """Return what is assumed of all proposals alike, in clauses; empty where nothing is.

    Args:
        case: The case.
        scores: Its scores.
    """
    alike = assumed_flags(case)
    return tuple(
        told
        for flag, (_, told) in _OF_ALL.items()
        if flag & alike and (scores.notes & int(flag)).any()
    )


def is_told_of_all(note: str, assumed: Iterable[str]) -> bool:
    """Return whether a note on a score says what is told of all proposals alike.

    Args:
        note: The note.
        assumed: What is told of all, from `assumed_of_all`.

    Example:
        >>> is_told_of_all(REACH_ASSUMED, [_OF_ALL[ScoreNote.REACH_ASSUMED][1]])
        True
    """
    said = set(assumed)
    return any(note.startswith(begins) for begins, told in _OF_ALL.values() if told in said)
