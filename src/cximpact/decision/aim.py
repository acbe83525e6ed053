"""What the selection is to maximise: the values of proposals, and what they are worth together."""

from __future__ import annotations

from attrs import frozen

from cximpact.decision.program import Term
from cximpact.decision.together import terms_of
from cximpact.model.arrays import FloatArray
from cximpact.model.case import Case
from cximpact.model.evidence import Conditions
from cximpact.model.scores import Scores
from cximpact.scoring.value import weighted_sum


@frozen(eq=False)
class Aim:
    """What every selection is worth.

    Attributes:
        value: V per proposal: its own value, against doing nothing.
        terms: What proposals are worth together beyond the sum of their values; over positions
            of proposals, in units of 1e-12.
    """

    value: FloatArray
    terms: tuple[Term, ...] = ()


def aim_of(
    case: Case, conditions: Conditions, scores: Scores, weights: FloatArray | None = None
) -> Aim:
    """Return what the selection maximises, under the central weights or others.

    Args:
        case: The case.
        conditions: Conditions of the touchpoints.
        scores: Scores of all proposals.
        weights: Weights of the criteria, share of the group included; None takes the central.
    """
    if weights is None:
        return Aim(scores.value, terms_of(case, conditions, scores, scores.weights))
    value = weighted_sum(weights, scores.score)
    return Aim(value, terms_of(case, conditions, scores, weights))
