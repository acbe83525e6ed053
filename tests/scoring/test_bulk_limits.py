"""A limit at nine decimals as one number: what is less than it rounds to below the limit."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cximpact.scoring.bulk_limits import first_reaching
from cximpact.scoring.rounding import round9

limits = st.one_of(
    st.sampled_from([0.0, -0.0, 1e-9, -1e-9, -0.34, -0.05, 0.5, 1.0, 4e-10, -6e-10, 1e6, -1e6]),
    st.floats(-2, 2),
    st.floats(-1e6, 1e6),
)


@given(limits)
def test_it_is_the_least_number_that_rounds_to_the_limit_or_more(limit: float) -> None:
    found = first_reaching(limit)
    assert round9(found) >= round9(limit)
    assert round9(math.nextafter(found, -math.inf)) < round9(limit)


@given(limits, st.floats(-1e6, 1e6), st.integers(-20, 20))
def test_less_than_it_is_below_the_limit(limit: float, figure: float, steps: int) -> None:
    near = limit + steps * 1e-10
    for each in (figure, limit, near):
        assert (each < first_reaching(limit)) is bool(round9(each) < round9(limit))


@pytest.mark.parametrize(
    ("limit", "by_hand"), [(0.0, -5e-10), (1e-9, 5e-10), (-0.34, -0.3400000005)]
)
def test_it_lies_half_a_billionth_below_the_limit(limit: float, by_hand: float) -> None:
    assert first_reaching(limit) == pytest.approx(by_hand, rel=1e-15)


def test_what_is_missing_is_not_below() -> None:
    assert not np.nan < first_reaching(0.5)
