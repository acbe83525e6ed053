"""A process killed while it writes leaves no torn file, and the next run clears up after it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import file_writers as writers
import pytest

PROGRAM = Path(__file__).parent / "killed_writes.py"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs fork and kill -9")


@pytest.mark.parametrize("name", list(writers.WRITERS))
def test_kill_at_random_points(name, tmp_path: Path) -> None:
    command = [sys.executable, str(PROGRAM), name, str(tmp_path / "folder"), "20", "1"]
    surroundings = os.environ | {"PYTHONPATH": str(PROGRAM.parent)}
    done = subprocess.run(command, capture_output=True, text=True, timeout=240, env=surroundings)
    assert done.returncode == 0, done.stdout + done.stderr
    found = json.loads(done.stdout)
    assert found["torn"] == []
    # Kills that all came too early or too late would prove nothing.
    assert found["old"] + found.get("some", 0) >= 5
