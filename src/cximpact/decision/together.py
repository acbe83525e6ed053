"""What proposals are worth together beyond the sum of their own values."""

from __future__ import annotations

from cximpact.decision.program import Term
from cximpact.model.arrays import FloatArray
from cximpact.model.case import Case
from cximpact.model.evidence import Conditions
from cximpact.model.scores import Scores


def terms_of(
    case: Case,  # noqa: ARG001
    conditions: Conditions,  # noqa: ARG001
    scores: Scores,  # noqa: ARG001
    weights: FloatArray,  # noqa: ARG001
) -> tuple[Term, ...]:
    """Return the terms of a case: synergies, overlaps, and joint effects at touchpoints.

    Args:
        case: The case, with its rules.
        conditions: Conditions of the touchpoints.
        scores: What every proposal does at touchpoints.
        weights: Weights of the criteria, share of the group included.
    """
    return ()
