"""What is used of capacities is told beside budgets, and kept in the file of an evaluation."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import cximpact
from cximpact.report.brief import brief
from cximpact.report.footer import footer

LINE = "capacity staff: 7.25 of 9 FTE used, 1.75 left"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """P1 and P2 use 4.25 and 3; P3 needs 2 of what is left. A scenario forces P2 out."""
    home = tmp_path_factory.mktemp("round")
    (home / "list.csv").write_text(
        "id,ease,FTE,Capex\nP1,3,4.25,100\nP2,2,3.00,100\nP3,1,2,100\n", encoding="utf-8"
    )
    (home / "cximpact.yaml").write_text(
        "scorecard: card.yaml\nas_of: 2026-03-01\ncurrency: EUR\ndraws: 200\n"
        "proposals: {path: list.csv, columns: {costs: [{column: Capex}]}}\n"
        "budgets: {all: EUR 300}\n"
        "rules: {capacity: {staff: {limit: 9, unit: FTE, column: FTE}}}\n"
        "scenarios: {later: {forced_out: {P2: next year}}}\n",
        encoding="utf-8",
    )
    (home / "card.yaml").write_text("criteria: {ease: {weight: 1}}\n", encoding="utf-8")
    return home


@pytest.fixture(scope="module")
def evaluation(folder: Path) -> cximpact.Evaluation:
    return cximpact.evaluate(folder)


def test_it_is_told_below_the_budgets_in_short_and_in_full(
    evaluation: cximpact.Evaluation,
) -> None:
    (use,) = evaluation.capacities
    assert (use.capacity, str(use.used), str(use.left)) == ("staff", "7.25", "1.75")
    for told in (brief, footer):
        lines = list(told(evaluation.summary, evaluation.recommendations))
        assert lines[lines.index(LINE) - 1].startswith("budget all: EUR 200 of EUR 300 used")
        assert lines[lines.index(LINE) + 1].startswith("selected: ")


def test_it_stands_in_the_file_and_is_read_back(
    evaluation: cximpact.Evaluation, tmp_path: Path
) -> None:
    """What is left under the scenario: 9 less 4.25 and 2."""
    data = json.loads(evaluation.to_json())
    assert data["capacities"] == [
        {
            "capacity": "staff",
            "limit": "9",
            "committed": "0",
            "used": "7.25",
            "left": "1.75",
            "unit": "FTE",
        }
    ]
    (later,) = data["scenarios"]
    assert later["capacities"][0]["left"] == "2.75"
    again = cximpact.read_evaluation(evaluation.save(tmp_path / "saved"))
    assert again.summary.capacities == evaluation.summary.capacities
    assert again.to_json() == evaluation.to_json()


def test_the_record_replays_to_the_byte(evaluation: cximpact.Evaluation, tmp_path: Path) -> None:
    saved = evaluation.save(tmp_path / "saved")
    replayed = cximpact.evaluate(saved / "inputs")
    assert replayed.to_json() == evaluation.to_json()


def test_a_file_without_it_is_read_as_before(
    evaluation: cximpact.Evaluation, tmp_path: Path
) -> None:
    """So evaluations were saved before capacities and assumptions were told."""
    data = json.loads(evaluation.to_json())
    del data["capacities"], data["assumed"], data["scenarios"][0]["capacities"]
    (tmp_path / "evaluation.json").write_text(json.dumps(data), encoding="utf-8")
    old = cximpact.read_evaluation(tmp_path)
    assert (old.summary.capacities, old.summary.assumed) == ((), ())
    assert LINE not in list(brief(old.summary, old.recommendations))
    assert json.loads(old.to_json()) == data


def test_without_capacities_the_file_has_none(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("id,ease\nP1,3\n", encoding="utf-8")
    found = cximpact.evaluate(proposals=tmp_path / "list.csv", weights={"ease": 1}, draws=0)
    assert "capacities" not in json.loads(found.to_json())
