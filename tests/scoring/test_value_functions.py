"""Value functions: levels, scales, amounts, PERT means."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cximpact.model.scorecard import Level, ValuePoint
from cximpact.scoring.value_functions import (
    amount_score,
    amount_scores,
    default_levels,
    expected,
    scale_scores,
    smallest_gap,
)


def test_default_levels_score_a_third_of_themselves() -> None:
    found = {level.value: level.score for level in default_levels()}
    assert list(found) == ["-3", "-2", "-1", "0", "1", "2", "3"]
    assert found["-3"] == -1.0
    assert found["1"] == 1 / 3
    assert [level.score for level in default_levels(risk=True)] == [-1.0, -2 / 3, -1 / 3, 0.0]


def test_smallest_gap_looks_at_neighbours_whatever_their_order() -> None:
    levels = [Level("a", 1.0), Level("b", -1.0), Level("c", 0.75), Level("d", 0.75)]
    assert smallest_gap(levels) == 0.25
    assert smallest_gap(default_levels()) == pytest.approx(1 / 3)
    assert smallest_gap(()) == pytest.approx(1 / 3)


@pytest.mark.parametrize(
    ("scale", "answers", "scores"),
    [
        ((1, 3, 5), [1, 2, 3, 4, 5], [-1, -0.5, 0, 0.5, 1]),
        ((5, 3, 1), [1, 2, 3, 4, 5], [1, 0.5, 0, -0.5, -1]),
        ((0, 8, 10), [0, 4, 8, 9, 10], [-1, -0.5, 0, 0.5, 1]),
        ((1, 5, 5), [1, 3, 5], [-1, -0.5, 0]),
        ((5, 1, 1), [5, 3, 1], [-1, -0.5, 0]),
        ((1, 1, 5), [1, 2, 3, 5], [0, 0.25, 0.5, 1]),
        ((5, 5, 1), [1, 3, 5], [1, 0.5, 0]),
    ],
)
def test_other_scales_run_straight_from_worst_over_no_change_to_best(
    scale, answers, scores
) -> None:
    assert scale_scores(answers, scale).score.tolist() == pytest.approx(scores)


def test_answers_off_the_scale_are_told() -> None:
    assert scale_scores([0, 1, 6, np.nan], (1, 3, 5)).clipped.tolist() == [True, False, True, False]
    assert scale_scores([0.9, 1, 5.1], (1, 1, 5)).clipped.tolist() == [True, False, True]


@given(st.integers(-3, 3))
def test_a_scale_of_one_to_seven_says_the_same_as_minus_three_to_three(answer: int) -> None:
    same = {level.value: level.score for level in default_levels()}[str(answer)]
    assert float(scale_scores(answer + 4, (1, 4, 7)).score) == pytest.approx(same, abs=1e-15)
    assert float(scale_scores(-answer, (3, 0, -3)).score) == pytest.approx(same, abs=1e-15)


POINTS = (ValuePoint(-50, -1), ValuePoint(0, 0), ValuePoint(100, 0.4), ValuePoint(300, 1))


@pytest.mark.parametrize(
    ("amount", "score", "clipped"),
    [
        (-80, -1, True),
        (-50, -1, False),
        (-25, -0.5, False),
        (0, 0, False),
        (50, 0.2, False),
        (200, 0.7, False),
        (300, 1, False),
        (301, 1, True),
    ],
)
def test_amounts_run_straight_between_anchors_and_are_clipped_beyond(
    amount, score, clipped
) -> None:
    found = amount_scores([amount], POINTS)
    assert found.score[0] == pytest.approx(score, abs=1e-15)
    assert found.clipped[0] == clipped


def test_a_missing_amount_stays_missing() -> None:
    found = amount_scores([np.nan], POINTS)
    assert np.isnan(found.score[0])
    assert not found.clipped[0]


@given(st.floats(-100, 400), st.sampled_from([1e-3, 0.01, 7.0, 1e6]))
def test_another_unit_scores_the_same(amount: float, unit: float) -> None:
    scaled = [ValuePoint(point.amount * unit, point.score) for point in POINTS]
    first = amount_scores([amount], POINTS).score[0]
    assert amount_scores([amount * unit], scaled).score[0] == pytest.approx(first, abs=1e-9)


@given(st.floats(-100, 400), st.floats(0, 100))
def test_more_never_scores_less_on_rising_anchors(amount: float, more: float) -> None:
    low, high = amount_scores([amount, amount + more], POINTS).score
    assert low <= high + 1e-15


def test_pert_mean_and_a_single_number() -> None:
    low, likely, high = np.array([0.1, 0.3]), np.array([0.3, 0.3]), np.array([0.4, 0.3])
    found = expected(low, likely, high, np.array([False, True]))
    assert found[0] == pytest.approx(float(Fraction(17, 60)), rel=1e-15)
    assert found[1] == 0.3


@given(
    st.floats(-1e9, 1e9),
    st.lists(st.integers(-1000, 1000), min_size=2, max_size=7, unique=True).map(sorted),
)
def test_one_amount_scores_the_same_bits_as_among_others(amount: float, at: list[int]) -> None:
    points = [ValuePoint(float(each), each % 7 / 7 - 0.5) for each in at]
    for one in (amount, amount / 1e6, float(at[0]), float(at[-1]), (at[0] + at[1]) / 3):
        among = amount_scores([0.0, one, 1.0], points).score.tolist()[1]
        assert amount_score(one, points).hex() == among.hex()
