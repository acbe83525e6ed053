"""Value functions: what an answer or an amount scores, on anchors fixed beforehand."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from cximpact.evidence.pert import pert_mean
from cximpact.model.arrays import BoolArray, FloatArray
from cximpact.model.scorecard import Level, ValuePoint

LEVELS_PER_SIDE = 3


class Scored(NamedTuple):
    """Scores, and which of them lay beyond the last anchor and were clipped."""

    score: FloatArray
    clipped: BoolArray


def default_levels(risk: bool = False) -> tuple[Level, ...]:
    """Return the default levels -3 to +3 (a risk: -3 to 0), each scoring a third of itself.

    Example:
        >>> [level.value for level in default_levels(risk=True)]
        ['-3', '-2', '-1', '0']
    """
    top = 0 if risk else LEVELS_PER_SIDE
    steps = range(-LEVELS_PER_SIDE, top + 1)
    return tuple(Level(str(step), step / LEVELS_PER_SIDE) for step in steps)


def smallest_gap(levels: Sequence[Level]) -> float:
    """Return the smallest distance between the scores of two levels, in units of score.

    Levels that score the same have no gap. Fewer than two different levels: that of the default.

    Example:
        >>> smallest_gap([Level("bad", -1.0), Level("fair", 0.0), Level("good", 0.5)])
        0.5
    """
    scores = sorted({level.score for level in levels})
    gaps = [upper - lower for lower, upper in pairwise(scores)]
    return min(gaps, default=1.0 / LEVELS_PER_SIDE)


def scale_scores(
    answers: npt.ArrayLike,
    scale: tuple[float, float, float],
    lowest: float = -1.0,
    highest: float = 1.0,
) -> Scored:
    """Return the scores of answers on another scale, straight from worst over no change to best.

    Args:
        answers: Answers of any shape; NaN stays NaN.
        scale: The answers that mean worst, no change and best, rising or falling. Where no
            change is also the best (a risk), nothing scores above 0; where it is also the worst,
            nothing below.
        lowest: Score of the worst answer.
        highest: Score of the best answer.

    Example:
        >>> scale_scores([1, 2, 3, 5], (1, 3, 5)).score.tolist()
        [-1.0, -0.5, 0.0, 1.0]
    """
    sign, points = scale_points(scale, lowest, highest)
    return amount_scores(sign * np.asarray(answers, dtype=np.float64), points)


def scale_points(
    scale: tuple[float, float, float], lowest: float = -1.0, highest: float = 1.0
) -> tuple[float, list[ValuePoint]]:
    """Return the points that another scale stands for, and the sign of answers on it.

    Args:
        scale: The answers that mean worst, no change and best; two neighbors may be the same.
        lowest: Score of the worst answer.
        highest: Score of the best answer.

    Example:
        >>> sign, points = scale_points((5, 3, 1))
        >>> sign, [(point.amount, point.score) for point in points]
        (-1.0, [(-5.0, -1.0), (-3.0, 0.0), (-1.0, 1.0)])
    """
    worst, same, best = scale
    sign = 1.0 if best > worst else -1.0
    below = [ValuePoint(sign * worst, lowest)] if worst != same else []
    above = [ValuePoint(sign * best, highest)] if best != same else []
    return sign, [*below, ValuePoint(sign * same, 0.0), *above]


def amount_scores(amounts: npt.ArrayLike, points: Sequence[ValuePoint]) -> Scored:
    """Return the scores of amounts: piecewise linear between fixed points, clipped beyond.

    Args:
        amounts: Amounts of any shape, in the unit of the points; NaN stays NaN.
        points: At least two, amounts strictly increasing.

    Example:
        >>> points = [ValuePoint(0, 0), ValuePoint(100, 0.5), ValuePoint(500, 1)]
        >>> amount_scores([50, 300, 900], points).score.tolist()
        [0.25, 0.75, 1.0]
    """
    x = np.asarray(amounts, dtype=np.float64)
    at = np.array([point.amount for point in points], dtype=np.float64)
    worth = np.array([point.score for point in points], dtype=np.float64)
    inside = np.clip(x, at[0], at[-1])
    left = np.clip(np.searchsorted(at, inside, side="right") - 1, 0, len(at) - 2)
    # Written out, as np.interp may fuse its multiplication and addition on some machines.
    part = (inside - at[left]) / (at[left + 1] - at[left])
    score = worth[left] * (1.0 - part) + worth[left + 1] * part
    return Scored(score, (x < at[0]) | (x > at[-1]))


def amount_score(amount: float, points: Sequence[ValuePoint]) -> float:
    """Return the score of one amount: the same bits as `amount_scores` finds for it among others.

    An array of one takes 30 times as long.

    Args:
        amount: A finite amount, in the unit of the points.
        points: At least two, amounts strictly increasing.

    Example:
        >>> amount_score(50, [ValuePoint(0, 0), ValuePoint(100, 0.5)])
        0.25
    """
    inside = min(max(float(amount), points[0].amount), points[-1].amount)
    at = bisect_right(points, inside, key=lambda point: point.amount) - 1
    left, right = points[min(at, len(points) - 2)], points[min(at, len(points) - 2) + 1]
    part = (inside - left.amount) / (right.amount - left.amount)
    return left.score * (1.0 - part) + right.score * part


def expected(
    low: FloatArray, likely: FloatArray, high: FloatArray, single: BoolArray
) -> FloatArray:
    """Return PERT means; a single number is its own mean.

    Args:
        low: Lowest values.
        likely: Most likely values.
        high: Highest values.
        single: True where one number was given.

    Example:
        >>> one = np.array([0.3])
        >>> expected(one, one, one, np.array([True])).tolist()
        [0.3]
    """
    return np.where(single, likely, pert_mean(low, likely, high))
