"""Which proposals are shown as they were read: the first few, and one that stands apart."""

from __future__ import annotations

from heapq import nsmallest

from cximpact.decision.candidates import COMMITTED, MANDATORY, WITHDRAWN, must_be_selected
from cximpact.decision.words import in_order
from cximpact.model.case import Case

__all__ = ["sample"]


def sample(case: Case, most: int) -> tuple[list[int], str]:
    """Return the positions of some proposals, and what sets the last apart; "" where nothing does.

    The first ones in the order people count in; the last of them gives way to the first one that
    is mandatory, committed or withdrawn, where none of them is, so that one is seen.

    Args:
        case: The case.
        most: How many there are at most.
    """
    ids = case.proposals.ids
    first = nsmallest(most, range(len(ids)), key=lambda place: in_order(ids[place]))
    apart = _apart(case)
    if len(first) == len(ids) or not apart or not apart.keys().isdisjoint(first):
        return first, ""
    other = min(apart, key=lambda place: in_order(ids[place]))
    return [*first[:-1], other], apart[other]


def _apart(case: Case) -> dict[int, str]:
    """Return who is not simply proposed, and what it is."""
    found = dict.fromkeys(must_be_selected(case), "")
    statuses = enumerate(case.proposals.statuses)
    found |= {place: status for place, status in statuses if status in (COMMITTED, WITHDRAWN)}
    return {place: kind or MANDATORY for place, kind in found.items()}
