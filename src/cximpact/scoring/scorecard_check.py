"""All that keeps a scorecard from being scored on, collected at once."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from cximpact.exceptions import InputError, Problem
from cximpact.model.scorecard import Criterion, Scorecard
from cximpact.scoring.ripple_check import ripple_problems
from cximpact.scoring.shares import covered_touchpoints, full_scale, touchpoint_shares
from cximpact.scoring.weights import weight_problems


def scorecard_problems(scorecard: Scorecard) -> tuple[Problem, ...]:
    """Return what is wrong with weights, ripples, shares and scales; () where nothing is."""
    problems = [*weight_problems(scorecard), *ripple_problems(scorecard.journey)]
    problems += _raised_by(lambda: touchpoint_shares(scorecard.journey))
    for criterion in scorecard.criteria:
        problems += _criterion_problems(scorecard, criterion)
    return tuple(dict.fromkeys(problems))


def _criterion_problems(scorecard: Scorecard, criterion: Criterion) -> list[Problem]:
    if criterion.kind == "journey":
        return _raised_by(lambda: _scale(scorecard, criterion))
    if criterion.kind == "quantity" and not _is_value_function(criterion):
        return [
            Problem(
                "not a value function",
                field=f"criteria.{criterion.id}.value_points",
                expected="at least two amounts, strictly increasing",
            )
        ]
    return []


def _scale(scorecard: Scorecard, criterion: Criterion) -> None:
    journey = scorecard.journey
    covered = covered_touchpoints(criterion, [point.id for point in journey.touchpoints])
    full_scale(criterion, touchpoint_shares(journey), covered)


def _is_value_function(criterion: Criterion) -> bool:
    amounts = [point.amount for point in criterion.value_points]
    return len(amounts) >= 2 and all(a < b for a, b in pairwise(amounts))


def _raised_by(step: Callable[[], object]) -> list[Problem]:
    try:
        step()
    except InputError as error:
        return list(error.problems)
    return []
