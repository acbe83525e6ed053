"""How far each weight may go within what was stated."""

from __future__ import annotations

import numpy as np

from cximpact.model.arrays import FloatArray
from cximpact.model.weighting import WeightPart, WeightRange
from cximpact.scoring.weighting.linear import extremes
from cximpact.scoring.weighting.polytope import corners

_MOST_CORNERS = 2_000


def weight_ranges(part: WeightPart, stakeholder: str = "") -> tuple[WeightRange, ...]:
    """Return the least and the most of each weight of a part.

    They are found at the corners; by linear programming beyond 2,000 corners.

    Args:
        part: One that some weights obey.
        stakeholder: Whose statements they are.
    """
    return tuple(
        WeightRange(part.name, member, low, high, min(max(middle, low), high), stakeholder)
        for member, (low, high), middle in zip(
            part.members, _limits(part).tolist(), part.center.tolist(), strict=True
        )
    )


def _limits(part: WeightPart) -> FloatArray:
    found = corners(part.matrix, part.least, _MOST_CORNERS)
    if found is None or not len(found.points):
        return extremes(part.matrix, part.least)
    points = np.maximum(found.points, 0.0)
    return np.column_stack([points.min(axis=0), points.max(axis=0)])
