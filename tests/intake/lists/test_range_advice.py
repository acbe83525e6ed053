"""What to do about a row that states a part of a range only."""

from __future__ import annotations

import pytest

from cximpact.intake.lists.range_advice import range_advice

YES, NO = True, False


@pytest.mark.parametrize(
    ("given", "blank", "told"),
    [
        ((YES, NO, YES), (NO, NO, NO), "likely is 'Plan': put a number there, or empty 'Min' and "
         "'Max'"),
        ((NO, NO, YES), (YES, YES, NO), "low is 'Min' and likely is 'Plan': put numbers there, or "
         "empty 'Max'"),
        ((NO, YES, YES), (YES, NO, NO), "low is 'Min': put a number there, or empty 'Max'"),
        # A word such as tbd beside the likely amount keeps it from standing alone.
        ((NO, YES, NO), (NO, NO, YES), "low is 'Min' and high is 'Max': put numbers there, or "
         "empty 'Min'"),
    ],
)  # fmt: skip
def test_what_is_lacking_is_named_by_its_column(given, blank, told):
    assert range_advice(("Min", "Plan", "Max"), given, blank) == told


def test_a_column_that_is_called_so_needs_no_other_name():
    told = range_advice(("low", "likely", "high"), (YES, NO, YES), (NO, YES, NO))
    assert told == "'likely': put a number there, or empty 'low' and 'high'"


def test_headers_of_a_list_are_cut_and_cannot_break_the_line():
    told = range_advice(("a\nb", "x" * 500, "c"), (YES, NO, YES), (NO, YES, NO))
    assert "\n" not in told and len(told) < 200
