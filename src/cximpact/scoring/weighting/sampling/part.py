"""Drawing the weights of one part, by the best way its shape allows."""

from __future__ import annotations

from typing import Literal

import numpy as np
from attrs import frozen
from numpy.random import Generator

from cximpact.model.arrays import FloatArray
from cximpact.model.weighting import WeightPart
from cximpact.scoring.weighting.sampling.exact import Rejection, corners, from_corners, simplex
from cximpact.scoring.weighting.sampling.hit_and_run import walk
from cximpact.scoring.weighting.sampling.shape import Shape, shape_of

Way = Literal["fixed", "simplex", "rejection", "walk"]


@frozen(eq=False)
class PartDraws:
    """Drawn weights of one part, and how they were drawn.

    Attributes:
        part: Its name.
        weights: Draws x members; rows sum to 1.
        way: `fixed` where nothing is open; `simplex` and `rejection` are exact; `walk` is
            hit-and-run.
        r_hat: Split R-hat of the weight that agrees least; 1 where draws are exact.
        worth: Independent draws that those of the worst weight are worth, as a share of them.
    """

    part: str
    weights: FloatArray
    way: Way
    r_hat: float = 1.0
    worth: float = 1.0


def sample_part(part: WeightPart, count: int, generator: Generator) -> FloatArray:
    """Return weights drawn uniformly from what a part leaves open.

    Args:
        part: The part; some weights obey it.
        count: How many draws.
        generator: Where chance comes from.

    Returns:
        Draws x members; not negative, each row sums to 1.

    Raises:
        InternalError: No weights obey the part.
    """
    return draw_part(part, count, generator).weights


def draw_part(part: WeightPart, count: int, generator: Generator) -> PartDraws:
    """Return weights drawn uniformly from what a part leaves open, and how that was done.

    Members are taken in the order of their names: their order in the part changes nothing else.

    Args:
        part: The part; some weights obey it.
        count: How many draws.
        generator: Where chance comes from.

    Raises:
        InternalError: No weights obey the part.
    """
    order = np.array(sorted(range(len(part.members)), key=lambda each: part.members[each]))
    weights, way, r_hat, worth = _drawn(
        part.matrix[:, order], part.least, part.center[order], count, generator
    )
    back = np.argsort(order)
    return PartDraws(part.name, weights[:, back], way, r_hat, worth)


def _drawn(
    matrix: FloatArray, least: FloatArray, center: FloatArray, count: int, generator: Generator
) -> tuple[FloatArray, Way, float, float]:
    members = len(center)
    if members == 1:
        return np.ones((count, 1)), "fixed", 1.0, 1.0
    if not len(matrix):
        return simplex(members, count, generator), "simplex", 1.0, 1.0
    shape = shape_of(matrix, least, center)
    if shape.dimension == 0:
        return np.tile(shape.origin, (count, 1)), "fixed", 1.0, 1.0
    free, way, r_hat, worth = _free(shape, count, generator)
    return shape.weights(free), way, r_hat, worth


def _free(shape: Shape, count: int, generator: Generator) -> tuple[FloatArray, Way, float, float]:
    corner = corners(shape)
    if corner is not None:
        return from_corners(corner, count, generator), "simplex", 1.0, 1.0
    rejection = Rejection(shape)
    if rejection.pays(generator):
        return rejection.draw(count, generator), "rejection", 1.0, 1.0
    walked = walk(shape, count, generator)
    return walked.free, "walk", walked.r_hat, walked.worth
