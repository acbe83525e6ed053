"""Whether one score is all it takes: what stops a proposal besides its value, and if it goes."""

from __future__ import annotations

import numpy as np

from cximpact.decision.gates.answer import customer_columns
from cximpact.decision.gates.evidence import NAME as EVIDENCE
from cximpact.decision.gates.floor import NAME as FLOOR
from cximpact.decision.gates.harm import NAME as HARM
from cximpact.decision.question import Question
from cximpact.model.decision import GateReview
from cximpact.scoring.rounding import round9

__all__ = ["is_enough", "still_stops"]


def is_enough(question: Question, position: int, column: int, goal: float) -> bool:
    """Return whether a score above a goal leaves no gate that stops a proposal.

    Only told where it is sure: of two gates it can be worked out what they say of the score.

    Args:
        question: What was decided.
        position: The proposal.
        column: The criterion.
        goal: What its score comes to be above.
    """
    return all(_lets_pass(question, gate, position, column, goal) for gate in question.gates)


def still_stops(question: Question, position: int, *, named: bool) -> str:
    """Return what is said of a score that lifts the value and no more.

    Args:
        question: What was decided.
        position: The proposal.
        named: Whether sentences before say what else it takes.
    """
    if named:
        return "; what is named above still stops it"
    if any(gate.actions[position] for gate in question.gates):
        return "; a gate still stops it"
    asks = any(_asks_for_evidence(gate) for gate in question.gates)
    return "; a gain for customers must be evidenced, too" if asks else ""


def _asks_for_evidence(gate: GateReview) -> bool:
    return gate.gate == EVIDENCE and gate.mode == "block" and not gate.not_run


def _lets_pass(
    question: Question, gate: GateReview, position: int, column: int, goal: float
) -> bool:
    if not gate.actions[position]:
        # A gain for customers that is new must be evidenced too, where that is asked for.
        return not (_asks_for_evidence(gate) and customer_columns(question.case)[column])
    if gate.gate == HARM:
        return _mends_harm(question, gate, position, column, goal)
    return gate.gate == FLOOR and _mends_floor(question, position, column, goal)


def _mends_harm(
    question: Question, gate: GateReview, position: int, column: int, goal: float
) -> bool:
    """Return whether the score is all that the harm gate asks for."""
    limit = question.case.scorecard.policy.gates.customer_harm.score
    kinds = [each.kind for each in question.case.scorecard.criteria]
    score = question.scores.score[position]
    judged = customer_columns(question.case)
    lacking = judged & np.isnan(score)
    low = judged & np.array([kind != "journey" for kind in kinds]) & (round9(score) < round9(limit))
    broken = np.flatnonzero(lacking | low).tolist()
    # A second sentence is about something else, such as harm at a touchpoint.
    asked = 0 if gate.cure is None else len(gate.cure(position))
    enough = bool(round9(goal) >= round9(limit))
    return broken == [column] and asked == 1 and kinds[column] != "journey" and enough


def _mends_floor(question: Question, position: int, column: int, goal: float) -> bool:
    """Return whether the score lifts customer value to the floor."""
    scores, judged = question.scores, customer_columns(question.case)
    weights = np.where(judged, scores.weights, 0.0)
    score = np.nan_to_num(scores.score[position], nan=0.0)
    whole = float(weights.sum())
    if whole <= 0 or not judged[column]:
        return False
    now = float(scores.customer_value[position])
    if round9(float(weights @ score) / whole) != round9(now):
        return False  # weighed in another way: nothing sure can be said
    after = now + float(weights[column]) * (goal - float(score[column])) / whole
    floor = question.case.scorecard.policy.gates.customer_value_floor.floor
    return bool(round9(after) >= round9(floor))
