"""Rating criteria: the mean of the raters who count, times the share of customers affected."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from attrs import frozen

from cximpact.model.arrays import BoolArray, FloatArray, IntArray
from cximpact.model.proposal import Proposals, Ratings
from cximpact.model.scorecard import Scorecard
from cximpact.model.scores import ScoreNote
from cximpact.scoring.matrices import CriterionScores, flags, plain_gain
from cximpact.scoring.value_functions import smallest_gap


@frozen(eq=False)
class _Answers:
    """Answers of the companion table that count, sorted by cell and score."""

    cell: IntArray
    score: FloatArray
    no_unit: BoolArray
    left_out: IntArray  # cells of the answers that do not count


def rating_scores(scorecard: Scorecard, proposals: Proposals, ratings: Ratings) -> CriterionScores:
    """Return the scores of the rating criteria with their standard errors.

    The score is the mean over the raters who count, times `proposal.reach` for customer
    criteria. A cell of the grid is one unnamed rater without a unit. The standard error is
    max(sample sd, half the smallest gap between levels) / √raters, times the same reach.

    Args:
        scorecard: Its criteria's order is that of the columns of the grid.
        proposals: Their units and reach.
        ratings: The answers, as scores.
    """
    columns = [column for column, each in enumerate(scorecard.criteria) if each.kind == "rating"]
    answers = _counting(scorecard, proposals, ratings, columns)
    grid = ratings.grid[:, columns]
    raters, mean, spread = _moments(grid, answers)
    half_gap = [smallest_gap(scorecard.criteria[column].levels) / 2 for column in columns]
    reach = counted_reach(scorecard, proposals, columns)
    score = mean * np.where(np.isnan(reach), 1.0, reach)
    error = np.maximum(spread, np.array(half_gap)) / np.sqrt(np.maximum(raters, 1))
    error = error * np.where(np.isnan(reach), 1.0, reach)
    notes = _notes(grid, ratings.between_levels[:, columns], answers, raters)
    notes |= flags(ScoreNote.REACH_ASSUMED, np.isnan(reach) & (raters > 0))
    return CriterionScores(
        columns=tuple(columns),
        score=score,
        gain=plain_gain(score),
        notes=notes,
        error=np.where(raters > 0, error, 0.0),
        raters=raters,
    )


def _counting(
    scorecard: Scorecard, proposals: Proposals, ratings: Ratings, columns: list[int]
) -> _Answers:
    """Return the answers that count, in an order that only their scores decide."""
    place = np.full(len(scorecard.criteria), -1, dtype=np.int64)
    place[columns] = np.arange(len(columns))
    rated = place[ratings.criterion] >= 0
    cell = ratings.proposal * len(columns) + place[ratings.criterion]
    unit = np.array(ratings.unit, dtype=object)
    theirs = np.array(proposals.units, dtype=object)[ratings.proposal]
    own = rated & np.asarray((unit == theirs) & (unit != ""), dtype=bool)
    if scorecard.policy.own_unit_counts:
        own = np.zeros_like(own)
    counting = np.flatnonzero(rated & ~own)
    order = counting[np.lexsort((ratings.score[counting], cell[counting]))]
    no_unit = np.asarray(unit[order] == "", dtype=bool)
    return _Answers(cell[order], ratings.score[order], no_unit, cell[own])


def _moments(grid: FloatArray, answers: _Answers) -> tuple[IntArray, FloatArray, FloatArray]:
    """Return number, mean and sample standard deviation of the answers per cell."""
    ticked = ~np.isnan(grid)
    if not len(answers.cell):  # a plain grid: one answer is its own mean
        return ticked.astype(np.int64), grid, np.zeros_like(grid)
    raters = _count(answers.cell, grid) + ticked
    total = np.where(ticked, grid, 0.0) + _sum(answers.cell, answers.score, grid)
    mean = np.divide(total, raters, out=np.full(grid.shape, np.nan), where=raters > 0)
    away = answers.score - mean.ravel()[answers.cell]
    squares = np.where(ticked, (grid - mean) ** 2, 0.0) + _sum(answers.cell, away**2, grid)
    return raters, mean, np.sqrt(squares / np.maximum(raters - 1, 1))


def _count(cell: IntArray, like: FloatArray) -> IntArray:
    return np.bincount(cell, minlength=like.size).reshape(like.shape)


def _sum(cell: IntArray, amounts: FloatArray, like: FloatArray) -> FloatArray:
    found = np.bincount(cell, weights=amounts, minlength=like.size)
    return np.asarray(found, dtype=np.float64).reshape(like.shape)


def counted_reach(scorecard: Scorecard, proposals: Proposals, columns: Sequence[int]) -> FloatArray:
    """Return the share of customers affected per cell: 1 for business criteria, NaN unstated."""
    customer = [scorecard.criteria[column].group == "customer" for column in columns]
    return np.where(np.array(customer, dtype=bool), proposals.reach[:, np.newaxis], 1.0)


def _notes(
    grid: FloatArray, between_levels: BoolArray, answers: _Answers, raters: IntArray
) -> IntArray:
    ticked = ~np.isnan(grid)
    unnamed = ticked | (_count(answers.cell[answers.no_unit], grid) > 0)
    return (
        flags(ScoreNote.MISSING, raters == 0)
        | flags(ScoreNote.ONE_RATER, raters == 1)
        | flags(ScoreNote.UNNAMED_RATER, unnamed)
        | flags(ScoreNote.OWN_UNIT_LEFT_OUT, _count(answers.left_out, grid) > 0)
        | flags(ScoreNote.BETWEEN_LEVELS, between_levels & ticked)
    )
