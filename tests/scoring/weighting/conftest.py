"""Small scorecards, random statements, and plain second opinions on polytopes of weights."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from math import factorial
from types import SimpleNamespace

import numpy as np
import pytest

from cximpact.model.scorecard import Criterion, Scorecard
from cximpact.model.weighting import Halfspace, Stakeholder, Statement, Weighting, WeightPart
from cximpact.scoring.weighting.spaces import weight_spaces


def card(business: dict[str, float] | None = None, groups=None, **customer: float) -> Scorecard:
    """Make a scorecard of customer criteria and, if given, business criteria."""
    criteria = [Criterion(each, "customer", "rating", weight) for each, weight in customer.items()]
    criteria += [Criterion(k, "business", "rating", v) for k, v in (business or {}).items()]
    shares = {"customer": 60.0, "business": 40.0} if business else {"customer": 1.0}
    ordered = tuple(sorted(criteria, key=lambda each: each.id))
    return Scorecard("card", criteria=ordered, groups=groups or shares)


def weighting(*statements: Statement, **given) -> Weighting:
    """Return what one nameless voice said."""
    return Weighting((Stakeholder("", statements=statements),), **given)


def part_of(scorecard: Scorecard, *statements: Statement, name="customer", **given) -> WeightPart:
    """Return what one voice leaves open of a part."""
    (space,) = weight_spaces(scorecard, weighting(*statements, **given))
    return next(part for part in space.parts if part.name == name)


def rows_of(halfspaces: Sequence[Halfspace], members: Sequence[str]):
    """Return conditions as a matrix and a right side, written out one entry at a time."""
    matrix = np.zeros((len(halfspaces), len(members)))
    for row, each in enumerate(halfspaces):
        for name, coefficient in each.coefficients:
            matrix[row, members.index(name)] += coefficient
    return matrix, np.array([each.least for each in halfspaces])


def corners_by_brute_force(matrix, least) -> np.ndarray:
    """Solve every choice of as many conditions as there are weights; keep what obeys all."""
    count = matrix.shape[1]
    rows = np.vstack([np.eye(count), matrix])
    right = np.concatenate([np.zeros(count), least])
    found = []
    for chosen in combinations(range(len(rows)), count - 1):
        square = np.vstack([np.ones(count), rows[list(chosen)]])
        if np.linalg.matrix_rank(square, 1e-9) == count:
            point = np.linalg.solve(square, np.array([1.0, *right[list(chosen)]]))
            if (rows @ point >= right - 1e-9).all():
                found.append(np.round(point, 9) + 0.0)
    return np.unique(np.array(found).reshape(-1, count), axis=0)


def centroid_by_delaunay(points) -> np.ndarray:
    """Return the centroid of the hull of points of full dimension: triangles weighted by volume."""
    from scipy.spatial import Delaunay

    flat = points[:, :-1]
    if len(points) == points.shape[1]:
        return points.mean(axis=0)
    total, moment = 0.0, np.zeros(flat.shape[1])
    for simplex in Delaunay(flat, qhull_options="QJ Pp").simplices:
        corner = flat[simplex]
        volume = abs(np.linalg.det(corner[1:] - corner[0])) / factorial(flat.shape[1])
        total += volume
        moment += volume * corner.mean(axis=0)
    center = moment / total
    return np.append(center, 1 - center.sum())


def obeyed(matrix, least) -> bool:
    """Return whether some weights obey, by scipy's linear programming."""
    from scipy.optimize import linprog

    count = matrix.shape[1]
    if not len(matrix):
        return True
    answer = linprog(
        np.zeros(count), A_ub=-matrix, b_ub=-least, A_eq=np.ones((1, count)), b_eq=[1.0]
    )
    return answer.status == 0


@pytest.fixture(scope="session")
def say() -> SimpleNamespace:
    """Give the builders and second opinions of this folder to its tests."""
    return SimpleNamespace(
        card=card,
        weighting=weighting,
        part_of=part_of,
        rows_of=rows_of,
        corners=corners_by_brute_force,
        centroid=centroid_by_delaunay,
        obeyed=obeyed,
    )
