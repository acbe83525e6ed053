"""Touchpoints in a better or worse condition than was found."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from attrs import evolve

from cximpact.decision.aim import aim_of
from cximpact.decision.rules import linking_rules
from cximpact.decision.sensitivity.moves import End, Move, Present
from cximpact.model.arrays import BoolArray, FloatArray, IntArray
from cximpact.model.case import Case
from cximpact.model.evidence import Conditions
from cximpact.model.scores import Scores
from cximpact.scoring.shares import covered_touchpoints, full_scale, touchpoint_shares
from cximpact.scoring.utility import utility
from cximpact.scoring.value import weighted_sum

NORMAL_95 = 1.6448536269514722
"""The 95th percentile of the standard normal distribution."""


def condition_moves(present: Present) -> Iterator[Move]:
    """Yield every touchpoint that a proposal changes, at its 5th and 95th percentile.

    Normal, clipped to 0 to 1. Where all journey criteria see the touchpoint alike, they move
    together, under the touchpoint's name; else each by itself.

    Args:
        present: The case as it was decided.
    """
    question = present.question
    conditions, cells = question.conditions, question.scores.cells
    touched = _pairs(cells.touchpoint, cells.criterion, cells.net != 0)
    for row in dict.fromkeys(row for row, _ in touched):
        columns = [column for place, column in touched if place == row]
        alike = {(conditions.mean[row, c], conditions.sd[row, c]) for c in columns}
        for together in [columns] if len(alike) == 1 else [[column] for column in columns]:
            move = _move(present, row, together, whole=len(alike) == 1)
            if move.low < move.high:
                yield move


def _move(present: Present, row: int, columns: list[int], whole: bool) -> Move:
    conditions = present.question.conditions
    mean, sd = (float(each[row, columns[0]]) for each in (conditions.mean, conditions.sd))
    low, high = (min(1.0, max(0.0, mean + sign * NORMAL_95 * sd)) for sign in (-1, 1))
    name = conditions.touchpoints[row]
    if not whole:
        name = f"{name}/{conditions.criteria[columns[0]]}"
    ends = (_end(present, row, columns, low), _end(present, row, columns, high))
    return Move("condition", name, low, high, ends)


def _end(present: Present, row: int, columns: list[int], to: float) -> Callable[[], End]:
    def end() -> End:
        question = present.question
        mean = question.conditions.mean.copy()
        mean[row, columns] = to
        conditions = evolve(question.conditions, mean=mean)
        scores = with_conditions(question.case, question.conditions, question.scores, mean)
        rules = None
        if question.case.rules.no_stage_worse_off:
            rules = linking_rules(question.case, conditions, scores, question.costs)
        return End(aim_of(question.case, conditions, scores), rules)

    return end


def with_conditions(case: Case, conditions: Conditions, scores: Scores, mean: FloatArray) -> Scores:
    """Return scores as they are with touchpoints in other conditions; gates' figures stay.

    What a proposal does to a touchpoint does not depend on its condition, only what that is worth
    does; so no effect is read again.

    Args:
        case: The scorecard.
        conditions: The conditions that the scores were made with.
        scores: Those scores.
        mean: The other conditions, touchpoints x journey criteria.
    """
    cells = scores.cells
    places = cells.touchpoint, cells.criterion
    moved = mean[places] != conditions.mean[places]
    before = np.where(moved, mean[places], cells.condition)
    delta = np.where(moved, utility(before + cells.net) - utility(before), cells.delta_value)
    score = scores.score.copy()
    for proposal, criterion in _pairs(cells.proposal, cells.criterion, moved):
        column, scale = _scale(case, conditions, criterion)
        rows = (cells.proposal == proposal) & (cells.criterion == criterion)
        raw = float(np.bincount(np.zeros(rows.sum(), np.int64), (cells.share * delta)[rows])[0])
        score[proposal, column] = min(1.0, max(-1.0, raw / scale))
    change = np.nan_to_num(score) - np.nan_to_num(scores.score)
    value = scores.value + weighted_sum(scores.weights, change)
    cells = evolve(cells, condition=before, delta_value=delta)
    return evolve(scores, score=score, value=value, cells=cells)


def _pairs(one: IntArray, other: IntArray, where: BoolArray) -> list[tuple[int, int]]:
    """Return the pairs that occur where a flag says so, each once, sorted."""
    return sorted(set(zip(one[where].tolist(), other[where].tolist(), strict=True)))


def _scale(case: Case, conditions: Conditions, criterion: int) -> tuple[int, float]:
    """Return the column of a journey criterion, and the raw sum that scores 1 on it."""
    criteria = case.scorecard.criteria
    key = conditions.criteria[criterion]
    column = next(number for number, each in enumerate(criteria) if each.id == key)
    shares = touchpoint_shares(case.scorecard.journey)
    covered = covered_touchpoints(criteria[column], conditions.touchpoints)
    return column, full_scale(criteria[column], shares, covered)
