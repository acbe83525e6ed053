"""What proposals do at touchpoints: cells by hand, and against a slow and plain second opinion."""

from __future__ import annotations

from datetime import date
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cximpact.model.scores import ScoreNote
from cximpact.scoring.customers import customers_touched


def cells(build, *effects, journey=None, criteria=None, **means):
    """Score P1 for one journey criterion "exp" unless told otherwise; return its cells."""
    journey = journey or build.journey("till")
    card = build.scorecard(*(criteria or [build.criterion("exp", "journey")]), journey=journey)
    rows = [{"of": "P1", "at": "till", **effect} for effect in effects]
    return build.score(build.case(card, effects=rows), **means).cells


@pytest.mark.parametrize(
    ("basis", "kappa"),
    [("trial", 1.0), ("pilot", 0.8), ("analogue", 0.6), ("benchmark", 0.4), ("opinion", 0.2)],
)
def test_gains_are_discounted_by_basis_and_harm_never(build, basis, kappa) -> None:
    found = cells(build, {"change": 0.25, "reach": 0.5, "basis": basis})
    assert found.net.tolist() == [pytest.approx(0.125 * kappa)]
    found = cells(build, {"change": -0.25, "reach": 0.5, "basis": basis})
    assert found.net.tolist() == [-0.125]


def test_reach_not_stated_is_a_quarter_for_gains_and_all_for_harm(build) -> None:
    found = cells(build, {"change": 0.4, "basis": "trial"}, {"change": -0.1})
    assert found.gain.tolist() == [pytest.approx(0.1)]
    assert found.harm.tolist() == [-0.1]
    assert (found.gain_reach.tolist(), found.harm_reach.tolist()) == ([0.25], [1.0])


def test_gains_at_one_touchpoint_are_capped_at_the_largest_single_one(build) -> None:
    """Two pilots of 0.3 and 0.2 for 0.9 of all: 0.8 x 0.45 = 0.36, capped at 0.8 x 0.3."""
    two = [{"change": change, "reach": 0.9, "basis": "pilot"} for change in (0.3, 0.2)]
    found = cells(build, *two, {"change": -0.1, "reach": 0.5})
    assert found.gain.tolist() == [pytest.approx(0.24)]
    assert found.net.tolist() == [pytest.approx(0.19)]
    assert found.capped.tolist() == [True]


def test_gains_below_the_cap_add_up_and_harm_is_never_capped(build) -> None:
    gains = [{"change": change, "reach": 0.5, "basis": "trial"} for change in (0.3, 0.2)]
    harms = [{"change": -0.2, "reach": 1.0}] * 3
    found = cells(build, *gains, *harms)
    assert found.gain.tolist() == [pytest.approx(0.25)]
    assert found.harm.tolist() == [pytest.approx(-0.6)]
    assert found.capped.tolist() == [False]
    assert found.worst_change.tolist() == [-0.2]


def test_the_cap_is_per_touchpoint_and_uses_the_capped_strength(build) -> None:
    """desk reaches till with 0.5 x 0.4 = 0.2: full gain 0.2 x 0.6, twice for 0.8 of all."""
    ripples = [("desk", "mid", 0.5), ("mid", "till", 0.4), ("desk", "door", 1.0)]
    journey = build.journey("door", "till", ripples=ripples)
    both = [{"at": "desk", "change": 0.6, "reach": 0.8, "basis": "trial"}] * 2
    found = cells(build, *both, journey=journey)
    assert found.touchpoint.tolist() == [0, 1]
    assert found.gain.tolist() == [pytest.approx(0.6), pytest.approx(0.12)]


def test_value_before_and_after(build) -> None:
    """From 0.4 by +0.3 for all: U 0.48 to 0.76; the harm alone 0.4 to 0.3: -0.12."""
    found = cells(
        build,
        {"change": 0.4, "reach": 1.0, "basis": "trial"},
        {"change": -0.1, "reach": 1.0},
        till=0.4,
    )
    assert found.delta_value.tolist() == [pytest.approx(0.28)]
    assert found.harm_value.tolist() == [pytest.approx(-0.12)]
    assert found.condition.tolist() == [0.4]


def test_nothing_is_gained_beyond_differentiating(build) -> None:
    found = cells(build, {"change": 0.5, "reach": 1.0, "basis": "trial"}, till=0.9)
    assert found.net.tolist() == [0.5]
    assert found.delta_value.tolist() == [pytest.approx(0.08)]


def test_an_even_guess_does_nothing_but_may_harm(build) -> None:
    found = cells(build, {"change": (-0.1, 0.0, 0.1)}, {"change": (-0.2, 0.05, 0.0)})
    assert (found.gain.tolist(), found.harm.tolist()) == ([0.0], [0.0])
    assert (found.gain_reach.tolist(), found.harm_reach.tolist()) == ([0.0], [0.0])
    assert found.possible_harm.tolist() == [True]
    assert not np.signbit(found.worst_change[0])


def test_low_at_zero_is_no_possible_harm(build) -> None:
    assert cells(build, {"change": (0.0, 0.1, 0.2)}).possible_harm.tolist() == [False]


def test_an_effect_counts_for_the_criterion_it_names_or_for_all(build) -> None:
    criteria = [build.criterion(name, "journey") for name in ("ease", "trust")]
    found = cells(
        build,
        {"change": -0.2, "criterion": "trust"},
        {"change": -0.1},
        criteria=criteria,
    )
    assert found.criterion.tolist() == [0, 1]
    assert found.net.tolist() == [-0.1, pytest.approx(-0.3)]


def test_a_criterion_counts_the_touchpoints_it_covers(build) -> None:
    criteria = [
        build.criterion("all", "journey"),
        build.criterion("door-only", "journey", touchpoints=("door",)),
    ]
    journey = build.journey("door", "till", ripples=[("till", "door", 0.5)])
    found = cells(build, {"change": -0.2}, criteria=criteria, journey=journey)
    assert list(zip(found.touchpoint, found.criterion, strict=True)) == [(0, 0), (0, 1), (1, 0)]
    assert found.net.tolist() == [-0.1, -0.1, -0.2]
    assert found.share.tolist() == [0.5, 0.5, 0.5]


def test_evidence_is_split_by_positive_contributions(build) -> None:
    """A fresh pilot of 0.3 x 0.8, a stale one of 0.3 x 0.8, an opinion of 0.6 x 0.2, all for half.

    0.24 of 0.24 + 0.24 + 0.12.
    """
    fresh, stale = date(2025, 6, 1), date(2024, 6, 1)
    found = cells(
        build,
        {"change": 0.3, "reach": 0.5, "basis": "pilot", "on": fresh},
        {"change": 0.3, "reach": 0.5, "basis": "pilot", "on": stale},
        {"change": 0.6, "reach": 0.5, "basis": "opinion", "on": fresh},
        {"change": -0.1, "reach": 0.5, "basis": "pilot", "on": fresh},
    )
    assert found.evidenced.tolist() == [pytest.approx(0.4)]


@pytest.mark.parametrize(
    ("on", "part"), [(date(2025, 3, 1), 1.0), (date(2025, 2, 28), 0.0), (date(2026, 3, 2), 0.0)]
)
def test_a_source_is_fresh_for_a_year_and_never_from_the_future(build, on, part) -> None:
    """365 days are 11.99 months, 366 are 12.02."""
    found = cells(build, {"change": 0.3, "basis": "pilot", "on": on})
    assert found.evidenced.tolist() == [part]


def test_a_gain_whose_source_is_of_a_later_day_counts_as_an_opinion(build) -> None:
    """0.3 for half of the customers: 0.15 by a trial, 0.03 as an opinion."""
    today, tomorrow = (date(2026, 3, day) for day in (1, 2))
    nets = [
        cells(build, {"change": 0.3, "reach": 0.5, "basis": "trial", "on": day}).net.tolist()
        for day in (today, tomorrow)
    ]
    assert nets == [[pytest.approx(0.15)], [pytest.approx(0.03)]]


def test_harm_alone_has_nothing_to_evidence(build) -> None:
    assert cells(build, {"change": -0.3}).evidenced.tolist() == [0.0]


def test_customers_touched_is_volume_times_the_largest_reach(build) -> None:
    from cximpact.model.journey import Touchpoint

    points = (Touchpoint("door", "only"), Touchpoint("till", "only", volume=1000.0))
    criteria = [build.criterion(name, "journey") for name in ("ease", "trust")]
    found = cells(
        build,
        {"change": 0.1, "reach": 0.3, "criterion": "ease"},
        {"change": 0.1, "reach": 0.5, "criterion": "trust"},
        {"change": -0.1, "reach": 0.2},
        {"at": "door", "change": 0.1},
        criteria=criteria,
        journey=build.journey(*points),
    )
    touched = customers_touched(found, points)
    assert touched.touchpoint.tolist() == [0, 1]
    assert np.isnan(touched.helped[0])
    assert np.isnan(touched.harmed[0])
    assert (touched.helped[1], touched.harmed[1]) == (500.0, 200.0)


def test_nobody_is_touched_by_nothing(build) -> None:
    assert len(customers_touched(cells(build), build.journey("till").touchpoints).proposal) == 0
    assert len(customers_touched(cells(build), ()).proposal) == 0


# A second opinion: loops over everything, one effect at a time.

KAPPA = {"trial": 1.0, "pilot": 0.8, "analogue": 0.6, "benchmark": 0.4, "opinion": 0.2}
STRENGTH = {
    "back": {"door": 0.5 * 0.4, "till": 0.6 + 0.5 * 0.3},
    "desk": {"door": 0.4, "till": 0.3},
    "door": {"door": 1.0},
    "till": {"till": 1.0},
}
RIPPLES = [
    ("back", "desk", 0.5),
    ("back", "till", 0.6),
    ("desk", "door", 0.4),
    ("desk", "till", 0.3),
]
CONDITION = {"door": 0.35, "till": 0.7}


def value(c: float) -> float:
    return 1.2 * c if c < 0.5 else 0.6 + 0.8 * (min(c, 1.0) - 0.5)


def plain_score(effects, criterion: str) -> float:
    """Return the score of one criterion, slowly; shares 0.5 and 0.5, full scale 0.3."""
    raw = 0.0
    for touchpoint in CONDITION:
        gains, harms, most = 0.0, 0.0, 0.0
        for effect in effects:
            strength = STRENGTH[effect["at"]].get(touchpoint, 0.0)
            if effect.get("criterion") not in (None, criterion):
                continue
            low, likely, high = effect["change"]
            mean = (low + 4 * likely + high) / 6
            if mean > 1e-12:
                full = KAPPA[effect["basis"]] * strength * mean
                gains += full * effect.get("reach", 0.25)
                most = max(most, full)
            else:
                harms += strength * mean * effect.get("reach", 1.0)
        before = CONDITION[touchpoint]
        raw += 0.5 * (value(before + min(gains, most) + harms) - value(before))
    return max(-1.0, min(1.0, raw / 0.3))


def effects_of(proposals=("P1", "P2"), most=10):
    effect = st.fixed_dictionaries(
        {
            "of": st.sampled_from(proposals),
            "at": st.sampled_from(sorted(STRENGTH)),
            "change": st.tuples(*[st.integers(-9, 9).map(lambda i: i / 10)] * 3).map(
                lambda three: tuple(sorted(three))
            ),
            "basis": st.sampled_from(sorted(KAPPA)),
        },
        optional={
            "reach": st.sampled_from([0.0, 0.1, 0.5, 1.0]),
            "criterion": st.sampled_from(["ease", "trust"]),
        },
    )
    return st.lists(effect, max_size=most)


def two_criteria(build):
    journey = build.journey("door", "till", ripples=RIPPLES)
    return build.scorecard(
        build.criterion("ease", "journey"), build.criterion("trust", "journey"), journey=journey
    )


def scores_of(build, effects, proposals=("P1", "P2")):
    case = build.case(two_criteria(build), proposals, effects=effects, stating_no_effects=proposals)
    return build.score(case, **CONDITION)


@given(effects_of())
def test_scores_equal_the_plain_ones(build, effects) -> None:
    found = scores_of(build, effects)
    for (row, proposal), (column, name) in product(
        enumerate(("P1", "P2")), enumerate(("ease", "trust"))
    ):
        own = [effect for effect in effects if effect["of"] == proposal]
        assert found.score[row, column] == pytest.approx(plain_score(own, name), abs=1e-12)


@given(effects_of(most=16), st.randoms())
def test_order_of_effects_changes_no_byte(build, effects, random) -> None:
    first = scores_of(build, effects)
    second = scores_of(build, random.sample(effects, len(effects)))
    assert build.bytes_of(first) == build.bytes_of(second)


@given(effects_of(("P1",)), effects_of(("P0", "P2")))
def test_another_proposal_changes_no_score(build, own, others) -> None:
    alone = scores_of(build, own, ("P1",))
    among = scores_of(build, own + others, ("P0", "P1", "P2"))
    assert alone.score[0].tobytes() == among.score[1].tobytes()
    assert alone.value[0].tobytes() == among.value[1].tobytes()
    assert alone.notes[0].tobytes() == among.notes[1].tobytes()


@given(effects_of(("P1",), most=6), effects_of(("P1",), most=1))
def test_more_harm_never_raises_a_score(build, effects, more) -> None:
    harm = [{**effect, "change": (-0.5, -0.2, -0.1)} for effect in more]
    before, after = (scores_of(build, each, ("P1",)) for each in (effects, effects + harm))
    assert (after.score <= before.score + 1e-12).all()


@given(effects_of(("P1",), most=6).filter(len), st.integers(0, 5), st.floats(0, 1))
def test_a_better_change_never_lowers_a_score(build, effects, which, better) -> None:
    which %= len(effects)
    changed = [dict(effect) for effect in effects]
    changed[which]["change"] = tuple(each + better for each in effects[which]["change"])
    before, after = (scores_of(build, each, ("P1",)) for each in (effects, changed))
    assert (after.score >= before.score - 1e-9).all()


def test_notes_tell_what_a_score_rests_on(build) -> None:
    effects = [
        {"of": "P1", "at": "till", "change": 0.1, "screened": True},
        {"of": "P1", "at": "till", "change": 0.1, "claimed": "trial", "reach": 1.0},
        {"of": "P1", "at": "door", "change": 0.2, "reach": 1.0, "criterion": "ease"},
        {"of": "P2", "at": "door", "change": 0.0},
    ]
    found = scores_of(build, effects)
    common = ScoreNote.EFFECT_REACH_ASSUMED | ScoreNote.SCREENED | ScoreNote.BASIS_LOWERED
    assert found.notes[0].tolist() == [common | ScoreNote.GAIN_CAPPED] * 2
    assert found.notes[1].tolist() == [ScoreNote.NONE] * 2
