"""From a case to values: the worked example, missing scores, weights, and what never changes."""

from __future__ import annotations

from math import isnan, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cximpact.exceptions import InputError, InternalError
from cximpact.model.journey import Process, Touchpoint
from cximpact.model.scores import ScoreNote
from cximpact.scoring import score

LENDER = (
    Touchpoint("find-a-car", "only", importance=20),
    Touchpoint("credit-application", "only", importance=30, moment_of_truth=True),
    Touchpoint("credit-decision", "only", importance=30, moment_of_truth=True),
    Touchpoint("monthly-billing", "only", importance=20),
)


def test_the_worked_example(build) -> None:
    ripples = [
        ("credit-policy", "credit-application", 0.5),
        ("credit-policy", "credit-decision", 0.8),
    ]
    card = build.scorecard(
        build.criterion("experience", "journey"), journey=build.journey(*LENDER, ripples=ripples)
    )
    letters = {
        "of": "letters",
        "at": "credit-decision",
        "change": (0.1, 0.3, 0.4),
        "reach": 0.6,
        "basis": "pilot",
    }
    rules = {"of": "rules", "at": "credit-policy", "change": (-0.3, -0.2, -0.1)}
    case = build.case(card, ("letters", "rules"), effects=[rules, letters])
    found = build.score(case, credit_decision=0.245881)
    cells = found.cells
    assert cells.proposal.tolist() == [0, 1, 1]
    assert cells.touchpoint.tolist() == [1, 0, 1]
    assert cells.share.tolist() == [0.375, 0.375, 0.375]
    assert cells.net.tolist() == pytest.approx([0.136, -0.1, -0.16], abs=5e-7)
    assert cells.delta_value.tolist() == pytest.approx([0.1632, -0.12, -0.192], abs=5e-7)
    raw = np.bincount(cells.proposal, weights=cells.share * cells.delta_value)
    assert raw.tolist() == pytest.approx([0.0612, -0.117], abs=5e-7)
    assert found.score[:, 0].tolist() == pytest.approx([0.272, -0.52], abs=5e-7)
    assert found.value.tolist() == found.customer_value.tolist() == found.score[:, 0].tolist()
    assert found.gain[:, 0].tolist() == pytest.approx([0.272, 0.0], abs=5e-7)
    assert [isnan(each) for each in found.business_value] == [True, True]


def test_raw_beyond_the_full_scale_is_clipped_but_not_its_gain(build) -> None:
    """One touchpoint of share 1 from 0 to 1: raw 1 on a scale of 0.6."""
    card = build.scorecard(build.criterion("exp", "journey"), journey=build.journey("till"))
    whole = {"of": "P1", "at": "till", "change": 1.0, "reach": 1.0, "basis": "trial"}
    found = build.score(build.case(card, effects=[whole]), till=0.0)
    assert found.score[0, 0] == 1.0
    assert found.gain[0, 0] == pytest.approx(1 / 0.6)
    assert found.notes[0, 0] == ScoreNote.CLIPPED


def test_from_broken_to_reliable_is_exactly_one(build) -> None:
    card = build.scorecard(build.criterion("exp", "journey"), journey=build.journey("till"))
    whole = {"of": "P1", "at": "till", "change": 0.5, "reach": 1.0, "basis": "trial"}
    found = build.score(build.case(card, effects=[whole]), till=0.0)
    assert found.score[0, 0] == 1.0
    assert found.notes[0, 0] == ScoreNote.NONE


def test_gain_counts_touchpoints_that_gain_only(build) -> None:
    """Shares 0.5: door 0.5 to 0.75 (+0.2), till 0.5 to 0.25 (-0.3); scale 0.3."""
    card = build.scorecard(build.criterion("exp", "journey"), journey=build.journey("door", "till"))
    effects = [
        {"of": "P1", "at": "door", "change": 0.25, "reach": 1.0, "basis": "trial"},
        {"of": "P1", "at": "till", "change": -0.25},
    ]
    found = build.score(build.case(card, effects=effects))
    assert found.score[0, 0] == pytest.approx(-0.05 / 0.3)
    assert found.gain[0, 0] == pytest.approx(0.1 / 0.3)


def mixed(build, **given):
    """Make a scorecard with two journey criteria, a customer and a business rating."""
    return build.scorecard(
        build.criterion("ease", "journey"),
        build.criterion("trust", "journey"),
        build.criterion("care"),
        build.criterion("margin", group="business"),
        journey=build.journey("till"),
        **given,
    )


def journey_notes(build, **given) -> tuple[list[float], list[int]]:
    """Return scores and notes of P1 on ease and trust."""
    case = build.case(mixed(build), **given)
    found = build.score(case)
    columns = [1, 3]  # care, ease, margin, trust
    return found.score[0, columns].tolist(), found.notes[0, columns].tolist()


def test_no_effects_and_no_customer_rating_is_missing(build) -> None:
    scores, notes = journey_notes(build, grid={("P1", "margin"): 1.0})
    assert all(isnan(each) for each in scores)
    assert notes == [ScoreNote.MISSING] * 2


def test_no_effects_but_a_customer_rating_is_zero(build) -> None:
    scores, notes = journey_notes(build, grid={("P1", "care"): 1.0})
    assert (scores, notes) == ([0.0, 0.0], [ScoreNote.NO_EFFECT] * 2)


def test_a_rating_that_does_not_count_does_not_make_it_zero(build) -> None:
    _, notes = journey_notes(build, ratings=[("P1", "care", 1.0, "u")], units={"P1": "u"})
    assert notes == [ScoreNote.MISSING] * 2


def test_stating_no_effects_is_zero(build) -> None:
    scores, notes = journey_notes(build, stating_no_effects=["P1"])
    assert (scores, notes) == ([0.0, 0.0], [ScoreNote.STATED_ZERO] * 2)


def test_effects_on_another_criterion_only_are_zero(build) -> None:
    effect = {"of": "P1", "at": "till", "change": -0.1, "criterion": "trust", "reach": 1.0}
    scores, notes = journey_notes(build, effects=[effect])
    assert scores == [0.0, pytest.approx(-0.2)]
    assert notes == [ScoreNote.NO_EFFECT, ScoreNote.NONE]


def test_missing_adds_nothing_and_coverage_says_so(build) -> None:
    """Customer 50: care, ease, trust a third each; business 50: margin."""
    case = build.case(mixed(build), grid={("P1", "margin"): 0.5})
    found = build.score(case)
    assert found.value[0] == pytest.approx(0.25)
    assert found.coverage[0] == pytest.approx(0.5)
    assert found.customer_value[0] == 0.0
    assert found.business_value[0] == 0.5


def test_value_is_the_weighted_sum_and_each_group_stands_alone(build) -> None:
    card = build.scorecard(
        build.criterion("care", weight=3.0),
        build.criterion("ease", weight=1.0),
        build.criterion("margin", "quantity", group="business"),
        groups={"customer": 60.0, "business": 40.0},
    )
    case = build.case(
        card,
        grid={("P1", "care"): 1 / 3, ("P1", "ease"): -1.0},
        quantities={("P1", "margin"): (50.0,)},
    )
    found = build.score(case)
    assert found.weights.tolist() == pytest.approx([0.45, 0.15, 0.4])
    assert found.customer_value[0] == pytest.approx(0.75 / 3 - 0.25, abs=1e-15)
    assert found.business_value[0] == 0.5
    assert found.value[0] == pytest.approx(0.2)
    assert found.coverage[0] == 1.0
    assert found.raters.tolist() == [[1, 1, 0]]
    assert found.error[0].tolist() == pytest.approx([1 / 6, 1 / 6, 0.0])


def test_spread_is_over_proposals_that_are_not_withdrawn(build) -> None:
    """Parts of the value: customer 0.5 x (1, 0, -1), business 0.5 x (0, 0, 0); P4 is withdrawn."""
    card = build.scorecard(build.criterion("care"), build.criterion("margin", group="business"))
    grid = {("P1", "care"): 1.0, ("P2", "care"): 0.0, ("P3", "care"): -1.0, ("P4", "care"): -1.0}
    case = build.case(card, ("P1", "P2", "P3", "P4"), grid=grid, statuses={"P4": "withdrawn"})
    found = build.score(case).spread
    assert found == {"business": 0.0, "customer": pytest.approx(0.5 * sqrt(2 / 3))}


def test_no_proposals_have_no_spread(build) -> None:
    found = build.score(build.case(build.scorecard(build.criterion("care")), ()))
    assert found.value.shape == (0,)
    assert found.spread == {"customer": 0.0}


def test_all_that_is_wrong_with_a_scorecard_comes_at_once(build) -> None:
    card = build.scorecard(
        build.criterion("a", "quantity", value_points=(), weight=0.0),
        build.criterion("b", "journey", touchpoints=("tilt",), weight=0.0),
        journey=build.journey("till", ripples=[("p", "p", 1.0)]),
    )
    with pytest.raises(InputError) as caught:
        score(build.case(card), build.conditions(build.scorecard()))
    assert {problem.field for problem in caught.value.problems} == {
        "criteria",
        "journey.ripples",
        "criteria.a.value_points",
        "criteria.b.touchpoints",
    }


def test_an_effect_on_nothing_is_told(build) -> None:
    with pytest.raises(InputError, match="did you mean 'till'"):
        build.score(build.case(mixed(build), effects=[{"of": "P1", "at": "tll", "change": 0.1}]))


def test_foreign_conditions_are_a_bug(build) -> None:
    with pytest.raises(InternalError):
        score(build.case(mixed(build)), build.conditions(build.scorecard()))


def test_a_process_that_reaches_nothing_has_no_effect(build) -> None:
    journey = build.journey("till", processes=(Process("desk"),))
    card = build.scorecard(build.criterion("exp", "journey"), journey=journey)
    found = build.score(build.case(card, effects=[{"of": "P1", "at": "desk", "change": -0.5}]))
    assert found.score[0, 0] == 0.0
    assert found.notes[0, 0] == ScoreNote.NO_EFFECT


@given(
    st.dictionaries(st.sampled_from(["care", "ease", "margin"]), st.integers(-3, 3)),
    st.sampled_from(["care", "ease", "margin"]),
    st.integers(1, 3),
)
def test_a_better_score_never_lowers_the_value(build, levels, which, steps) -> None:
    card = build.scorecard(
        build.criterion("care"),
        build.criterion("ease"),
        build.criterion("margin", group="business"),
    )
    levels = {which: 0, **levels}
    better = {**levels, which: min(levels[which] + steps, 3)}
    before, after = (
        build.score(build.case(card, grid={("P1", k): v / 3 for k, v in each.items()}))
        for each in (levels, better)
    )
    assert after.value[0] >= before.value[0]
    assert after.coverage[0] == before.coverage[0]


@given(st.lists(st.integers(-3, 3), min_size=1, max_size=6))
def test_adding_proposals_changes_nobodys_rating_or_value(build, levels) -> None:
    card = build.scorecard(build.criterion("care"), build.criterion("margin", group="business"))
    ids = [f"P{i}" for i in range(len(levels))]
    grid = {(each, "care"): level / 3 for each, level in zip(ids, levels, strict=True)}
    all_of_them = build.score(build.case(card, ids, grid=grid))
    first = build.score(build.case(card, ids[:1], grid={(ids[0], "care"): levels[0] / 3}))
    assert all_of_them.value[:1].tobytes() == first.value.tobytes()
    assert all_of_them.score[:1].tobytes() == first.score.tobytes()


def test_ten_thousand_proposals_take_no_loop(build) -> None:
    """10,000 proposals with an effect on each of 20 touchpoints: well below a second alone."""
    names = [f"t{i:02}" for i in range(20)]
    card = build.scorecard(build.criterion("exp", "journey"), journey=build.journey(*names))
    ids = [f"P{i:05}" for i in range(10_000)]
    case = build.case(
        card, ids, effects=[{"of": "P00000", "at": name, "change": 0.1} for name in names]
    )
    from attrs import evolve

    many = {
        name: np.tile(getattr(case.effects, name), len(ids))
        for name in ("target", "criterion", "low", "likely", "high", "single", "reach", "basis")
    }
    many["proposal"] = np.repeat(np.arange(len(ids)), len(names))
    many |= {"claimed_basis": many["basis"], "screened": many["single"] & False}
    found = build.score(evolve(case, effects=evolve(case.effects, **many)))
    assert len(found.cells) == 200_000
    assert np.unique(found.score).tolist() == [pytest.approx(20 * 0.05 * 0.8 * 0.005 / 0.03)]
