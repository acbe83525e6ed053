"""Landings: every effect at every touchpoint it reaches, for every criterion it counts in.

Only positions and strengths; how much each change is comes later, so that the same landings
serve the central figures and every draw.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from attrs import frozen

from cximpact.model.arrays import BoolArray, FloatArray, IntArray
from cximpact.model.proposal import Effects


@frozen(eq=False)
class Landings:
    """One row per effect, touchpoint and journey criterion.

    Attributes:
        effect: Row of the effect.
        touchpoint: Position of the touchpoint.
        criterion: Position among the journey criteria.
        strength: Total strength with which the effect arrives, above 0, at most 1.
    """

    effect: IntArray
    touchpoint: IntArray
    criterion: IntArray
    strength: FloatArray


def land(
    effects: Effects, strengths: FloatArray, covered: BoolArray, columns: Sequence[int]
) -> Landings:
    """Return where every effect arrives.

    An effect that names a criterion counts in that one only; one that names none counts in
    every journey criterion that covers the touchpoint.

    Args:
        effects: Claimed and screened changes.
        strengths: Total strengths, effect targets x touchpoints.
        covered: Journey criteria x touchpoints: which a criterion covers.
        columns: Position of each journey criterion among all criteria.
    """
    effect, touchpoint = _arrivals(effects.target, strengths)
    named = effects.criterion[effect]
    rows = [
        np.flatnonzero(((named == -1) | (named == column)) & covered[position][touchpoint])
        for position, column in enumerate(columns)
    ]
    criterion = np.repeat(
        np.arange(len(rows)), np.array([len(found) for found in rows], dtype=np.int64)
    )
    row = np.concatenate([np.empty(0, dtype=np.int64), *rows])
    return Landings(
        effect=effect[row],
        touchpoint=touchpoint[row],
        criterion=criterion,
        strength=strengths[effects.target[effect[row]], touchpoint[row]],
    )


def _arrivals(target: IntArray, strengths: FloatArray) -> tuple[IntArray, IntArray]:
    """Return the pairs of effect and touchpoint with a strength above zero, by effect."""
    of_target, touchpoint = np.nonzero(strengths)
    count = np.bincount(of_target, minlength=len(strengths))
    first = np.cumsum(count) - count
    arrivals = count[target]
    effect = np.repeat(np.arange(len(target)), arrivals)
    before = np.repeat(np.cumsum(arrivals) - arrivals, arrivals)
    position = first[target[effect]] + np.arange(len(effect)) - before
    return effect, touchpoint[position]
