"""Amounts, signs, currencies, periods, accounts: exact, declared, never guessed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cximpact.plugins import AnswerError, QueryError
from cximpact_finance.accounts import Accounts
from cximpact_finance.amounts import NotMoneyError, exact, less, localised, written
from cximpact_finance.currencies import Currencies
from cximpact_finance.periods import period_of
from cximpact_finance.signs import Signs
from cximpact_finance.totals import Place, Totals

LONG = Decimal("123456789012345678901234.123456789012345")
AMOUNTS = st.decimals(allow_nan=False, allow_infinity=False, places=4).filter(
    lambda amount: abs(amount) < 10**20
)


@pytest.mark.parametrize(
    ("value", "amount"),
    [(None, None), ("", None), (" 12.50 ", Decimal("12.50")), (7, Decimal(7)),
     (0.1, Decimal("0.1")),
     ("-.5", Decimal("-0.5")), (Decimal("1E+3"), Decimal(1000))],
)  # fmt: skip
def test_amounts_are_taken_as_they_are(value: Any, amount: Decimal | None) -> None:
    assert exact(value) == amount


@pytest.mark.parametrize(
    "value",
    [True, float("nan"), float("inf"), Decimal("NaN"), Decimal("Infinity"), "1,000", "1e5", "12 €",
     "٣", "$1.00", "0x10", "1_000", b"1", [1], Decimal("1E+24"), 10**30, "9" * 61,
     Decimal("1E-31")],
)  # fmt: skip
def test_what_is_no_amount_is_refused(value: Any) -> None:
    with pytest.raises(NotMoneyError):
        exact(value)


@pytest.mark.parametrize(
    ("text", "decimal", "thousands", "amount"),
    [("1.234,50", ",", ".", "1234.50"), ("1 234,50", ",", " ", "1234.50"),
     ("1\u00a0234,50", ",", " ", "1234.50"), ("1'234.50", ".", "'", "1234.50"),
     ("(12.00)", ".", "", "-12.00"), ("12,00-", ",", "", "-12.00"), ("+3", ".", ",", "3"),
     ("\u221212", ".", "", "-12"), (",5", ",", "", "0.5"), ("1,234,567.8", ".", ",", "1234567.8")],
)  # fmt: skip
def test_amounts_of_exports(text: str, decimal: str, thousands: str, amount: str) -> None:
    assert localised(text, decimal, thousands) == Decimal(amount)


@pytest.mark.parametrize(
    ("text", "decimal", "thousands"),
    [("1.234,50", ".", ""), ("12,34", ".", ","), ("1,2345", ".", ","), ("--1", ".", ""),
     ("1-2", ".", ""), ("(1", ".", ""), ("-", ".", ""), (".", ".", ""), ("1.2.3", ".", ""),
     ("-(1)", ".", ""), ("(-1)-", ".", ""), ("1e3", ".", ""), ("1.23,4", ",", ".")],
)  # fmt: skip
def test_what_is_written_otherwise_is_refused(text: str, decimal: str, thousands: str) -> None:
    """A decimal sign taken for a thousands sign would make an amount a hundred times larger."""
    with pytest.raises(NotMoneyError):
        localised(text, decimal, thousands)


@given(AMOUNTS)
def test_an_amount_survives_being_written_either_way(amount: Decimal) -> None:
    """German and English notation, with groups, give the amount back."""
    english = f"{amount:,f}"
    german = english.translate(str.maketrans(",.", ".,"))
    assert localised(english, ".", ",") == amount
    assert localised(german, ",", ".") == amount


@given(AMOUNTS)
def test_what_is_written_has_one_meaning(amount: Decimal) -> None:
    """Equal, and never with three decimals, which could be thousands."""
    out = written(amount)
    assert out == amount
    assert out.as_tuple().exponent != -3
    assert str(out) != "-0.0000"


def test_nothing_is_rounded_to_the_28_digits_of_the_common_context() -> None:
    signs = Signs("cost_negative", "keep")
    assert signs.turned(LONG) == LONG.copy_negate()
    assert less(LONG, Decimal(0)) == LONG
    totals = Totals()
    totals.add(Place("p"), LONG, "a")
    totals.add(Place("p"), Decimal("0.000000000000001"), "b")
    ((_, total),) = totals
    assert total.amount == Decimal("123456789012345678901234.123456789012346")


def test_the_sign_is_declared() -> None:
    with pytest.raises(QueryError, match="sign"):
        Signs.of({})
    assert Signs.of({"sign": "cost_negative"}).turned(Decimal(-3)) == 3


@pytest.mark.parametrize("what", ["refuse", "keep", "drop"])
def test_credits_are_refused_kept_or_dropped(what: str) -> None:
    """Nothing is turned over; what is refused or dropped is named."""
    signs, notes = Signs("cost_positive", what), list[str]()
    assert signs.settle([Decimal(5)], lambda: "row 1") == [Decimal(5)]
    second = signs.settle([Decimal(-5)], lambda: "row 2")
    if what == "refuse":
        with pytest.raises(QueryError, match="row 2: -5"):
            signs.close(notes.append)
        return
    signs.close(notes.append)
    assert second == ([Decimal(-5)] if what == "keep" else None)
    assert notes == ([] if what == "keep" else [
        "1 amounts of the other sign are left out: row 2: -5"])  # fmt: skip


def test_currencies_are_kept_or_declared() -> None:
    currencies = Currencies("EUR")
    assert (currencies.of("USD", "a"), currencies.of(None, "b")) == ("USD", "EUR")
    currencies.close()
    currencies.of("eur", "row 3")
    with pytest.raises(AnswerError, match="row 3: 'eur'"):
        currencies.close()


def test_periods() -> None:
    days = [date(2026, month, 1) for month in (1, 3, 4, 12)]
    names = [period_of(day, "quarter") for day in days]
    assert names == ["2026-Q1", "2026-Q1", "2026-Q2", "2026-Q4"]
    assert period_of(days[0], "none") == ""


def test_the_first_range_that_holds_an_account_counts() -> None:
    accounts = Accounts.of(
        [{"from": "6050", "category": "special"}, {"from": "6000", "to": "6999", "category": "all"}]
    )
    found = {name: accounts.meaning(name) for name in ("6050", "60501", "6100", "600", "7000", "")}
    assert found == {
        "6050": {"category": "special"}, "60501": {"category": "special"},
        "6100": {"category": "all"}, "600": None, "7000": None, "": None,
    }  # fmt: skip


@given(st.lists(st.tuples(st.sampled_from("ab"), AMOUNTS), max_size=30))
def test_totals_do_not_depend_on_the_order(lines: list[tuple[str, Decimal]]) -> None:
    def added(some: list[tuple[str, Decimal]]) -> list[tuple[Place, Decimal, str]]:
        totals = Totals()
        for number, (name, amount) in enumerate(some):
            totals.add(Place(name), amount, f"{amount}")
            assert number >= 0
        return [(place, total.amount, total.reference) for place, total in totals]

    assert added(lines) == added(lines[::-1])
