"""What every proposal is worth at least and at most, at each extreme weight.

Value is linear in the weights, so what holds at every extreme weight holds at all weights between
them; and the least (most) value under given weights takes every score at its low (high) end.
"""

from __future__ import annotations

import numpy as np
from attrs import frozen

from cximpact.decision.reduced import PICO
from cximpact.model.arrays import FloatArray, IntArray
from cximpact.model.draws import Draws
from cximpact.model.scores import Scores
from cximpact.scoring.value import weighted_sum

_FIRST = 12
"""So many extreme weights that lie far apart come first."""


@frozen(eq=False)
class Worth:
    """What proposals are worth, in whole units of 1e-12, held as floats.

    Whole numbers of this size add up exactly as floats, in whatever order.

    Attributes:
        low: Extreme weights x proposals: the least.
        high: The most.
    """

    low: FloatArray
    high: FloatArray

    def of(self, places: tuple[int, ...]) -> Worth:
        """Return the worth of some proposals, in the order given."""
        return Worth(self.low[:, list(places)], self.high[:, list(places)])

    @property
    def exact(self) -> bool:
        """Whether scores are points, so that only weights are open."""
        return bool(np.array_equal(self.low, self.high))


def score_box(scores: Scores, draws: Draws | None = None) -> tuple[FloatArray, FloatArray]:
    """Return the least and the most that each score may be; proposals x criteria.

    Args:
        scores: The central scores.
        draws: Bands of scores; None takes the central scores as points, a missing one as 0.
    """
    if draws is None:
        point = np.nan_to_num(scores.score)
        return point, point
    return draws.score_low, draws.score_high


def worth_of(weights: FloatArray, low: FloatArray, high: FloatArray) -> Worth:
    """Return what every proposal is worth at each extreme weight.

    Args:
        weights: Extreme weights x criteria, share of the group included.
        low: Proposals x criteria, the least scores; a missing one counts 0.
        high: The most.
    """
    extremes = np.unique(np.asarray(weights, dtype=np.float64), axis=0)

    def whole(score: FloatArray) -> FloatArray:
        value = weighted_sum(extremes[:, None, :], score[None, :, :])
        return np.asarray(np.rint(value * PICO) + 0.0, dtype=np.float64)

    least = whole(low)
    most = np.maximum(least, whole(high))
    order = _far_apart_first(least + most)
    return Worth(least[order], most[order])


def _far_apart_first(worth: FloatArray) -> IntArray:
    """Return extreme weights in an order that starts with some under which values differ much.

    Whoever does not beat another shows it under one of the first few, most often.
    """
    away = np.abs(worth - worth.mean(axis=0)).sum(axis=1)
    first: list[int] = []
    for _ in range(min(_FIRST, len(worth))):
        first.append(int(np.argmax(away)))
        away = np.minimum(away, np.abs(worth - worth[first[-1]]).sum(axis=1))
    rest = np.setdiff1d(np.arange(len(worth)), first)
    return np.array([*first, *rest.tolist()], dtype=np.int64)
