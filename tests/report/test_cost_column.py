"""Costs of a column go without cents, as long as nothing looks otherwise than it is."""

from __future__ import annotations

from decimal import Decimal
from types import SimpleNamespace

import pytest

from cximpact.model.decision import BudgetUse
from cximpact.model.evaluation import Cost
from cximpact.report.cost_column import CostColumn, cost_column


def cells(*amounts: str | None, left: str | None = None) -> CostColumn | None:
    items = [
        SimpleNamespace(cost=None if each is None else Cost(Decimal(each), "EUR"))
        for each in amounts
    ]
    used = Decimal(0)
    budget = BudgetUse("all", Decimal(9_000_000), used, used, Decimal(left or 1), "EUR")
    return cost_column(items, [] if left is None else [budget])


@pytest.mark.parametrize(
    ("amounts", "told"),
    [
        (["45833.33", "281666.67", None], ("45,833", "281,667", "–")),
        (["1000.50", "2000"], ("1,001", "2,000")),
        (["5000.00", "12"], ("5,000", "12")),
        (["-1500.50", "-1400"], ("-1,501", "-1,400")),
        # Equal ones may look equal.
        (["5000.40", "5000.40"], ("5,000", "5,000")),
        # Others may not, and small ones keep their cents, and with them all.
        (["5000.40", "5000"], ("5,000.40", "5,000")),
        (["5000.40", "0.99"], ("5,000.40", "0.99")),
    ],
)
def test_cents_go_where_nothing_is_lost(amounts: list[str | None], told: tuple[str, ...]) -> None:
    assert cells(*amounts) == CostColumn("cost EUR", told)


@pytest.mark.parametrize(
    ("left", "told"),
    [
        ("174999.99", "175,000.20"),  # both would be 175,000, and one does not fit
        ("175000", "175,000.20"),
        ("174000", "175,000"),
        ("0.50", "175,000.20"),
    ],
)
def test_a_cost_never_looks_like_what_is_left(left: str, told: str) -> None:
    assert cells("175000.20", left=left) == CostColumn("cost EUR", (told,))


def test_without_costs_there_is_no_column() -> None:
    assert cells(None, None) is None


@pytest.mark.parametrize(
    ("currencies", "column"),
    [
        (["EUR", "USD"], CostColumn("cost", ("EUR 1", "USD 2"))),
        (["", ""], CostColumn("cost", ("1", "2"))),
    ],
)
def test_the_currency_stands_above_where_all_share_it(
    currencies: list[str], column: CostColumn
) -> None:
    items = [
        SimpleNamespace(cost=Cost(Decimal(amount), currency))
        for amount, currency in enumerate(currencies, start=1)
    ]
    assert cost_column(items) == column
