"""Weights: swing points inside a group, times the group's share of the whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import fsum, isfinite

import numpy as np

from cximpact.exceptions import InputError, Problem
from cximpact.model.arrays import FloatArray
from cximpact.model.scorecard import Criterion, Scorecard

# Sums of what is larger could overflow, and nobody means it.
_MOST_POINTS = 1e18


def criterion_weights(scorecard: Scorecard) -> tuple[FloatArray, FloatArray]:
    """Return the weights of the criteria, and their weights inside their group.

    The first sum to 1, the second to 1 inside every group. Nothing is renormalised later
    because a score is missing.

    Source: von Winterfeldt and Edwards (1986), "Decision Analysis and Behavioral Research"
    (swing weights).

    Args:
        scorecard: Its criteria's order is the order of the arrays.

    Raises:
        InputError: If points or shares are negative, a group's points sum to nothing, a group
            has a share but no criterion, or criteria of a group have no share.

    Example:
        >>> card = Scorecard("two", groups={}, criteria=(
        ...     Criterion("calm", "customer", "rating", 30.0),
        ...     Criterion("ease", "customer", "rating", 10.0)))
        >>> criterion_weights(card)[0].tolist()
        [0.75, 0.25]
    """
    problems = weight_problems(scorecard)
    if problems:
        raise InputError(problems)
    shares = group_shares(scorecard)
    sums = {group: _points(scorecard.criteria, group) for group in shares}
    inside = [each.weight / sums[each.group] for each in scorecard.criteria]
    whole = [shares[each.group] * own for each, own in zip(scorecard.criteria, inside, strict=True)]
    return np.array(whole, dtype=np.float64), np.array(inside, dtype=np.float64)


def group_shares(scorecard: Scorecard) -> dict[str, float]:
    """Return each group's share of the whole; they sum to 1. A single group has share 1.

    Call it on a scorecard without `weight_problems`.
    """
    groups = _groups(scorecard.criteria)
    if len(groups) == 1:
        return {groups[0]: 1.0}
    total = fsum(scorecard.groups.values())
    return {group: scorecard.groups[group] / total for group in groups}


def weight_problems(scorecard: Scorecard) -> tuple[Problem, ...]:
    """Return everything that keeps the weights from being weights."""
    if not scorecard.criteria:
        return (Problem("the scorecard has no criterion", field="criteria"),)
    return (*_point_problems(scorecard.criteria), *_group_problems(scorecard))


def _groups(criteria: Sequence[Criterion]) -> list[str]:
    return sorted({each.group for each in criteria})


def _points(criteria: Sequence[Criterion], group: str) -> float:
    return fsum(each.weight for each in criteria if each.group == group)


def _point_problems(criteria: Sequence[Criterion]) -> list[Problem]:
    bad = [
        _not_points(f"criteria.{each.id}.weight", each.weight)
        for each in criteria
        if not _are_points(each.weight)
    ]
    if bad:
        return bad
    return [
        Problem(
            f"the weights of the {group} criteria sum to nothing",
            field="criteria",
            hint="give at least one of them a weight above zero",
        )
        for group in _groups(criteria)
        if _points(criteria, group) <= 0
    ]


def _group_problems(scorecard: Scorecard) -> list[Problem]:
    stated, groups = scorecard.groups, _groups(scorecard.criteria)
    bad = [
        _not_points(f"groups.{group}", share)
        for group, share in sorted(stated.items())
        if not _are_points(share)
    ]
    if bad or (len(groups) == 1 and not stated):
        return bad
    return [*_unmatched(stated, groups), *_worthless(stated)]


def _unmatched(stated: Mapping[str, float], groups: Sequence[str]) -> list[Problem]:
    empty = [
        Problem(
            f"the group '{group}' has a share but no criterion",
            field=f"groups.{group}",
            value=f"{share:g}",
            hint="add a criterion to the group or take its share away",
        )
        for group, share in sorted(stated.items())
        if share > 0 and group not in groups
    ]
    unstated = [
        Problem(
            f"the group '{group}' has criteria but no share",
            field=f"groups.{group}",
            expected="points, such as 50",
        )
        for group in groups
        if group not in stated
    ]
    return [*empty, *unstated]


def _worthless(stated: Mapping[str, float]) -> list[Problem]:
    if not stated or fsum(stated.values()) > 0:
        return []
    return [
        Problem(
            "the shares of the groups sum to nothing",
            field="groups",
            hint="give at least one group a share above zero",
        )
    ]


def _are_points(points: float) -> bool:
    return isfinite(points) and 0 <= points <= _MOST_POINTS


def _not_points(field: str, points: float) -> Problem:
    return Problem("not a weight", field=field, value=f"{points:g}", expected="a number from 0 up")
