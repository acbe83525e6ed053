"""Who is first, and under which weights: central weights."""

from __future__ import annotations

import numpy as np

from cximpact.decision.acceptability.orders import OrderArray
from cximpact.model.arrays import FloatArray


def central_weights(order: OrderArray, weights: FloatArray) -> FloatArray:
    """Return the mean of the weights under which each column is first; NaN where it never is.

    Lahdelma and Salminen (2001), equation for the central weight vector: the centre of gravity of
    the weights that favour an alternative.

    Args:
        order: Draws x ranks.
        weights: Draws x criteria.
    """
    width = order.shape[1]
    winner = order[:, 0].astype(np.int64)
    times = np.bincount(winner, minlength=width)
    found = np.full((width, weights.shape[1]), np.nan)
    ever = times > 0
    for column in range(weights.shape[1]):
        total = np.bincount(winner, weights=weights[:, column], minlength=width)
        found[ever, column] = total[ever] / times[ever]
    return found
