"""Amounts beside words such as ``k`` and ``Mio``: read as the list says, and never guessed."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cximpact.intake.lists.cell_values import UnfitCellError, money_in
from cximpact.intake.lists.money_cells import read_money
from cximpact.intake.lists.multipliers import split_word
from cximpact.model.source import Reading

WORDS = (("Mio", 10**6), ("Mio.", 10**6), ("T", 1000), ("bn", 10**9), ("k", 1000), ("m", 10**6))
ENGLISH = Reading(multipliers=WORDS)
GERMAN = Reading(decimal=",", thousands=".", multipliers=WORDS)


@pytest.mark.parametrize(
    ("cell", "reading", "amount", "currency"),
    [
        ("120k", ENGLISH, "120000", ""),
        ("1.4m", ENGLISH, "1400000", ""),
        ("€45k", ENGLISH, "45000", "EUR"),
        ("45k€", ENGLISH, "45000", "EUR"),
        ("45 k €", ENGLISH, "45000", "EUR"),
        ("45 €k", ENGLISH, "45000", "EUR"),
        ("-€1.25m", ENGLISH, "-1250000", "EUR"),
        ("(€1.25m)", ENGLISH, "-1250000", "EUR"),
        ("€1,2 Mio", GERMAN, "1200000", "EUR"),
        ("1,2 Mio. EUR", GERMAN, "1200000", "EUR"),
        ("1.200,5 T€", GERMAN, "1200500", "EUR"),
        ("TEUR 45", GERMAN, "45000", "EUR"),
        ("45 TEUR", GERMAN, "45000", "EUR"),
        ("T€ 45", GERMAN, "45000", "EUR"),
        ("USD 3bn", ENGLISH, "3000000000", "USD"),
        ("0.0000015 m", ENGLISH, "1.5", ""),
        ("EUR 140 000", GERMAN, "140000", "EUR"),
        ("140\u00a0000,50\u00a0€", GERMAN, "140000.50", "EUR"),
        ("1\u2009400\u2009000", ENGLISH, "1400000", ""),
        ("1\u202f400k", ENGLISH, "1400000", ""),
    ],
)
def test_amounts_with_words_and_blanks_are_exact(cell, reading, amount, currency):
    assert money_in(cell, reading) == (Decimal(amount), currency)


@pytest.mark.parametrize(
    ("cell", "hint"),
    [
        ("120k", "say what it stands for: read: {multipliers: {k: 1000}}"),
        ("€1.2 Mio", "say what it stands for: read: {multipliers: {Mio: 1000000}}"),
        ("15 MIO", "say what it stands for: read: {multipliers: {MIO: 1000000}}"),
        ("TEUR 45",
         "say what it stands for: read: {multipliers: {T: 1000}}, if 'T' means that"),
        ("2m", "say what it stands for: read: {multipliers: {m: 1000000}}, if 'm' means that"),
        ("45 apples", None),
        ("tbd", None),
    ],
)  # fmt: skip
def test_words_that_nothing_states_are_refused_with_the_key_that_states_them(cell, hint):
    with pytest.raises(UnfitCellError) as caught:
        money_in(cell, Reading())
    assert (caught.value.message, caught.value.hint) == ("not an amount", hint)


@pytest.mark.parametrize(
    "cell", ["12K", "k", "1k2", "5 k m", "kk5", "5.5.5k", "12 34k", "EUR 5k USD"]
)
def test_what_is_not_as_stated_is_refused(cell):
    with pytest.raises(UnfitCellError):
        money_in(cell, ENGLISH)


def test_more_than_all_money_is_refused_after_multiplying_too():
    with pytest.raises(UnfitCellError, match="too large an amount"):
        money_in("999999999999999bn", ENGLISH)


@pytest.mark.parametrize("text", ["", "5", "EUR 5", "5 000"])
def test_an_amount_without_a_word_is_not_split(text):
    assert split_word(text) is None


AMOUNTS = st.decimals(0, 10**8, places=2, allow_nan=False)
MARKS = st.sampled_from(["", "€", "€ ", "EUR ", "EUR\u00a0"])
BLANKS = st.sampled_from(["", " ", "\u00a0", "\u202f"])


@given(AMOUNTS, st.sampled_from(WORDS), MARKS, BLANKS, st.booleans(), st.booleans())
def test_any_amount_with_a_word_reads_back_exactly(amount, word, mark, blank, before, german):
    number, reading = str(amount), ENGLISH
    if german:
        number, reading = f"{amount:,}".translate(str.maketrans(",.", ".,")), GERMAN
    cell = f"{number}{blank}{word[0]}"
    cell = f"{mark}{cell}" if before else f"{cell} {mark.strip()}"
    read = read_money(cell, reading)
    assert read.amount == amount * word[1]
    assert read.currency == ("EUR" if mark.strip() else "")


@given(st.integers(1, 10**14), st.sampled_from([" ", "\u00a0", "\u202f", "\u2009", "\u2007"]))
def test_any_whole_amount_grouped_by_blanks_reads_back_exactly(amount, blank):
    grouped = f"{amount:,}".replace(",", blank)
    for reading in (Reading(), Reading(thousands=","), GERMAN, Reading(decimal=",")):
        assert money_in(grouped, reading) == (amount, "")
        assert money_in(f"{grouped}{reading.decimal}50 €", reading) == (
            amount + Decimal("0.5"),
            "EUR",
        )


@given(st.text("0123456789.,kmMioT€$EUR -()", max_size=14))
def test_any_text_is_an_amount_or_refused(text):
    for reading in (Reading(), ENGLISH, GERMAN):
        try:
            read = read_money(text, reading)
        except UnfitCellError:
            continue
        assert (
            read is None
            or read.amount == read.amount.to_integral_value()
            or "." in f"{read.amount:f}"
        )


HEAD = "scorecard: scorecard.yaml\nproposals: {path: list.csv, read: {multipliers: {%s}}}\n"


def test_a_list_says_what_its_words_stand_for(read):
    rows = "id,cost\nA,120k\nB,€1.4m\nC,EUR 140 000\n"
    found = read(HEAD % "k: 1000, m: 1000000", list_csv=rows).sound
    assert [line.likely for line in found.costs] == [120_000, 1_400_000, 140_000]
    (told,) = read(HEAD % "k: 1000", list_csv=rows).texts
    assert told == (
        "list.csv, line 3, cost: not an amount (found '€1.4m'); expected a number, perhaps with a "
        "currency, such as EUR 1200.50; say what it stands for: read: {multipliers: {m: 1000000}}, "
        "if 'm' means that"
    )


def test_three_decimals_are_usual_beside_a_million_and_in_doubt_beside_a_thousand(read):
    rows = "id,cost\nA,1.125m\nB,1.4m\n"
    found = read(HEAD % "m: 1000000", list_csv=rows).sound
    assert [line.likely for line in found.costs] == [1_125_000, 1_400_000]
    (told,) = read(HEAD % "k: 1000", list_csv="id,cost\nA,1.125k\nB,1.4k\n").texts
    assert told.startswith("list.csv, line 2, cost: two amounts could be meant (found '1.125k')")
    assert len(read(HEAD % "m: 1000000", list_csv="id,cost\nA,1.125m\n").texts) == 1


@pytest.mark.parametrize("said", ["1k: 1000", "k: 0", "k: 2.5", "k: thousand"])
def test_what_is_no_word_or_no_whole_number_is_refused(read, said):
    assert len(read(HEAD % said, list_csv="id\nA\n").texts) == 1


def test_evidence_takes_no_multipliers(read):
    more = "evidence: {calls: {path: calls.csv, read: {multipliers: {k: 1000}}}}\n"
    told = read(HEAD % "k: 1000" + more, list_csv="id\nA\n", calls_csv="value\n1\n").texts
    assert any("multipliers are for amounts of money in lists" in each for each in told)


def test_a_number_with_the_other_decimal_sign_is_told_so() -> None:
    """What the letter stands for would not help: 1.4 is no number among decimal commas."""
    reading = Reading(decimal=",", thousands=".", multipliers=(("m", 1_000_000),))
    with pytest.raises(UnfitCellError) as caught:
        read_money("1.4m", reading)
    assert caught.value.hint == "',' is the decimal sign here: write 1,4m"
