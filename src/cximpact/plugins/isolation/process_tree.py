"""Processes by their parents, as Linux shows them under ``/proc``; elsewhere nothing is found."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from attrs import frozen

__all__ = ["PROC", "Process", "descendants", "kill_all", "marked", "proportional", "running"]

PROC = Path("/proc")
_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096


@frozen
class Process:
    """A process that runs: dead ones that nobody has asked about yet are none.

    Attributes:
        pid: Its number.
        parent: Its parent's.
        session: The session it belongs to.
        resident: Bytes of memory it holds, shared ones counted.
    """

    pid: int
    parent: int
    session: int
    resident: int


def running() -> list[Process]:
    """Return all processes that this one can see."""
    try:
        names = os.listdir(PROC)  # noqa: PTH208  (hundreds of names, many times a second)
    except OSError:
        return []
    found = (_read(name) for name in names if name.isdigit())
    return [each for each in found if each is not None]


def _read(pid: str) -> Process | None:
    try:
        with open(f"/proc/{pid}/stat", "rb") as file:  # noqa: PTH123  (as above)
            text = file.read()
    except OSError:
        return None
    # The name of the program stands in brackets and may hold anything, brackets among it.
    fields = text[text.rindex(b")") + 2 :].split()
    if fields[0] in (b"Z", b"X"):
        return None
    return Process(int(pid), int(fields[1]), int(fields[3]), int(fields[21]) * _PAGE)


def descendants(pid: int) -> list[Process]:
    """Return the children of a process, their children, and so on."""
    children: dict[int, list[Process]] = {}
    for each in running():
        children.setdefault(each.parent, []).append(each)
    found: list[Process] = []
    waiting = [pid]
    while waiting:
        below = children.pop(waiting.pop(), [])
        found += below
        waiting += [each.pid for each in below]
    return found


def proportional(pid: int) -> int | None:
    """Return the bytes a process holds, each shared page divided by those who share it."""
    try:
        with open(f"/proc/{pid}/smaps_rollup", "rb") as file:  # noqa: PTH123
            lines = file.read().splitlines()
    except OSError:
        return None
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith(b"Pss:")), None)


def marked(variable: str) -> list[Process]:
    """Return the processes that were started with an environment variable.

    Args:
        variable: Name and value, such as ``RUN=17``.
    """
    wanted = variable.encode()
    return [each for each in running() if wanted in _environment(each.pid)]


def _environment(pid: int) -> list[bytes]:
    try:
        return (PROC / str(pid) / "environ").read_bytes().split(b"\0")
    except OSError:
        return []


def kill_all(find: Callable[[], Iterable[int]], seconds: float = 5.0) -> bool:
    """Kill what is found until nothing is found any more.

    Args:
        find: Returns numbers of processes; called again and again, since new ones may appear.
        seconds: When to give up: a process that waits for a disk cannot die.

    Returns:
        Whether nothing is left.
    """
    end = time.monotonic() + seconds
    while True:
        pids = list(find())
        if not pids:
            return True
        for pid in pids:
            try:
                os.kill(pid, signal.SIGKILL)
            except OSError:
                continue
        if time.monotonic() > end:
            return False
        time.sleep(0.002)
