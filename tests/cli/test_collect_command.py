"""`cximpact collect`, and deciding offline from what it kept; the source is the built-in `file`."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

WORKSPACE = """
scorecard: scorecard.yaml
as_of: 2026-03-01
proposals: {source: file, settings: {path: ideas.csv}, columns: {cost: price}}
evidence:
  csat:
    source: file
    settings: {path: csat.csv}
    columns: {date: Answered, value: Score}
    map: [{touchpoint: decide, measure: csat, channel: survey}]
"""
SCORECARD = """
id: small
version: "1"
criteria: {ease: {group: customer, weight: 1}, journey: {group: customer, kind: journey, weight: 1}}
journey: {stages: {all: {touchpoints: {decide: {}}}}}
measures:
  csat:
    kind: share
    success: {at_least: 4}
    anchors: {broken: 0.3, reliable: 0.7, differentiating: 0.9}
"""


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "cximpact", *words],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=folder,
        check=False,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "cximpact.yaml").write_text(WORKSPACE)
    (tmp_path / "scorecard.yaml").write_text(SCORECARD)
    (tmp_path / "ideas.csv").write_text("id,ease,price,ref\nletters,2,EUR 10,CX-1\n")
    (tmp_path / "csat.csv").write_text("Answered,Score\n2026-01-10,5\n2026-01-11,2\n")
    return tmp_path


def snapshots(folder: Path) -> list[Path]:
    return sorted((folder / ".cximpact" / "snapshots").iterdir())


def test_collect_says_what_came_and_where_it_is_kept(folder: Path) -> None:
    done = run(folder, "collect")
    assert done.returncode == 0, done.stderr
    assert "proposals: 1 row (file, cximpact" in done.stdout
    assert "evidence.csat: 2 rows (file, cximpact" in done.stdout
    assert "kept in .cximpact/snapshots/" in done.stderr
    parts = json.loads((snapshots(folder)[0] / "manifest.json").read_text())["parts"]
    assert [part["part"] for part in parts] == ["evidence.csat", "proposals"]


def test_offline_decides_from_what_was_collected_however_the_system_goes_on(folder: Path) -> None:
    run(folder, "collect")
    first = run(folder, "evaluate", "--format", "json").stdout
    (folder / "csat.csv").write_text("Answered,Score\n2026-01-10,1\n")
    offline = run(folder, "evaluate", "--offline", "--format", "json")
    assert offline.stdout == first
    explained = run(folder, "explain", "letters", "--offline")
    assert "from proposals (file, cximpact" in explained.stdout
    assert "CX-1" in explained.stdout
    assert run(folder, "evaluate", "--format", "json").stdout != first


def test_the_hint_asks_for_the_same_rows_again(folder: Path) -> None:
    run(folder, "collect", "--to", "march 1")
    run(folder, "collect")
    offline = run(folder, "evaluate", "--offline").stdout
    assert offline.rstrip().endswith("explain letters --offline")
    named = run(folder, "evaluate", "--snapshot", "march 1").stdout
    assert named.rstrip().endswith("explain letters --snapshot 'march 1'")


def test_a_snapshot_written_elsewhere_is_read_by_its_path(folder: Path) -> None:
    assert run(folder, "collect", "--to", "march").returncode == 0
    one = run(folder, "evaluate", "--snapshot", "march", "--format", "json")
    two = run(folder, "evaluate", "--offline")
    assert json.loads(one.stdout)["recommendations"]
    assert (two.returncode, "run 'cximpact collect' once" in two.stderr) == (1, True)
    again = run(folder, "collect", "--to", "march")
    assert (again.returncode, "never changed" in again.stderr) == (1, True)


def test_validate_asks_nobody_and_reads_the_newest_snapshot_that_fits(folder: Path) -> None:
    before = run(folder, "validate")
    assert before.returncode == 0
    assert "sources are not asked; their settings are right" in before.stdout
    assert "run 'cximpact collect', then validate again" in before.stdout
    assert not (folder / ".cximpact").exists()
    run(folder, "collect")
    after = run(folder, "validate")
    assert "their rows are those of the snapshot 20" in after.stdout
    assert "\nletters\n  unit " in after.stdout
    changed = (folder / "cximpact.yaml").read_text().replace("csat.csv", "other.csv")
    (folder / "cximpact.yaml").write_text(changed)
    other = run(folder, "validate")
    assert "was collected with other settings" in other.stdout


def test_validate_names_every_fault_of_settings_with_its_line(folder: Path) -> None:
    text = WORKSPACE.replace("{path: csat.csv}", "{path: 5, delimeter: ';'}")
    (folder / "cximpact.yaml").write_text(text)
    done = run(folder, "validate")
    assert done.returncode == 1
    assert "line 8, evidence.csat.settings.path: not as expected (found '5')" in done.stderr
    assert "did you mean 'delimiter'?" in done.stderr


def test_a_source_that_fails_ends_collect_with_3_and_is_kept_as_failed(folder: Path) -> None:
    (folder / "csat.csv").unlink()
    done = run(folder, "collect")
    assert done.returncode == 3
    assert "evidence.csat: failed: " in done.stdout
    assert run(folder, "evaluate", "--offline").returncode == 0
    assert run(folder, "evaluate", "--offline", "--strict").returncode == 3


def test_without_proposals_there_is_nothing_to_keep(folder: Path) -> None:
    (folder / "ideas.csv").unlink()
    done = run(folder, "collect")
    assert (done.returncode, snapshots(folder)) == (3, [])
    assert "there is nothing to decide" in done.stderr


def test_only_a_part_is_collected(folder: Path) -> None:
    run(folder, "collect")
    done = run(folder, "collect", "--only", "evidence.csat")
    assert done.returncode == 0
    assert "proposals: 1 row" in done.stdout
    wrong = run(folder, "collect", "--only", "evidence.csaat")
    assert "did you mean 'evidence.csat'?" in wrong.stderr


def test_every_command_that_needs_sources_can_block_plugins(folder: Path) -> None:
    """Nobody gives this source then: a mistake, or missing where a blocked plugin may have it."""
    text = WORKSPACE.replace("source: file\n", "source: absent-desk\n")
    (folder / "cximpact.yaml").write_text(text)
    for command in (["evaluate"], ["validate"], ["collect"], ["explain", "letters"]):
        done = run(folder, *command, "--no-plugins")
        assert done.returncode in (0, 1, 3), done.stderr
        told = "absent-desk" in done.stdout + done.stderr
        assert told or command[0] == "explain"  # it tells of what the proposal touches


def test_a_workspace_without_sources_has_nothing_to_collect(folder: Path) -> None:
    (folder / "cximpact.yaml").write_text(
        "{scorecard: scorecard.yaml, as_of: 2026-03-01, proposals: ideas.csv}"
    )
    done = run(folder, "collect")
    assert (done.returncode, "no part of the workspace has a source" in done.stderr) == (1, True)
    assert run(folder, "evaluate", "--offline").returncode == 0
    assert run(folder, "evaluate", "--snapshot", "march").returncode == 1
