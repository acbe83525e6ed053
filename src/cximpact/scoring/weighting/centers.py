"""The central weights of what was stated about a part: the stated point, or else the centroid."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

import numpy as np

from cximpact.model.arrays import FloatArray
from cximpact.model.weighting import WeightPart
from cximpact.scoring.streams import stream
from cximpact.scoring.value import weighted_sum
from cximpact.scoring.weighting.centroid import exact_centroid
from cximpact.scoring.weighting.linear import TOLERANCE, scaled
from cximpact.scoring.weighting.polytope import corners
from cximpact.scoring.weighting.sampling.part import draw_part

MOST_CORNERS = 600
"""Beyond so many corners the centroid is estimated from draws."""

_DRAWS = 40_000
_SURE = 1.96


def center(
    members: Sequence[str],
    matrix: FloatArray,
    least: FloatArray,
    points: Sequence[FloatArray] = (),
) -> tuple[FloatArray, float]:
    """Return the central weights, and by how much they may be off (0 where exact).

    The first stated point that obeys all conditions is taken; without one the centroid, which is
    integrated exactly up to 600 corners (any order of importance; about nine members otherwise).
    Beyond, it is the mean of 40,000 draws from a stream of their own, so it is the same every
    time; what it may be off by is 1.96 standard errors of the weight known least.

    Args:
        members: Ids, sorted.
        matrix: Conditions x members; some weights obey them.
        least: One per condition.
        points: Stated weights of all members.
    """
    for point in points:
        if obeys(point, matrix, least):
            return point, 0.0
    found = corners(matrix, least, MOST_CORNERS)
    if found is not None and not len(found.points):
        # Cut by cut, misses that count for nothing each have come to more than that.
        found = corners(*loosened(matrix, least, TOLERANCE), MOST_CORNERS)
    exact = None if found is None else exact_centroid(found)
    if exact is not None:
        return exact, 0.0
    return _estimated(tuple(members), matrix, least)


def obeys(point: FloatArray, matrix: FloatArray, least: FloatArray) -> bool:
    """Return whether weights miss no condition by 1e-9 or more."""
    rows, bounds = scaled(matrix, least)
    return bool((weighted_sum(rows, point) >= bounds - TOLERANCE).all())


def loosened(matrix: FloatArray, least: FloatArray, by: float) -> tuple[FloatArray, FloatArray]:
    """Return conditions, scaled, that may be missed by so much more."""
    rows, bounds = scaled(matrix, least)
    return rows, bounds - by


def met_by(point: FloatArray, matrix: FloatArray, least: FloatArray) -> FloatArray:
    """Return the right side with what the central weights meet or miss by nothing made exact.

    A condition that even the middle of everything meets by less than 1e-9 leaves no room that
    counts. Taken as an equality that holds to the last digit, nobody after has to allow for it.
    """
    rows, bounds = scaled(matrix, least)
    none_to_spare = weighted_sum(rows, point) - bounds <= TOLERANCE
    return np.where(none_to_spare, weighted_sum(matrix, point), least)


def _estimated(
    members: tuple[str, ...], matrix: FloatArray, least: FloatArray
) -> tuple[FloatArray, float]:
    anywhere = np.full(len(members), 1.0 / len(members))
    origin = np.full(len(least), -1, dtype=np.int64)
    part = WeightPart("centroid", members, matrix, least, origin, anywhere)
    drawn = draw_part(part, _DRAWS, stream(0, "centroid", *members))
    mean = np.cumsum(drawn.weights, axis=0)[-1] / _DRAWS
    spread = np.cumsum((drawn.weights - mean) ** 2, axis=0)[-1] / _DRAWS
    error = _SURE * sqrt(float(spread.max()) / (_DRAWS * drawn.worth))
    return np.asarray(mean / sum(mean.tolist()), dtype=np.float64), error
