"""Ending a run: by its supervisor, else by force."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import suppress

from cximpact.plugins.isolation.process_tree import PROC, kill_all, marked, running
from cximpact.plugins.isolation.running.launching import RUN, Started

__all__ = ["close_order", "end"]


def close_order(started: Started) -> None:
    """Close the supervisor's input: it takes that for the end of the host."""
    if started.process.stdin is not None:
        with suppress(OSError):
            started.process.stdin.close()


def end(started: Started) -> None:
    """See to it that nothing of a run is left: by its supervisor, else by force."""
    close_order(started)
    with suppress(subprocess.TimeoutExpired):
        started.process.wait(1.0)
    if started.process.returncode != 0:
        _kill_run(started)
    started.process.wait()


def _kill_run(started: Started) -> None:
    """Kill by session and by mark what a supervisor that died could not end."""
    pid = started.process.pid
    if sys.platform == "win32":
        with suppress(OSError):
            subprocess.run(["taskkill", "/F", "/T", "/PID", str(pid)], check=False)  # noqa: S603, S607
        started.process.kill()
        return
    alone = started.process.returncode is None
    if alone and not PROC.is_dir():
        with suppress(OSError):
            os.killpg(pid, signal.SIGKILL)

    def left() -> list[int]:
        found = {each.pid for each in marked(f"{RUN}={started.token}")}
        # Only while its leader was not waited for can no other session have this number.
        if alone:
            found |= {each.pid for each in running() if each.session == pid}
        return sorted(found)

    kill_all(left)
