"""Amounts as people note them: what to write instead, and apostrophes that group."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cximpact.intake.lists.cell_texts import UnfitCellError
from cximpact.intake.lists.money_advice import written_advice
from cximpact.intake.lists.money_cells import read_money
from cximpact.model.source import Reading

GERMAN = Reading(decimal=",", thousands=".")
RANGE = "write one amount; a range takes three columns: {low: ..., likely: ..., high: ...}"


@pytest.mark.parametrize(
    ("cell", "hint"),
    [
        ("ca. 200,000", "write the amount alone: 200,000"),
        ("rd. 90 EUR", "write the amount alone: 90 EUR"),
        ("approx. EUR 90", "write the amount alone: EUR 90"),
        # Else the amount alone would be refused next, for its word.
        (
            "~110k",
            "write the amount alone: 110k, and say what it stands for: "
            "read: {multipliers: {k: 1000}}",
        ),
        ("up to 5000", "write the amount alone: 5000"),
        ("25-30k", RANGE),
        ("EUR 5000 – 6000", RANGE),
    ],
)
def test_what_to_write_is_told(cell, hint):
    with pytest.raises(UnfitCellError) as caught:
        read_money(cell, Reading(thousands=","))
    assert caught.value.hint == hint


def test_a_word_that_is_known_is_not_asked_for():
    with pytest.raises(UnfitCellError) as caught:
        read_money("~110k", Reading(multipliers=(("k", 1000),)))
    assert caught.value.hint == "write the amount alone: 110k"


@pytest.mark.parametrize("cell", ["lots", "tbd", "12 people", "", "cat 5", "candle 5"])
def test_of_other_texts_nothing_is_said(cell):
    assert written_advice(cell) is None


@given(st.integers(1000, 10**9), st.sampled_from("'’ "), st.sampled_from([Reading(), GERMAN]))
def test_apostrophes_and_blanks_group_whatever_else_does(amount, sign, reading):
    read = read_money(f"CHF {amount:,}".replace(",", sign), reading)
    assert read is not None
    assert (read.amount, read.currency, read.doubtful) == (amount, "CHF", None)


@pytest.mark.parametrize("cell", ["1'00", "1'000 000", "1000'000", "'100"])
def test_groups_of_another_size_or_of_two_signs_are_no_amount(cell):
    with pytest.raises(UnfitCellError):
        read_money(cell, GERMAN)
