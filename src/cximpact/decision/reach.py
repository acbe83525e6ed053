"""The highest score a proposal could have on a criterion, whatever is said of it."""

from __future__ import annotations

import numpy as np

from cximpact.model.case import Case
from cximpact.model.evidence import Conditions
from cximpact.model.scorecard import Criterion
from cximpact.scoring.shares import covered_touchpoints, full_scale, touchpoint_shares
from cximpact.scoring.utility import utility


def best_scores(case: Case, conditions: Conditions) -> tuple[float, ...]:
    """Return the most each criterion can give: beyond it nothing is worth asking for.

    A rating: its best level. A quantity: its highest value point. A journey: all that it covers
    made differentiating for everyone, at most 1.

    Args:
        case: The scorecard.
        conditions: Conditions of the touchpoints before.
    """
    return tuple(_best(case, conditions, criterion) for criterion in case.scorecard.criteria)


def reach_of(case: Case, position: int, criterion: Criterion) -> float:
    """Return the share of customers that a proposal's rating on a criterion is multiplied by."""
    reach = float(case.proposals.reach[position])
    felt = criterion.kind == "rating" and criterion.group == "customer"
    return reach if felt and reach == reach else 1.0


def _best(case: Case, conditions: Conditions, criterion: Criterion) -> float:
    if criterion.kind == "rating":
        return max((level.score for level in criterion.levels), default=1.0)
    if criterion.kind == "quantity":
        return max((point.score for point in criterion.value_points), default=1.0)
    if not conditions.touchpoints:
        return 0.0
    shares = touchpoint_shares(case.scorecard.journey)
    covered = covered_touchpoints(criterion, conditions.touchpoints)
    before = conditions.mean[:, conditions.criteria.index(criterion.id)]
    gain = np.where(covered, shares * (utility(1.0) - utility(before)), 0.0)
    return min(1.0, float(sum(gain.tolist())) / full_scale(criterion, shares, covered))
