"""One try at a job: start its process, listen, and see to it that nothing of it is left."""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread
from typing import Any, BinaryIO

from attrs import define, field, frozen

from cximpact.plugins.frames import FrameError, Frames
from cximpact.plugins.jobs import Job
from cximpact.plugins.process_tree import PROC, kill_all, marked, running
from cximpact.plugins.redaction import Redactor
from cximpact.plugins.running.hearing import Hearing, RefusedError
from cximpact.plugins.running.launching import (
    RUN,
    Started,
    make_folder,
    proxy_secrets,
    remove_folder,
    start,
)
from cximpact.plugins.running.rows_file import RowsFile

__all__ = ["Report", "Try", "try_once"]

_PIECE = 1 << 20
_GRACE = 5.0
_LARGEST_REPORT = 4 * 2**20
_TICK = 0.05


@frozen
class Report:
    """What the supervisor says in the end.

    Attributes:
        ended: Why it ended the worker: ``timeout``, ``memory``, ``cancelled``; "" if it did not.
        exit: The worker's exit code, negative for a signal; None if that is not known.
        printed: What the worker printed: head, tail, and how much between them is lost.
        noise: What came instead of a report.
    """

    ended: str = ""
    exit: int | None = None
    printed: dict[str, Any] = field(factory=dict)
    noise: str = ""


@frozen
class Try:
    """What came of a try.

    Attributes:
        hearing: What the worker said.
        report: What its supervisor said.
        refused: Why the host ended it; None if it did not.
    """

    hearing: Hearing
    report: Report
    refused: RefusedError | None = None


@define
class _Reader:
    """Reads a pipe in a thread of its own, so that waiting for it can end; bounded."""

    pipe: BinaryIO
    pieces: queue.Queue[bytes] = field(init=False, factory=lambda: queue.Queue(16))
    closed: Event = field(init=False, factory=Event)
    at_end: Event = field(init=False, factory=Event)
    thread: Thread = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.thread = Thread(target=self._read, daemon=True)
        self.thread.start()

    def _read(self) -> None:
        piece = b"."
        while piece and not self.closed.is_set():
            try:
                piece = os.read(self.pipe.fileno(), _PIECE)
            except (OSError, ValueError):
                piece = b""
            while not self.closed.is_set():
                with suppress(queue.Full):
                    self.pieces.put(piece, timeout=_TICK)
                    break
        self.at_end.set()

    def next(self) -> bytes | None:
        """Return the next piece; b"" at the end, None if there is none yet."""
        try:
            return self.pieces.get(timeout=_TICK)
        except queue.Empty:
            return None

    def close(self) -> None:
        """Stop reading; whoever writes must be gone."""
        self.closed.set()
        self.thread.join(_GRACE)
        with suppress(OSError):
            self.pipe.close()


def try_once(
    job: Job, timeout: float, folder: Path, progress: Callable[[str], None], stop: Event
) -> Try:
    """Do a job once.

    Args:
        job: The work.
        timeout: Seconds it may take.
        folder: Where the file of rows goes.
        progress: Is told what is being done.
        stop: Ends the work when it is set.
    """
    rows = RowsFile.create(folder, job.name) if job.operation == "collect" else None
    try:
        scratch = make_folder()
        try:
            return _with_process(job, timeout, scratch, progress, stop, rows)
        finally:
            remove_folder(scratch)
    except BaseException:
        if rows is not None:
            rows.discard()
        raise


def _with_process(
    job: Job,
    timeout: float,
    scratch: Path,
    progress: Callable[[str], None],
    stop: Event,
    rows: RowsFile | None,
) -> Try:
    end = time.monotonic() + timeout + _GRACE
    started = start(job, timeout, scratch)
    redactor = Redactor.of([*job.secrets, *proxy_secrets(os.environ)])
    hearing = Hearing(job, redactor, Frames(started.mark), progress, rows)
    spoken = _Reader(started.channel)
    reports = spoken if started.channel is started.process.stdout else _reports(started)
    refused: RefusedError | None = None
    report = Report()
    try:
        try:
            _listen(hearing, spoken, reports, end, stop)
        except RefusedError as refusal:
            refused = refusal
        _close_order(started)
        if reports is not spoken:
            report = _report(reports, started.mark)
    finally:
        _end(started)
        reports.close()
        spoken.close()
    return Try(hearing, report, refused)


def _reports(started: Started) -> _Reader:
    assert started.process.stdout is not None  # noqa: S101  (asked for when it was started)
    return _Reader(started.process.stdout)  # type: ignore[arg-type]


def _listen(
    hearing: Hearing, spoken: _Reader, reports: _Reader, end: float, stop: Event
) -> None:
    """Listen until all who could speak are gone."""
    while True:
        # If the supervisor died, what the worker left behind may hold the channel open.
        alone = reports.at_end.is_set()
        piece = spoken.next()
        if piece:
            hearing.hear(piece)
        elif piece is not None or alone:
            return
        if stop.is_set():
            raise RefusedError("cancelled", "the run was stopped")
        if time.monotonic() > end:
            raise RefusedError("timeout", "it went on after its time was over")


def _report(reports: _Reader, mark: bytes) -> Report:
    """Return the supervisor's report; it ends everything first, which takes a moment."""
    until = time.monotonic() + _GRACE
    said = bytearray()
    while time.monotonic() < until and len(said) < _LARGEST_REPORT:
        piece = reports.next()
        if piece == b"":
            break
        said += piece or b""
    start = said.find(mark)
    if start >= 0:
        with suppress(FrameError):
            for _, message, _ in Frames(mark).take(bytes(said[start:])):
                return Report(message["ended"], message["exit"], message["printed"])
    return Report(noise=said[:_PIECE].decode("utf-8", "replace"))


def _close_order(started: Started) -> None:
    """Close the supervisor's input: it takes that for the end of the host."""
    if started.process.stdin is not None:
        with suppress(OSError):
            started.process.stdin.close()


def _end(started: Started) -> None:
    """See to it that nothing of a run is left: by its supervisor, else by force."""
    _close_order(started)
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
