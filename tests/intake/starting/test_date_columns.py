"""Days, months and quarters, as lists write them."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from cximpact.intake.starting.date_columns import holds_dates


@pytest.mark.parametrize(
    "cell",
    [
        date(2027, 3, 31),
        datetime(2027, 3, 31),
        "2027-03-31",
        "31.03.2027",
        "31. 3. 2027",
        "3/31/27",
        "03/2027",
        "2027-03",
        "Q1 2027",
        "2027/Q1",
        "H2 2027",
        "March 2027",
        "31 Mar 2027",
        "31. März 2027",
        "mars 2027",
        "marzo 2027",
        "Dec 2027",
        "Dez. 2027",
        "March 31, 2027",
    ],
)
def test_what_is_a_day(cell):
    assert holds_dates([cell, None, cell])


@pytest.mark.parametrize(
    "cell", ["1.5", "2027", 2027, "soon", "3-5", "Q1", "1 maybe 20", "IT 2027"]
)
def test_what_is_none(cell):
    assert not holds_dates([cell, cell])


def test_one_odd_word_of_five_is_no_reason_to_say_nothing():
    assert holds_dates(["2027-03-31"] * 4 + ["asap"])
    assert not holds_dates(["2027-03-31"] * 3 + ["asap"])
    assert not holds_dates([None, ""])
