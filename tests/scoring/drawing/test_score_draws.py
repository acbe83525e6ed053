"""Draws of scores: where they lie, what they depend on, and what they must not depend on."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from attrs import evolve

from cximpact.exceptions import InternalError
from cximpact.model.journey import Process, Stage, Touchpoint
from cximpact.model.scorecard import Level
from cximpact.scoring.streams import stream

MANY = 20_000


@pytest.fixture(scope="module")
def journey_case(build: Any, drawing: Any) -> Any:
    """The worked example of the method: a lender's four touchpoints and two proposals."""
    stages = tuple(
        Stage(name, importance=points, touchpoints=(Touchpoint(name, name, moment_of_truth=mot),))
        for name, points, mot in (
            ("find-a-car", 20.0, False),
            ("credit-application", 30.0, True),
            ("credit-decision", 30.0, True),
            ("monthly-billing", 20.0, False),
        )
    )
    ripples = [
        ("credit-policy", "credit-decision", 0.8),
        ("credit-policy", "credit-application", 0.5),
    ]
    journey = build.journey(stages=stages, ripples=ripples, processes=(Process("credit-policy"),))
    card = build.scorecard(build.criterion("feel", "journey"), journey=journey)
    letters = {"of": "letters", "at": "credit-decision", "change": (0.1, 0.3, 0.4)}
    letters |= {"reach": 0.6, "basis": "pilot", "on": drawing.fresh}
    rules = {"of": "rules", "at": "credit-policy", "change": (-0.3, -0.2, -0.1)}
    return build.case(card, ("letters", "rules"), effects=[letters, rules])


@pytest.mark.parametrize(("position", "printed"), [(0, 0.272), (1, -0.520)])
def test_the_worked_example_lies_around_its_printed_scores(
    journey_case: Any, drawing: Any, position: int, printed: float
) -> None:
    """With conditions all but certain nothing is bent, so that the mean is the printed score."""
    sure = drawing.conditions(journey_case, sd=1e-4, credit_decision=0.245881)
    drawn = drawing.scores(journey_case, MANY, sure).of(position)[:, 0]
    assert drawn.mean() == pytest.approx(printed, abs=4 * drawn.std() / MANY**0.5 + 1e-3)
    assert drawn.std() > 0.05


def test_an_unsure_condition_widens_the_band(journey_case: Any, drawing: Any) -> None:
    sure = drawing.conditions(journey_case, sd=1e-4, credit_decision=0.5)
    unsure = drawing.conditions(journey_case, sd=0.25, credit_decision=0.5)
    widths = [
        np.ptp(np.percentile(drawing.scores(journey_case, 5_000, each).of(1)[:, 0], [5, 95]))
        for each in (sure, unsure)
    ]
    assert widths[1] > widths[0]


def single(build: Any, change: Any, **more: Any) -> Any:
    card = build.scorecard(build.criterion("feel", "journey"), journey=build.journey("till"))
    return build.case(card, effects=[{"of": "P1", "at": "till", "change": change, **more}])


def test_weak_evidence_widens_it_does_not_narrow(build: Any, drawing: Any) -> None:
    """An opinion and a trial of the same printed gain: κ x reach are alike."""
    spread = {}
    for basis, reach in (("opinion", 1.0), ("trial", 0.2)):
        case = single(build, 0.3, basis=basis, reach=reach, on=drawing.fresh)
        low = drawing.conditions(case, sd=0.001, till=0.1)
        drawn = drawing.scores(case, MANY, low).of(0)[:, 0]
        assert drawn.mean() == pytest.approx(0.3 * 0.2 / 0.5, abs=0.005)
        spread[basis] = drawn.std()
    assert spread["opinion"] > 2 * spread["trial"]


def test_a_trial_counts_in_full_in_every_draw(build: Any, drawing: Any) -> None:
    """κ = 1 is exact: what is left is the PERT guess of the change itself."""
    case = single(build, (0.2, 0.2, 0.2), basis="trial", reach=1.0, on=drawing.fresh)
    sure = drawing.conditions(case, sd=0.0, till=0.1)
    drawn = drawing.scores(case, 500, sure).of(0)[:, 0]
    assert drawn == pytest.approx(np.full(500, 1.2 * 0.2 / 0.6), abs=1e-12)


def test_a_gain_in_one_number_is_half_to_half_as_much_again(build: Any, drawing: Any) -> None:
    case = single(build, 0.2, basis="trial", reach=1.0, on=drawing.fresh)
    drawn = drawing.scores(case, MANY, drawing.conditions(case, sd=0.0, till=0.1)).of(0)[:, 0]
    assert drawn.mean() == pytest.approx(0.4, abs=0.002)
    assert 0.2 <= drawn.min() < 0.22
    assert 0.58 < drawn.max() <= 0.6
    # PERT of (0.5 x, x, 1.5 x): variance (0.5 x)² / 7.
    assert drawn.var() == pytest.approx(0.2**2 / 7, rel=0.05)


def test_a_harm_in_one_number_stays_that_number(build: Any, drawing: Any) -> None:
    case = single(build, -0.2, reach=1.0)
    drawn = drawing.scores(case, 500, drawing.conditions(case, sd=0.0, till=0.4)).of(0)[:, 0]
    assert drawn == pytest.approx(np.full(500, -1.2 * 0.2 / 0.6), abs=1e-12)


def test_a_gain_that_turns_into_harm_is_not_discounted(build: Any, drawing: Any) -> None:
    """Low -0.4, likely 0.2, high 0.5: its draws below zero are those of a trial."""
    found = {}
    for basis in ("trial", "opinion"):
        case = single(build, (-0.4, 0.2, 0.5), basis=basis, reach=1.0, on=drawing.fresh)
        sure = drawing.conditions(case, sd=0.0, till=0.45)
        found[basis] = drawing.scores(case, 5_000, sure).of(0)[:, 0]
    harm = found["trial"] < 0
    assert 0.02 < harm.mean() < 0.3
    assert (found["opinion"][harm] == found["trial"][harm]).all()
    assert (found["opinion"][~harm] <= found["trial"][~harm]).all()


def test_all_gains_of_a_proposal_come_true_together(build: Any, drawing: Any) -> None:
    """One uniform per proposal: point gains at two touchpoints rise and fall as one."""
    card = build.scorecard(
        build.criterion("one", "journey", touchpoints=("till",)),
        build.criterion("two", "journey", touchpoints=("shop",)),
        journey=build.journey("shop", "till"),
    )
    rows = [
        {"of": "P1", "at": at, "change": (0.1,) * 3, "basis": basis, "on": drawing.fresh}
        for at, basis in (("shop", "pilot"), ("till", "benchmark"))
    ]
    case = build.case(card, effects=rows)
    drawn = drawing.scores(case, 3_000, drawing.conditions(case, sd=0.0, shop=0.2, till=0.2)).of(0)
    order = np.argsort(drawn[:, 0])
    assert (np.diff(drawn[order, 1]) >= 0).all()
    assert (drawn[:, 0] < drawn[:, 1]).all()


def test_gains_at_one_touchpoint_are_capped_in_every_draw(build: Any, drawing: Any) -> None:
    """Two sure gains of 0.1 and 0.2, each for 80 %: 0.24 together, capped at 0.2."""
    card = build.scorecard(build.criterion("feel", "journey"), journey=build.journey("till"))
    rows = [
        {"of": "P1", "at": "till", "change": (size,) * 3, "reach": 0.8, "basis": "trial"}
        | {"on": drawing.fresh}
        for size in (0.1, 0.2)
    ]
    case = build.case(card, effects=rows)
    drawn = drawing.scores(case, 50, drawing.conditions(case, sd=0.0, till=0.1))
    assert drawn.nets(0) == pytest.approx(np.full((50, 1), 0.2), abs=1e-12)


def test_ratings_are_clipped_to_what_their_scale_can_say(build: Any, drawing: Any) -> None:
    levels = (Level("bad", -0.5), Level("fair", 0.0), Level("good", 0.25))
    card = build.scorecard(
        build.criterion("calm", levels=levels), build.criterion("gain", group="business")
    )
    grid = {("P1", "calm"): 0.25, ("P1", "gain"): -1.0}
    case = build.case(card, reach={"P1": 0.5}, grid=grid)
    calm, gain = drawing.scores(case, 5_000).of(0).T
    # Reach 0.5 halves the customers' scale; half the smallest gap is 0.125 before it.
    assert calm.max() == 0.125
    assert (calm == 0.125).mean() == pytest.approx(0.5, abs=0.03)
    assert calm.min() > -0.25
    assert calm[calm < 0.125].std() < 0.0625
    assert gain.min() == -1.0
    assert gain.max() < 0


def test_a_missing_score_is_anything_from_worst_to_best(build: Any, drawing: Any) -> None:
    """Of any kind: a rating, a quantity, and a journey of which nothing is said."""
    card = build.scorecard(
        build.criterion("calm"),
        build.criterion("cost", "quantity"),
        build.criterion("feel", "journey"),
        journey=build.journey("till"),
    )
    drawn = drawing.scores(build.case(card), MANY).of(0)
    for column in drawn.T:
        assert -1.0 <= column.min() < -0.99
        assert 0.99 < column.max() <= 1.0
        assert column.mean() == pytest.approx(0.0, abs=0.02)
        assert column.var() == pytest.approx(1 / 3, rel=0.03)
    assert np.abs(np.corrcoef(drawn.T) - np.eye(3)).max() < 0.03


def test_stated_zero_and_untouched_criteria_are_zero_in_every_draw(
    build: Any, drawing: Any
) -> None:
    card = build.scorecard(
        build.criterion("feel", "journey"),
        build.criterion("trust", "journey", touchpoints=("shop",)),
        journey=build.journey("shop", "till"),
    )
    rows = [{"of": "P2", "at": "till", "change": 0.2}]
    case = build.case(card, ("P1", "P2"), effects=rows, stating_no_effects=("P1",))
    drawn = drawing.scores(case, 200, drawing.conditions(case, sd=0.01, till=0.3))
    assert (drawn.of(0) == 0).all()
    assert (drawn.of(1)[:, 1] == 0).all()
    assert (drawn.of(1)[:, 0] > 0).all()


def test_amounts_go_through_the_value_function(build: Any, drawing: Any) -> None:
    """0 to 100 scores 0 to 1; a guess wholly beyond 100 is clipped to 1; one number is sure."""
    card = build.scorecard(*(build.criterion(name, "quantity") for name in ("a", "b", "c")))
    amounts = {("P1", "a"): (10.0, 20.0, 60.0), ("P1", "b"): (150.0, 160.0, 400.0)}
    case = build.case(card, quantities={**amounts, ("P1", "c"): (30.0,)})
    drawn = drawing.scores(case, MANY).of(0)
    assert drawn[:, 0].mean() == pytest.approx(0.25, abs=0.002)
    assert drawn[:, 0].min() >= 0.1
    assert (drawn[:, 1] == 1.0).all()
    assert (drawn[:, 2] == 0.3).all()


def test_conditions_are_normal_and_clipped_with_streams_of_their_own(
    full_case: Any, drawing: Any
) -> None:
    case = full_case()
    given = drawing.conditions(case, till=0.9)
    drawn = drawing.scores(case, MANY, given).conditions
    assert drawn.shape == (MANY, 3, 2)
    expected = 0.9 + 0.25 * stream(0, "condition", "till", "trust").standard_normal(MANY)
    assert drawn[:, 2, 1] == pytest.approx(np.clip(expected, 0, 1), abs=1e-12)
    assert drawn[:, 0, 0].mean() == pytest.approx(0.5, abs=0.01)
    assert drawn.min() == 0.0
    assert drawn.max() == 1.0


def test_conditions_are_the_same_whoever_is_proposed(full_case: Any, drawing: Any) -> None:
    alone = drawing.scores(full_case("P9")).conditions
    assert alone.tobytes() == drawing.scores(full_case()).conditions.tobytes()


def test_asking_again_gives_the_same(full_case: Any, drawing: Any) -> None:
    drawn = drawing.scores(full_case())
    first = [drawn.of(position).tobytes() for position in range(3)]
    assert first == [drawn.of(position).tobytes() for position in range(3)]


def test_another_seed_gives_other_draws(full_case: Any, drawing: Any) -> None:
    one, other = (drawing.scores(full_case(), seed=seed).of(0) for seed in (0, 1))
    assert (one != other).mean() > 0.5


def test_fewer_draws_are_the_first_ones(full_case: Any, drawing: Any) -> None:
    few, many = (drawing.scores(full_case(), count).of(0) for count in (300, 900))
    assert few.tobytes() == many[:300].tobytes()


def test_the_order_of_effects_changes_no_byte(full_case: Any, drawing: Any, build: Any) -> None:
    """Also where rows say the same of the same place, or differ in their amounts only."""
    case = full_case("P1", "P3")
    effects = case.effects
    order = np.random.default_rng(5).permutation(len(effects))
    order = order[np.argsort(effects.proposal[order], kind="stable")]
    turned = evolve(
        effects,
        **{
            name: getattr(effects, name)[order]
            for name in ("proposal", "target", "criterion", "low", "likely", "high", "single")
        },
        **{name: getattr(effects, name)[order] for name in ("reach", "basis", "claimed_basis")},
        screened=effects.screened[order],
        sources={
            new: effects.sources[old]
            for new, old in enumerate(order.tolist())
            if old in effects.sources
        },
    )
    other = evolve(case, effects=turned)
    for position in (0, 1):
        one = drawing.scores(case).of(position)
        assert one.tobytes() == drawing.scores(other).of(position).tobytes()


def test_nothing_to_draw_is_the_callers_mistake(full_case: Any, drawing: Any) -> None:
    with pytest.raises(InternalError):
        drawing.scores(full_case(), 0)
