"""The centroid of a polytope, integrated exactly over its faces.

A polytope is the union of the pyramids from one of its corners to the facets that do not hold it.
Volume and centroid of a pyramid follow from its base and height, and the base is a polytope of one
dimension less, so it goes down to single corners; a face that several share is done once.

Source: Cohen and Hickey (1979), "Two algorithms for determining volumes of convex polyhedra". For
a full rank order the result is the rank order centroid of Barron and Barrett (1996), "Decision
quality using ranked attribute weights".
"""

from __future__ import annotations

from math import factorial

import numpy as np
from attrs import field, frozen

from cximpact.model.arrays import FloatArray
from cximpact.scoring.weighting.polytope import Corners

MOST_FACES = 5_000
"""Beyond so many faces the integral takes too long."""

_FLAT = 1e-13


class TooManyFacesError(Exception):
    """The polytope has more faces than are worth integrating over."""


@frozen(eq=False)
class _Body:
    """A face: how large it is, its centroid, and the directions it extends in (orthonormal)."""

    volume: float
    centroid: FloatArray
    origin: FloatArray
    basis: FloatArray


def exact_centroid(corners: Corners, most_faces: int = MOST_FACES) -> FloatArray | None:
    """Return the mean of a uniform distribution over a polytope; None if it has too many faces.

    A polytope of less dimensions than the simplex (some weights are fixed) is measured within its
    own.

    Args:
        corners: At least one extreme point.
        most_faces: How many faces are visited at most.

    Example:
        >>> whole = Corners(np.eye(4), ~np.eye(4, dtype=bool))
        >>> exact_centroid(whole).tolist()
        [0.25, 0.25, 0.25, 0.25]
    """
    try:
        found = _Integral(corners, most_faces).body(_all(len(corners.points)))
    except TooManyFacesError:
        return None
    flat = found.volume <= 0.0
    center = _mean(corners.points) if flat else found.centroid
    return np.asarray(center / _mean(center[:, None])[0] / len(center), dtype=np.float64)


@frozen(eq=False)
class _Integral:
    corners: Corners
    most_faces: int
    done: dict[int, _Body] = field(factory=dict)
    conditions: list[int] = field(init=False)

    @conditions.default
    def _masks(self) -> list[int]:
        """Return per condition the corners it holds, as bits of a number."""
        weights = [1 << corner for corner in range(len(self.corners.points))]
        return [
            sum(bit for bit, held in zip(weights, column, strict=True) if held)
            for column in self.corners.tight.T.tolist()
        ]

    def body(self, face: int) -> _Body:
        """Return a face, given as the bits of its corners."""
        if face not in self.done:
            if len(self.done) >= self.most_faces:
                raise TooManyFacesError
            self.done[face] = self._measured(face)
        return self.done[face]

    def _measured(self, face: int) -> _Body:
        members = _bits(face)
        facets = self._facets(face)
        one_less = [f for f in facets if f.bit_count() == len(members) - 1]
        if len(members) == 1 or len(facets) == len(one_less) == len(members):
            return _simplex(self.corners.points[members])
        bases = [self.body(f) for f in facets if not f >> members[0] & 1]
        if not bases:  # corners that rounding tells apart, though they are one
            return _simplex(self.corners.points[members[:1]])
        return _union(self.corners.points[members[0]], bases)

    def _facets(self, face: int) -> list[int]:
        """Return the largest faces of a face: its largest cuts with single conditions."""
        cuts = {face & held for held in self.conditions} - {face, 0}
        found: list[int] = []
        for cut in sorted(cuts, key=lambda cut: (-cut.bit_count(), cut)):
            if not any(cut & larger == cut for larger in found):
                found.append(cut)
        return found


def _simplex(points: FloatArray) -> _Body:
    """Return the simplex of some points: its volume is the product of heights over d!."""
    basis = np.zeros((0, points.shape[1]))
    volume = 1.0
    for point in points[1:]:
        basis, height = _extended(basis, point - points[0])
        volume *= height
    return _Body(volume / factorial(len(points) - 1), _mean(points), points[0], basis)


def _union(apex: FloatArray, bases: list[_Body]) -> _Body:
    """Return the union of the pyramids from the apex to each base."""
    grown = [_extended(base.basis, apex - base.origin) for base in bases]
    heights = [height for _, height in grown]
    highest = max(range(len(bases)), key=lambda each: heights[each])
    dimension = len(bases[highest].basis) + 1
    volumes = [b.volume * h / dimension for b, h in zip(bases, heights, strict=True)]
    volume = sum(volumes)
    if volume <= 0.0:
        return _Body(0.0, apex, bases[highest].origin, grown[highest][0])
    moved = [share * (base.centroid - apex) for share, base in zip(volumes, bases, strict=True)]
    # The centroid of a pyramid lies 1/(d + 1) of the way from its base's centroid to the apex.
    centroid = apex + sum(moved) / volume * (dimension / (dimension + 1))
    return _Body(volume, centroid, bases[highest].origin, grown[highest][0])


def _extended(basis: FloatArray, away: FloatArray) -> tuple[FloatArray, float]:
    """Return the basis with one direction more, and how far the vector goes beyond the basis.

    Gram and Schmidt, done twice: once is not enough where the vector nearly lies in the basis.
    """
    left = away
    for _ in range(2):
        for direction in basis:
            left = left - _dot(left, direction) * direction
    height = _dot(left, left) ** 0.5
    if height <= _FLAT:
        return basis, 0.0
    return np.vstack([basis, left / height]), height


def _dot(one: FloatArray, other: FloatArray) -> float:
    # One term after the other; BLAS would add in an order of its own.
    return float(sum((one * other).tolist()))


def _mean(points: FloatArray) -> FloatArray:
    return np.asarray(np.cumsum(points, axis=0)[-1] / len(points), dtype=np.float64)


def _all(count: int) -> int:
    return (1 << count) - 1


def _bits(mask: int) -> list[int]:
    found = []
    while mask:
        lowest = mask & -mask
        found.append(lowest.bit_length() - 1)
        mask ^= lowest
    return found
