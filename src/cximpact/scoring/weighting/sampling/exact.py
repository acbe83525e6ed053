"""Exact ways of drawing uniformly from a polytope of weights."""

from __future__ import annotations

from math import factorial, prod

import numpy as np
from numpy.random import Generator

from cximpact.model.arrays import FloatArray
from cximpact.scoring.weighting.sampling.shape import Shape
from cximpact.scoring.weighting.sampling.sums import solved, summed, times

_BATCH = 8192
_TRIAL = 4096
_FEWEST = 0.01  # of the proposed draws; below that a walk is quicker


def simplex(members: int, count: int, generator: Generator) -> FloatArray:
    """Return draws x members, uniform over all weights that sum to 1.

    Independent exponentials over their sum, which are the gaps between ordered uniforms; each
    weight is Beta(1, members - 1). Source: Devroye (1986), "Non-Uniform Random Variate
    Generation", ch. V.2.

    Args:
        members: How many weights.
        count: How many draws.
        generator: Where chance comes from.
    """
    gaps = generator.standard_exponential((count, members)).T
    drawn: FloatArray = (gaps / summed(gaps)).T.copy()
    return drawn


def corners(shape: Shape) -> FloatArray | None:
    """Return the corners, corners x free weights, of a shape that is a simplex; else None.

    It is one if it has one condition more than free weights: so the interval between two points,
    lower bounds, full rank orders (ties among them) and chains of ratios.
    """
    if len(shape.matrix) != shape.dimension + 1:
        return None
    rest = [np.arange(len(shape.matrix)) != left for left in range(len(shape.matrix))]
    return np.array([solved(shape.matrix[rows], shape.least[rows]) for rows in rest])


def from_corners(corner: FloatArray, count: int, generator: Generator) -> FloatArray:
    """Return free x draws, uniform over the simplex with these corners: its linear image."""
    return times(corner.T, simplex(len(corner), count, generator).T.copy())


class Rejection:
    """Draws uniformly from a simple body around the shape, and keeps what lies in the shape.

    The body is the box of what each free weight may be or, if that is smaller, the simplex
    above the lower bounds.
    """

    def __init__(self, shape: Shape) -> None:
        self._shape = shape
        self._around = _simplex_around(shape)

    def _proposed(self, count: int, generator: Generator) -> FloatArray:
        shape = self._shape
        if self._around is not None:
            return from_corners(self._around, count, generator)
        share = generator.random((count, shape.dimension)).T
        proposed: FloatArray = shape.low[:, None] + share * (shape.high - shape.low)[:, None]
        return proposed

    def pays(self, generator: Generator) -> bool:
        """Return whether enough of a trial is kept; a trial's draws are not used."""
        kept = self._shape.holds(self._proposed(_TRIAL, generator))
        return bool(kept.sum() >= _FEWEST * _TRIAL)

    def draw(self, count: int, generator: Generator) -> FloatArray:
        """Return free x draws."""
        found, kept = [np.zeros((self._shape.dimension, 0))], 0
        while kept < count:
            proposed = self._proposed(_BATCH, generator)
            found.append(proposed[:, self._shape.holds(proposed)])
            kept += found[-1].shape[1]
        return np.concatenate(found, axis=1)[:, :count]


def _simplex_around(shape: Shape) -> FloatArray | None:
    """Return the corners of the simplex above the lower bounds, if it is smaller than the box."""
    dependent = np.setdiff1d(np.arange(len(shape.origin)), shape.free)
    moving = [each for each in dependent if shape.lift[each].any()]
    if len(moving) != 1 or not (shape.lift[moving[0]] == -1.0).all():
        return None
    # The dependent weight is never negative: the free ones add up to its origin at most.
    size = float(shape.origin[moving[0]] - np.cumsum(shape.low)[-1])
    box = prod(float(each) for each in shape.high - shape.low)
    if size**shape.dimension / factorial(shape.dimension) >= box:
        return None
    return np.vstack([shape.low, shape.low + size * np.eye(shape.dimension)])
