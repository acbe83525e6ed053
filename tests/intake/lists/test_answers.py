"""Answers of raters become scores: on a level, between levels, on another scale, or refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cximpact.intake.lists.answers import answer_reader
from cximpact.intake.lists.cell_values import UnfitCellError
from cximpact.model.scorecard import Criterion, Level
from cximpact.model.source import Reading
from cximpact.scoring.value_functions import default_levels

PLAIN = Reading()
EASE = Criterion("ease", "customer", "rating", 1.0, levels=default_levels())
LATE = Criterion("late", "customer", "rating", 1.0, levels=default_levels(risk=True))
WORDS = Criterion(
    "words",
    "customer",
    "rating",
    1.0,
    levels=(Level("worse", -0.5), Level("same", 0.0), Level("better", 1.0)),
)


@pytest.mark.parametrize(
    ("cell", "score", "between"),
    [
        ("3", 1.0, False),
        (-3, -1.0, False),
        ("+2", 2 / 3, False),
        ("2.0", 2 / 3, False),
        (1.5, 0.5, True),
        ("-0.75", -0.25, True),
    ],
)
def test_default_levels_score_a_third_of_themselves(cell, score, between):
    found = answer_reader(EASE, PLAIN)(cell)
    assert found == (pytest.approx(score), between)


def test_blank_is_no_answer_and_never_zero():
    assert answer_reader(EASE, PLAIN)(" ") is None
    assert answer_reader(EASE, PLAIN, (1, 3, 5))(None) is None


@pytest.mark.parametrize("cell", ["4", "-3.01", "good", True])
def test_what_is_not_on_the_levels_is_refused(cell):
    with pytest.raises(UnfitCellError):
        answer_reader(EASE, PLAIN)(cell)


def test_a_risk_takes_no_gain():
    with pytest.raises(UnfitCellError) as caught:
        answer_reader(LATE, PLAIN)("1")
    assert caught.value.expected == "one of -3, -2, -1, 0"


def test_words_are_levels_in_any_case_and_a_near_word_is_hinted():
    assert answer_reader(WORDS, PLAIN)("Better") == (1.0, False)
    with pytest.raises(UnfitCellError) as caught:
        answer_reader(WORDS, PLAIN)("beter")
    assert caught.value.hint == "did you mean 'better'?"


@pytest.mark.parametrize(
    ("scale", "cell", "score", "between"),
    [
        ((1, 3, 5), "4", 0.5, False),
        ((1, 3, 5), "2,5", -0.25, True),
        ((5, 3, 1), "5", -1.0, False),
        ((0, 8, 10), "9", 0.5, False),
        ((0, 8, 10), "4", -0.5, False),
    ],
)
def test_another_scale_runs_straight_from_worst_over_no_change_to_best(scale, cell, score, between):
    reading = Reading(decimal=",")
    assert answer_reader(EASE, reading, scale)(cell) == (pytest.approx(score), between)


def test_beyond_the_scale_is_refused():
    with pytest.raises(UnfitCellError) as caught:
        answer_reader(EASE, PLAIN, (1, 3, 5))("6")
    assert caught.value.expected == "a number from 1 to 5"


@given(st.floats(-3, 3), st.floats(-3, 3))
def test_a_better_answer_never_scores_less(one, other):
    read = answer_reader(EASE, PLAIN)
    low, high = sorted((one, other))
    assert read(low)[0] <= read(high)[0]
