"""Weights are drawn uniformly from what a part leaves open, exactly wherever that can be done."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from cximpact.exceptions import InternalError
from cximpact.model.weighting import WeightPart
from cximpact.scoring.streams import stream
from cximpact.scoring.weighting.sampling import draw_part, sample_part

SURE = 1e-4  # a test of a distribution that is right fails once in ten thousand seeds


def chain(members):
    return [({one: 1.0, other: -1.0}, 0.0) for one, other in pairwise(members)]


def rng(*key):
    return stream(7, "weights", *key)


@pytest.mark.parametrize("count", [2, 3, 6, 12])
def test_weights_of_the_whole_simplex_are_beta(part, count):
    drawn = sample_part(part([f"c{each}" for each in range(count)]), 20_000, rng("plain"))
    for column in drawn.T:
        assert stats.kstest(column, stats.beta(1, count - 1).cdf).pvalue > SURE


def test_statements_that_say_nothing_leave_the_whole_simplex(part):
    """Conditions that follow from weights being weights do not change the way of drawing."""
    drawn = draw_part(part("abc", ({"a": 1.0}, -1.0), ({"a": -1.0}, -1.0)), 20_000, rng())
    assert drawn.way == "simplex"
    assert stats.kstest(drawn.weights[:, 1], stats.beta(1, 2).cdf).pvalue > SURE


@pytest.mark.parametrize("count", [2, 4, 7])
def test_the_means_of_a_full_rank_order_are_the_rank_order_centroid(part, count):
    """Barron, Barrett (1996): the k-th of n weighs (1/k + ... + 1/n) / n."""
    members = [f"c{each}" for each in range(count)]
    drawn = draw_part(part(members, *chain(members)), 40_000, rng("order"))
    assert drawn.way == "simplex"
    expected = [sum(1 / low for low in range(k, count + 1)) / count for k in range(1, count + 1)]
    assert drawn.weights.mean(axis=0) == pytest.approx(expected, abs=0.004)
    assert (np.diff(drawn.weights, axis=1) <= 0).all()


def test_a_rank_order_is_drawn_like_ordered_weights(part):
    """Independent way: the weights of the whole simplex, sorted."""
    drawn = sample_part(part("abcd", *chain("abcd")), 10_000, rng("a"))
    plain = np.sort(np.random.default_rng(3).dirichlet(np.ones(4), 10_000), axis=1)[:, ::-1]
    for own, other in zip(drawn.T, plain.T, strict=True):
        assert stats.ks_2samp(own, other).pvalue > SURE


def test_ties_in_a_rank_order_hold_to_the_last_digit(part):
    order = [*chain("abcd"), ({"c": 1.0, "b": -1.0}, 0.0)]
    drawn = draw_part(part("abcd", *order), 1_000, rng())
    assert drawn.way == "simplex"
    assert (drawn.weights[:, 1] == drawn.weights[:, 2]).all()
    # Corners are a alone, a = b = c, and all four: means are those of the three corners.
    assert drawn.weights.mean(axis=0) == pytest.approx([19 / 36, 7 / 36, 7 / 36, 1 / 12], abs=0.02)


def test_two_weights_are_uniform_between_their_limits(part):
    drawn = draw_part(part("ab", ({"a": 1.0}, 0.2), ({"a": -1.0}, -0.6)), 10_000, rng())
    assert drawn.way == "simplex"
    assert stats.kstest(drawn.weights[:, 0], stats.uniform(0.2, 0.4).cdf).pvalue > SURE


def test_a_point_is_taken_at_its_word(boxed):
    point = {"a": 0.1, "b": 0.2, "c": 0.7}
    drawn = draw_part(boxed(point, within=0.0), 3, rng())
    assert drawn.way == "fixed"
    assert drawn.weights.tolist() == [[0.1, 0.2, 0.7]] * 3


def test_a_single_member_has_all_the_weight(part):
    assert sample_part(part("a"), 2, rng()).tolist() == [[1.0], [1.0]]


def test_a_weight_of_zero_stays_exactly_zero(boxed):
    drawn = sample_part(boxed({"a": 0.0, "b": 0.3, "c": 0.3, "d": 0.4}), 500, rng())
    assert (drawn[:, 0] == 0).all()
    assert drawn[:, 1].std() > 0.01


def test_a_fixed_share_stays_as_it_was_stated(part):
    fixed = [({"a": 1.0}, 0.3), ({"a": -1.0}, -0.3)]
    drawn = sample_part(part("abcd", *fixed, center=[0.3, 0.2, 0.2, 0.3]), 500, rng())
    assert (drawn[:, 0] == 0.3).all()
    assert np.abs(drawn.sum(axis=1) - 1).max() < 1e-15


@pytest.mark.parametrize("count", [3, 5, 9])
def test_points_give_or_take_a_quarter_are_respected_and_drawn_exactly(boxed, count):
    point = np.random.default_rng(count).dirichlet(np.ones(count))
    drawn = draw_part(boxed({f"c{at}": w for at, w in enumerate(point)}), 5_000, rng("box"))
    assert drawn.way in ("simplex", "rejection")
    assert (drawn.weights >= 0.75 * point - 1e-12).all()
    assert (drawn.weights <= 1.25 * point + 1e-12).all()


def test_no_weights_at_all_is_refused(part):
    clash = part("ab", ({"a": 1.0}, 0.6), ({"b": 1.0}, 0.6))
    with pytest.raises(InternalError):
        sample_part(clash, 10, rng())


def test_the_order_of_members_changes_nothing_else(part):
    said = [({"a": 1.0, "b": -1.0}, 0.0), ({"c": -1.0}, -0.3), ({"d": 1.0, "a": -2.0}, 0.0)]
    one = sample_part(part("abcd", *said), 200, rng())
    other = sample_part(part("dbca", *said), 200, rng())
    assert (one == other[:, [3, 1, 2, 0]]).all()


def test_the_order_of_statements_changes_nothing(part):
    said = [({"a": 1.0, "b": -1.0}, 0.0), ({"c": -1.0}, -0.3), ({"d": 1.0, "a": -2.0}, 0.0)]
    one = sample_part(part("abcd", *said), 200, rng())
    assert (one == sample_part(part("abcd", *reversed(said)), 200, rng())).all()


def test_a_stream_gives_the_same_weights_again(boxed):
    box = boxed({"a": 0.2, "b": 0.3, "c": 0.5})
    assert (sample_part(box, 50, rng()) == sample_part(box, 50, rng())).all()


def test_more_draws_begin_with_the_same_ones(boxed, part):
    for each in (boxed({"a": 0.2, "b": 0.3, "c": 0.5}), part("abc"), part("abc", *chain("abc"))):
        few, many = sample_part(each, 70, rng()), sample_part(each, 900, rng())
        assert (few == many[:70]).all()


@st.composite
def parts(draw):
    """Any part of up to seven members around a point, lower-dimensional ones among them."""
    count = draw(st.integers(2, 7))
    points = draw(st.lists(st.integers(0, 9), min_size=count, max_size=count).filter(sum))
    point = np.array(points) / sum(points)
    numbers = st.lists(st.integers(-3, 3), min_size=count, max_size=count)
    rows = np.array(draw(st.lists(numbers, max_size=6)), dtype=np.float64).reshape(-1, count)
    slack = draw(st.lists(st.sampled_from([0, 0, 0.01, 0.2]), min_size=6, max_size=6))
    least = (rows * point).sum(axis=1) - np.array(slack)[: len(rows)]
    names = tuple(f"c{each}" for each in range(count))
    return WeightPart("customer", names, rows, least, np.zeros(len(rows), dtype=np.int64), point)


@given(parts())
@settings(max_examples=60, deadline=None)
def test_whatever_was_stated_drawn_weights_obey_it(part):
    drawn = sample_part(part, 300, rng())
    assert drawn.shape == (300, len(part.members))
    assert (drawn >= 0).all()
    assert np.abs(drawn.sum(axis=1) - 1).max() < 1e-12
    assert ((part.matrix[None] * drawn[:, None]).sum(axis=2) >= part.least - 1e-8).all()


@pytest.mark.parametrize("room", [1e-3, 1e-6, 1e-7])
def test_a_little_room_is_drawn_from_evenly(part, room):
    """Three limits leave a small simplex: each weight is its limit and a Beta share of the rest."""
    limits = [({"a": 1.0}, 0.3), ({"b": 1.0}, 0.3), ({"c": 1.0}, 0.4 - room)]
    drawn = sample_part(part("abcdef", *limits, center=[0.3, 0.3, 0.4, 0, 0, 0]), 4_000, rng("x"))
    shares = (drawn - [0.3, 0.3, 0.4 - room, 0, 0, 0]) / room
    for column in shares.T:
        assert stats.kstest(column, stats.beta(1, 5).cdf).pvalue > SURE


def test_next_to_no_room_is_none(part):
    limits = [({"a": 1.0}, 0.3), ({"b": 1.0}, 0.7 - 1e-11)]
    assert draw_part(part("abc", *limits, center=[0.3, 0.7, 0]), 10, rng()).way == "fixed"


def test_a_narrow_interval_leaves_the_others_free(part):
    """Nothing that is nearly fixed is taken for fixed: the rest is drawn as geometry asks."""
    said = [({"a": 1.0}, 0.3), ({"a": -1.0}, -0.3000001), ({"b": 1.0, "c": -1e6}, 0.0)]
    drawn = sample_part(part("abcdef", *said), 5_000, rng("y"))
    # c <= b / 1e6 cuts a slice whose thickness grows with b: b/0.7 is Beta(2, 3).
    assert stats.kstest(drawn[:, 1] / 0.7, stats.beta(2, 3).cdf).pvalue > SURE
