"""Putting the central weights of what was stated into the scorecard."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from attrs import evolve

from cximpact.model.arrays import FloatArray
from cximpact.model.scorecard import Scorecard
from cximpact.model.weighting import GROUPS, WeightPart, WeightSpace
from cximpact.scoring.weighting.parts import Part, parts_of

POINTS = 100.0
"""What the weights of a part sum to when they are written into a scorecard."""

_DECIMALS = 12


def with_central_weights(scorecard: Scorecard, spaces: Sequence[WeightSpace]) -> Scorecard:
    """Return the scorecard with the mean of the stakeholders' central weights as its points.

    Voices count by their share. A part whose central weights are all the scorecard's own is left
    as it is; where that is so for every part, the very same scorecard is returned.

    Args:
        scorecard: The one the spaces were made from.
        spaces: From `weight_spaces`.
    """
    weights: dict[str, float] = {}
    groups = dict(scorecard.groups)
    for part in parts_of(scorecard):
        central = _central(part, spaces)
        if central is not None and part.name == GROUPS:
            groups.update(central)
        elif central is not None:
            weights.update(central)
    if not weights and groups == scorecard.groups:
        return scorecard
    criteria = tuple(
        evolve(each, weight=weights.get(each.id, each.weight)) for each in scorecard.criteria
    )
    return evolve(scorecard, criteria=criteria, groups=groups)


def _central(part: Part, spaces: Sequence[WeightSpace]) -> Mapping[str, float] | None:
    """Return points that sum to 100; None where everybody keeps to the scorecard."""
    own = np.array(part.weights)
    centers = [_of(space, part.name).center for space in spaces]
    if all(np.array_equal(center, own) for center in centers):
        return None
    mean = mean_center(centers, [space.share for space in spaces])
    return {
        member: round(POINTS * weight, _DECIMALS)
        for member, weight in zip(part.members, mean.tolist(), strict=True)
    }


def mean_center(centers: Sequence[FloatArray], shares: Sequence[float]) -> FloatArray:
    """Return the mean of central weights by the shares of their voices; a lone one unchanged.

    Args:
        centers: Each sums to 1.
        shares: One per center.
    """
    heard = [(c, share) for c, share in zip(centers, shares, strict=True) if share > 0]
    if all(np.array_equal(center, heard[0][0]) for center, _ in heard):
        return heard[0][0]
    total = np.zeros(len(centers[0]), dtype=np.float64)
    for center, share in heard:
        total += share * center
    return np.asarray(total / sum(total.tolist()), dtype=np.float64)


def _of(space: WeightSpace, name: str) -> WeightPart:
    return next(part for part in space.parts if part.name == name)
