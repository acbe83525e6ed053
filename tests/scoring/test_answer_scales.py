"""A score is told as an answer on the scale people rated on, and the answer told truly passes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cximpact.model.scorecard import Criterion, Level
from cximpact.scoring.answer_scales import AnswerScale, answer_scale, answer_words
from cximpact.scoring.rounding import round9
from cximpact.scoring.value_functions import default_levels

LIMIT = -0.34


def criterion(**more: object) -> Criterion:
    return Criterion("trust", "customer", "rating", 1.0, **more)  # type: ignore[arg-type]


def scale(*own: float) -> AnswerScale:
    found = answer_scale(criterion(), own)  # type: ignore[arg-type]
    assert found is not None
    return found


def passes(score: float) -> bool:
    return bool(round9(score) >= LIMIT)


# Of -5 ... 5 a fifth is worth 0.2, so -1.7 scores -0.34. Of 1 ... 5 around 3, 3 - 2 x 0.34 = 2.32.
# Where 1 is best and 5 is worst, 3 + 2 x 0.34 = 3.68. Of 0 ... 100 around 50, 50 - 50 x 0.34 = 33.
# Of a risk from -4 to 0, -4 x 0.34 = -1.36.
@pytest.mark.parametrize(
    ("own", "now", "words"),
    [
        ((-5, 0, 5), -0.4, "from -2 to at least -1.7, so -1 in whole numbers"),
        ((1, 3, 5), -0.5, "from 2 to at least 2.32, so 3 in whole numbers"),
        ((5, 3, 1), -1.0, "from 5 to at most 3.68, so 3 in whole numbers"),
        ((0, 50, 100), -0.8, "from 10 to at least 33"),
        ((-4, 0, 0), -0.75, "from -3 to at least -1.36, so -1 in whole numbers"),
    ],
)
def test_the_answer_is_told_on_its_scale(
    own: tuple[float, float, float], now: float, words: str
) -> None:
    assert answer_words(scale(*own), now, passes) == words


def test_of_several_raters_no_whole_number_is_asked() -> None:
    words = answer_words(scale(-5, 0, 5), -0.4, passes, whole=False)
    assert words == "from -2 to at least -1.7"


def test_where_no_answer_is_enough_nothing_is_told() -> None:
    assert answer_words(scale(-5, 0, 5), -0.4, lambda score: score > 1.5) == ""


def test_levels_that_are_numbers_are_a_scale_and_words_are_not() -> None:
    levels = answer_scale(criterion(levels=default_levels()))
    assert levels is not None
    assert (levels.score(-1.0), levels.answer(2 / 3), levels.no_change) == (-1 / 3, 2.0, 0.0)
    words = (Level("bad", -1.0), Level("good", 1.0))
    assert answer_scale(criterion(levels=words)) is None


def test_the_scale_of_a_scorecard_counts_where_the_list_has_none() -> None:
    found = answer_scale(criterion(scale=(1.0, 3.0, 5.0)))
    assert found is not None
    assert found.no_change == 3.0


def test_means_can_be_told_only_where_steps_are_even() -> None:
    assert scale(1, 3, 5).is_straight
    assert not scale(1, 2, 5).is_straight


def test_a_scale_on_which_nothing_is_worse_begins_at_no_change() -> None:
    """From 1, no change, to 5: a score of 0.6 takes 1 + 4 x 0.6, and every answer passes -0.34."""
    own = scale(1, 1, 5)
    assert own.no_change == 1
    assert own.score(2) == pytest.approx(0.25)
    assert own.answer(0.6) == pytest.approx(3.4)
    assert own.first(lambda score: score >= -0.34, 0) == 1
    assert scale(5, 5, 1).answer(0.5) == pytest.approx(3)


@given(
    worst=st.integers(-20, 20),
    down=st.integers(1, 20),
    up=st.integers(1, 20),
    falling=st.booleans(),
    limit=st.integers(-100, 99).map(lambda points: points / 100),
)
def test_the_answer_told_passes_and_one_step_less_does_not(
    worst: int, down: int, up: int, falling: bool, limit: float
) -> None:
    sign = -1 if falling else 1
    own = scale(worst, worst + sign * down, worst + sign * (down + up))

    def enough(score: float) -> bool:
        return bool(round9(score) >= limit)

    for decimals in (own.decimals, 0):
        found = own.first(enough, decimals)
        assert found is not None  # the best answer scores 1
        assert enough(own.score(found))
        less = round(found - sign / 10**decimals, decimals)
        if (less - worst) * sign >= 0:
            assert not enough(own.score(less))
