"""Labels: nearest anchor, and the probability of each."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cximpact.evidence.labels import label_of, label_probabilities


@pytest.mark.parametrize(
    ("mean", "label"),
    [
        (0.0, "broken"),
        (0.249, "broken"),
        (0.25, "reliable"),
        (0.749, "reliable"),
        (0.75, "differentiating"),
        (0.75 - 1e-13, "differentiating"),
        (1.0, "differentiating"),
    ],
)
def test_nearest_anchor(mean: float, label: str) -> None:
    assert label_of(mean) == label
    assert label_of(mean, known=False) == "unknown"


def test_probabilities_of_the_prior() -> None:
    """0.5 ± 0.25 puts both cut points one standard deviation away: 0.158655 beyond each."""
    found = label_probabilities(0.5, 0.25)
    assert found["broken"] == pytest.approx(0.158655, abs=5e-7)
    assert found["reliable"] == pytest.approx(0.682689, abs=5e-7)
    assert found["differentiating"] == pytest.approx(0.158655, abs=5e-7)


def test_certainty_is_safe() -> None:
    assert label_probabilities(0.1, 0.0) == {"broken": 1, "reliable": 0, "differentiating": 0}


@given(st.floats(0, 1), st.floats(0, 1))
def test_probabilities_sum_to_one(mean: float, sd: float) -> None:
    found = label_probabilities(mean, sd)
    assert sum(found.values()) == pytest.approx(1.0, abs=1e-12)
    assert min(found.values()) >= 0.0
