"""Weights: swing points, group shares, and what keeps them from being weights."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cximpact.exceptions import InputError
from cximpact.scoring.weights import criterion_weights, weight_problems


def card(build, groups, **points):
    """Make criteria c… of the customer and b… of the business group."""
    criteria = [
        build.criterion(
            name, group="customer" if name.startswith("c") else "business", weight=weight
        )
        for name, weight in points.items()
    ]
    return build.scorecard(*criteria, groups=groups)


def test_points_inside_a_group_times_its_share(build) -> None:
    """Customer 60 of 100: 30/40 and 10/40; business 40 of 100: one criterion."""
    found = card(build, {"customer": 60.0, "business": 40.0}, b=7.0, c1=30.0, c2=10.0)
    weights, inside = criterion_weights(found)
    assert weights.tolist() == pytest.approx([0.4, 0.45, 0.15])
    assert inside.tolist() == pytest.approx([1.0, 0.75, 0.25])


@pytest.mark.parametrize("groups", [{}, {"customer": 30.0}])
def test_a_single_group_has_share_one(build, groups) -> None:
    assert criterion_weights(card(build, groups, c=3.0))[0].tolist() == [1.0]


@pytest.mark.parametrize(
    ("groups", "points", "field"),
    [
        ({"customer": 50.0, "business": 50.0}, {"c": 1.0}, "groups.business"),
        ({"customer": 50.0}, {"c": 1.0, "b": 1.0}, "groups.business"),
        ({"customer": 0.0, "business": 0.0}, {"c": 1.0, "b": 1.0}, "groups"),
        ({"customer": 1.0, "business": 1.0}, {"c": 0.0, "b": 1.0}, "criteria"),
        ({"customer": 1.0}, {"c": -1.0, "c2": 2.0}, "criteria.c.weight"),
        ({"customer": 1.0}, {"c": float("nan")}, "criteria.c.weight"),
        ({"customer": -1.0, "business": 2.0}, {"c": 1.0, "b": 1.0}, "groups.customer"),
        ({"customer": 0.0}, {"c": 1.0}, "groups"),
    ],
)
def test_what_does_not_weigh_is_told(build, groups, points, field) -> None:
    with pytest.raises(InputError) as caught:
        criterion_weights(card(build, groups, **points))
    assert [problem.field for problem in caught.value.problems] == [field]


def test_all_problems_come_at_once(build) -> None:
    wrong = card(build, {"customer": 50.0, "other": 3.0}, c=0.0, b=0.0)
    assert len(weight_problems(wrong)) == 4


def test_a_scorecard_without_criteria_weighs_nothing(build) -> None:
    with pytest.raises(InputError, match="no criterion"):
        criterion_weights(build.scorecard())


def test_a_group_of_share_zero_keeps_its_inner_weights(build) -> None:
    weights, inside = criterion_weights(
        card(build, {"customer": 1.0, "business": 0.0}, b=2.0, c=1.0)
    )
    assert weights.tolist() == [0.0, 1.0]
    assert inside.tolist() == [1.0, 1.0]


@given(st.lists(st.floats(0.1, 100), min_size=1, max_size=8), st.floats(0.01, 100))
def test_weights_sum_to_one_and_points_have_no_unit(build, points, unit) -> None:
    names = [f"c{i}" for i in range(len(points))]
    first = criterion_weights(card(build, {}, **dict(zip(names, points, strict=True))))[0]
    scaled = [point * unit for point in points]
    second = criterion_weights(card(build, {}, **dict(zip(names, scaled, strict=True))))[0]
    assert sum(first.tolist()) == pytest.approx(1.0, rel=1e-12)
    assert first.tolist() == pytest.approx(second.tolist(), rel=1e-12)
