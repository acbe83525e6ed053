"""What the text of a cell means, and what is refused."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cximpact.intake.files.cells import ErrorCell, UncachedFormula
from cximpact.intake.lists.cell_values import (
    UnfitCellError,
    currency_in,
    day_in,
    money_in,
    number_in,
    share_in,
    text_in,
    truth_in,
)
from cximpact.model.source import Reading

PLAIN = Reading()
GERMAN = Reading(decimal=",", thousands=".", dates="%d.%m.%Y")


@pytest.mark.parametrize(
    ("cell", "reading", "amount", "currency"),
    [
        ("1200.50", PLAIN, "1200.50", ""),
        ("EUR 1,200.50", PLAIN, "1200.50", "EUR"),
        ("1.200,50 €", GERMAN, "1200.50", "EUR"),
        ("1.200,50", Reading(decimal=","), "1200.50", ""),
        ("1'000'000", PLAIN, "1000000", ""),
        ("1 000", PLAIN, "1000", ""),
        ("£5", PLAIN, "5", "GBP"),
        ("$5", PLAIN, "5", ""),
        ("-$5", PLAIN, "-5", ""),
        ("\u22125", PLAIN, "-5", ""),
        ("(5.25)", PLAIN, "-5.25", ""),
        ("12,34,567", Reading(thousands=","), "1234567", ""),
        (1200.1, PLAIN, "1200.1", ""),
        (7, PLAIN, "7", ""),
        ("-0", PLAIN, "0", ""),
    ],
)
def test_money_is_exact_and_may_name_its_currency(cell, reading, amount, currency):
    assert money_in(cell, reading) == (Decimal(amount), currency)


@pytest.mark.parametrize(
    ("cell", "reading"),
    [
        ("12k", PLAIN),
        ("1,20", PLAIN),
        ("1.5", GERMAN),
        ("1.2.300", GERMAN),
        ("1e999999", PLAIN),
        ("1e40", PLAIN),
        (1e300, PLAIN),
        ("EUR", PLAIN),
        ("EUR 5 USD", PLAIN),
        ("nan", PLAIN),
        ("inf", PLAIN),
        (True, PLAIN),
        (date(2026, 1, 1), PLAIN),
        (ErrorCell("#N/A"), PLAIN),
        (UncachedFormula(), PLAIN),
    ],
)
def test_what_is_not_an_amount_is_refused(cell, reading):
    with pytest.raises(UnfitCellError):
        money_in(cell, reading)


@given(st.decimals(-(10**15), 10**15, places=2, allow_nan=False))
def test_any_amount_reads_back_exactly_in_three_notations(amount):
    english = f"{amount:,}"
    german = english.translate(str.maketrans(",.", ".,"))
    assert money_in(str(amount), PLAIN) == (amount, "")
    assert money_in(f"EUR {english}", Reading(thousands=",")) == (amount, "EUR")
    assert money_in(f"{german} €", GERMAN) == (amount, "EUR")


@given(st.floats(-1e15, 1e15, allow_nan=False))
def test_any_number_of_a_frame_is_itself(number):
    assert number_in(number, PLAIN) == number


@pytest.mark.parametrize(
    ("cell", "reading", "number"),
    [("1.234,5", GERMAN, 1234.5), ("-3", PLAIN, -3), ("1e3", PLAIN, 1000), ("  ", PLAIN, None)],
)
def test_numbers_are_read_as_the_file_writes_them(cell, reading, number):
    assert number_in(cell, reading) == number


@pytest.mark.parametrize(
    ("cell", "cell_mended"),
    [
        ("1,5", "write 1.5, or if all numbers of the list are so, "),
        ("-12,25", "write -12.25, or if all numbers of the list are so, "),
        ("1,500", ""),  # fifteen hundred, or one and a half
        ("1,5,5", ""),
        ("a,5", ""),
    ],
)
def test_a_comma_where_a_point_is_expected_says_how_to_mend_it(cell, cell_mended):
    with pytest.raises(UnfitCellError) as caught:
        number_in(cell, PLAIN)
    advice = "say how numbers are written: read: {decimal: ',', thousands: '.'}"
    assert caught.value.hint == f"{cell_mended}{advice}"


@pytest.mark.parametrize(
    ("cell", "share"), [("60%", 0.6), ("0.6", 0.6), (1, 1), ("100 %", 1), ("", None)]
)
def test_a_share_is_a_fraction_or_a_percentage(cell, share):
    assert share_in(cell, PLAIN) == share


@pytest.mark.parametrize(("cell", "hint"), [("60", "write 60%"), ("-0.1", None), ("101%", None)])
def test_a_share_beyond_the_whole_is_refused(cell, hint):
    with pytest.raises(UnfitCellError) as caught:
        share_in(cell, PLAIN)
    assert caught.value.hint == hint


@pytest.mark.parametrize(
    ("cell", "reading"),
    [
        ("2026-03-01", PLAIN),
        ("2026-03-01T10:00:00Z", PLAIN),
        ("1.3.2026", GERMAN),
        (date(2026, 3, 1), GERMAN),
        (datetime(2026, 3, 1, 23, 59), PLAIN),
    ],
)
def test_days_are_read_by_pattern_or_as_iso(cell, reading):
    assert day_in(cell, reading) == date(2026, 3, 1)


@pytest.mark.parametrize("cell", ["1.3.2026", "2026-02-30", "soon", "2026-3-1"])
def test_what_is_not_a_day_is_refused(cell):
    with pytest.raises(UnfitCellError):
        day_in(cell, PLAIN)


def test_yes_and_no_are_read_in_several_words():
    assert [truth_in(cell) for cell in ("Yes", "ja", True, 1, "x")] == [True] * 5
    assert [truth_in(cell) for cell in ("No", "nein", False, 0)] == [False] * 4
    assert truth_in("") is None
    with pytest.raises(UnfitCellError):
        truth_in("perhaps")


def test_a_currency_is_three_capitals():
    assert (currency_in("EUR"), currency_in(" ")) == ("EUR", "")
    with pytest.raises(UnfitCellError) as caught:
        currency_in("eur")
    assert caught.value.hint == "write EUR"


def test_text_keeps_na_and_loses_outer_spaces_and_the_point_of_whole_numbers():
    assert [text_in(cell) for cell in (" NA ", "NULL", 117.0, None)] == ["NA", "NULL", "117", ""]
