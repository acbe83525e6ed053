"""Value: the weighted sum of scores, of the whole and inside each group."""

from __future__ import annotations

from math import sqrt

import numpy as np

from cximpact.model.arrays import BoolArray, FloatArray
from cximpact.model.scorecard import Scorecard


def weighted_sum(weights: FloatArray, amounts: FloatArray) -> FloatArray:
    """Return Σ weight x amount over the last axis; a missing amount (NaN) adds nothing.

    Adds one criterion after the other instead of calling BLAS, whose order of adding depends on
    the machine. Weights may be per draw: their shape is broadcast against that of the amounts.

    Args:
        weights: Ends in criteria.
        amounts: Ends in criteria.

    Example:
        >>> weighted_sum(np.array([0.5, 0.5]), np.array([[1.0, np.nan]])).tolist()
        [0.5]
    """
    shape = np.broadcast_shapes(weights.shape[:-1], amounts.shape[:-1])
    total = np.zeros(shape, dtype=np.float64)
    for column in range(amounts.shape[-1]):
        amount = amounts[..., column]
        total += weights[..., column] * np.where(np.isnan(amount), 0.0, amount)
    return total


def group_columns(scorecard: Scorecard, group: str) -> list[int]:
    """Return the positions of a group's criteria."""
    return [column for column, each in enumerate(scorecard.criteria) if each.group == group]


def group_value(
    scorecard: Scorecard, group: str, group_weights: FloatArray, score: FloatArray
) -> FloatArray:
    """Return the value inside one group, where it counts 1; NaN without such a group."""
    columns = group_columns(scorecard, group)
    if not columns:
        return np.full(score.shape[:-1], np.nan)
    return weighted_sum(group_weights[columns], score[..., columns])


def coverage(weights: FloatArray, score: FloatArray) -> FloatArray:
    """Return the share of weight that has a score.

    Example:
        >>> coverage(np.array([0.25, 0.75]), np.array([[0.0, np.nan]])).tolist()
        [0.25]
    """
    scored = np.where(np.isnan(score), np.nan, 1.0)
    # Summed in the same order, so that a full scorecard is covered by exactly 1.
    return weighted_sum(weights, scored) / weighted_sum(weights, np.ones_like(weights))


def spread(
    scorecard: Scorecard, weights: FloatArray, score: FloatArray, counting: BoolArray
) -> dict[str, float]:
    """Return the standard deviation over proposals of each group's part of the value.

    Beside the groups' stated shares it shows which group in fact tells the proposals apart.

    Args:
        scorecard: Which criterion is in which group.
        weights: Criterion weights, share of the group included.
        score: Proposals x criteria.
        counting: Proposals that count: those not withdrawn.
    """
    found = {}
    for group in sorted({each.group for each in scorecard.criteria}):
        columns = group_columns(scorecard, group)
        parts = weighted_sum(weights[columns], score[:, columns])
        found[str(group)] = _population_sd(parts[counting])
    return found


def _population_sd(values: FloatArray) -> float:
    if not len(values):
        return 0.0
    away = values - _mean(values)
    return sqrt(_mean(away * away))


def _mean(values: FloatArray) -> float:
    # A running sum adds one value after the other; np.sum would add in blocks.
    return float(np.cumsum(values)[-1]) / len(values)
