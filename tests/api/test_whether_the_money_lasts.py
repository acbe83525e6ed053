"""Costs with ranges under a budget: how often they exceed it stands in the result."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import cximpact
from cximpact.schemas import validator

IDEAS = pd.DataFrame({"id": ["calls", "letters"], "calm": [3, 2]})
RANGES = pd.DataFrame(
    {
        "proposal": ["calls", "letters"],
        "low": [20, 50],
        "likely": [40, 50],
        "high": [60, 50],
        "currency": ["EUR", "EUR"],
    }
)


def decided(costs: pd.DataFrame = RANGES, limit: str = "EUR 90", **more: Any) -> Any:
    return cximpact.evaluate(
        proposals=IDEAS,
        weights={"calm": 1},
        costs=costs,
        budgets={"all": limit},
        as_of="2026-03-01",
        analyses=[],
        **{"draws": 4_000, "selection_draws": 0, **more},
    )


def test_the_money_lasts_in_half_of_the_draws() -> None:
    """The means, 40 and 50, fit exactly; 40 lies in the middle of 20 to 60."""
    found = decided()
    (use,) = found.budgets
    assert set(found.summary.selection.selected) == {"calls", "letters"}
    assert use.left == 0
    assert use.drawn.over == pytest.approx(0.5, abs=0.03)
    # Beta(3, 3) has its 95th percentile at 0.8107: 20 + 40 * 0.8107 + 50.
    assert float(use.drawn.high) == pytest.approx(102.43, abs=0.6)
    assert float(use.drawn.low) == pytest.approx(77.57, abs=0.6)


@pytest.mark.parametrize(
    ("costs", "more"),
    [
        (RANGES.assign(low=RANGES["likely"], high=RANGES["likely"]), {}),
        (RANGES, {"draws": 0}),
    ],
    ids=["certain", "no draws"],
)
def test_nothing_is_said_where_nothing_is_drawn(costs: pd.DataFrame, more: Any) -> None:
    found = decided(costs, **more)
    assert found.budgets[0].drawn is None
    assert "drawn" not in json.loads(found.to_json())["budgets"][0]


def test_it_agrees_with_the_schema_and_is_read_back(tmp_path: Path) -> None:
    found = decided()
    written = found.to_json()
    validator("evaluation").validate(json.loads(written))
    path = tmp_path / "evaluation.json"
    path.write_text(written, encoding="utf-8")
    again = cximpact.read_evaluation(path)
    assert again.budgets == found.budgets
    assert again.to_json() == written


def test_a_scenario_with_less_money_says_so_of_itself() -> None:
    """EUR 85 holds letters alone or calls alone; calls are worth more and can cost 60 at most."""
    found = decided(scenarios={"tight": {"budgets": {"all": "EUR 85"}}})
    (use,) = found.summary.scenarios[0].budgets
    assert use.drawn.over == 0
    assert float(use.drawn.high) == pytest.approx(52.43, abs=0.6)
