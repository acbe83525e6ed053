"""Costs: exact to the minor unit, converted by dated rates, matched to budgets."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cximpact.decision.costs import costs, find_rate, mean_cost
from cximpact.exceptions import InputError
from cximpact.model.money import Money, Rate
from cximpact.model.portfolio import Budget, Rules
from cximpact.model.proposal import CostLine

AS_OF = date(2026, 3, 1)


def line(low: str, likely: str, high: str, currency: str = "EUR", **more: str) -> CostLine:
    return CostLine("P1", Decimal(low), Decimal(likely), Decimal(high), currency, **more)


@pytest.mark.parametrize(
    ("stated", "minor"),
    [
        (line("10", "20", "45"), 2250),
        (line("0", "0", "0.03"), 0),  # 0.005 rounds half to even
        (line("0.03", "0", "0.06"), 2),  # 0.015 rounds half to even
        (line("0", "0", "9", "JPY"), 2),  # 1.5 yen
        (line("1", "1", "1", "KWD"), 1000),
    ],
)
def test_mean_cost(stated: CostLine, minor: int) -> None:
    assert minor == mean_cost(stated)


AMOUNTS = st.decimals(-(10**18), 10**18, places=5)


@given(st.lists(AMOUNTS, min_size=3, max_size=3).map(sorted), st.sampled_from(["EUR", "JPY"]))
def test_the_mean_is_exact_whether_a_range_or_one_amount(
    amounts: list[Decimal], currency: str
) -> None:
    low, likely, high = amounts
    shift = 100 if currency == "EUR" else 1
    for three in ((low, likely, high), (likely, likely, likely)):
        exact = (Fraction(three[0]) + 4 * Fraction(three[1]) + Fraction(three[2])) / 6
        assert mean_cost(CostLine("P1", *three, currency)) == round(exact * shift)


def rate(base: str, quote: str, amount: str, on: date) -> Rate:
    return Rate(base, quote, Decimal(amount), on)


def test_the_latest_rate_up_to_the_day_counts_direct_before_inverse() -> None:
    rates = (
        rate("USD", "EUR", "0.8", date(2025, 1, 1)),
        rate("USD", "EUR", "0.9", date(2026, 3, 1)),
        rate("USD", "EUR", "0.5", date(2026, 3, 2)),
        rate("EUR", "USD", "4", date(2026, 2, 28)),
    )
    assert find_rate(rates, "USD", "EUR", AS_OF) == Decimal("0.9")
    assert find_rate(rates, "EUR", "USD", AS_OF) == 4
    assert find_rate(rates[2:], "USD", "EUR", AS_OF) == Decimal("0.25")
    assert find_rate(rates[2:3], "USD", "EUR", AS_OF) is None


def test_every_missing_rate_is_named_at_once(build: Any) -> None:
    made = build.portfolio([0.1]).but(
        costs=(line("1", "1", "1", "USD"), line("1", "1", "1", "GBP")), currency="EUR"
    )
    with pytest.raises(InputError) as caught:
        costs(made.case)
    assert [p.message.split()[2] for p in caught.value.problems] == ["GBP", "USD"]


def test_lines_are_converted_one_by_one_into_reporting_and_budget_currency(build: Any) -> None:
    """Twice USD 0.05 at 0.5 is twice EUR 0.025, each rounded to EUR 0.02."""
    budget = Budget("b", Money(Decimal("100.009"), "USD"))
    made = build.portfolio([0.1]).but(
        costs=(line(*["0.05"] * 3, "USD"), line(*["0.05"] * 3, "USD")),
        rates=(rate("USD", "EUR", "0.5", date(2026, 1, 1)),),
        rules=Rules(budgets=(budget,)),
        currency="EUR",
    )
    found = costs(made.case)
    assert found.amount(0) == Decimal("0.04")
    assert found.budgets[0].cost == {0: 10}
    assert found.budgets[0].limit == 10000


def test_where_takes_fund_category_period_and_the_proposals_unit(build: Any) -> None:
    where = {"fund": ("capex",), "unit": ("billing",)}
    made = build.portfolio([0.1]).but(
        costs=(
            line("1", "1", "1", fund="capex"),
            line("2", "2", "2", fund="opex"),
            line("4", "4", "4", fund="capex", unit="legal"),
            line("8", "8", "8", fund="capex", unit="billing"),
        ),
        rules=Rules(budgets=(Budget("b", Money(Decimal(100), "EUR"), where),)),
    )
    from attrs import evolve

    owned = made.but(proposals=evolve(made.case.proposals, units=("billing",)))
    assert costs(owned.case).budgets[0].cost == {0: 900}
    assert costs(made.case).budgets[0].cost == {0: 800}


def test_no_lines_is_a_missing_cost(build: Any) -> None:
    assert costs(build.portfolio([0.1]).case).amount(0) is None
