"""Rating criteria: who counts, the mean, its error, and what is noted."""

from __future__ import annotations

from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cximpact.model.scorecard import Level, Policy
from cximpact.model.scores import ScoreNote
from cximpact.scoring.ratings import rating_scores

THIRD = 1 / 3


def scored(build, case):
    return rating_scores(case.scorecard, case.proposals, case.ratings)


def one(build, answers, *, card=None, **given):
    """Score P1 on ease; answers are (score, unit)."""
    rows = [("P1", "ease", score, unit) for score, unit in answers]
    card = card or build.scorecard(build.criterion("ease"))
    return scored(build, build.case(card, ratings=rows, **given))


def notes(found) -> ScoreNote:
    return ScoreNote(int(found.notes[0, 0]))


def test_mean_times_reach_and_its_error(build) -> None:
    """+3, +1, -1: mean 1/3, sample sd 2/3, error (2/3)/√3; for half of all customers half of it."""
    found = one(build, [(1.0, "a"), (THIRD, "b"), (-THIRD, "c")], reach={"P1": 0.5})
    assert found.score[0, 0] == pytest.approx(1 / 6)
    assert found.error[0, 0] == pytest.approx(1 / (3 * sqrt(3)))
    assert found.raters[0, 0] == 3
    assert notes(found) == ScoreNote.NONE


def test_raters_who_agree_still_err_by_half_a_gap(build) -> None:
    found = one(build, [(THIRD, "a")] * 4, reach={"P1": 1.0})
    assert found.error[0, 0] == pytest.approx(1 / 6 / 2)


def test_one_rater_errs_by_half_a_gap(build) -> None:
    found = one(build, [(2 / 3, "a")], reach={"P1": 1.0})
    assert (found.score[0, 0], found.error[0, 0]) == (2 / 3, pytest.approx(1 / 6))
    assert notes(found) == ScoreNote.ONE_RATER


def test_the_gap_is_that_of_the_criterions_own_levels(build) -> None:
    levels = (Level("bad", -1.0), Level("same", 0.0), Level("fair", 0.2), Level("good", 1.0))
    card = build.scorecard(build.criterion("ease", levels=levels))
    assert one(build, [(0.2, "a")], card=card).error[0, 0] == pytest.approx(0.1)


def test_reach_not_stated_means_all_and_is_noted(build) -> None:
    found = one(build, [(1.0, "a"), (1.0, "b")])
    assert found.score[0, 0] == 1.0
    assert notes(found) == ScoreNote.REACH_ASSUMED


def test_reach_leaves_business_criteria_alone(build) -> None:
    card = build.scorecard(build.criterion("cost", group="business"))
    rows = [("P1", "cost", 1.0, "a"), ("P1", "cost", 1.0, "b")]
    found = scored(build, build.case(card, ratings=rows, reach={"P1": 0.1}))
    assert found.score[0, 0] == 1.0
    assert found.error[0, 0] == pytest.approx(1 / 6 / sqrt(2))
    assert notes(found) == ScoreNote.NONE
    assert notes(scored(build, build.case(card, ratings=rows))) == ScoreNote.NONE


def test_the_own_unit_is_left_out_and_noted(build) -> None:
    answers = [(1.0, "sales"), (-THIRD, "service"), (THIRD, "legal")]
    found = one(build, answers, units={"P1": "sales"}, reach={"P1": 1.0})
    assert found.score[0, 0] == pytest.approx(0.0)
    assert found.raters[0, 0] == 2
    assert notes(found) == ScoreNote.OWN_UNIT_LEFT_OUT


def test_only_the_own_unit_is_missing(build) -> None:
    found = one(build, [(1.0, "sales")], units={"P1": "sales"})
    assert found.score[0, 0] != found.score[0, 0]
    assert (found.error[0, 0], found.gain[0, 0], found.raters[0, 0]) == (0.0, 0.0, 0)
    assert notes(found) == ScoreNote.MISSING | ScoreNote.OWN_UNIT_LEFT_OUT


def test_the_policy_may_count_the_own_unit(build) -> None:
    card = build.scorecard(build.criterion("ease"), policy=Policy(own_unit_counts=True))
    found = one(build, [(1.0, "sales"), (0.0, "b")], card=card, units={"P1": "sales"})
    assert found.score[0, 0] == 0.5
    assert ScoreNote.OWN_UNIT_LEFT_OUT not in notes(found)


def test_no_unit_is_nobodys_own_and_noted(build) -> None:
    found = one(build, [(1.0, ""), (0.0, "b")], reach={"P1": 1.0})
    assert found.score[0, 0] == 0.5
    assert notes(found) == ScoreNote.UNNAMED_RATER


def test_a_grid_answer_is_one_unnamed_rater(build) -> None:
    card = build.scorecard(build.criterion("ease"), build.criterion("trust"))
    case = build.case(
        card, grid={("P1", "ease"): -0.5}, between=[("P1", "ease")], reach={"P1": 0.5}
    )
    found = scored(build, case)
    assert found.score[0, 0] == -0.25
    assert found.error[0, 0] == pytest.approx(1 / 12)
    expected = ScoreNote.ONE_RATER | ScoreNote.UNNAMED_RATER | ScoreNote.BETWEEN_LEVELS
    assert notes(found) == expected
    assert found.notes[0, 1] == ScoreNote.MISSING


def test_grid_and_table_count_together(build) -> None:
    """Answers 1, 0 and 0.5: mean 0.5, sample sd 0.5."""
    rows = [("P1", "ease", 0.0, "a"), ("P1", "ease", 0.5, "b")]
    card = build.scorecard(build.criterion("ease"))
    found = scored(build, build.case(card, grid={("P1", "ease"): 1.0}, ratings=rows))
    assert found.score[0, 0] == 0.5
    assert found.error[0, 0] == pytest.approx(0.5 / sqrt(3))


def test_only_rating_criteria_have_columns(build) -> None:
    card = build.scorecard(
        build.criterion("a", "quantity"), build.criterion("b"), build.criterion("c", "journey")
    )
    found = scored(build, build.case(card, grid={("P1", "a"): 1.0, ("P1", "b"): 0.5}))
    assert found.columns == (1,)
    assert found.score.tolist() == [[0.5]]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["P1", "P2"]),
            st.sampled_from(["ease", "trust"]),
            st.integers(-3, 3).map(lambda level: level / 3),
            st.sampled_from(["", "sales", "legal"]),
        ),
        max_size=20,
    ),
    st.randoms(),
)
def test_order_of_answers_changes_no_byte(build, rows, random) -> None:
    card = build.scorecard(build.criterion("ease"), build.criterion("trust"))
    given_of = {
        "proposals": ("P1", "P2"),
        "units": {"P1": "sales"},
        "grid": {("P1", "ease"): THIRD},
    }
    first = scored(build, build.case(card, ratings=rows, **given_of))
    second = scored(build, build.case(card, ratings=random.sample(rows, len(rows)), **given_of))
    for name in ("score", "error", "raters", "notes", "gain"):
        assert getattr(first, name).tobytes() == getattr(second, name).tobytes()
