"""Corners of polytopes of weights, against known ones and against brute force."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cximpact.exceptions import InternalError
from cximpact.scoring.weighting.centroid import exact_centroid
from cximpact.scoring.weighting.linear import extremes, margin
from cximpact.scoring.weighting.polytope import corners

figures = st.sampled_from([-2.0, -1.0, -0.5, 0.0, 0.0, 0.5, 1.0, 2.0, 3.0])


@st.composite
def polytopes(draw, most_members=5, most_conditions=4):
    """Draw conditions that some drawn weights obey, often with nothing to spare."""
    count = draw(st.integers(2, most_members))
    inside = np.array(draw(st.lists(st.integers(0, 4), min_size=count, max_size=count))) + 0.0
    inside[draw(st.integers(0, count - 1))] += 1
    inside /= inside.sum()
    conditions = draw(st.integers(0, most_conditions))
    rows = [[draw(figures) for _ in range(count)] for _ in range(conditions)]
    matrix = np.array(rows).reshape(conditions, count)
    spare = np.array([draw(st.sampled_from([0.0, 0.0, 0.05, 0.3])) for _ in range(conditions)])
    return matrix, matrix @ inside - spare


def ranking(count):
    return np.eye(count)[:-1] - np.eye(count)[1:], np.zeros(count - 1)


def distinct(points):
    return np.unique(np.round(points, 9) + 0.0, axis=0)


@pytest.mark.parametrize("count", [2, 3, 5, 12])
def test_the_corners_of_a_rank_order_are_equal_weights_of_the_first_few(count) -> None:
    found = corners(*ranking(count))
    expected = [[1 / k] * k + [0.0] * (count - k) for k in range(1, count + 1)]
    assert found is not None
    assert distinct(found.points) == pytest.approx(distinct(np.array(expected)))


@given(polytopes())
def test_corners_are_those_that_brute_force_finds(say, polytope) -> None:
    found = corners(*polytope)
    assert found is not None
    expected = say.corners(*polytope)
    for point in expected:
        assert np.abs(found.points - point).max(axis=1).min() < 1e-6
    for point in found.points:
        assert np.abs(expected - point).max(axis=1).min() < 1e-6


@given(polytopes())
def test_ranges_are_those_of_an_independent_solver(polytope) -> None:
    from scipy.optimize import linprog

    matrix, least = polytope
    found = extremes(matrix, least)
    for at, unit in enumerate(np.eye(matrix.shape[1])):
        for side, sign in ((0, 1.0), (1, -1.0)):
            answer = linprog(
                sign * unit,
                A_ub=-matrix if len(matrix) else None,
                b_ub=-least if len(matrix) else None,
                A_eq=np.ones((1, len(unit))),
                b_eq=[1.0],
            )
            assert found[at, side] == pytest.approx(sign * answer.fun, abs=1e-7)


def test_conditions_that_nothing_obeys_have_no_corner_and_a_negative_margin() -> None:
    """a is at least b + 0.1 and b at least a + 0.1: each is missed by 0.1."""
    matrix, least = np.array([[1.0, -1.0], [-1.0, 1.0]]), np.array([0.1, 0.1])
    found = corners(matrix, least)
    assert found is not None and len(found.points) == 0
    assert margin(matrix, least) == pytest.approx(-0.1)


def test_corners_are_given_up_beyond_the_most() -> None:
    count = 8
    point = np.full(count, 1 / count)
    matrix = np.vstack([np.eye(count), -np.eye(count)])
    least = np.concatenate([0.75 * point, -1.25 * point])
    assert corners(matrix, least, most=50) is None
    found = corners(matrix, least)
    # Half the members at their least, half at their most: 8 over 4.
    assert found is not None and len(found.points) == 70


@pytest.mark.parametrize(("count", "second"), [(3, 5 / 18), (4, 0.270833333), (12, 0.175267557)])
def test_the_centroid_of_a_rank_order_is_that_of_barron_and_barrett(count, second) -> None:
    """Weight of rank i: (1/i + ... + 1/n)/n; n = 3: 11/18, 5/18, 2/18 (Barron, Barrett 1996)."""
    found = corners(*ranking(count))
    assert found is not None
    center = exact_centroid(found)
    expected = [sum(1 / k for k in range(i, count + 1)) / count for i in range(1, count + 1)]
    assert center == pytest.approx(expected, rel=1e-12)
    assert center[1] == pytest.approx(second, abs=1e-9)


@given(polytopes(most_members=4))
def test_centroids_are_those_of_an_independent_triangulation(say, polytope) -> None:
    found = corners(*polytope)
    assert found is not None
    points = say.corners(*polytope)
    flat = points[1:] - points[0]
    # Thin ones, where the other method loses its digits, are left to the other tests.
    if len(flat) < points.shape[1] - 1 or np.linalg.svd(flat)[1][points.shape[1] - 2] < 1e-2:
        return
    assert exact_centroid(found) == pytest.approx(say.centroid(points), abs=1e-6)


def test_the_centroid_of_a_flat_polytope_is_taken_within_it() -> None:
    """b is fixed at a half: a and c share the other half evenly."""
    matrix, least = np.array([[0.0, 1.0, 0.0], [0.0, -1.0, 0.0]]), np.array([0.5, -0.5])
    found = corners(matrix, least)
    assert found is not None
    assert exact_centroid(found) == pytest.approx([0.25, 0.5, 0.25])


def test_the_centroid_is_given_up_where_there_are_too_many_faces() -> None:
    count = 6
    matrix = np.vstack([np.eye(count), -np.eye(count)])
    least = np.concatenate([np.full(count, 0.1), np.full(count, -0.3)])
    found = corners(matrix, least)
    assert found is not None
    assert exact_centroid(found, most_faces=20) is None
    assert exact_centroid(found) == pytest.approx(np.full(count, 1 / 6))


def test_ranges_of_what_is_only_just_missed_are_found_all_the_same() -> None:
    """Missed by 5e-10, which the solver would not let pass and nobody can mean."""
    found = extremes(np.eye(2), np.full(2, 0.5 + 2.5e-10))
    assert found == pytest.approx(np.full((2, 2), 0.5), abs=2e-9)


def test_ranges_of_what_nothing_obeys_are_a_fault_of_ours() -> None:
    with pytest.raises(InternalError, match="no weights obey"):
        extremes(np.eye(2), np.full(2, 0.6))
