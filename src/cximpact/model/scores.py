"""Scores and values of all proposals, as arrays; what scoring hands to the decision."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntFlag

from attrs import Factory, frozen

from cximpact.model.arrays import BoolArray, FloatArray, IntArray


class ScoreNote(IntFlag):
    """What a reader of a score must know about how it came about."""

    NONE = 0
    MISSING = 1  # no score: contributes 0
    CLIPPED = 2  # the amount or raw sum lay beyond the scale
    ONE_RATER = 4
    UNNAMED_RATER = 8  # a rater without a unit counted
    OWN_UNIT_LEFT_OUT = 16  # ratings of the proposal's own unit were shown, not counted
    REACH_ASSUMED = 32  # proposal.reach not stated: all customers
    EFFECT_REACH_ASSUMED = 64  # an effect's reach not stated
    BASIS_LOWERED = 128  # a basis above opinion without source and date
    SCREENED = 256  # rests on a screening rule
    NO_EFFECT = 512  # zero because nothing it does touches this criterion
    STATED_ZERO = 1024  # `effects: none`
    BETWEEN_LEVELS = 2048
    GAIN_CAPPED = 4096  # several gains at one touchpoint, capped at the largest


@frozen(eq=False)
class JourneyCells:
    """What proposals do at touchpoints: a row per proposal, touchpoint and journey criterion.

    Sorted by proposal, touchpoint, criterion. All arrays have one length.

    Attributes:
        proposal: Position of the proposal.
        touchpoint: Position in `Conditions.touchpoints`.
        criterion: Position in `Conditions.criteria` (journey criteria only).
        share: The touchpoint's share of the journey for this criterion.
        condition: c, the condition before.
        gain: Sum of positive contributions, capped at the largest full gain; >= 0.
        harm: Sum of negative contributions; <= 0.
        net: gain + harm.
        delta_value: U(c + net) - U(c).
        harm_value: U(c + harm) - U(c): what the harm alone does.
        worst_change: The most negative strength x mean change, whatever its reach; <= 0.
        gain_reach: Largest reach among its gains, 0 without one.
        harm_reach: Largest reach among its harms, 0 without one.
        evidenced: Part (0 to 1) of its positive contributions that rests on a fresh source
            above opinion.
        capped: True where the gains were capped.
        screened: True where a screened effect contributes.
        possible_harm: True where an effect with low < 0 < high contributes.
    """

    proposal: IntArray
    touchpoint: IntArray
    criterion: IntArray
    share: FloatArray
    condition: FloatArray
    gain: FloatArray
    harm: FloatArray
    net: FloatArray
    delta_value: FloatArray
    harm_value: FloatArray
    worst_change: FloatArray
    gain_reach: FloatArray
    harm_reach: FloatArray
    evidenced: FloatArray
    capped: BoolArray
    screened: BoolArray
    possible_harm: BoolArray

    def __len__(self) -> int:
        return len(self.proposal)


@frozen
class RipplePath:
    """One way an effect travels: the places from its target to the touchpoint, and their owners.

    Attributes:
        steps: Ids from the effect's target to the touchpoint.
        strength: Product of the strengths along it; 1 for the effect's own touchpoint.
        units: Owners of the steps, "" where nobody owns one.
    """

    steps: tuple[str, ...]
    strength: float
    units: tuple[str, ...]


@frozen(eq=False)
class Scores:
    """Scores and values of all proposals.

    Attributes:
        weights: Criterion weights, share of the group included; they sum to 1.
        group_weights: Criterion weights inside their group.
        score: Proposals x criteria in [-1, 1]; NaN where missing.
        error: Proposals x criteria; standard error of rating scores, 0 elsewhere.
        raters: Proposals x criteria; counting raters of rating criteria.
        gain: Proposals x criteria; the gain before clipping, for the evidence gate.
        notes: Proposals x criteria; `ScoreNote` flags.
        cells: What proposals do at touchpoints.
        value: Weighted sum, missing scores counting 0.
        customer_value: Inside the customer group; NaN without one.
        business_value: Inside the business group; NaN without one.
        coverage: Scored share of weight.
        spread: Per group, the standard deviation over proposals of its part of the value.
    """

    weights: FloatArray
    group_weights: FloatArray
    score: FloatArray
    error: FloatArray
    raters: IntArray
    gain: FloatArray
    notes: IntArray
    cells: JourneyCells
    value: FloatArray
    customer_value: FloatArray
    business_value: FloatArray
    coverage: FloatArray
    spread: Mapping[str, float] = Factory(dict)
