"""What each statement says about the weights of its part, as linear conditions and as a point."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import fsum

import numpy as np
from attrs import frozen

from cximpact.model.arrays import FloatArray
from cximpact.model.weighting import GROUPS, Halfspace, Statement, Weighting
from cximpact.scoring.weighting.ahp import eigenvector

POINT_KINDS = frozenset({"points", "shares", "ahp"})


@frozen
class Limits:
    """How far weights may be from a stated point: a share of themselves, or an absolute step."""

    share: float
    step: float = 0.0

    def box(self, weight: float) -> tuple[float, float]:
        """Return the least and the most a weight may be."""
        away = self.share * weight + self.step
        return max(0.0, weight - away), min(1.0, weight + away)


def limits(part: str, within: float | None, weighting: Weighting) -> Limits:
    """Return how far from a point of a part is still near it.

    Args:
        part: `customer`, `business` or `groups`.
        within: What was said about it, as a share of each weight; None takes the default.
        weighting: Has the defaults.
    """
    if within is not None:
        return Limits(within)
    if part == GROUPS:
        return Limits(0.0, weighting.groups_within)
    return Limits(weighting.within)


def spoken_of(statement: Statement) -> frozenset[str]:
    """Return the members a statement names."""
    compared = {name for each in statement.judgements for name in (each.one, each.other)}
    bound = {name for each in statement.halfspaces for name, _ in each.coefficients}
    return frozenset(compared | bound | set(statement.point))


def stated_point(statement: Statement, members: Sequence[str]) -> dict[str, float] | None:
    """Return the weights a statement gives for all members, summing to 1; None if it does not.

    Args:
        statement: One without problems.
        members: The members that may count anything.
    """
    if statement.kind == "ahp":
        return eigenvector(statement.judgements)
    if statement.kind not in POINT_KINDS or not set(members) <= set(statement.point):
        return None
    total = fsum(statement.point.values())
    return {member: value / total for member, value in statement.point.items()}


def conditions(
    statement: Statement, members: Sequence[str], weighting: Weighting
) -> tuple[Halfspace, ...]:
    """Return everything a statement demands of the weights of its part.

    Points and shares of all members, and pairwise comparisons, put a box around the point. Points
    of some members bound the ratios among them as much as the box would; shares of some members
    put the box around those alone.

    Args:
        statement: One without problems.
        members: The members that may count anything.
        weighting: How far points are trusted.
    """
    if statement.kind not in POINT_KINDS:
        return statement.halfspaces
    near = limits(statement.part, statement.within, weighting)
    point = stated_point(statement, members)
    if point is not None:
        return box(point, near)
    if statement.kind == "shares":
        return box(statement.point, near)
    return _proportions(statement.point, near.share)


def box(point: Mapping[str, float], near: Limits) -> tuple[Halfspace, ...]:
    """Return the conditions that keep each weight near its point."""
    found = []
    for member, weight in sorted(point.items()):
        low, high = near.box(weight)
        if low > 0.0:
            found.append(Halfspace(((member, 1.0),), low))
        if high < 1.0:
            found.append(Halfspace(((member, -1.0),), -high))
    return tuple(found)


def _proportions(point: Mapping[str, float], share: float) -> tuple[Halfspace, ...]:
    """Return the conditions under which some scale brings all points within their share.

    One scale fits all iff it fits each pair: w(a) p(b) (1 - t) <= w(b) p(a) (1 + t).
    """
    top = max(point.values())
    less = max(0.0, 1.0 - share)
    nothing = [Halfspace(((a, -1.0),), 0.0) for a in sorted(point) if point[a] == 0.0]
    pairs = [
        Halfspace(((b, point[a] / top * (1.0 + share)), (a, -point[b] / top * less)), 0.0)
        for a in sorted(point)
        for b in sorted(point)
        if a != b and point[a] * point[b] * less > 0.0
    ]
    return (*nothing, *pairs)


def as_arrays(
    halfspaces: Sequence[Halfspace], members: Sequence[str]
) -> tuple[FloatArray, FloatArray]:
    """Return conditions as matrix and right side: matrix @ weights >= least.

    Args:
        halfspaces: They name members only.
        members: The columns.

    Example:
        >>> as_arrays([Halfspace((("b", 1.0), ("a", -2.0)), 0.0)], ["a", "b"])[0].tolist()
        [[-2.0, 1.0]]
    """
    column = {member: at for at, member in enumerate(members)}
    matrix = np.zeros((len(halfspaces), len(members)), dtype=np.float64)
    for row, each in enumerate(halfspaces):
        for member, coefficient in each.coefficients:
            matrix[row, column[member]] += coefficient
    return matrix, np.array([each.least for each in halfspaces], dtype=np.float64)
