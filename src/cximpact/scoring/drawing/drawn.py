"""What a draw of one score is: an array over the draws, or the one number it always is."""

from __future__ import annotations

from typing import TypeAlias

from cximpact.model.arrays import FloatArray
from cximpact.model.draws import DrawSettings
from cximpact.scoring.streams import stream

Drawn: TypeAlias = FloatArray | float
"""Draws x nothing else; a plain number where nothing is uncertain."""


def draw_missing(settings: DrawSettings, proposal: str, criterion: str) -> FloatArray:
    """Return draws of a score nobody gave: anything from -1 to 1, all alike.

    So what is not known widens the band of the value instead of looking like a certain zero.

    Args:
        settings: How often, and from which seed.
        proposal: Its id.
        criterion: Its id.
    """
    drawn = stream(settings.seed, "missing", proposal, criterion).random(settings.count)
    drawn *= 2.0
    drawn -= 1.0
    return drawn
