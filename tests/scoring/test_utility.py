"""The value of a condition."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cximpact.scoring.utility import utility


@pytest.mark.parametrize(
    ("condition", "value"),
    [(-0.5, -0.6), (0, 0), (0.25, 0.3), (0.5, 0.6), (0.75, 0.8), (1, 1), (1.7, 1)],
)
def test_two_slopes_and_a_ceiling(condition: float, value: float) -> None:
    assert float(utility(condition)) == pytest.approx(value, abs=1e-15)


@given(st.floats(-2, 2), st.floats(0, 2), st.floats(0, 2))
def test_concave_and_rising(c: float, first: float, second: float) -> None:
    """Two gains together are never worth more than apart; a gain is never a loss."""
    alone = float(utility(c + first) - utility(c)), float(utility(c + second) - utility(c))
    together = float(utility(c + first + second) - utility(c))
    assert min(alone) >= 0
    assert together <= sum(alone) + 1e-12
