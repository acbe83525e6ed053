"""What is foreseen of a decision needs proposals that were read."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from cximpact.cli.group import cximpact as commands

SCORECARD = """
promise: Letters that customers understand.
criteria:
  journey: {group: customer, kind: journey, weight: 1}
journey:
  stages: {decide: {touchpoints: {answer: {volume: 1}}}}
"""
WORKSPACE = """
scorecard: scorecard.yaml
proposals: {source: file, settings: {path: ideas.csv}, columns: {id: key}}
effects: {rows: [{proposal: letters, touchpoint: answer, change: improves}]}
"""


def test_nothing_is_foreseen_of_proposals_that_a_source_still_holds(tmp_path: Path) -> None:
    (tmp_path / "scorecard.yaml").write_text(SCORECARD, "utf-8")
    (tmp_path / "cximpact.yaml").write_text(WORKSPACE, "utf-8")
    (tmp_path / "ideas.csv").write_text("key\nletters\n", "utf-8")
    done = CliRunner().invoke(commands, ["validate", str(tmp_path)])
    assert done.exit_code == 0, done.output
    assert "0 proposals, 1 criterion (scorecard), 1 effect" in done.output
