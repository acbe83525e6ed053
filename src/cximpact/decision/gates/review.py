"""All gates, in the order they are told."""

from __future__ import annotations

from collections.abc import Callable

from cximpact.decision.gates.evidence import review_evidence
from cximpact.decision.gates.floor import review_floor
from cximpact.decision.gates.harm import review_harm
from cximpact.decision.gates.opened import left_undecided
from cximpact.decision.gates.standing import standing
from cximpact.decision.gates.statement import review_statement
from cximpact.decision.gates.voice import review_voice
from cximpact.model.case import Case
from cximpact.model.decision import GateReview
from cximpact.model.evidence import Conditions
from cximpact.model.scores import Scores

GATES: tuple[Callable[[Case, Conditions, Scores], GateReview], ...] = (
    review_harm,
    review_evidence,
    review_voice,
    review_floor,
    review_statement,
)


def review(case: Case, conditions: Conditions, scores: Scores) -> tuple[GateReview, ...]:
    """Return every gate's answers for all proposals.

    Limits are compared after rounding to nine decimals; a figure exactly on its limit passes. A
    gate whose kind of input is absent altogether is not run, and blocks nothing. An answer that
    hangs on a source of evidence that failed is undetermined.

    Args:
        case: The case; its scorecard's policy sets modes and limits.
        conditions: Conditions of the touchpoints.
        scores: Scores and values of all proposals.
    """
    found = tuple(gate(case, conditions, scores) for gate in GATES)
    opened = left_undecided(case, conditions, scores)
    return found if opened is None else tuple(standing(each, opened) for each in found)
