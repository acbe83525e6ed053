"""The watch over one worker: its memory, its deadline, its host, and all that it starts."""

from __future__ import annotations

import os
import select
import signal
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from attrs import define, field

from cximpact.plugins.isolation.frames import encoded, framed, write_all
from cximpact.plugins.isolation.process_tree import PROC, descendants, kill_all, proportional
from cximpact.plugins.isolation.scratch import remove_scratch
from cximpact.plugins.isolation.worker.captured import Captured

__all__ = ["Watch", "supervise"]

_TICK = 0.02
_LOOK_EVERY = 0.05
_LAST_WORDS = 0.3
_PATIENCE = 10.0


@define
class Watch:
    """Waits for the end of a worker, or for a reason to end it.

    Attributes:
        worker: Its process.
        printed: What it prints.
        end: When its time is over, by `time.monotonic`.
        memory: Bytes it and its descendants may use.
        host: The process that ordered the work.
        status: How it ended, as `os.waitpid` says; None while it runs.
        peak: Most bytes seen in use.
    """

    worker: int
    printed: Captured
    end: float
    memory: int
    host: int
    status: int | None = None
    peak: int = 0
    asked_to_stop: bool = False
    _next_look: float = field(init=False, default=0.0)

    def wait(self) -> str:
        """Return why the worker must be ended: "" where it ended by itself."""
        events = select.poll()
        events.register(0, select.POLLIN | select.POLLHUP)
        events.register(self.printed.descriptor, select.POLLIN)
        while True:
            for descriptor, _ in events.poll(_TICK * 1000):
                if descriptor == 0:
                    return "cancelled"
                self.printed.read()
                if not self.printed.open:
                    events.unregister(descriptor)
            self.reap()
            reason = self._reason()
            if self.status is not None or reason:
                return reason if self.status is None else ""

    def _reason(self) -> str:
        now = time.monotonic()
        if self.asked_to_stop or os.getppid() != self.host:
            return "cancelled"
        if now > self.end:
            return "timeout"
        if now >= self._next_look:
            self._next_look = now + _LOOK_EVERY
            if self._uses_too_much():
                return "memory"
        return ""

    def reap(self) -> None:
        """Take note of children that ended, those adopted among them."""
        with suppress(ChildProcessError):
            while True:
                pid, status = os.waitpid(-1, os.WNOHANG)
                if pid == 0:
                    return
                if pid == self.worker:
                    self.status = status

    def _uses_too_much(self) -> bool:
        below = descendants(os.getpid())
        used = sum(each.resident for each in below)
        if used > self.memory and len(below) > 1:
            # Forked processes share most of their pages, which are counted once for each so far.
            used = sum(proportional(each.pid) or each.resident for each in below)
        self.peak = max(self.peak, used)
        return used > self.memory

    def last_words(self) -> None:
        """Let a worker that hangs print where it hangs; see `surroundings.prepare`."""
        with suppress(ProcessLookupError):
            os.kill(self.worker, signal.SIGQUIT)
        end = time.monotonic() + _LAST_WORDS
        while self.status is None and time.monotonic() < end:
            time.sleep(_TICK)
            self.printed.read()
            self.reap()

    def end_all(self) -> bool:
        """Kill the worker and everything it started; return whether nothing is left."""
        clean = kill_all(self._left, _PATIENCE)
        end = time.monotonic() + _LAST_WORDS
        # A process that just died may have left the list before it can be asked how it ended.
        while self.status is None and time.monotonic() < end:
            time.sleep(0.001)
            self.reap()
        return clean

    def _left(self) -> list[int]:
        self.printed.read(1)
        self.reap()
        if PROC.is_dir():
            return [each.pid for each in descendants(os.getpid())]
        with suppress(OSError):
            os.killpg(self.worker, signal.SIGKILL)
        return [self.worker] if self.status is None else []


def supervise(worker: int, printed: int, order: Any, host: int) -> None:
    """Watch over a worker, end it with all it started, and report.

    Args:
        worker: Its process.
        printed: The pipe of what it prints.
        order: What the host ordered.
        host: The process that ordered it.
    """
    os.set_blocking(printed, False)
    watch = Watch(
        worker=worker,
        printed=Captured(printed),
        end=time.monotonic() + order["timeout"],
        memory=order["memory"] * 2**20,
        host=host,
    )
    signal.signal(signal.SIGTERM, lambda *_: setattr(watch, "asked_to_stop", True))
    reason = watch.wait()
    if reason == "timeout":
        watch.last_words()
    clean = watch.end_all()
    watch.printed.read(64)
    report = {**_ended(watch.status), "ended": reason, "peak": watch.peak, "clean": clean}
    report["printed"] = watch.printed.told()
    mark = bytes.fromhex(order["mark"])
    with suppress(OSError):
        write_all(1, framed(mark, "report", encoded(report)))
    if os.getppid() != host or _is_left_alone():
        # Nobody may be left to do it; a host that is does it, too.
        remove_scratch(Path(order["scratch"]))


def _is_left_alone() -> bool:
    """Return whether the host closed the order, as it does when it ends or ends the run.

    A host that is killed closes its files first, and is our parent for a while after that.
    """
    events = select.poll()
    events.register(0, select.POLLIN | select.POLLHUP)
    return bool(events.poll(0))


def _ended(status: int | None) -> dict[str, Any]:
    if status is None:
        return {"exit": None}
    return {"exit": os.waitstatus_to_exitcode(status)}
