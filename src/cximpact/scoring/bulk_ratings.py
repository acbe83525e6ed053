"""Ratings given as numbers become scores, block after block."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
from attrs import Factory, define, field

from cximpact.model.arrays import BoolArray, FloatArray
from cximpact.model.scorecard import ValuePoint
from cximpact.scoring.bulk import ROWS
from cximpact.scoring.value_functions import (
    LEVELS_PER_SIDE,
    amount_scores,
    default_levels,
    scale_scores,
)

__all__ = ["MOST_UNFIT", "NumberFill", "fill_by_levels", "fill_by_scale"]

MOST_UNFIT = 20
"""Of how many numbers that are unfit the rows are kept."""

_THIRD = 1 / LEVELS_PER_SIDE

Numbers = npt.NDArray[np.generic]


@define(eq=False)
class NumberFill:
    """Writes the scores of a column of numbers; what is not on the scale is noted.

    Attributes:
        numbers: Whole or floating numbers; NaN where one is missing.
        low: The least number on the scale.
        high: The greatest.
        curve: From numbers on the scale to scores.
        in_thirds: Whether every whole number on the scale scores a third of itself.
        count_unfit: How many numbers are beyond the scale, as far as scores were written.
        unfit: The rows of the first of them, ascending.
    """

    numbers: Numbers
    low: float
    high: float
    curve: Callable[[FloatArray], FloatArray]
    in_thirds: bool = False
    count_unfit: int = 0
    unfit: list[int] = Factory(list)
    _same: BoolArray = field(factory=lambda: np.empty(ROWS, dtype=np.bool_), init=False)

    def __call__(self, rows: slice, out: FloatArray) -> None:
        """Write the scores of some rows, at most `ROWS`."""
        numbers = np.ascontiguousarray(self.numbers[rows], dtype=np.float64)
        if self.in_thirds and self._are_levels(numbers, out):
            # The curve gives the same, but finding the points on it takes ten times as long. Of
            # whole numbers on the scale, so does the division, which takes longer than the product.
            np.multiply(out, _THIRD, out=out)
            return
        self._note((numbers < self.low) | (numbers > self.high), rows.start)
        if self.in_thirds:
            np.divide(numbers, LEVELS_PER_SIDE, out=out)
            between = np.flatnonzero(np.rint(numbers) != numbers)
            out[between] = self.curve(numbers[between])
        else:
            out[:] = self.curve(numbers)

    def _note(self, beyond: BoolArray, start: int) -> None:
        found = np.flatnonzero(beyond)
        self.count_unfit += len(found)
        self.unfit += (start + found[: MOST_UNFIT - len(self.unfit)]).tolist()

    def _are_levels(self, numbers: FloatArray, nearest: FloatArray) -> bool:
        """Return whether all are whole numbers on the scale, none missing.

        Args:
            numbers: The numbers.
            nearest: Takes the whole numbers next to them. What follows reads these, as they are in
                the cache by then, which the column itself is too long for.
        """
        np.rint(numbers, out=nearest)
        same = np.equal(numbers, nearest, out=self._same[: len(numbers)])
        return bool(
            np.logical_and.reduce(same)
            and np.minimum.reduce(nearest) >= self.low
            and np.maximum.reduce(nearest) <= self.high
        )


def fill_by_levels(numbers: Numbers, points: Sequence[ValuePoint]) -> NumberFill:
    """Return what scores numbers that are levels or lie between two of them.

    Args:
        numbers: Whole or floating numbers; NaN where one is missing.
        points: The levels as numbers with their scores, at least two, strictly increasing.

    Example:
        >>> fill = fill_by_levels(np.array([3, -1]), [ValuePoint(-3, -1.0), ValuePoint(3, 1.0)])
        >>> fill(slice(0, 2), out := np.empty(2)); out.round(3).tolist()
        [1.0, -0.333]
    """
    found = [(point.amount, point.score) for point in points]
    plain = [
        [(float(level.value), level.score) for level in default_levels(risk)]
        for risk in (False, True)
    ]
    return NumberFill(
        numbers,
        points[0].amount,
        points[-1].amount,
        lambda amounts: amount_scores(amounts, points).score,
        in_thirds=found in plain,
    )


def fill_by_scale(numbers: Numbers, scale: tuple[float, float, float]) -> NumberFill:
    """Return what scores numbers on a scale of worst, no change and best."""
    low, high = min(scale), max(scale)
    return NumberFill(numbers, low, high, lambda amounts: scale_scores(amounts, scale).score)
