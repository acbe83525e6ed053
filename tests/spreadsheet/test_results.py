"""Which results can be written beside a line, and how their figures are shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cximpact.exceptions import InputError
from cximpact.spreadsheet.results import DEFAULT_RESULTS, RESULTS, in_points, results_named


def test_the_usual_results_are_those_a_budget_owner_asks_for() -> None:
    named = [RESULTS[key].header for key in DEFAULT_RESULTS]
    assert named == [
        "CX customer impact",
        "CX value",
        "CX rank",
        "CX action",
        "CX why",
        "CX what it would take",
    ]


def test_headers_differ_so_that_an_excel_table_can_hold_all_of_them() -> None:
    assert len({each.header.casefold() for each in RESULTS.values()}) == len(RESULTS)


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0.272, 27.2), (-0.52, -52.0), (0.0, 0.0), (1.0, 100.0), (None, None), (0.1 + 0.2, 30.0)],
)
def test_a_value_is_shown_from_minus_to_plus_one_hundred(
    value: float | None, shown: float | None
) -> None:
    assert in_points(value) == shown


@given(st.floats(-1, 1), st.floats(-1, 1))
def test_showing_keeps_the_order_of_values(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert (in_points(low) or 0) <= (in_points(high) or 0)


def test_a_result_named_twice_is_written_once() -> None:
    assert [each.key for each in results_named(["rank", "action", "rank"])] == ["rank", "action"]


def test_an_unknown_result_is_told_with_what_may_be_meant() -> None:
    with pytest.raises(InputError) as caught:
        results_named(["rnak", "valeu"])
    told = [str(each) for each in caught.value.problems]
    assert "did you mean 'rank'" in told[0]
    assert "did you mean 'value'" in told[1]


def test_no_result_at_all_is_refused() -> None:
    with pytest.raises(InputError, match="no result"):
        results_named([])
