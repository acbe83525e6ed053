"""Conditions drawn: the same for all proposals, so that they are compared on the same ground."""

from __future__ import annotations

import numpy as np

from cximpact.model.arrays import FloatArray
from cximpact.model.draws import DrawSettings
from cximpact.model.evidence import Conditions
from cximpact.scoring.streams import stream


def draw_conditions(conditions: Conditions, settings: DrawSettings) -> FloatArray:
    """Return drawn conditions: normal around the mean, clipped to 0 and 1.

    Each touchpoint and criterion has a stream of its own; a better mean is no worse in any draw.

    Args:
        conditions: Their means and standard deviations.
        settings: How often, and from which seed.

    Returns:
        Draws x touchpoints x journey criteria; the draws of one condition lie side by side.
    """
    drawn = np.empty((*conditions.mean.shape, settings.count), dtype=np.float64)
    for row, touchpoint in enumerate(conditions.touchpoints):
        for column, criterion in enumerate(conditions.criteria):
            own = drawn[row, column]
            stream(settings.seed, "condition", touchpoint, criterion).standard_normal(out=own)
            own *= conditions.sd[row, column]
            own += conditions.mean[row, column]
            np.clip(own, 0.0, 1.0, out=own)
    return np.moveaxis(drawn, -1, 0)
