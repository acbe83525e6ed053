"""How often the selected costs run over a budget, held against draws made here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import betaincinv

from cximpact.decision.costs import costs
from cximpact.decision.drawn_costs import drawn_costs
from cximpact.decision.drawn_uses import with_drawn_uses
from cximpact.model.decision import BudgetUse, DrawnUse, Selection
from cximpact.model.money import Money, Rate
from cximpact.model.portfolio import Budget, Rules
from cximpact.model.proposal import CostLine
from cximpact.scoring.streams import stream

COUNT = 2_000


def line(proposal: str, low: Any, likely: Any, high: Any, **more: str) -> CostLine:
    amounts = (Decimal(str(each)) for each in (low, likely, high))
    return CostLine(proposal, *amounts, more.pop("currency", "EUR"), **more)


def budget(limit: Any, key: str = "all", currency: str = "EUR", **where: Any) -> Budget:
    return Budget(key, Money(Decimal(str(limit)), currency), where)


def uses(
    build: Any,
    lines: Sequence[CostLine],
    *budgets: Budget,
    selected: Sequence[int] = (1, 1, 1),
    **more: Any,
) -> Mapping[str, DrawnUse | None]:
    """Return what is said of every budget."""
    case = build.portfolio([0.1, 0.2, 0.3])
    case = case.but(costs=tuple(lines), rules=Rules(budgets=budgets), **more).case
    money, flags = costs(case), np.array(selected, dtype=bool)
    none = Decimal(0)
    told = tuple(
        BudgetUse(each.id, each.limit.amount, none, none, none, each.limit.currency)
        for each in budgets
    )
    chosen = Selection(flags, flags, {}, 0.0, 0.0, 0.0, told)
    found = with_drawn_uses(chosen, money, drawn_costs(case, money, COUNT))
    return {each.budget: each.drawn for each in found.budgets}


def quantiles(low: float, likely: float, high: float, *key: str) -> np.ndarray:
    mode = (likely - low) / (high - low)
    uniform = stream(0, "cost", *key, "", "", "", "", "EUR", "0").random(COUNT)
    return low + (high - low) * betaincinv(1 + 4 * mode, 5 - 4 * mode, uniform)


def test_it_is_the_sum_of_pert_draws_and_certain_costs(build: Any) -> None:
    """P1 and P2 uncertain, P3 certain: against the same sum made here."""
    lines = [line("P1", 10, 20, 60), line("P2", 40, 50, 90), line("P3", 7, 7, 7)]
    found = uses(build, lines, budget(90))["all"]
    total = quantiles(10, 20, 60, "P1") + quantiles(40, 50, 90, "P2") + 7
    assert found is not None
    assert found.over == pytest.approx((total > 90).mean(), abs=2 / COUNT)
    assert float(found.low) == pytest.approx(np.quantile(total, 0.05), abs=0.02)
    assert float(found.high) == pytest.approx(np.quantile(total, 0.95), abs=0.02)
    assert -found.low.as_tuple().exponent == 2


def test_half_of_a_symmetric_guess_lies_above_its_mean(build: Any) -> None:
    found = uses(build, [line("P1", 10, 20, 30)], budget(20))["all"]
    assert found is not None
    assert found.over == pytest.approx(0.5, abs=0.05)


def test_a_limit_exactly_met_is_not_exceeded(build: Any) -> None:
    """Yen have no minor unit: all draws of 1 to 3 are 1, 2 or 3, and none is more than 3."""
    lines = [line("P1", 1, 2, 3, currency="JPY")]
    limits = [budget(limit, f"b{limit}", "JPY") for limit in (0, 1, 2, 3)]
    found = uses(build, lines, *limits, currency="JPY")
    over = [each.over for each in found.values() if each is not None]
    assert over[0] == 1
    assert over[3] == 0
    assert 0 < over[2] < over[1] < 1


@pytest.mark.parametrize(
    ("selected", "told"), [((1, 1, 1), True), ((1, 0, 0), True), ((0, 1, 1), False)]
)
def test_only_what_is_selected_counts(build: Any, selected: Sequence[int], told: bool) -> None:
    """P1 alone is uncertain."""
    lines = [line("P1", 10, 20, 60), line("P2", 5, 5, 5), line("P3", 7, 7, 7)]
    found = uses(build, lines, budget(100), selected=selected)["all"]
    assert (found is not None) is told


def test_each_budget_sees_its_own_lines_in_its_own_currency(build: Any) -> None:
    lines = [line("P1", 10, 20, 60, fund="capex"), line("P1", 7, 7, 7, fund="opex")]
    rates = (Rate("EUR", "USD", Decimal(2), date(2026, 1, 1)),)
    limits = (
        budget(30, "capex", fund=("capex",)),
        budget(60, "dollars", "USD", fund=("capex",)),
        budget(9, "opex", fund=("opex",)),
    )
    found = uses(build, lines, *limits, rates=rates)
    capex, dollars = found["capex"], found["dollars"]
    assert found["opex"] is None
    assert capex is not None
    assert dollars is not None
    assert dollars.over == capex.over
    assert float(dollars.high) == pytest.approx(2 * float(capex.high), abs=0.02)


def test_absurd_amounts_do_not_wrap_around(build: Any) -> None:
    """Beyond 64 bits of cents: 9e16 for sure, and two of which each is 1e15 at least."""
    lines = [line(key, "1e15", "1.5e15", "2e15") for key in ("P1", "P2")]
    lines += [line("P3", *["9e16"] * 3)]
    found = uses(build, lines, budget("9.1e16"))["all"]
    assert found is not None
    assert found.over == 1
    assert Decimal("9.2e16") < found.low < found.high < Decimal("9.4e16")


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(1, 60), min_size=3, max_size=3), st.integers(1, 200), st.randoms())
def test_a_larger_limit_is_exceeded_no_more_often_and_order_is_nothing(
    build: Any, highs: list[int], limit: int, chance: Any
) -> None:
    lines = [line(f"P{n}", 1, 1, 1 + high) for n, high in enumerate(highs, start=1)]
    turned = chance.sample(lines, len(lines))
    small, large = budget(limit, "a"), budget(limit + 10, "b")
    found = uses(build, lines, small, large)
    assert found == uses(build, turned, small, large)
    assert found["a"] is not None
    assert found["b"] is not None
    assert found["b"].over <= found["a"].over
    assert evolve(found["a"], over=0.0) == evolve(found["b"], over=0.0)
