"""Shares: how much of the journey each touchpoint is, and what raw sum scores 1."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from math import fsum

import numpy as np

from cximpact.exceptions import InputError, Problem
from cximpact.model.arrays import BoolArray, FloatArray
from cximpact.model.journey import Journey, Touchpoint
from cximpact.model.scorecard import Criterion
from cximpact.scoring.utility import VALUE_AT_RELIABLE


def touchpoint_shares(journey: Journey) -> FloatArray:
    """Return each touchpoint's share of the journey, in the order of `journey.touchpoints`.

    A share is stage importance x touchpoint importance x the factor of a moment of truth,
    normalised over the whole journey, also where a criterion covers a part of it only.

    Raises:
        InputError: If an importance is negative or they sum to nothing.

    Example:
        >>> from cximpact.model.journey import Stage
        >>> shop = Touchpoint("shop", "buy"), Touchpoint("till", "buy", moment_of_truth=True)
        >>> touchpoint_shares(Journey(stages=(Stage("buy", touchpoints=shop),))).round(4).tolist()
        [0.3333, 0.6667]
    """
    found = [
        (point.id, stage.importance * point.importance * _factor(point, journey))
        for stage in journey.stages
        for point in stage.touchpoints
    ]
    raw = [importance for _, importance in sorted(found)]
    total = fsum(raw)
    if raw and not (total > 0 and min(raw) >= 0):
        raise InputError([_no_importance()])
    return np.array([each / total for each in raw], dtype=np.float64)


def covered_touchpoints(criterion: Criterion, touchpoints: Sequence[str]) -> BoolArray:
    """Return which touchpoints a journey criterion covers; naming none, it covers all.

    Args:
        criterion: A journey criterion.
        touchpoints: Ids, the order of the answer.

    Raises:
        InputError: If the criterion names a touchpoint that is not in the journey.
    """
    if not criterion.touchpoints:
        return np.ones(len(touchpoints), dtype=bool)
    unknown = [name for name in criterion.touchpoints if name not in touchpoints]
    if unknown:
        raise InputError([_unknown(criterion, name, touchpoints) for name in unknown])
    return np.array([name in criterion.touchpoints for name in touchpoints], dtype=bool)


def full_scale(criterion: Criterion, shares: FloatArray, covered: BoolArray) -> float:
    """Return the raw sum that scores 1.

    The default, 0.6 x the largest covered share, makes 1 mean that the weightiest touchpoint
    of the criterion goes from broken to reliable for all its customers. It looks at covered
    touchpoints only: one that the criterion leaves out could never be reached.

    Args:
        criterion: A journey criterion.
        shares: Share per touchpoint.
        covered: Which of them the criterion covers.

    Raises:
        InputError: If the scale would be zero or less.
    """
    if criterion.full_scale is not None:
        scale = criterion.full_scale
    else:
        scale = VALUE_AT_RELIABLE * max(shares[covered].tolist(), default=0.0)
    if not scale > 0:
        raise InputError([_no_scale(criterion, scale)])
    return scale


def _factor(point: Touchpoint, journey: Journey) -> float:
    return journey.moment_of_truth_factor if point.moment_of_truth else 1.0


def _no_importance() -> Problem:
    return Problem(
        "the importances of the touchpoints sum to nothing or one is negative",
        field="journey",
        expected="importances from 0 up, at least one above",
    )


def _unknown(criterion: Criterion, name: str, touchpoints: Sequence[str]) -> Problem:
    close = get_close_matches(name, touchpoints, n=1)
    return Problem(
        "the journey has no such touchpoint",
        field=f"criteria.{criterion.id}.touchpoints",
        value=name,
        hint=f"did you mean '{close[0]}'?" if close else None,
    )


def _no_scale(criterion: Criterion, scale: float) -> Problem:
    return Problem(
        "no score can be given on a full scale of nothing",
        field=f"criteria.{criterion.id}.full_scale",
        value=f"{scale:g}",
        hint="state a full scale above zero, or cover a touchpoint of some importance",
    )
