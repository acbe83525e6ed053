"""How far each weight may go within what was stated."""

from __future__ import annotations

from cximpact.model.arrays import FloatArray
from cximpact.model.weighting import WeightPart, WeightRange
from cximpact.scoring.weighting.linear import extremes


def weight_ranges(part: WeightPart, stakeholder: str = "") -> tuple[WeightRange, ...]:
    """Return the least and the most of each weight of a part, by linear programming.

    Args:
        part: One that some weights obey.
        stakeholder: Whose statements they are.
    """
    limits: FloatArray = extremes(part.matrix, part.least)
    return tuple(
        WeightRange(part.name, member, low, high, min(max(middle, low), high), stakeholder)
        for member, (low, high), middle in zip(
            part.members, limits.tolist(), part.center.tolist(), strict=True
        )
    )
