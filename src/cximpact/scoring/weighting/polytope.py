"""The extreme points of all weights that obey some conditions, by double description.

Source: Motzkin, Raiffa, Thompson and Thrall (1953), "The double description method"; adjacency of
extreme points as in Fukuda and Prodon (1996), "Double description method revisited".
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from attrs import frozen

from cximpact.model.arrays import BoolArray, FloatArray, IntArray
from cximpact.scoring.value import weighted_sum
from cximpact.scoring.weighting.linear import TOLERANCE, scaled

_CHUNK = 4_000_000


@frozen(eq=False)
class Corners:
    """The extreme points of a polytope of weights, and which conditions hold them there.

    Attributes:
        points: Extreme points x members; empty where no weights obey the conditions.
        tight: Extreme points x (members + conditions): where a weight is 0, or a condition is met
            with nothing to spare.
    """

    points: FloatArray
    tight: BoolArray


def corners(matrix: FloatArray, least: FloatArray, most: int | None = None) -> Corners | None:
    """Return the extreme points of the weights with matrix @ weights >= least.

    Starts from the whole simplex and cuts it with one condition after the other. What misses a
    condition by less than 1e-9 lies on it.

    Args:
        matrix: Conditions x members.
        least: One per condition.
        most: Give up beyond so many points (on the way as well); None for never.

    Returns:
        The points in no order that means anything, or None beyond `most`.
    """
    rows, bounds = scaled(matrix, least)
    count = rows.shape[1]
    found = Corners(np.eye(count), ~np.eye(count, dtype=np.bool_))
    for row, bound in zip(rows, bounds, strict=True):
        found = _cut(found, weighted_sum(row, found.points) - bound)
        if most is not None and len(found.points) > most:
            return None
    return found


def _cut(given: Corners, slack: FloatArray) -> Corners:
    """Return what is left of a polytope beyond a hyperplane, given how far each corner is in."""
    inside, outside = slack > TOLERANCE, slack < -TOLERANCE
    on = ~inside & ~outside
    if not outside.any():
        return Corners(given.points, np.column_stack([given.tight, on]))
    kept = ~outside
    members = given.points.shape[1]
    one, other = _edges(given.tight, members, np.flatnonzero(inside), np.flatnonzero(outside))
    near, far = slack[one, None], slack[other, None]
    crossing = (near * given.points[other] - far * given.points[one]) / (near - far)
    points = np.vstack([given.points[kept], crossing])
    held = np.vstack([given.tight[kept], given.tight[one] & given.tight[other]])
    return Corners(points, np.column_stack([held, np.append(on[kept], np.ones(len(one), bool))]))


def _edges(
    tight: BoolArray, members: int, inside: IntArray, outside: IntArray
) -> tuple[IntArray, IntArray]:
    """Return the pairs of corners, one on each side, that an edge joins.

    Two corners share an edge if no third one lies on everything that both lie on.
    """
    # Counts below 2^24 are exact in single precision, in whatever order they are added.
    counted = tight.astype(np.float32)
    one, other = _candidates(counted, members - 2, inside, outside)
    step = max(1, _CHUNK // len(tight))
    joined = [
        _alone(counted, one[start : start + step], other[start : start + step])
        for start in range(0, len(one), step)
    ]
    keep = np.concatenate(joined) if joined else np.zeros(0, dtype=np.bool_)
    return one[keep], other[keep]


def _candidates(
    counted: npt.NDArray[np.float32], enough: int, inside: IntArray, outside: IntArray
) -> tuple[IntArray, IntArray]:
    """Return the pairs that lie together on as much as the ends of an edge have to."""
    step = max(1, _CHUNK // len(outside))
    near, far = [], []
    for start in range(0, len(inside), step):
        block = inside[start : start + step]
        one, other = np.nonzero(counted[block] @ counted[outside].T >= enough)
        near.append(block[one])
        far.append(outside[other])
    none = np.zeros(0, dtype=np.int64)
    return np.concatenate([none, *near]), np.concatenate([none, *far])


def _alone(counted: npt.NDArray[np.float32], one: IntArray, other: IntArray) -> BoolArray:
    """Return for each pair whether no third corner lies on all that both lie on."""
    common = counted[one] * counted[other]
    lying = common @ counted.T == common.sum(axis=1)[:, None]
    return np.asarray(lying.sum(axis=1) == 2, dtype=np.bool_)
