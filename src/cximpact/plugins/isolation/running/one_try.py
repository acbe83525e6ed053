"""One try at a job: start its process, listen, and see to it that nothing of it is left."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Event
from typing import Any

from attrs import field, frozen

from cximpact.plugins.isolation.frames import FrameError, Frames, decoded
from cximpact.plugins.isolation.jobs import Job
from cximpact.plugins.isolation.redaction import Redactor
from cximpact.plugins.isolation.running.ending import close_order, end
from cximpact.plugins.isolation.running.hearing import Hearing, RefusedError
from cximpact.plugins.isolation.running.launching import (
    Started,
    proxy_secrets,
    start,
)
from cximpact.plugins.isolation.running.pipes import Reader
from cximpact.plugins.isolation.running.rows_file import RowsFile
from cximpact.plugins.isolation.scratch import make_scratch, remove_scratch

__all__ = ["Report", "Try", "too_late", "try_once"]

_PIECE = 1 << 20
_GRACE = 5.0
_HASTE = 2.0
_MOMENT = 1.0
_LARGEST_REPORT = 4 * 2**20


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
        scratch = make_scratch()
        try:
            return _with_process(job, timeout, scratch, progress, stop, rows)
        finally:
            remove_scratch(scratch)
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
    latest = time.monotonic() + timeout + _GRACE
    started = start(job, timeout, scratch)
    redactor = Redactor.of([*job.secrets, *proxy_secrets(os.environ)])
    hearing = Hearing(job, redactor, Frames(started.mark), progress, rows)
    spoken = Reader(started.channel)
    reports = spoken if started.channel is started.process.stdout else _reports(started)
    refused: RefusedError | None = None
    report = Report()
    try:
        try:
            _listen(hearing, spoken, reports, latest, stop)
        except RefusedError as refusal:
            refused = refusal
        if reports is not spoken:
            report = _report(started, reports, at_once=refused is not None)
    finally:
        end(started)
        reports.close()
        spoken.close()
    if reports is spoken:
        report = Report(exit=started.process.returncode)
    return Try(hearing, report, refused)


def too_late(job: Job) -> str:
    """Return the reason of a job that was ended after its deadline."""
    return f"it did not finish within {job.timeout:g} seconds"


def _reports(started: Started) -> Reader:
    assert started.process.stdout is not None  # noqa: S101  (asked for when it was started)
    return Reader(started.process.stdout)  # type: ignore[arg-type]


def _listen(hearing: Hearing, spoken: Reader, reports: Reader, latest: float, stop: Event) -> None:
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
        if time.monotonic() > latest:
            raise RefusedError("timeout", too_late(hearing.job))


def _report(started: Started, reports: Reader, *, at_once: bool) -> Report:
    """Return the supervisor's report, which comes when all is ended.

    Args:
        started: The process.
        reports: Where it comes.
        at_once: Whether the worker is to be ended now. Else it has a moment to end by itself: it
            has closed its channel, so that nothing can come of it any more.
    """
    said = bytearray()
    now = time.monotonic()
    ends = (now, now + _HASTE) if at_once else (now + _MOMENT, now + _MOMENT + _GRACE)
    for until in ends:
        if _read_until(until, reports, said):
            break
        close_order(started)
    start = said.find(started.mark)
    if start >= 0:
        with suppress(FrameError):
            for _, body in Frames(started.mark).take(bytes(said[start:])):
                message = decoded(body)
                return Report(message["ended"], message["exit"], message["printed"])
    return Report(noise=said[:_PIECE].decode("utf-8", "replace"))


def _read_until(until: float, reports: Reader, said: bytearray) -> bool:
    """Read until the end of the reports, or of the time; return whether it was the former."""
    while time.monotonic() < until and len(said) < _LARGEST_REPORT:
        piece = reports.next()
        if piece == b"":
            return True
        said += piece or b""
    return False
