"""The weighted sum, in a fixed order, for one set of weights or many."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cximpact.scoring.value import coverage, weighted_sum


def test_by_hand_with_one_missing() -> None:
    scores = np.array([[1.0, np.nan, -0.5], [0.0, 1.0, 1.0]])
    found = weighted_sum(np.array([0.5, 0.25, 0.25]), scores)
    assert found.tolist() == [0.375, 0.5]


def test_weights_per_draw() -> None:
    weights = np.array([[1.0, 0.0], [0.25, 0.75]])[:, np.newaxis, :]
    scores = np.array([[1.0, 0.0], [0.0, 1.0], [0.4, 0.4]])
    assert weighted_sum(weights, scores).tolist() == [
        [1.0, 0.0, 0.4],
        [0.25, 0.75, pytest.approx(0.4)],
    ]


@given(st.lists(st.floats(0.01, 1), min_size=1, max_size=12))
def test_a_full_row_is_covered_by_exactly_one(weights: list[float]) -> None:
    assert coverage(np.array(weights), np.zeros((1, len(weights)))).tolist() == [1.0]
