"""Amounts that a document states: written out, or told how to be."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cximpact.intake.lists.cell_texts import UnfitCellError
from cximpact.intake.lists.said_amounts import in_full
from cximpact.intake.lists.stated_money import stated_money


@pytest.mark.parametrize(
    ("said", "hint"),
    [
        ("EUR 4700k", "write EUR 4700000"),
        ("4,7 Mio EUR", "write EUR 4700000"),
        ("0.5m", "write 500000"),
        ("2bn", "write 2000000000"),
        ("400 T€", "write EUR 400000"),
        ("$ 300k", "'$' is the sign of several currencies: write the code, such as USD 900000"),
        ("1,250k", "two amounts could be meant: write 1250 or 1250000"),
        ("400 T", None),
        ("300 lots", None),
        ("a lot", None),
    ],
)
def test_what_a_word_comes_to_is_the_hint(said, hint):
    with pytest.raises(UnfitCellError) as caught:
        stated_money(said)
    assert caught.value.hint == hint


@given(st.integers(1, 10**9), st.sampled_from([("k", 10**3), ("m", 10**6), ("Mio", 10**6)]))
def test_what_is_told_to_be_written_is_read_as_it_was_meant(amount, word):
    hint = in_full(f"EUR {amount}{word[0]}") or ""
    assert stated_money(hint.removeprefix("write ")) == (Decimal(amount * word[1]), "EUR")
