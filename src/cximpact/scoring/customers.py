"""How many customers a proposal touches in a year, where volumes are known."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from attrs import frozen

from cximpact.model.arrays import FloatArray, IntArray
from cximpact.model.journey import Touchpoint
from cximpact.model.scores import JourneyCells


@frozen(eq=False)
class CustomersTouched:
    """Customers per year, one row per proposal and touchpoint it touches, sorted by both.

    Attributes:
        proposal: Position of the proposal.
        touchpoint: Position of the touchpoint.
        helped: Customers its gains reach; NaN where the touchpoint has no volume.
        harmed: Customers its harms reach; NaN where the touchpoint has no volume.
    """

    proposal: IntArray
    touchpoint: IntArray
    helped: FloatArray
    harmed: FloatArray


def customers_touched(cells: JourneyCells, touchpoints: Sequence[Touchpoint]) -> CustomersTouched:
    """Return the customers helped and harmed per year: volume x the largest reach.

    The same customers are helped by several effects, so reaches are not added up.

    Args:
        cells: What proposals do at touchpoints.
        touchpoints: In the order of the cells' positions (`Journey.touchpoints`).
    """
    volume = np.array(
        [np.nan if point.volume is None else point.volume for point in touchpoints],
        dtype=np.float64,
    )
    key = cells.proposal * len(touchpoints) + cells.touchpoint
    pairs, row = np.unique(key, return_inverse=True)
    touchpoint = pairs % len(touchpoints) if len(pairs) else pairs
    return CustomersTouched(
        proposal=pairs // len(touchpoints) if len(pairs) else pairs,
        touchpoint=touchpoint,
        helped=volume[touchpoint] * _largest(cells.gain_reach, row, len(pairs)),
        harmed=volume[touchpoint] * _largest(cells.harm_reach, row, len(pairs)),
    )


def _largest(reach: FloatArray, row: IntArray, size: int) -> FloatArray:
    found = np.zeros(size, dtype=np.float64)
    np.maximum.at(found, row, reach)
    return found
