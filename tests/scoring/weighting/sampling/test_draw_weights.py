"""Draws of a whole scorecard: stakeholders by their share, groups times what is inside them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cximpact.model.scorecard import Criterion, Scorecard
from cximpact.model.weighting import WeightSpace
from cximpact.scoring.weighting.sampling import draw_weights, turns

CARD = Scorecard(
    "card",
    criteria=(
        Criterion("calm", "customer", "rating", 1.0),
        Criterion("cost", "business", "rating", 1.0),
        Criterion("ease", "customer", "rating", 1.0),
        Criterion("risk", "business", "rating", 1.0),
    ),
    groups={"customer": 1.0, "business": 1.0},
)


@pytest.fixture
def space(part, boxed):
    def made(name="", share=1.0, calm=0.5, groups=0.6):
        return WeightSpace(
            name,
            share,
            (
                part(["cost", "risk"], name="business"),
                boxed({"calm": calm, "ease": 1 - calm}),
                boxed({"business": 1 - groups, "customer": groups}, 0.1, name="groups"),
            ),
        )

    return made


def test_the_whole_is_the_share_of_the_group_times_the_weight_inside(space):
    drawn = draw_weights(CARD, [space()], 500, 0)
    customer = drawn.whole[:, [0, 2]].sum(axis=1)
    assert np.abs(drawn.whole.sum(axis=1) - 1).max() < 1e-15
    assert drawn.inside[:, [0, 2]].sum(axis=1) == pytest.approx(1)
    assert drawn.inside[:, [1, 3]].sum(axis=1) == pytest.approx(1)
    assert drawn.whole[:, 0] == pytest.approx(customer * drawn.inside[:, 0])
    assert 0.54 <= customer.min() < customer.max() <= 0.66


def test_a_single_group_has_the_whole(part):
    card = Scorecard("one", criteria=CARD.criteria[0:1] + CARD.criteria[2:3], groups={})
    drawn = draw_weights(card, [WeightSpace("", 1.0, (part(["calm", "ease"]),))], 50, 0)
    assert (drawn.whole == drawn.inside).all()


def test_each_draw_is_of_one_stakeholder(space):
    spaces = [space("board", 0.75, calm=0.2), space("staff", 0.25, calm=0.8)]
    drawn = draw_weights(CARD, spaces, 400, 0)
    assert np.bincount(drawn.stakeholder).tolist() == [300, 100]
    assert (drawn.inside[drawn.stakeholder == 0, 0] <= 0.25 + 1e-12).all()
    assert (drawn.inside[drawn.stakeholder == 1, 0] >= 0.6).all()


def test_one_stakeholder_does_not_move_the_draws_of_another(space):
    alone = draw_weights(CARD, [space("board")], 100, 0)
    both = draw_weights(CARD, [space("board", 0.5), space("staff", 0.5)], 200, 0)
    assert (both.whole[both.stakeholder == 0] == alone.whole).all()


def test_another_seed_draws_others(space):
    assert (
        draw_weights(CARD, [space()], 9, 0).whole != draw_weights(CARD, [space()], 9, 1).whole
    ).all()


def test_no_draws_are_no_rows(space):
    drawn = draw_weights(CARD, [space()], 0, 0)
    assert drawn.whole.shape == drawn.inside.shape == (0, 4)
    assert drawn.method == ""


def test_the_words_say_how_weights_were_drawn(space):
    exact = "weights are drawn uniformly from all that agree with what was stated: "
    assert draw_weights(CARD, [space()], 10, 0).method == exact + "drawn exactly and independently"


@given(st.lists(st.integers(1, 9), min_size=1, max_size=6), st.integers(0, 200))
def test_turns_follow_the_shares_from_the_first_draw_on(points, count):
    """After any number of draws everyone had their share but for one draw (largest remainder)."""
    shares = [each / sum(points) for each in points]
    taken = np.bincount(turns(shares, count), minlength=len(shares))
    assert np.abs(taken - np.array(shares) * count).max() <= len(shares) / 2 + 0.5


def test_whose_share_is_zero_has_no_turn():
    assert turns([0.0, 1.0], 5).tolist() == [1] * 5
