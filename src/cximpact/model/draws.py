"""Draws: what the scores and values might also be, given all that is uncertain."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
from attrs import Factory, frozen

from cximpact.model.arrays import FloatArray, IntArray
from cximpact.model.weighting import WeightDraws

NANO = 1_000_000_000
ValueArray = npt.NDArray[np.int32]
"""Values in whole units of 1e-9: what differs only beyond the ninth decimal does not differ."""


@frozen
class DrawSettings:
    """How often is drawn.

    Attributes:
        count: Draws; 0 for none.
        seed: Where the streams start.
        selections: How many of them, from the first on, the selection is made again for.
    """

    count: int = 10_000
    seed: int = 0
    selections: int = 1_000


@frozen(eq=False)
class Draws:
    """Draws of everything uncertain, as far as anything later needs them.

    Conditions and weights are the same for all proposals in a draw (common random numbers);
    everything else has a stream of its own, so that no proposal moves another's figures.

    Attributes:
        count: How many draws the bands rest on.
        weights: Drawn weights, one row per draw.
        value: Kept draws x proposals, V in units of 1e-9. All draws are kept unless the list is
            long: then the first ones.
        value_low: Per proposal, the 5th percentile of V.
        value_high: The 95th percentile.
        score_low: Proposals x criteria, 5th percentile of the score.
        score_high: 95th percentile.
        customer_positive: Per proposal, the share of draws whose customer value is above zero at
            nine decimals; NaN without a customer group.
        conditions: Kept draws x touchpoints x journey criteria.
        nets: Selection draws x rows of `JourneyCells`: the net change in each draw; None unless
            the joint effect of proposals is maximised.
        costs: Per budget, position of the proposal to its cost in each kept draw, in minor units
            of the budget's currency; only proposals whose cost there is uncertain.
    """

    count: int
    weights: WeightDraws
    value: ValueArray
    value_low: FloatArray
    value_high: FloatArray
    score_low: FloatArray
    score_high: FloatArray
    customer_positive: FloatArray
    conditions: FloatArray
    nets: FloatArray | None = None
    costs: tuple[Mapping[int, IntArray], ...] = ()
    notes: tuple[str, ...] = Factory(tuple)
