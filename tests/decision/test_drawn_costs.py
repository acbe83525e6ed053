"""Drawn costs: PERT per line, exact to the minor unit, the same line alike under every budget."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import betaincinv

from cximpact.decision.costs import costs
from cximpact.decision.drawn_costs import drawn_costs
from cximpact.model.money import Money, Rate
from cximpact.model.portfolio import Budget, Rules
from cximpact.model.proposal import CostLine
from cximpact.scoring.streams import stream

COUNT = 400


def line(proposal: str, low: Any, likely: Any, high: Any, **more: str) -> CostLine:
    amounts = (Decimal(str(each)) for each in (low, likely, high))
    return CostLine(proposal, *amounts, more.pop("currency", "EUR"), **more)


def budget(key: str, currency: str = "EUR", **where: tuple[str, ...]) -> Budget:
    return Budget(key, Money(Decimal(10_000), currency), where)


def case_of(build: Any, lines: Sequence[CostLine], *budgets: Budget, **more: Any) -> Any:
    made = build.portfolio([0.1, 0.2, 0.3])
    return made.but(costs=tuple(lines), rules=Rules(budgets=budgets), **more).case


def drawn(case: Any, count: int = COUNT) -> Any:
    return drawn_costs(case, costs(case), count)


def quantiles(low: float, likely: float, high: float, *key: str) -> np.ndarray:
    mode = (likely - low) / (high - low)
    uniform = stream(0, "cost", *key).random(COUNT)
    return low + (high - low) * betaincinv(1 + 4 * mode, 5 - 4 * mode, uniform)


def test_an_uncertain_line_is_pert_in_minor_units(build: Any) -> None:
    case = case_of(build, [line("P1", 10, 20, 60)], budget("all"))
    (found,) = drawn(case)
    expected = quantiles(1000, 2000, 6000, "P1", "", "", "", "", "EUR", "0")
    assert list(found) == [0]
    assert found[0].dtype == np.int64
    assert np.abs(found[0] - expected).max() <= 0.51


def test_moments_are_those_of_the_guess(build: Any) -> None:
    """Mean (10 + 4 x 20 + 60)/6 = 25; variance (25 - 10)(60 - 25)/7 = 75."""
    case = case_of(build, [line("P1", 10, 20, 60)], budget("all"))
    amounts = drawn(case, 20_000)[0][0] / 100
    assert amounts.mean() == pytest.approx(25, abs=0.25)
    assert amounts.var() == pytest.approx(75, rel=0.05)


def test_only_proposals_with_an_uncertain_line_in_the_budget_are_drawn(build: Any) -> None:
    lines = [
        line("P1", 10, 20, 60, fund="capex"),
        line("P1", 5, 5, 5, fund="opex"),
        line("P2", 7, 7, 7, fund="capex"),
        line("P3", 1, 2, 3, fund="opex"),
    ]
    capex, opex = budget("capex", fund=("capex",)), budget("opex", fund=("opex",))
    found = drawn(case_of(build, lines, capex, opex))
    assert [list(each) for each in found] == [[0], [2]]


def test_certain_lines_are_added_exactly(build: Any) -> None:
    alone = drawn(case_of(build, [line("P1", 10, 20, 60)], budget("all")))[0][0]
    lines = [line("P1", 10, 20, 60), line("P1", "0.07", "0.07", "0.07", fund="opex")]
    both = drawn(case_of(build, lines, budget("all")))[0][0]
    assert (both - alone).tolist() == [7] * COUNT


def test_two_budgets_see_the_same_overrun(build: Any) -> None:
    lines = [line("P1", 10, 20, 60, fund="capex", period="2026")]
    found = drawn(
        case_of(build, lines, budget("a", fund=("capex",)), budget("b", period=("2026",)))
    )
    assert found[0][0].tolist() == found[1][0].tolist()


@pytest.mark.parametrize(
    ("base", "quote", "rate"),
    [("USD", "EUR", "0.87654321"), ("EUR", "USD", "0.87654321"), ("JPY", "KWD", "0.00205")],
)
def test_draws_are_rounded_and_then_converted_half_to_even(
    build: Any, base: str, quote: str, rate: str
) -> None:
    """The same draw in its own currency, times the rate, as exact fractions."""
    lines = [line("P1", 1000, 2000, 6000, currency=base)]
    own = drawn(case_of(build, lines, budget("all", base), currency=base))[0][0]
    rates = (Rate("USD", "EUR", Decimal(rate), date(2026, 1, 1)),)
    exact = Fraction(rate)
    if base == "EUR":
        exact = 1 / exact
    if base == "JPY":
        rates = (Rate("JPY", "KWD", Decimal(rate), date(2026, 1, 1)),)
        exact *= 1000
    case = case_of(build, lines, budget("all", quote), rates=rates, currency=base)
    expected = [round(amount * exact) for amount in own.tolist()]
    assert drawn(case)[0][0].tolist() == expected


def test_half_a_minor_unit_goes_to_the_even_one(build: Any) -> None:
    lines = [line("P1", 0, 1, 2, currency="USD")]
    own = drawn(case_of(build, lines, budget("all", "USD"), currency="USD"))[0][0]
    rates = (Rate("USD", "EUR", Decimal("0.5"), date(2026, 1, 1)),)
    found = drawn(case_of(build, lines, budget("all"), rates=rates, currency="USD"))[0][0]
    assert found.tolist() == [round(Fraction(each, 2)) for each in own.tolist()]
    assert {each % 4 for each in own.tolist()} == {0, 1, 2, 3}


def test_large_amounts_stay_exact_and_absurd_ones_stay_numbers(build: Any) -> None:
    rates = (Rate("USD", "EUR", Decimal("0.123456789012345678"), date(2026, 1, 1)),)
    lines = [line("P1", "1e14", "2e14", "3e14", currency="USD")]
    own = drawn(case_of(build, lines, budget("all", "USD"), currency="USD"))[0][0]
    found = drawn(case_of(build, lines, budget("all"), rates=rates, currency="USD"))[0][0]
    exact = Fraction("0.123456789012345678")
    assert found.tolist() == [round(each * exact) for each in own.tolist()]
    absurd = [line("P1", "1e17", "2e17", "9e17"), line("P1", *["9e17"] * 3, fund="x")]
    assert (drawn(case_of(build, absurd, budget("all")))[0][0] > 10**17).all()


def test_other_lines_and_their_order_change_no_draw(build: Any) -> None:
    lines = [
        line("P1", 10, 20, 60),
        line("P1", 10, 30, 60),
        line("P1", 1, 2, 3, fund="opex"),
        line("P2", 10, 20, 60),
    ]
    whole = drawn(case_of(build, lines, budget("all")))[0]
    turned = drawn(case_of(build, lines[::-1], budget("all")))[0]
    assert {key: each.tolist() for key, each in whole.items()} == {
        key: each.tolist() for key, each in turned.items()
    }
    assert whole[0].tolist() == drawn(case_of(build, lines[:3], budget("all")))[0][0].tolist()
    assert whole[1].tolist() != whole[0].tolist()


def test_the_same_amount_written_otherwise_is_the_same(build: Any) -> None:
    one = drawn(case_of(build, [line("P1", "10", "20", "60")], budget("all")))
    other = drawn(case_of(build, [line("P1", "10.00", "2E1", "60.0")], budget("all")))
    assert one[0][0].tolist() == other[0][0].tolist()


@settings(max_examples=30, deadline=None)
@given(st.integers(10, 60), st.integers(10, 60))
def test_a_higher_likely_cost_is_cheaper_in_no_draw(build: Any, one: int, other: int) -> None:
    found = [
        drawn(case_of(build, [line("P1", 10, likely, 60)], budget("all")))[0][0]
        for likely in sorted((one, other))
    ]
    assert (found[1] >= found[0]).all()


def test_the_first_draws_are_those_of_fewer(build: Any) -> None:
    case = case_of(build, [line("P1", 10, 20, 60)], budget("all"))
    assert drawn(case, 100)[0][0].tolist() == drawn(case)[0][0].tolist()[:100]


def test_the_seed_counts(build: Any) -> None:
    case = case_of(build, [line("P1", 10, 20, 60)], budget("all"))
    other = evolve(case, drawing=evolve(case.drawing, seed=1))
    assert drawn(case)[0][0].tolist() != drawn(other)[0][0].tolist()


def test_without_a_budget_there_is_nothing(build: Any) -> None:
    assert drawn(case_of(build, [line("P1", 10, 20, 60)])) == ()
