"""The shape of what statements leave open: which weights are free, which depend, what bounds them.

Conditions that can only hold as equalities are found by linear programs (how far can each be
over-fulfilled?) and taken out by elimination, so that what is equal or fixed stays so to the last
digit. Rows that follow from others are dropped.
"""

from __future__ import annotations

import numpy as np
from attrs import frozen

from cximpact.model.arrays import BoolArray, FloatArray, IntArray
from cximpact.scoring.weighting.sampling.linear import LinearProgram
from cximpact.scoring.weighting.sampling.sums import summed, times

_FLAT = 1e-9  # a polytope thinner than that counts as flat
_REDUNDANT = 1e-11


@frozen(eq=False)
class Shape:
    """A polytope of weights, described in as many weights as are free.

    Attributes:
        origin: Members; the weights where all free ones are zero.
        lift: Members x free; what each free weight adds to them.
        free: The members that are free.
        matrix: Conditions x free, rows of length 1, none of which follows from the others.
        least: One per condition.
        low: The least each free weight may be.
        high: The most.
        inside: Free weights strictly inside.
    """

    origin: FloatArray
    lift: FloatArray
    free: IntArray
    matrix: FloatArray
    least: FloatArray
    low: FloatArray
    high: FloatArray
    inside: FloatArray

    @property
    def dimension(self) -> int:
        """How many weights are free."""
        return len(self.free)

    def weights(self, free: FloatArray) -> FloatArray:
        """Return all weights, draws x members, from the free ones, free x draws."""
        full = self.origin[:, None] + times(self.lift, free)
        return np.maximum(full, 0.0).T.copy()

    def holds(self, free: FloatArray) -> BoolArray:
        """Return per draw whether free x draws obey all conditions."""
        met = times(self.matrix, free) >= self.least[:, None]
        return np.asarray(met.all(axis=0), dtype=np.bool_)


def shape_of(matrix: FloatArray, least: FloatArray, center: FloatArray) -> Shape:
    """Return the shape of {w: matrix @ w >= least, w >= 0, w sums to 1}.

    Args:
        matrix: Conditions x members.
        least: One per condition.
        center: A point of it; fixed weights are taken from there, if it has them right.

    Raises:
        InternalError: There is no such w.
    """
    rows, right = _unit_rows(matrix, least)
    point, flat = _widest_point(rows, right)
    low, high = _ranges(rows, right)
    equal = np.vstack([np.ones(rows.shape[1]), rows[flat]])
    values = np.concatenate([[1.0], right[flat]])
    origin, lift, free = _eliminated(equal, values, high - low)
    fixed = (lift == 0).all(axis=1) & (np.abs(center - origin) < _FLAT)
    origin[fixed] = center[fixed]
    inner, bound = _reduced(rows[~flat], right[~flat], origin, lift)
    keep = _binding(inner, bound, low[free], high[free])
    return Shape(origin, lift, free, inner[keep], bound[keep], low[free], high[free], point[free])


def _unit_rows(matrix: FloatArray, least: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return conditions and the bounds at zero, in an order of their own, largest entry 1."""
    members = matrix.shape[1]
    rows = np.vstack([matrix, np.eye(members)])
    right = np.concatenate([least, np.zeros(members)])
    size = np.abs(rows).max(axis=1)
    rows, right = rows[size > 0], right[size > 0]
    size = size[size > 0]
    joined = np.column_stack([rows / size[:, None], right / size])
    joined = np.unique(joined + 0.0, axis=0)  # sorted: the order of statements changes nothing
    return joined[:, :-1], joined[:, -1]


def _widest_point(rows: FloatArray, right: FloatArray) -> tuple[FloatArray, BoolArray]:
    """Return a point that meets every row strictly that can be, and which rows cannot.

    The deepest point, if there is one inside; else the mean of the points that meet one row each
    as far as that goes.
    """
    point, depth = _deepest(rows, right)
    if depth > _FLAT:
        return point, np.zeros(len(rows), dtype=np.bool_)
    program = _weights_program(rows, right)
    points = np.array([program.least(-row) for row in rows])
    slack = np.array([times(row[None], at)[0] for row, at in zip(rows, points, strict=True)])
    flat = slack - right <= _FLAT
    open_ones = points[~flat] if not flat.all() else points
    return summed(open_ones) / len(open_ones), flat


def _deepest(rows: FloatArray, right: FloatArray) -> tuple[FloatArray, float]:
    """Return the point that meets all rows by as much as possible, and by how much."""
    count, members = rows.shape
    program = LinearProgram(
        np.vstack([np.hstack([rows, -np.ones((count, 1))]), [*[1.0] * members, 0.0]]),
        np.append(right, 1.0),
        np.append(np.full(count, np.inf), 1.0),
        np.append(np.zeros(members), -1.0),
        np.ones(members + 1),
    )
    found = program.least(np.append(np.zeros(members), -1.0))
    return found[:members], float(found[members])


def _ranges(rows: FloatArray, right: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the least and the most each weight may be."""
    program, members = _weights_program(rows, right), rows.shape[1]
    axes = np.eye(members)
    low = np.array([program.least(axis)[at] for at, axis in enumerate(axes)])
    high = np.array([program.least(-axis)[at] for at, axis in enumerate(axes)])
    return low, high


def _weights_program(rows: FloatArray, right: FloatArray) -> LinearProgram:
    count, members = rows.shape
    return LinearProgram(
        np.vstack([rows, np.ones(members)]),
        np.append(right, 1.0),
        np.append(np.full(count, np.inf), 1.0),
        np.zeros(members),
        np.ones(members),
    )


def _eliminated(
    equal: FloatArray, values: FloatArray, width: FloatArray
) -> tuple[FloatArray, FloatArray, IntArray]:
    """Return origin, lift and free members of equal @ w = values.

    Gauss-Jordan elimination that makes the widest weights depend on the others, so that the free
    ones fill as much as possible of the box around them.
    """
    work = np.column_stack([equal, values])
    members = equal.shape[1]
    room = np.maximum(width, 1e-12)
    depends: dict[int, int] = {}
    for row in range(len(work)):
        open_part = np.abs(work[row:, :members])
        open_part[open_part < _FLAT] = 0.0
        if not open_part.any():
            break
        lead, column = divmod(int(np.argmax(open_part * room)), members)
        work[[row, row + lead]] = work[[row + lead, row]]
        work[row] /= work[row, column]
        rest = np.arange(len(work)) != row
        work[rest] -= work[rest, column][:, None] * work[row]
        depends[column] = row
    return _solution(work, depends)


def _solution(work: FloatArray, depends: dict[int, int]) -> tuple[FloatArray, FloatArray, IntArray]:
    members = work.shape[1] - 1
    free = np.array([each for each in range(members) if each not in depends], dtype=np.int64)
    origin, lift = np.zeros(members), np.zeros((members, len(free)))
    lift[free, np.arange(len(free))] = 1.0
    for column, row in depends.items():
        origin[column] = work[row, -1]
        lift[column] = -work[row, free]
    lift[np.abs(lift) < _FLAT] = 0.0
    return origin, lift, free


def _reduced(
    rows: FloatArray, right: FloatArray, origin: FloatArray, lift: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return the conditions on the free weights alone, each of length 1."""
    inner = np.array([times(lift.T, row) for row in rows]).reshape(len(rows), lift.shape[1])
    bound = right - times(rows, origin)
    length = np.sqrt((inner * inner).cumsum(axis=1)[:, -1]) if inner.size else np.zeros(len(rows))
    some = length > _FLAT
    return inner[some] / length[some, None], bound[some] / length[some]


def _binding(matrix: FloatArray, least: FloatArray, low: FloatArray, high: FloatArray) -> BoolArray:
    """Return which rows do not follow from the others."""
    keep = np.ones(len(matrix), dtype=np.bool_)
    if not len(matrix):
        return keep
    nothing = np.full(len(matrix), np.inf)
    program = LinearProgram(matrix, least, nothing, low - 1.0, high + 1.0)
    for row, direction in enumerate(matrix):
        program.without(row)
        reached = times(direction[None], program.least(direction))[0]
        keep[row] = reached < least[row] - _REDUNDANT
        if keep[row]:
            program.again(row)
    return keep
