"""`multiplier` of a column of costs: what its header states in words, such as k€ or Mio EUR."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cximpact.intake.lists.cell_texts import UnfitCellError
from cximpact.intake.lists.money_cells import read_money, times_column
from cximpact.model.source import Reading

HEAD = "scorecard: scorecard.yaml\nproposals:\n  path: list.csv\n"
ENGLISH, GERMAN = Reading(), Reading(decimal=",", thousands=".")


def _list(cost, read=""):
    return f"{HEAD}{read}  columns: {{cost: {cost}}}\n"


def _likely(found):
    return [line.likely for line in found.sound.costs]


def test_amounts_are_multiplied_exactly(read):
    found = read(
        _list("{column: k€, multiplier: 1000}"), list_csv="id,k€\nA,120\nB,0.1\nC,EUR 7.5\n"
    )
    assert _likely(found) == [120_000, 100, 7_500]
    assert [each.currency for each in found.sound.costs] == ["EUR"] * 3


def test_a_cell_that_says_its_own_word_is_not_multiplied_again(read):
    text = _list("{column: k€, multiplier: 1000}", "  read: {multipliers: {m: 1000000, k: 1000}}\n")
    assert _likely(read(text, list_csv="id,k€\nA,1.2m\nB,95 k€\nC,95\n")) == [
        1_200_000, 95_000, 95_000,
    ]  # fmt: skip


def test_low_likely_and_high_are_multiplied_alike(read):
    text = _list("{low: a, likely: b, high: c, multiplier: 1000000}")
    (line,) = read(text, list_csv="id,a,b,c\nA,1,1.5,2\n").sound.costs
    assert (line.low, line.likely, line.high) == (1_000_000, 1_500_000, 2_000_000)


def test_the_table_of_costs_takes_one_for_its_amounts(read):
    amount = "{column: TEUR, multiplier: 1000}"
    text = f"{HEAD}costs: {{path: costs.csv, columns: {{proposal: id, amount: {amount}}}}}\n"
    found = read(text, list_csv="id\nA\n", costs_csv="id,TEUR\nA,12.5\n")
    assert _likely(found) == [12_500]


def test_three_decimals_below_thousands_are_in_doubt_and_below_millions_usual(read):
    rows = "id,c\nA,1.125\nB,1.4\n"
    assert _likely(read(_list("{column: c, multiplier: 1000000}"), list_csv=rows)) == [
        1_125_000, 1_400_000,
    ]  # fmt: skip
    (told,) = read(_list("{column: c, multiplier: 1000}"), list_csv=rows).texts
    assert told.startswith("list.csv, line 2, c: two amounts could be meant (found '1.125')")


@pytest.mark.parametrize("said", ["0", "1", "-1000", "2.5", "k", "2000000000000"])
def test_what_is_no_whole_number_above_one_is_refused(read, said):
    (told,) = read(_list(f"{{column: c, multiplier: {said}}}"), list_csv="id,c\nA,1\n").texts
    assert "line 4, proposals.columns.cost" in told


def test_a_product_too_large_to_be_meant_is_refused(read):
    text = _list("{column: c, multiplier: 1000000000000}")
    (told,) = read(text, list_csv="id,c\nA,1000000\n").texts
    assert told.startswith("list.csv, line 2, c: too large an amount (found '1000000')")


def test_nothing_stays_nothing():
    assert times_column(None, 1000) is None


@given(
    st.decimals(0, 10**8, allow_nan=False, places=2),
    st.sampled_from([10**3, 10**6, 10**9]),
    st.sampled_from([(ENGLISH, "."), (GERMAN, ",")]),
)
def test_the_product_is_exact_in_every_style(amount, multiplier, style):
    """Compared with whole hundredths, which need no decimals."""
    reading, sign = style
    written = f"{amount:.2f}".replace(".", sign)
    read = times_column(read_money(written, reading), multiplier)
    assert read is not None
    assert read.amount * 100 == int(amount.scaleb(2)) * multiplier
    assert read.multiplier == multiplier


@given(st.floats(0, 1e6, allow_nan=False))
def test_a_number_of_a_workbook_is_multiplied_as_it_is_shown(number):
    """A spreadsheet's 0.1 is a tenth, and a thousand of it a hundred."""
    try:
        read = times_column(read_money(number, ENGLISH), 1000)
    except UnfitCellError:
        assert 0 < number < 1e-9
        return
    assert read is not None
    assert read.amount == Decimal(repr(number)) * 1000
