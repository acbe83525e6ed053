"""Claims: what each effect says, before it reaches any touchpoint.

The PERT mean of the change, how far its basis carries a gain, the reach where none is stated,
and whether a fresh source stands behind it. All arrays run over the rows of `Effects`.
"""

from __future__ import annotations

from datetime import date

import numpy as np
from attrs import frozen

from cximpact.evidence.freshness import age_in_months, freshness, is_fresh
from cximpact.model.arrays import BoolArray, FloatArray, IntArray
from cximpact.model.proposal import BASES, Effects
from cximpact.model.scorecard import Policy
from cximpact.scoring.rounding import round9
from cximpact.scoring.value_functions import expected

KAPPA = {"trial": 1.0, "pilot": 0.8, "analogue": 0.6, "benchmark": 0.4, "opinion": 0.2}
"""How far a claimed gain counts, by its basis. Harm is never discounted."""


@frozen(eq=False)
class Claims:
    """What each effect says; one entry per row of `Effects`.

    Attributes:
        mean: PERT mean of the change, in units of condition.
        kappa: How far it counts: by basis for gains, 1 for harm.
        reach: Share of the touchpoint's customers, as stated or assumed.
        assumed: True where the reach is assumed.
        lowered: True where the basis counts for less than claimed.
        evidenced: True where a fresh source above opinion stands behind it.
        possible_harm: True where low < 0 < high.
        screened: True where a screening rule claims it.
    """

    mean: FloatArray
    kappa: FloatArray
    reach: FloatArray
    assumed: BoolArray
    lowered: BoolArray
    evidenced: BoolArray
    possible_harm: BoolArray
    screened: BoolArray


def read_claims(effects: Effects, policy: Policy, as_of: date) -> Claims:
    """Return what each effect says.

    Args:
        effects: Claimed and screened changes.
        policy: Reach where none is stated, and how fresh a source must be.
        as_of: The day of the decision.
    """
    mean = mean_change(effects)
    basis = _basis_on(effects, as_of)
    unstated = np.isnan(effects.reach)
    assumed_reach = np.where(mean > 0, policy.gain_reach, policy.harm_reach)
    return Claims(
        mean=mean,
        kappa=kappa(basis, mean),
        reach=np.where(unstated, assumed_reach, effects.reach),
        assumed=unstated & (mean != 0),
        lowered=basis != effects.claimed_basis,
        evidenced=_evidenced(effects, policy.gates.customer_evidence.freshness, as_of),
        possible_harm=(effects.low < 0) & (effects.high > 0),
        screened=effects.screened,
    )


def mean_change(effects: Effects) -> FloatArray:
    """Return the PERT mean of each change, 0 where it is 0 at nine decimals.

    Without that, a rounding error would decide whether an even guess is a gain or a harm.
    """
    mean = expected(effects.low, effects.likely, effects.high, effects.single)
    return np.where(round9(mean) == 0, 0.0, mean)


def kappa(basis: IntArray, mean: FloatArray) -> FloatArray:
    """Return how far each change counts: by its basis where the mean is a gain, else 1.

    Args:
        basis: Positions in `BASES`.
        mean: Mean changes.

    Example:
        >>> kappa(np.array([1, 1]), np.array([0.3, -0.3])).tolist()
        [0.8, 1.0]
    """
    by_basis = np.array([KAPPA[name] for name in BASES], dtype=np.float64)
    return np.where(mean > 0, by_basis[basis], 1.0)


def _basis_on(effects: Effects, as_of: date) -> IntArray:
    """Return the basis of each effect; one whose source is of a later day is an opinion yet."""
    later = [row for row, source in effects.sources.items() if source.on > as_of]
    basis = effects.basis.copy()
    basis[later] = BASES.index("opinion")
    return basis


def _evidenced(effects: Effects, threshold: float, as_of: date) -> BoolArray:
    cited = np.zeros(len(effects), dtype=bool)
    days = {source.on for source in effects.sources.values()}
    fresh = {day: _counts(age_in_months(day, as_of), threshold) for day in days}
    for row, source in effects.sources.items():
        cited[row] = fresh[source.on]
    return np.asarray(cited & (effects.basis != BASES.index("opinion")))


def _counts(age_months: float, threshold: float) -> bool:
    # What is dated after the decision cannot have informed it.
    return age_months >= 0 and is_fresh(freshness(age_months), threshold)
