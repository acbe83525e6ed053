"""What headers of costs say: thousands or millions, a currency, once or every year."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cximpact.intake.starting.cost_headers import (
    cost_part,
    cost_slug,
    header_currency,
    header_unit,
    is_cost_header,
    is_no_cost,
    without_year,
)


@pytest.mark.parametrize(
    ("header", "multiplier", "word", "currency"),
    [
        ("Cost (k€)", 1000, "k€", "EUR"),
        ("Budget (TEUR)", 1000, "TEUR", "EUR"),
        ("Capex [Mio EUR]", 1_000_000, "Mio", "EUR"),
        ("Cost ('000)", 1000, "'000", ""),
        ("Budget EUR 000s", 1000, "000s", "EUR"),
        ("Costs in thousands", 1000, "thousands", ""),
        ("Kosten in T€", 1000, "T€", "EUR"),
        ("Kosten (Tsd. CHF)", 1000, "Tsd", "CHF"),
        ("Budget in 1.000 €", 1000, "in 1.000", "EUR"),
        ("Coût (milliers d'euros)", 1000, "milliers", "EUR"),
        ("KCHF", 1000, "KCHF", "CHF"),
        ("Cost £k", 1000, "£k", "GBP"),
        ("Cost (mn USD)", 1_000_000, "mn", "USD"),
        ("Budget (Mrd. EUR)", 10**9, "Mrd", "EUR"),
        ("Amount (INR lakh)", 100_000, "lakh", "INR"),
    ],
)
def test_a_header_states_its_unit(header, multiplier, word, currency):
    unit = header_unit(header)
    assert unit is not None
    assert (unit.multiplier, unit.word, unit.is_sure) == (multiplier, word, True)
    assert header_currency(header) == currency


@pytest.mark.parametrize("header", ["Cost (EUR m)", "Coût (M€)", "Cost $m", "Cost (m)", "MEUR"])
def test_an_m_is_a_million_that_the_amounts_must_bear_out(header):
    unit = header_unit(header)
    assert unit is not None
    assert (unit.multiplier, unit.is_sure) == (1_000_000, False)


@pytest.mark.parametrize("header", ["Cost (T)", "Cost M&A", "Cost (k EUR, before in Mio)"])
def test_what_may_be_a_thousand_or_a_million_is_open(header):
    unit = header_unit(header)
    assert unit is not None
    assert unit.multiplier == 0


@pytest.mark.parametrize(
    "header", ["Cost", "Kosten > 100.000 €", "Cost 2026", "Total cost", "Market cost", "TRY", ""]
)
def test_other_headers_state_none(header):
    assert header_unit(header) is None


@pytest.mark.parametrize(
    ("header", "part", "slug"),
    [
        ("Invest", ("once", "capex"), "capex"),
        ("Investissement", ("once", "capex"), "capex"),
        ("Running p.a.", ("yearly", "opex"), "opex"),
        ("Kosten lfd.", ("yearly", "opex"), "opex"),
        ("Fonctionnement annuel", ("yearly", "opex"), "opex"),
        ("Cost one-off", ("once", ""), "cost-one-off"),
        ("One-time", ("once", ""), "one-time"),
        ("Kosten einmalig (TEUR)", ("once", ""), "kosten-einmalig"),
        ("Cost p.a.", ("yearly", ""), "cost-pa"),
        ("Recurring", ("yearly", ""), "recurring"),
        ("Coût", ("", ""), "cout"),
        ("Non-capex", ("", ""), "non-capex"),
        ("Capex + opex", ("", ""), "capex-opex"),
        ("Einmalkosten (T€)", ("once", ""), "einmalkosten"),
        ("Betriebskosten", ("yearly", "opex"), "opex"),
        ("Investitionskosten", ("once", "capex"), "capex"),
        ("Projektkosten", ("", ""), "projektkosten"),
        ("One-off cost, EUR", ("once", ""), "one-off-cost"),
    ],
)
def test_parts_of_a_cost_have_names_of_their_own(header, part, slug):
    assert (cost_part(header), cost_slug(header)) == (part, slug)
    assert is_cost_header(header) is (header != "Non-capex")


@pytest.mark.parametrize("header", ["Lfd. Nr", "Running since", "One of many", "FTE", "p.a.", ""])
def test_headers_with_other_words_are_no_costs(header):
    assert not is_cost_header(header)


@pytest.mark.parametrize("header", ["Cost savings", "Cost centre", "Budget spent", "Cost owner"])
def test_what_is_gained_or_spent_already_is_no_cost(header):
    assert is_no_cost(header)


@pytest.mark.parametrize(
    "header", ["Cost per year", "Run cost / year", "Costs a year", "Cost/year"]
)
def test_a_cost_of_each_year_is_one_and_the_year_of_a_cost_is_none(header):
    assert not is_no_cost(header)
    assert is_no_cost("Cost year")


def test_years_are_told_from_what_they_share():
    assert without_year("Cost 2027 (k€)") == ("cost k", "2027")
    assert without_year("Capex FY26") == ("capex", "FY26")
    assert without_year("Cost 2026 or 2027") == ("cost 2026 or 2027", "")


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_any_header_is_looked_at(header):
    assert header_unit(header) is None or header_unit(header).multiplier in {
        0, 10**3, 10**5, 10**6, 10**7, 10**9,
    }  # fmt: skip
    assert len(header_currency(header)) in (0, 3)
    assert cost_slug(header) == cost_slug(header).lower()


def test_a_header_of_a_million_letters_costs_no_time():
    start = time.process_time()
    for header in ("(" * 1_000_000, "k" + " " * 1_000_000, "Cost 2026 " * 100_000):
        header_unit(header), is_cost_header(header), cost_slug(header), without_year(header)
        header_currency(header), is_no_cost(header), cost_part(header)
    assert time.process_time() - start < 10
