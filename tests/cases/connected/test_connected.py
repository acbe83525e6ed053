"""Evidence collected from systems gives the decision that the same evidence in files gives."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from figures import figures

import cximpact
from cximpact.cli import main

for module in ("cximpact_jira", "cximpact_finance", "cximpact_survey", "sqlalchemy"):
    if find_spec(module) is None and os.environ.get("CI") != "true":
        hint = "pip install plugins/cximpact-jira plugins/cximpact-finance plugins/cximpact-survey"
        pytest.skip(f"{module} is not installed: {hint}", allow_module_level=True)

Both = tuple[Path, cximpact.Evaluation]
PARTS = {
    "budgets_from",
    "costs",
    "proposals",
    "evidence.calls",
    "evidence.calls-solved",
    "evidence.complaints",
    "evidence.csat-survey",
    "evidence.indicators",
    "evidence.nps-survey",
}


def data(evaluation: cximpact.Evaluation) -> dict[str, Any]:
    whole: dict[str, Any] = json.loads(evaluation.to_json())
    return whole


def test_every_figure_is_the_one_that_files_give(
    by_systems: Both, by_files: cximpact.Evaluation
) -> None:
    """Scores, bands, ranks, actions, reasons, conditions, counts: all but where they came from."""
    _, connected = by_systems
    found, expected = figures(data(connected)), figures(data(by_files))
    assert len(expected) > 5_000
    assert {path: value for path, value in found.items() if expected.get(path) != value} == {}
    assert found.keys() == expected.keys()


def test_every_part_came_from_its_system(by_systems: Both) -> None:
    workspace, _ = by_systems
    (snapshot,) = (workspace / ".cximpact" / "snapshots").iterdir()
    manifest = json.loads((snapshot / "manifest.json").read_text("utf-8"))
    assert {path.stem for path in snapshot.glob("*.parquet")} == PARTS
    told = json.dumps(manifest)
    for name in ("cximpact-jira", "cximpact-finance", "cximpact-survey"):
        assert name in told


def test_scores_name_the_issues_and_questions_they_rest_on(by_systems: Both) -> None:
    _, connected = by_systems
    decision = next(
        each for each in data(connected)["touchpoints"] if each["id"] == "credit-decision"
    )
    known = {
        each["source"]: each["references"]
        for each in decision["measurements"]
        if "references" in each
    }
    assert known["csat-survey"] == ["SV_0000000000000Cs QID1"]
    assert all(reference.startswith("VOC-") for reference in known["complaints"])


def test_what_a_system_left_out_is_told(by_systems: Both) -> None:
    """Previews and unfinished responses are counted, not scored."""
    _, connected = by_systems
    told = "\n".join(data(connected)["problems"])
    assert "1520 responses; not counted: 1 not finished, 1 previews and tests" in told
    assert "442 responses; not counted: 1 not finished, 1 previews and tests" in told


def test_nobody_can_be_told_from_what_is_kept(by_systems: Both) -> None:
    """Qualtrics holds an address for each response; neither snapshot nor result does."""
    import duckdb

    workspace, connected = by_systems
    kept = [connected.to_json()]
    for path in workspace.rglob("*.parquet"):
        rows = duckdb.connect().execute("SELECT * FROM read_parquet(?)", [str(path)]).fetchall()
        kept.append(repr(rows))
    for person in ("someone@example.org", "203.0.113.7", "R_0000", "Mia Krystof"):
        assert not [text for text in kept if person in text]


@pytest.mark.parametrize("means", [{"offline": True}, {"snapshot": "newest"}], ids=str)
def test_it_decides_again_without_the_systems(by_systems: Both, means: dict[str, Any]) -> None:
    """The same bytes, when nothing answers any more."""
    workspace, connected = by_systems
    if "snapshot" in means:
        (folder,) = (workspace / ".cximpact" / "snapshots").iterdir()
        means = {"snapshot": folder}
    again = cximpact.evaluate(cximpact.load(workspace), **means)
    assert again.to_json() == connected.to_json()


def test_a_survey_that_cannot_be_reached_is_missing_not_zero(
    workspace: Path, run_systems: Callable[[], Any], by_files: cximpact.Evaluation
) -> None:
    """Its touchpoints become less certain, everything else stays, and the reason is told."""
    nowhere = {"VELMORA_QUALTRICS_TOKEN": "revoked"}
    with run_systems(), mock.patch.dict(os.environ, nowhere):
        evaluation = cximpact.evaluate(cximpact.load(workspace))
    points = {each["id"]: each for each in data(evaluation)["touchpoints"]}
    before = {each["id"]: each for each in data(by_files)["touchpoints"]}
    assert points["car-handover"]["measurements"] == []
    assert points["car-handover"]["condition"] == 0.5
    assert points["car-handover"]["sd"] > before["car-handover"]["sd"]
    assert points["help-line"]["condition"] == before["help-line"]["condition"]
    told = "\n".join(data(evaluation)["problems"])
    assert "nps-survey" in told
    assert "revoked" not in evaluation.to_json()


def test_the_command_line_says_where_a_score_comes_from(
    workspace: Path, run_systems: Callable[[], Any], capsys: pytest.CaptureFixture[str]
) -> None:
    words = mock.patch.object(sys, "argv", ["cximpact", "explain", "P02", str(workspace)])
    with run_systems(), words, pytest.raises(SystemExit) as ended:
        main()
    assert not ended.value.code
    told = " ".join(capsys.readouterr().out.split())
    assert "survey-qualtrics" in told
    assert "jira-issues" in told
