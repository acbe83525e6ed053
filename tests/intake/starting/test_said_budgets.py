"""`--budget`: amounts are read as they are in cells, and what may be two amounts is asked back."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cximpact.exceptions import InputError
from cximpact.intake.starting.said_budgets import parse_budgets

CUT = (
    "it begins with a point: write 0.5m for half a million; in double quotes a shell takes '$2' "
    "away, so write the code of a currency, such as USD 2m"
)
WORDS = {"k": 10**3, "Tsd.": 10**3, "m": 10**6, "Mio": 10**6, "million": 10**6, "bn": 10**9}


@pytest.mark.parametrize(
    ("said", "amount", "currency"),
    [
        ("EUR 4 Mio", 4_000_000, "EUR"),
        ("1,4 Mio. €", 1_400_000, "EUR"),
        ("TEUR 400", 400_000, "EUR"),
        ("400 T€", 400_000, "EUR"),
        ("250 Tsd. CHF", 250_000, "CHF"),
        ("5 million", 5_000_000, ""),
        ("2 Mrd", 2_000_000_000, ""),
        ("1.400.000", 1_400_000, ""),
        ("EUR 1 400 000", 1_400_000, "EUR"),
        ("900,000", 900_000, ""),
        ("240.000 €", 240_000, "EUR"),
        ("400.000", 400_000, ""),
        ("USD 1,250", 1_250, "USD"),
        ("3M", 3_000_000, ""),
    ],
)
def test_words_and_signs_of_cells_are_understood(said, amount, currency):
    (budget,) = parse_budgets([f"capex={said}"])
    assert (budget.amount, budget.currency) == (amount, currency)


@pytest.mark.parametrize(
    ("said", "hint"),
    [
        ("KWD 400.000", "two amounts could be meant: write 400 or 400000"),
        ("0.400", "two amounts could be meant: write 0.4 or 400"),
        (".0M", CUT),
        (",5m", CUT),
        ("1.250 Mio", "two amounts could be meant: write 1250000 or 1250000000"),
        ("1,250 k", "two amounts could be meant: write 1250 or 1250000"),
        ("400 T", "'T' is not known here: write the amount out, or with k, Mio or bn"),
        ("300 lots", "'lots' is not known here: write the amount out, or with k, Mio or bn"),
        ("$ 300k", "'$' is the sign of several currencies: write the code, such as USD 900000"),
    ],
)
def test_what_may_be_two_amounts_is_refused_with_what_to_write(said, hint):
    with pytest.raises(InputError) as caught:
        parse_budgets([f"capex={said}"])
    assert [each.hint for each in caught.value.problems] == [hint]


@pytest.mark.parametrize("said", ["", "lots", "-5", "(5)", "1e6", "1.4.5", "5%", "nan", "EUR"])
def test_what_is_no_amount_is_refused(said):
    with pytest.raises(InputError, match="such as capex=3m"):
        parse_budgets([f"capex={said}"])


@given(st.integers(0, 10**9), st.sampled_from(["{:,}", "point", "blank", "plain", "quote"]))
def test_a_whole_amount_reads_back_in_each_style(amount, style):
    signs = {"{:,}": ",", "point": ".", "blank": " ", "plain": "", "quote": "'"}
    written = f"{amount:,}".replace(",", signs[style])
    (budget,) = parse_budgets([f"capex=EUR {written}"])
    assert (budget.amount, budget.currency) == (amount, "EUR")


@given(
    st.integers(0, 9999),
    st.integers(0, 99),
    st.sampled_from(sorted(WORDS)),
    st.sampled_from([".", ","]),
    st.sampled_from(["EUR {} {}", "{} {} EUR", "{} {}", "{}{}"]),
)
def test_an_amount_beside_a_word_reads_back_in_each_style(whole, hundredths, word, sign, form):
    """Counted in hundredths, so that nothing is rounded."""
    written = form.format(f"{whole}{sign}{hundredths:02d}", word)
    (budget,) = parse_budgets([f"capex={written}"])
    assert budget.amount == Decimal(whole * 100 + hundredths) * WORDS[word] / 100


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=20))
def test_any_text_is_read_or_refused(text):
    try:
        (budget,) = parse_budgets([f"capex={text}"])
    except InputError as error:
        assert error.problems[0].field == "--budget"
    else:
        assert budget.amount >= 0
