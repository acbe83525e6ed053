"""The value U of a condition: mending what is broken is worth more than polishing."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from cximpact.model.arrays import FloatArray

RELIABLE = 0.5
VALUE_AT_RELIABLE = 0.6
SLOPE_BELOW = 1.2
SLOPE_ABOVE = 0.8


def utility(condition: npt.ArrayLike) -> FloatArray:
    """Return U(c): 1.2 c below 0.5, 0.6 + 0.8 (c - 0.5) above, constant beyond 1.

    It goes on falling below 0: breaking what is broken already is still harm. It is concave, so
    that two gains at one touchpoint are never worth more together than apart.

    Args:
        condition: Conditions of any shape; 0 broken, 0.5 reliable, 1 differentiating.

    Example:
        >>> utility([-0.5, 0.0, 0.5, 1.0, 2.0]).tolist()
        [-0.6, 0.0, 0.6, 1.0, 1.0]
    """
    c = np.asarray(condition, dtype=np.float64)
    above = VALUE_AT_RELIABLE + SLOPE_ABOVE * (np.minimum(c, 1.0) - RELIABLE)
    return np.where(c < RELIABLE, SLOPE_BELOW * c, above)
