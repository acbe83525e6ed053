"""Every figure of the packaged demo's evaluation, computed a second time by other code."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import method
import oracle_compare
import pytest

import cximpact

DEMO = Path(str(files("cximpact") / "demo" / "workspace"))


@pytest.fixture(scope="module")
def oracle(evaluation) -> dict[str, Any]:
    return method.evaluate(DEMO, oracle_compare.sure_of(evaluation))


@pytest.fixture(scope="module")
def evaluation() -> dict[str, Any]:
    text = cximpact.evaluate(DEMO / "cximpact.yaml").to_json()
    found: dict[str, Any] = json.loads(text)
    return found


def test_every_figure_of_the_demo_is_the_oracles(evaluation, oracle) -> None:
    found = oracle_compare.compare(evaluation, oracle)
    assert not found.differences, "\n".join(found.differences[:20])
    assert found.count > 1500  # of each kind enough to mean something


def test_the_demo_exercises_what_the_comparison_is_for(oracle) -> None:
    """Five kinds of figures, all actions, budgets and rules: else agreement would say little."""
    kinds = {oracle["scorecard"]["measures"][m["measure"]]["kind"] for m in oracle["measurements"]}
    assert kinds == {"share", "nps", "mean", "rate", "kpi"}
    assert set(oracle["actions"].values()) == {
        "prioritize",
        "approve",
        "defer",
        "revise",
        "decline",
    }
    assert oracle["selected"]
    assert oracle["crowding"]


def test_no_other_affordable_set_of_the_demo_is_worth_more(evaluation, oracle) -> None:
    """The oracle tried every set; the library's proven bound may not be below the best of them."""
    best = sum(oracle["scored"][name]["value"] for name in oracle["selected"])
    assert evaluation["selection"]["value"] == pytest.approx(best, abs=1e-9)
    assert evaluation["selection"]["bound"] >= best - 1e-9
    assert evaluation["selection"]["gap"] == pytest.approx(0, abs=1e-9)
