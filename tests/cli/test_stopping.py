"""A command that is stopped while sources are asked ends at once, and leaves nothing behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(not Path("/proc").is_dir(), reason="processes are found in /proc")

INFO = "Metadata-Version: 2.1\nName: cx-sleeper\nVersion: 1.0\n"
PLUGIN = """
import subprocess, time
from cximpact.plugins import EvidenceSource, PluginInfo, hookimpl

def sleeps(request, context):
    child = subprocess.Popen(["sleep", "600"], start_new_session=True)
    (context.folder / "began").write_text(str(child.pid))
    time.sleep(600)
    yield []

@hookimpl
def cximpact_plugin_info():
    return PluginInfo("sleeper", "Sleeps")

@hookimpl
def cximpact_evidence_sources():
    return [EvidenceSource("sleeper", "Sleeps", ["observations"], {"type": "object"}, sleeps)]
"""
WORKSPACE = """
scorecard: scorecard.yaml
proposals: {path: ideas.csv}
evidence:
  csat:
    source: sleeper
    columns: {date: answered, value: score}
    map: [{touchpoint: decide, measure: csat, channel: survey}]
"""
SCORECARD = """
criteria: {ease: {group: customer, weight: 1}, journey: {group: customer, kind: journey, weight: 1}}
journey: {stages: {all: {touchpoints: {decide: {}}}}}
measures:
  csat:
    kind: share
    success: {at_least: 4}
    anchors: {broken: 0.3, reliable: 0.7, differentiating: 0.9}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "cximpact.yaml").write_text(WORKSPACE)
    (tmp_path / "scorecard.yaml").write_text(SCORECARD)
    (tmp_path / "ideas.csv").write_text("id,ease\nletters,2\n")
    info = tmp_path / "path" / "cx_sleeper-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(INFO)
    (info / "entry_points.txt").write_text("[cximpact]\nsleeper = sleeper\n")
    (tmp_path / "path" / "sleeper.py").write_text(PLUGIN)
    (tmp_path / "temporary").mkdir()
    return tmp_path


def started(folder: Path, command: str) -> subprocess.Popen[str]:
    """Return a command whose source is being asked."""
    own = {"TMPDIR": str(folder / "temporary"), "CXIMPACT_PLUGINS": "sleeper"}
    path = os.pathsep.join([str(folder / "path"), os.environ.get("PYTHONPATH", "")])
    process = subprocess.Popen(
        [sys.executable, "-m", "cximpact", command],
        cwd=folder,
        env={**os.environ, **own, "PYTHONPATH": path},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    end = time.monotonic() + 60
    began = folder / "began"
    while not (began.exists() and began.read_text()) and time.monotonic() < end:
        assert process.poll() is None, process.communicate()
        time.sleep(0.05)
    return process


def is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in "ZX"


@pytest.mark.parametrize("command", ["evaluate", "collect"])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_nothing_is_left_of_a_command_that_is_stopped(
    folder: Path, command: str, number: signal.Signals
) -> None:
    process = started(folder, command)
    process.send_signal(number)
    out, err = process.communicate(timeout=30)
    assert process.returncode == 128 + number
    assert out == ""
    assert err.strip() == ("Stopped." if number == signal.SIGINT else "")
    assert not is_running(int((folder / "began").read_text()))
    assert list((folder / "temporary").iterdir()) == []
    kept = folder / ".cximpact" / "snapshots"
    assert not kept.exists() or list(kept.iterdir()) == []
