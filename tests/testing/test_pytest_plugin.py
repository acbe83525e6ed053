"""The pytest plugin: there for whoever asks, free of cost for everybody else."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from importlib.metadata import entry_points
from pathlib import Path
from types import SimpleNamespace

from cximpact.plugins import EvidenceSource, PluginInfo, hookimpl
from cximpact.testing import FIXED_NOW, IsolatedPlugins, WorkspaceRunner

HEAVY = {"duckdb", "highspy", "jsonschema", "numpy", "pandas", "rich", "urllib3", "yaml"}
PROGRAM = """
import json, sys, time
import attrs, pluggy, pytest
before, start = set(sys.modules), time.perf_counter()
import cximpact.testing.pytest_plugin
print(json.dumps([time.perf_counter() - start, sorted(set(sys.modules) - before)]))
"""


def test_it_is_announced_to_pytest() -> None:
    found = {point.name: point.value for point in entry_points(group="pytest11")}
    assert found["cximpact"] == "cximpact.testing.pytest_plugin"


def test_importing_it_costs_next_to_nothing() -> None:
    """Every run of pytest on the machine pays for it: under 10 ms, and nothing heavy."""
    tries = []
    for _ in range(5):
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True
        )
        seconds, loaded = json.loads(done.stdout)
        tries.append(seconds)
        assert not HEAVY & {name.partition(".")[0] for name in loaded}
    assert min(tries) < 0.010


CONTRACT = """
from cximpact.plugins import EvidenceSource
from cximpact.testing import SourceContract


class TestLetters(SourceContract):
    source = EvidenceSource("letters", "Letters", ["observations"], {{}}, lambda *_: [[]])
{more}
"""


def _shown(folder: Path, more: str, *words: str) -> str:
    (folder / "test_letters.py").write_text(CONTRACT.format(more=more), "utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *words]
    return subprocess.run(
        [*command, "-k", "it_says or own"], cwd=folder, capture_output=True, text=True, check=False
    ).stdout


def test_a_failed_check_of_a_contract_shows_what_it_says_and_no_code(tmp_path: Path) -> None:
    shown = _shown(tmp_path, "")
    assert "\ncall context.query(...) once with what is asked\n" in shown
    assert "assert queries" not in shown
    assert "assert queries" in _shown(tmp_path, "", "--tb=long")


def test_a_failed_test_of_the_plugins_own_is_shown_as_ever(tmp_path: Path) -> None:
    shown = _shown(tmp_path, "    def test_own(self):\n        assert 1 == 1 + 1")
    assert "assert 1 == (1 + 1)" in shown


def test_the_clock_stands_still(cximpact_clock: Callable[[], datetime]) -> None:
    assert cximpact_clock() == cximpact_clock() == FIXED_NOW


def test_a_plugin_is_loaded_alone(cximpact_plugins: IsolatedPlugins) -> None:
    @hookimpl
    def cximpact_plugin_info() -> PluginInfo:
        return PluginInfo("letters", "Letters")

    @hookimpl
    def cximpact_evidence_sources() -> list[EvidenceSource]:
        return [
            EvidenceSource(
                "letters", "Letters", ["observations"], {"type": "object"},
                lambda request, context: [[{"date": context.now.date(), "value": 1}]],
            )
        ]  # fmt: skip

    module = SimpleNamespace(
        cximpact_plugin_info=cximpact_plugin_info,
        cximpact_evidence_sources=cximpact_evidence_sources,
    )
    plugin = cximpact_plugins.load(module)
    assert plugin.hooks == ("cximpact_evidence_sources", "cximpact_plugin_info")
    assert plugin.collect("letters", {}).rows == [{"date": "2026-03-01", "value": "1"}]


def test_a_workspace_is_evaluated_as_a_user_would(cximpact_workspace: WorkspaceRunner) -> None:
    cximpact_workspace.write(
        {
            "scorecard.yaml": {"promise": "Kept.", "criteria": {"ease": {"weight": 1}}},
            "cximpact.yaml": {
                "scorecard": "scorecard.yaml",
                "as_of": "2026-03-01",
                "proposals": "ideas.csv",
                "ratings": "ratings.csv",
            },
            "ideas.csv": "id,title\nletters,Plain letters\nlimits,Higher limits\n",
            "ratings.csv": "proposal,criterion,rating\nletters,ease,2\nlimits,ease,-1\n",
        }
    )
    result = cximpact_workspace.evaluate(plugins="none")
    assert [each.proposal for each in result] == ["letters", "limits"]


def test_a_command_that_fails_is_told(cximpact_workspace: WorkspaceRunner) -> None:
    done = cximpact_workspace.run("evaluate")
    assert done.code == 1
    assert "cximpact.yaml" in done.err
