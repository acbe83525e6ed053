"""The extreme weights: corners of what was stated, part by part and for the whole."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import numpy as np

from cximpact.exceptions import InternalError
from cximpact.model.arrays import FloatArray
from cximpact.model.scorecard import Scorecard
from cximpact.model.weighting import GROUPS, WeightPart, WeightSpace
from cximpact.scoring.value import group_columns
from cximpact.scoring.weighting.polytope import corners

_DECIMALS = 12
_ON_THE_WAY = 10_000
"""Corners that may come and go while the last ones are found."""


def extreme_points(part: WeightPart) -> FloatArray:
    """Return the corners of what is left open of a part, in rising order.

    Args:
        part: One that some weights obey.

    Returns:
        Corners x members; rows sum to 1.
    """
    found = corners(part.matrix, part.least)
    if found is None or not len(found.points):
        raise InternalError(f"no weights obey what was stated about the {part.name} part")
    return _distinct(found.points)


def extreme_weights(
    scorecard: Scorecard, spaces: Sequence[WeightSpace], most: int
) -> FloatArray | None:
    """Return the weights of the whole at every combination of corners.

    Whatever is linear in the weights of each part is largest and smallest at one of them. All
    stakeholders' corners are taken together.

    Args:
        scorecard: Its criteria's order is the order of the columns.
        spaces: From `weight_spaces`.
        most: How many combinations are worth having.

    Returns:
        Extreme weights x criteria, each row sums to 1, in rising order; None beyond `most`.
    """
    found = [_combined(scorecard, space, most) for space in spaces]
    known = [each for each in found if each is not None]
    if len(known) < len(found):
        return None
    whole = _distinct(np.vstack(known))
    return whole if len(whole) <= most else None


def _combined(scorecard: Scorecard, space: WeightSpace, most: int) -> FloatArray | None:
    of_parts: dict[str, FloatArray] = {}
    count = 1
    for part in space.parts:
        found = corners(part.matrix, part.least, max(most, _ON_THE_WAY))
        if found is None:
            return None
        of_parts[part.name] = _distinct(found.points)
        count *= len(of_parts[part.name])
        if count > most:
            return None
    shares = of_parts.pop(GROUPS, np.ones((1, 1)))
    rows = [
        _whole(scorecard, dict(zip(of_parts, [*inside], strict=True)), share)
        for share, *inside in product(shares, *of_parts.values())
    ]
    return np.array(rows, dtype=np.float64)


def _whole(scorecard: Scorecard, inside: dict[str, FloatArray], shares: FloatArray) -> FloatArray:
    """Return the weights of all criteria: group share times weight inside the group."""
    whole = np.zeros(len(scorecard.criteria), dtype=np.float64)
    for group, share in zip(sorted(inside), shares.tolist(), strict=True):
        whole[group_columns(scorecard, group)] = share * inside[group]
    return whole


def _distinct(points: FloatArray) -> FloatArray:
    """Return points in rising order, those that agree to 12 decimals once."""
    clean = np.maximum(points, 0.0) + 0.0
    _, first = np.unique(np.round(clean, _DECIMALS), axis=0, return_index=True)
    return np.asarray(clean[first], dtype=np.float64)
