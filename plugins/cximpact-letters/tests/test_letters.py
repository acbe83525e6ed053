"""Letters become rows; what cannot be read is told; their words stay where they are."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from cximpact.plugins import EvidenceSource, QueryError
from cximpact.testing import (
    IsolatedPlugins,
    PluginContract,
    SourceContract,
    WorkspaceRunner,
    run_source,
    small_scorecard,
)

HERE = Path(__file__).parent
MEASURES = {
    "complaints": {
        "kind": "rate",
        "anchors": {"broken": 0.3, "reliable": 0.1, "differentiating": 0.02},
    },
    "days": {
        "kind": "mean",
        "scale": [0, 60],
        "anchors": {"broken": 21, "reliable": 7, "differentiating": 2},
    },
}


def about(touchpoint: str) -> dict[str, str]:
    return {"touchpoint": touchpoint, "measure": "complaints"}


class TestPlugin(PluginContract):
    plugin = "cximpact_letters.plugin"
    name = "letters"


class TestLettersAsComplaints(SourceContract):
    plugin = "cximpact_letters.plugin"
    source = "letters"
    folder = HERE / "workspace"
    settings = {"folder": "letters"}
    measures = MEASURES
    block = {
        "channel": "complaint",
        "columns": {"date": "received"},
        "map": [
            {"when": {"about": {"contains": "refused"}}, **about("decision")},
            {"when": {"about": {"contains": "bill"}}, **about("billing")},
        ],
    }
    set_aside = ("no rule matched",)


class TestDaysToAnswer(SourceContract):
    plugin = "cximpact_letters.plugin"
    source = "letters"
    folder = HERE / "workspace"
    settings = {"folder": "letters"}
    measures = MEASURES
    block = {
        "columns": {"date": "answered", "value": "days_to_answer"},
        "map": [{"touchpoint": "complaint", "measure": "days"}],
    }
    set_aside = ("date not given",)  # letters nobody answered yet


@pytest.fixture
def letters(cximpact_plugins: IsolatedPlugins) -> EvidenceSource:
    return cximpact_plugins.load("cximpact_letters.plugin").source("letters")


def test_a_letter_becomes_a_row(letters: EvidenceSource, tmp_path: Path) -> None:
    text = "Received: 2026-01-14\nAbout: Wrong bill: twice\nAnswered: 2026-01-29\n\nDear all"
    (tmp_path / "7.txt").write_text(text, "utf-8")
    run = run_source(letters, {"folder": "."}, folder=tmp_path)
    expected = {
        "ref": "7.txt",
        "received": "2026-01-14",
        "about": "Wrong bill: twice",
        "answered": "2026-01-29",
        "days_to_answer": "15",
    }
    assert expected == run.rows[0]


@pytest.mark.parametrize(
    "head",
    ["", "Received: 14.01.2026\nAbout: x", "Received: 2026-01-14", "About: x",
     "Received: 2026-01-14\nAbout: x\nAnswered: soon",
     "Received: 2026-01-14\nAbout: x\nAnswered: 2026-01-13"],
)  # fmt: skip
def test_a_letter_without_a_readable_head_is_left_out_and_told(
    letters: EvidenceSource, tmp_path: Path, head: str
) -> None:
    (tmp_path / "7.txt").write_text(f"{head}\n\nDear all", "utf-8")
    run = run_source(letters, {"folder": "."}, folder=tmp_path)
    assert run.rows == []
    assert run.heard.notes == ["letters without a readable head: 1, such as 7.txt"]


def test_the_words_of_a_letter_stay_where_they_are(letters: EvidenceSource) -> None:
    run = run_source(letters, {"folder": "letters"}, folder=HERE / "workspace")
    assert not [text for text in run.texts() if "Dear" in text]


@pytest.mark.parametrize("settings", [{"folder": "none"}, {"folder": "letters", "encoding": "x"}])
def test_settings_that_lead_nowhere_are_the_settings_fault(
    letters: EvidenceSource, settings: dict[str, str]
) -> None:
    run = run_source(letters, settings, folder=HERE / "workspace")
    assert isinstance(run.error, QueryError)


def test_any_day_may_be_asked_for(letters: EvidenceSource) -> None:
    run = run_source(
        letters, {"folder": "letters"}, folder=HERE / "workspace", as_of=date(2025, 12, 1)
    )
    assert len(run.rows) == 6


def test_a_workspace_decides_with_letters(cximpact_workspace: WorkspaceRunner) -> None:
    """Everything together: in a process of its own, through a snapshot, into a figure."""
    scorecard = small_scorecard(MEASURES, ["decision", "billing"])
    block = {
        "source": "letters",
        "settings": {"folder": str(HERE / "workspace" / "letters")},
        **TestLettersAsComplaints.block,
    }
    cximpact_workspace.write(
        {
            "scorecard.yaml": scorecard,
            "cximpact.yaml": {
                "scorecard": "scorecard.yaml",
                "as_of": "2026-03-01",
                "proposals": {"rows": [{"id": "plain", "title": "Plain letters"}]},
                "evidence": {"complaints": block},
            },
        }
    )
    evidence = cximpact_workspace.evaluate(plugins="letters").table("evidence")
    counted = dict(zip(evidence["touchpoint"], evidence["n"], strict=True))
    assert counted == {"decision": 3, "billing": 2}
