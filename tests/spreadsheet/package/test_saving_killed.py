"""A process killed while it saves leaves the old or the new workbook; runs at once do not mix."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = Path(__file__).parent / "killed_saves.py"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs fork and kill -9")


def _run(workbook: Path, mode: str, *numbers: int) -> dict[str, object]:
    command = [sys.executable, str(PROGRAM), str(workbook), mode, *map(str, numbers)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("seed", [1])
def test_kill_at_200_random_points(budget, seed):
    found = _run(budget, "random", 200, seed)
    assert found["violations"] == []
    # Kills that all came too early or too late would prove nothing.
    assert found["old"] >= 20
    assert found["new"] >= 3
    assert found["temporary"] >= 5


@pytest.mark.parametrize("links", [1, 0])
def test_kill_at_every_call_to_the_system(budget, links):
    found = _run(budget, "calls", links)
    assert found["violations"] == []
    assert found["points"] >= (60 if links else 75)
    assert found["old"] > found["new"] >= 1


def test_runs_at_the_same_time_lose_no_change(budget):
    """Each run adds one to a number in the workbook; the sum is the number of those that saved."""
    found = _run(budget, "together", 4, 15)
    assert found["violations"] == []
    assert found["sum"] == found["saved"] >= 1
