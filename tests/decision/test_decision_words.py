"""Figures in sentences: no more decimals than tell them from their limits."""

from __future__ import annotations

from decimal import Decimal
from math import fsum
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cximpact.decision.words import (
    condition,
    ended,
    exact_points,
    hundredths,
    percent,
    points,
    share_words,
    shown,
)


@pytest.mark.parametrize(
    ("score", "limit", "told"),
    [
        (-0.293333333, -0.05, "-29"),
        (-0.0533, -0.05, "-5.3"),
        (-0.050000001, -0.05, "-5.0000001"),
        (-0.05, -0.05, "-5"),
        (-0.034, -0.032, "-3.4"),  # -3 would lie on the other side of -3.2
        (-0.24, -0.025, "-24"),
        (0.004, 0.0, "+0.4"),
        (0.0, -0.05, "0"),
    ],
)
def test_a_figure_beside_its_limit(score: float, limit: float, told: str) -> None:
    assert told == points(score, limit)


@given(st.integers(-(10**7), 10**7), st.integers(-(10**7), 10**7))
def test_what_is_told_lies_on_the_same_side_of_the_limit(score: int, limit: int) -> None:
    shown = float(points(score / 1e7, limit / 1e7))
    bound = float(exact_points(limit / 1e7))
    assert (shown < bound) == (score < limit)
    assert (shown > bound) == (score > limit)


@pytest.mark.parametrize(
    ("share", "told"), [(0.4999, "49.99%"), (0.2, "20%"), (0.5, "50%"), (0.496, "49.6%")]
)
def test_a_share_beside_its_limit(share: float, told: str) -> None:
    assert told == percent(share, limit=0.5)


@given(st.floats(0, 1))
def test_a_condition_and_its_label_agree_in_print(mean: float) -> None:
    from cximpact.evidence.labels import label_of

    figure, _, label = condition(mean, label_of(mean)).partition(" of 100 ")
    assert label_of(float(figure) / 100) == label.strip("()")


# What is equal at nine decimals looks equal, and a half goes away from zero.

HALVES = (
    0.455,
    0.1 * 4.55,
    0.35 * 1.3,
    0.455 + 4e-10,
    0.455 - 4e-10,
    0.35 + 0.105,
    0.105 + 0.2 + 0.15,
)
"""All 0.455 at nine decimals; in binary some lie above it and some below."""


@pytest.mark.parametrize("value", HALVES)
def test_equal_values_are_told_alike_and_a_loss_as_its_gain(value: float) -> None:
    assert points(value) == "+46"
    assert points(-value) == "-46"
    assert percent(value) == share_words(value) == "46%"
    assert condition(value, "reliable") == "46 of 100 (reliable)"
    assert exact_points(value) == "+45.5"


def test_the_halves_are_told_apart_by_binary_noise() -> None:
    """Or the test above would say nothing."""
    assert len(set(HALVES)) > 3
    assert {round(value * 100) for value in HALVES} == {45, 46}


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (0.005, "+1"),  # half a point is a point
        (0.00499, "+0.5"),
        (-0.00025, "-0.03"),
        (0.00095, "+0.1"),  # 0.095 at one figure that counts
        (0.0095, "+1"),
        (0.015, "+2"),
        (0.025, "+3"),
        (-0.125, "-13"),
        (4e-10, "0"),
        (-4e-10, "0"),
        (1e-9, "+0.0000001"),
        (12.345, "+1235"),  # a sum of values may be above 1
    ],
)
def test_halves_go_away_from_zero(value: float, told: str) -> None:
    assert points(value) == told


@given(st.integers(-(10**9), 10**9), st.floats(-4.9e-10, 4.9e-10))
def test_noise_below_the_ninth_decimal_never_shows(billionths: int, noise: float) -> None:
    clean = billionths / 1e9
    assert points(clean + noise) == points(clean)
    assert exact_points(clean + noise) == exact_points(clean)
    assert percent(abs(clean + noise)) == percent(abs(clean))


@given(st.lists(st.integers(-(10**6), 10**6), min_size=2, max_size=9), st.integers(0, 99))
def test_the_order_of_a_sum_never_shows(millionths: list[int], seed: int) -> None:
    parts = [each / 1e6 for each in millionths]
    mixed = Random(seed).sample(parts, len(parts))
    assert points(sum(parts)) == points(sum(mixed)) == points(fsum(parts))


@given(st.floats(-1, 1))
def test_a_loss_mirrors_the_gain_of_its_size(value: float) -> None:
    signs = str.maketrans("+-", "-+")
    assert points(-value) == points(value).translate(signs)
    assert exact_points(-value) == exact_points(value).translate(signs)


@given(st.floats(-1, 1))
def test_whole_points_are_the_nearest(value: float) -> None:
    """By exact arithmetic: no further from the figure at nine decimals than half a point."""
    exact = Decimal(round(value * 1e9)) / 10**7
    assert abs(hundredths(value) - exact) <= Decimal("0.5")


@pytest.mark.parametrize(
    ("figure", "decimals", "told"),
    [(37_000.5, 0, "37,001"), (2.345, 2, "2.35"), (-0.4, 0, "0"), (0.0, 1, "0.0")],
)
def test_any_figure_is_rounded_so(figure: float, decimals: int, told: str) -> None:
    assert f"{shown(figure, decimals):,}" == told


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("too early", "too early."),
        ("bis 30.09.", "bis 30.09."),
        ("Really?", "Really?"),
        ("Now! ", "Now!"),
        ("and so on…", "and so on…"),
        ("", "."),
    ],
)
def test_a_sentence_has_one_end(text: str, sentence: str) -> None:
    assert ended(text) == sentence
