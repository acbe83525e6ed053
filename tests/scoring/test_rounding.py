"""Rounding before comparing."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cximpact.scoring.rounding import round9, round9_ratio


def test_nine_decimals_without_negative_zero() -> None:
    found = round9([0.1 + 0.2, 1.0000000004, -4e-10, -0.0, np.nan])
    assert found[:4].tolist() == [0.3, 1.0, 0.0, 0.0]
    assert not np.signbit(found[:4]).any()
    assert np.isnan(found[4])


def test_ratios_keep_nine_significant_digits() -> None:
    found = round9_ratio([[1 / 3e9, 2e12 / 3], [-0.0, np.inf]])
    assert found.tolist() == [[3.33333333e-10, 666666667000.0], [0.0, np.inf]]
    assert not np.signbit(found[1, 0])


@given(st.floats(-2, 2))
def test_rounding_twice_is_rounding_once(value: float) -> None:
    once = round9(value)
    assert round9(once) == once
    assert math.isclose(float(once), value, abs_tol=5.0000001e-10)
