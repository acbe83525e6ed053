"""The workspace of the README, decided by the real host from a site behind a socket."""

from __future__ import annotations

import base64
import csv
import io
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jira_server import OAUTH, REPORTED, TOKEN, JiraSite, created_at, rating, serve

README = Path(__file__).parents[1] / "README.md"
# Of twelve months that end on the 1st of March 2026.
FIRST = date(2025, 3, 2)


class Workspace:
    """A folder, and the command line in it."""

    def __init__(self, folder: Path, site: JiraSite) -> None:
        self.folder, self.site = folder, site

    def run(self, *words: str, token: str = TOKEN) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "cximpact", *words],
            cwd=self.folder,
            env={**os.environ, "JIRA_TOKEN": token, "COLUMNS": "200"},
            capture_output=True,
            text=True,
            timeout=120,
        )

    def evaluation(self, *words: str) -> str:
        done = self.run("evaluate", "--format", "json", *words)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def evidence(self) -> dict[tuple[str, str], dict[str, str]]:
        done = self.run("evaluate", "--offline", "--format", "csv", "--table", "evidence")
        rows = csv.DictReader(io.StringIO(done.stdout))
        return {(row["source"], row["touchpoint"]): row for row in rows}


@pytest.fixture(scope="module")
def served(tmp_path_factory: Any) -> Iterator[Workspace]:
    folder = tmp_path_factory.mktemp("workspace")
    workspace, scorecard = re.findall(r"```yaml\n(.*?)```", README.read_text("utf-8"), re.DOTALL)
    (folder / "scorecard.yaml").write_text(scorecard, "utf-8")
    site = JiraSite()
    with serve(site) as address:
        text = workspace.replace("https://example.atlassian.net", address)
        (folder / "cximpact.yaml").write_text(text, "utf-8")
        yield Workspace(folder, site)


@pytest.fixture(scope="module")
def decided(served: Workspace) -> tuple[Workspace, str]:
    """The workspace, and the evaluation that was made from the site."""
    return served, served.evaluation()


def test_the_workspace_of_the_readme_is_decided(decided: tuple[Workspace, str]) -> None:
    workspace, _ = decided
    found = workspace.evidence()
    for topic, remainder in (("letters", 0), ("billing", 1)):
        numbers = [at for at in range(1, REPORTED + 1) if at % 4 == remainder]
        reported = [at for at in numbers if created_at(at).date() >= FIRST]
        assert int(found["reported", topic]["n"]) == len(reported)
        rated = [at for at in numbers if at % 3 and at % 5 == 0]
        assert int(found["ratings", topic]["n"]) == len(rated)
        good = sum(rating(at) >= 4 for at in rated) / len(rated)
        assert float(found["ratings", topic]["figure"]) == pytest.approx(good, abs=1e-8)
    hours = [at % 50 + 1 for at in range(4, REPORTED + 1, 4) if at % 3 and _day(at) >= FIRST]
    assert float(found["resolved", "letters"]["figure"]) == pytest.approx(
        sum(hours) / len(hours), abs=1e-8
    )


def _day(number: int) -> date:
    return created_at(number).date()


def test_the_snapshot_gives_the_same_bytes_without_the_site(decided: tuple[Workspace, str]) -> None:
    workspace, first = decided
    before = len(workspace.site.asked)
    assert workspace.evaluation("--offline") == first
    assert len(workspace.site.asked) == before


def test_the_explanation_says_where_the_figures_come_from(decided: tuple[Workspace, str]) -> None:
    told = decided[0].run("explain", "INI-5", "--offline").stdout
    assert 'jira-proposals, cximpact-jira 0.1.0: project in ("INI")' in " ".join(told.split())


def test_neither_token_nor_people_are_kept(decided: tuple[Workspace, str]) -> None:
    import duckdb

    workspace, first = decided
    kept = [first.encode()]
    for path in (workspace.folder / ".cximpact").rglob("*"):
        kept += [path.read_bytes()] if path.is_file() else []
        if path.suffix == ".parquet":
            kept.append(str(duckdb.sql(f"FROM '{path}'").fetchall()).encode())
    coded = base64.b64encode(f":{TOKEN}".encode()).strip(b"=")[4:-4]
    for secret in (TOKEN.encode(), coded, b"Mia", b"Krystof", b"mia@"):
        assert not any(secret in text for text in kept), secret


def test_a_token_that_is_refused_costs_what_it_would_have_told(
    decided: tuple[Workspace, str], tmp_path: Path
) -> None:
    workspace, _ = decided
    copy = Workspace(tmp_path, workspace.site)
    shutil.copy(workspace.folder / "scorecard.yaml", tmp_path)
    text = (workspace.folder / "cximpact.yaml").read_text("utf-8")
    proposals = "proposals:\n  rows: [{id: P1, title: One}]\n"
    text = re.sub(r"proposals:\n.*?(?=evidence:)", proposals, text, flags=re.DOTALL)
    (tmp_path / "cximpact.yaml").write_text(text, "utf-8")
    done = copy.run("evaluate", token="wrong-token-000111")  # noqa: S106
    assert done.returncode == 0, done.stdout + done.stderr
    assert "the credentials are refused" in " ".join(done.stdout.split())
    strict = copy.run("evaluate", "--strict", token="wrong-token-000111")  # noqa: S106
    assert strict.returncode == 3
    assert "wrong-token-000111" not in done.stdout + done.stderr + strict.stdout + strict.stderr


def test_the_connection_can_be_tried(served: Workspace) -> None:
    tried = served.run("plugins", "--check").stdout
    assert "26 fields, about 1,140 issues" in tried
    refused = served.run("plugins", "--check", token=OAUTH)
    assert "the credentials are refused" in " ".join(refused.stdout.split())


def test_a_refresh_brings_the_state_of_changed_issues(
    decided: tuple[Workspace, str], tmp_path: Path
) -> None:
    workspace, _ = decided
    copy = Workspace(tmp_path, workspace.site)
    for name in ("scorecard.yaml", "cximpact.yaml"):
        shutil.copy(workspace.folder / name, tmp_path)
    assert copy.run("collect").returncode == 0
    issue = workspace.site.issues["SUP-3"]
    before = dict(issue)
    asked = len(workspace.site.asked)
    try:
        # Jira's clock is this machine's here: the change comes after the first collection.
        issue |= {"resolutiondate": "2025-03-04T00:00:00.000+0000"}
        issue["updated"] = "2099-01-01T00:00:00.000+0000"
        assert copy.run("collect", "--refresh", "--only", "evidence.resolved").returncode == 0
    finally:
        issue.clear()
        issue |= before
    pages = workspace.site.asked[asked:].count("POST /rest/api/3/search/jql")
    assert pages <= 2
    assert (
        copy.evidence()["resolved", "letters"]["n"]
        == workspace.evidence()["resolved", "letters"]["n"]
    )
    manifest = max((tmp_path / ".cximpact" / "snapshots").iterdir()) / "manifest.json"
    assert "keep their earlier rows" in manifest.read_text("utf-8")
    assert '"rows": 761' in manifest.read_text("utf-8")
