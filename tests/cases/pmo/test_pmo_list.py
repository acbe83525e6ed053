"""A PMO's own list: semicolons, Western European encoding, decimal commas, its own headers.

The figures expected are computed by hand. Ease is asked from 1 to 5 with 3 for no change, so an
answer a scores (a - 3) / 2; the other criterion is answered on -3 ... +3.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

import cximpact

LIST = """\
ID;Project;Department;Status;Capex;Ease 1-5;Clarity;Sponsor
P01;Verständliche Briefe;Service;Idea;120.000,00;5;2;Jürgen
P02;Neue Kreditregeln;Risk;Idea;0,00;1;0;Zoë
P03;Portal;IT;Running;1.500.000,50;4;1;Åsa
P04;Büro;Facilities;Idea;900.000,00;3;0;Max
P05;Rückruf;Service;Idea;400.000,00;4;1;Ida
"""
SCORECARD = """\
id: pmo
criteria:
  ease: {weight: 60, question: How much easier does it get for the customer?}
  clarity: {weight: 40, question: How much clearer does it get for the customer?}
"""
WORKSPACE = """\
scorecard: scorecard.yaml
as_of: 2026-03-01
proposals:
  path: proposals.csv
  read: {delimiter: ";", encoding: cp1252, decimal: ",", thousands: "."}
  columns:
    id: ID
    title: Project
    unit: Department
    status: {column: Status, values: {Running: committed, Idea: proposed}}
    costs: [{column: Capex, currency: EUR, fund: capex}]
    ratings: {ease: {column: Ease 1-5, scale: [1, 3, 5]}, clarity: Clarity}
budgets: {capex: {limit: EUR 2000000, where: {fund: capex}}}
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    (tmp_path / "proposals.csv").write_bytes(LIST.encode("cp1252"))
    (tmp_path / "scorecard.yaml").write_text(SCORECARD, encoding="utf-8")
    (tmp_path / "cximpact.yaml").write_text(WORKSPACE, encoding="utf-8")
    return tmp_path


def test_the_list_is_ranked_with_its_own_headers(workspace: Path) -> None:
    result = cximpact.evaluate(cximpact.load(workspace))
    actions = {item.proposal: item.action for item in result}
    assert actions == {
        "P01": "prioritize",
        "P02": "decline",
        "P03": "approve",
        "P04": "decline",
        "P05": "defer",
    }
    assert result["P01"].title == "Verständliche Briefe"
    assert result["P01"].value.expected == pytest.approx(0.6 * 1.0 + 0.4 * 2 / 3, abs=1e-9)
    assert result["P03"].value.expected == pytest.approx(0.6 * 0.5 + 0.4 / 3, abs=1e-9)


def test_money_is_exact_and_the_committed_project_consumes_the_budget(workspace: Path) -> None:
    result = cximpact.evaluate(workspace)
    cost = result["P03"].cost
    assert cost is not None
    assert cost.amount == Decimal("1500000.50")
    (budget,) = result.budgets
    assert budget.committed == Decimal("1500000.50")
    # 499 999.50 are left: the letters (120 000) fit, the call-back (400 000) does not beside them.
    assert budget.used == Decimal("1620000.50")
    assert result["P05"].action == "defer"


def test_a_column_nobody_reads_is_listed(workspace: Path) -> None:
    assert cximpact.evaluate(workspace).not_used == {"proposals.csv": ("Sponsor",)}


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends_change_no_byte(workspace: Path, end: str) -> None:
    before = cximpact.evaluate(workspace).to_json()
    file = workspace / "proposals.csv"
    file.write_bytes(file.read_bytes().replace(b"\n", end.encode()))
    assert cximpact.evaluate(workspace).to_json() == before


def test_a_saved_evaluation_replays_to_the_same_bytes(workspace: Path, tmp_path: Path) -> None:
    first = cximpact.evaluate(workspace)
    folder = first.save(tmp_path / "kept")
    again = cximpact.evaluate(folder / "inputs")
    assert first.id == again.id
    assert first.to_json() == again.to_json()
    assert cximpact.read_evaluation(folder).to_json() == first.to_json()


def test_all_problems_of_all_files_come_at_once(workspace: Path) -> None:
    (workspace / "scorecard.yaml").write_text(SCORECARD.replace("weight: 60", "weight: -1"))
    text = LIST.replace("120.000,00", "12o")
    (workspace / "proposals.csv").write_bytes(text.replace("Running", "Runing").encode("cp1252"))
    with pytest.raises(cximpact.InputError) as caught:
        cximpact.load(workspace)
    places = {(problem.file, problem.line) for problem in caught.value.problems}
    assert {("scorecard.yaml", 3), ("proposals.csv", 2), ("proposals.csv", 4)} <= places
