"""Numbers become the scores that the value functions give them, block by block.

By hand: on the default levels a number r scores r / 3; on the scale 1, 3, 5 it scores (r - 3) / 2.
"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cximpact.model.scorecard import ValuePoint
from cximpact.scoring.bulk_ratings import NumberFill, fill_by_levels, fill_by_scale
from cximpact.scoring.value_functions import amount_scores, default_levels

LEVELS = [ValuePoint(float(each.value), each.score) for each in default_levels()]
UNEVEN = [ValuePoint(0, -1.0), ValuePoint(1, 0.0), ValuePoint(10, 0.5)]


def scored(fill: NumberFill) -> np.ndarray:
    out = np.empty(len(fill.numbers))
    fill(slice(0, len(out)), out)
    return out


def test_whole_numbers_on_the_default_levels_score_thirds() -> None:
    found = scored(fill_by_levels(np.arange(-3, 4), LEVELS))
    assert found.tolist() == [each.score for each in default_levels()]


def test_answers_on_a_scale_score_their_distance_from_no_change() -> None:
    numbers = np.array([1, 2, 3, 4.5, 5])
    assert scored(fill_by_scale(numbers, (1, 3, 5))).tolist() == [-1, -0.5, 0, 0.75, 1]
    assert scored(fill_by_scale(numbers, (5, 3, 1))).tolist() == [1, 0.5, 0, -0.75, -1]


@given(st.lists(st.one_of(st.floats(-3, 3), st.integers(-3, 3), st.just(np.nan)), min_size=1))
def test_the_quick_way_gives_what_the_curve_gives(numbers: list[float]) -> None:
    column = np.array(numbers, dtype=np.float64)
    fill = fill_by_levels(column, LEVELS)
    expected = amount_scores(column, LEVELS).score
    assert (scored(fill) + 0.0).tobytes() == (expected + 0.0).tobytes()
    assert fill.unfit == []


@pytest.mark.parametrize("points", [LEVELS, UNEVEN])
def test_numbers_beyond_the_scale_are_noted_with_their_rows(points: list[ValuePoint]) -> None:
    inside = points[0].amount
    column = np.array([inside, points[-1].amount + 0.001, np.nan, inside - 1, np.inf, -np.inf])
    fill = fill_by_levels(column, points)
    out = np.empty(3)
    fill(slice(0, 3), out)
    fill(slice(3, 6), out)
    assert fill.unfit == [1, 3, 4, 5]


def test_of_very_many_unfit_numbers_the_first_rows_are_kept_and_all_are_counted() -> None:
    fill = fill_by_levels(np.full(100, 9), LEVELS)
    out = np.empty(50)
    fill(slice(0, 50), out)
    fill(slice(50, 100), out)
    assert (fill.count_unfit, fill.unfit) == (100, list(range(20)))


@pytest.mark.parametrize("rating", range(-3, 4))
def test_a_third_times_a_level_is_the_level_divided_by_three(rating: int) -> None:
    assert (rating * (1 / 3)).hex() == (rating / 3).hex()


@pytest.mark.parametrize("risk", [False, True])
@pytest.mark.parametrize("dtype", ["int8", "uint8", "int64", "float32", "float64"])
def test_whole_numbers_of_any_type_are_held_against_the_scale(risk: bool, dtype: str) -> None:
    points = [ValuePoint(float(each.value), each.score) for each in default_levels(risk)]
    fill = fill_by_levels(np.array([0, 1, 4, 2], dtype=dtype), points)
    found = np.empty(4)
    fill(slice(0, 2), found[:2])
    fill(slice(2, 4), found[2:])
    assert fill.unfit == ([1, 2, 3] if risk else [2])
    assert found[0] == 0
    assert risk or (found[1], found[3]) == (1 / 3, 2 / 3)
