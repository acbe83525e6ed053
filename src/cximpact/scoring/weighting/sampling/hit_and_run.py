"""Hit-and-run: walks that go to a random place on a random line through where they are.

Source: Smith (1984), Operations Research 32(6); for weights Tervonen, van Valkenhoef, Basturk and
Postmus (2013), European Journal of Operational Research 224(3). Lines are drawn in an orthonormal
basis of the hull of the weights. There the number of steps between two independent draws grows
with the cube of the dimension; short walks first measure the polytope, and in a basis in which it
is round the number grows about linearly (Lovász, Vempala 2006, SIAM J. Computing 35(4)).
"""

from __future__ import annotations

import numpy as np
from attrs import frozen
from numpy.random import Generator

from cximpact.model.arrays import FloatArray
from cximpact.scoring.weighting.sampling.convergence import effective_draws, split_r_hat
from cximpact.scoring.weighting.sampling.shape import Shape
from cximpact.scoring.weighting.sampling.sums import solved, summed, times

WALKS = 200
AGREED = 1.02
"""R-hat of many short walks is above that of few long ones that are worth as much."""
WORTH = 0.4
_MEASURED = 4  # times
_LOOKS = 5  # at each walk, when it is measured
_TRIES = 3
_FEWEST = 24  # draws of each walk, for fewer say little about whether walks agree
_TOUCHING = 1e-200  # so that nothing is divided by zero


@frozen(eq=False)
class Walked:
    """What walks gave.

    Attributes:
        free: Free weights x draws; those of all walks follow each other, draw by draw.
        r_hat: Split R-hat of the weight that agrees least.
        worth: Independent draws that those of the worst weight are worth, as a share of them.
        steps: Steps between two draws.
    """

    free: FloatArray
    r_hat: float
    worth: float
    steps: int


def walk(shape: Shape, count: int, generator: Generator) -> Walked:
    """Return draws that are uniform over a shape, but for what the check of agreement shows.

    Starts from one point inside. Where walks do not agree, they go on with twice the steps
    between draws; the last try is returned with its figures.

    Args:
        shape: Of at least one dimension.
        count: How many draws.
        generator: Where chance comes from.
    """
    walks = _Walks(shape, _orthonormal(shape))
    for _ in range(_MEASURED):
        walks.turn(_rounding(walks.looks(_LOOKS, 4 * shape.dimension, generator)))
    steps = _steps(shape.dimension)
    kept = max(_FEWEST, 2 * -(-count // (2 * WALKS)))
    for _ in range(_TRIES):
        walks.go(4 * steps, generator)
        drawn = walks.looks(kept, steps, generator)
        found = _checked(shape, drawn, walks, count, steps)
        if found.r_hat <= AGREED and found.worth >= WORTH:
            break
        steps *= 2
    return found


def _steps(dimension: int) -> int:
    return 16 * dimension


def _checked(shape: Shape, drawn: FloatArray, walks: _Walks, count: int, steps: int) -> Walked:
    kept, dimension, number = drawn.shape
    flat = drawn.transpose(1, 0, 2).reshape(dimension, kept * number)
    free = walks.there(flat)
    full = shape.weights(free).reshape(kept, number, -1)
    moving = np.flatnonzero(shape.lift.any(axis=1))
    r_hat = max(split_r_hat(full[:, :, each]) for each in moving)
    worth = min(effective_draws(full[:, :, each]) for each in moving) / (kept * number)
    return Walked(free[:, :count], r_hat, worth, steps)


class _Walks:
    """Many walks at once: where they are, in a basis, and how far from each condition."""

    def __init__(self, shape: Shape, basis: FloatArray) -> None:
        self._shape = shape
        self._basis = basis
        self._place = np.zeros((shape.dimension, WALKS))
        self._turned = times(shape.matrix, basis)
        self._start()

    def _start(self) -> None:
        """Measure the distances anew, free of what rounding has added up."""
        shape = self._shape
        gap = shape.least - times(shape.matrix, shape.inside)
        self._slack = np.maximum(times(self._turned, self._place) - gap[:, None], _TOUCHING)

    def there(self, place: FloatArray) -> FloatArray:
        """Return the free weights at places in the basis."""
        return self._shape.inside[:, None] + times(self._basis, place)

    def turn(self, rounding: FloatArray) -> None:
        """Take another basis, given in terms of the old one; the walks stay where they are."""
        self._basis = times(self._basis, rounding)
        self._turned = times(self._shape.matrix, self._basis)
        self._place = solved(rounding, self._place)
        self._start()

    def looks(self, number: int, steps: int, generator: Generator) -> FloatArray:
        """Return places, looks x dimensions x walks, `steps` apart."""
        found = []
        for _ in range(number):
            self.go(steps, generator)
            found.append(self._place.copy())
        return np.array(found)

    def go(self, steps: int, generator: Generator) -> None:
        """Take some steps with every walk.

        All walks take their steps in the same directions, each to a place of its own. A direction
        keeps what is uniform uniform, so the walks share nothing once they have forgotten where
        they began; and the directions are held against the conditions only once.
        """
        lines = generator.standard_normal((steps, self._shape.dimension))
        slopes = times(self._turned, lines.T.copy()).T
        change = np.empty_like(self._slack)
        for line, slope in zip(lines, slopes, strict=True):
            np.divide(slope[:, None], self._slack, out=change)
            back, ahead = -1.0 / change.max(axis=0), -1.0 / change.min(axis=0)
            far = back + generator.random(WALKS) * (ahead - back)
            self._place += far * line[:, None]
            np.multiply(slope[:, None], far, out=change)
            self._slack += change
            np.maximum(self._slack, _TOUCHING, out=self._slack)
        self._start()


def _orthonormal(shape: Shape) -> FloatArray:
    """Return a basis of the free weights that is orthonormal among all weights.

    Each weight is measured in units of its own range. Modified Gram-Schmidt on the columns of the
    lift: lift = Q R, and the basis is the inverse of R.
    """
    reach = times(np.abs(shape.lift), shape.high - shape.low)
    unit = np.where(reach > 0, reach, 1.0)
    columns = shape.lift.T / unit
    size = len(columns)
    triangle = np.zeros((size, size))
    for at in range(size):
        triangle[at, at] = np.sqrt(np.cumsum(columns[at] ** 2)[-1])
        columns[at] = columns[at] / triangle[at, at]
        triangle[at, at + 1 :] = times(columns[at + 1 :], columns[at])
        columns[at + 1 :] -= triangle[at, at + 1 :, None] * columns[at]
    return solved(triangle, np.eye(size))


def _rounding(looks: FloatArray) -> FloatArray:
    """Return a triangular basis in which what was seen is as wide in every direction.

    The Cholesky factor of the covariance of all places seen.
    """
    size = looks.shape[1]
    seen = looks.transpose(0, 2, 1).reshape(-1, size)
    away = seen - summed(seen) / len(seen)
    covariance = np.array([summed(away * away[:, [at]]) for at in range(size)]) / len(seen)
    factor = np.zeros((size, size))
    for at in range(size):
        known = times(factor[:, :at], factor[at, :at])
        rest = covariance[:, at] - known
        factor[at:, at] = rest[at:] / np.sqrt(rest[at])
    return factor
