"""Figures in sentences: no more decimals than tell them from their limits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cximpact.decision.words import condition, exact_points, percent, points


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
