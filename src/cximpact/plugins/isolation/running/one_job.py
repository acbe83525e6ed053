"""A job from the host's side: its tries, and what to tell of them."""

from __future__ import annotations

import random
import signal
import time
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any

from attrs import evolve

from cximpact.exceptions import printable
from cximpact.model.plugin import Retry
from cximpact.plugins.http.patience import wait_before
from cximpact.plugins.isolation.jobs import Family, Job, Outcome
from cximpact.plugins.isolation.running.one_try import Report, Try, too_late, try_once

__all__ = ["run_job", "silent"]

_LONGEST_REASON = 600


def silent(_: str) -> None:
    """Tell nobody."""


def run_job(
    job: Job,
    *,
    folder: Path,
    progress: Callable[[str], None] = silent,
    stop: Event | None = None,
) -> Outcome:
    """Do a job in a process of its own.

    Whatever the plugin does (hang, crash, flood, fork, lie), this returns in the job's time and a
    few seconds, and leaves no process behind. A failure that the source calls temporary and has
    not tried again itself is tried again here, whole, as the job's ``retry`` says.

    Args:
        job: The work.
        folder: Where the file of rows goes; the worker is not told of it.
        progress: Is told, now and then and from this thread, in one line what is being done.
        stop: When it is set, the work ends and the outcome is ``cancelled``.

    Raises:
        KeyboardInterrupt: The user stopped the run; all its processes were ended first.
    """
    began = time.monotonic()
    stop = stop or Event()
    retry = Retry(**job.payload.get("retry", {})) if job.operation in _TRIED_AGAIN else Retry(1)
    for attempt in range(1, retry.attempts + 1):
        left = max(0.1, job.timeout - (time.monotonic() - began))
        attempted = try_once(job, left, folder, progress, stop)
        outcome = _outcome(job, attempted)
        tried = bool((attempted.hearing.failed or {}).get("tried"))
        if outcome.family != "temporary" or tried:
            break
        wait = wait_before(attempt, retry, {}, random.random)
        if wait is None or time.monotonic() - began + wait >= job.timeout:
            break
        progress(f"{job.name}: {outcome.reason}; again in {wait:.0f} s")
        if stop.wait(wait):
            outcome = Outcome("cancelled", "the run was stopped")
            break
    return evolve(outcome, seconds=time.monotonic() - began)


_TRIED_AGAIN = ("collect", "check")


def _outcome(job: Job, attempted: Try) -> Outcome:
    """Return what came of a try; the rows are kept only if all went well."""
    hearing = attempted.hearing
    family, reason = _verdict(job, attempted)
    rows = hearing.rows
    if rows is not None:
        rows.finish()
        if not family and hearing.rows_hold_secret():
            family, reason = "plugin", "a secret from the settings stands in its rows"
        if family:
            rows.discard()
    said = hearing.redactor.cut(reason, _LONGEST_REASON)
    common = Outcome(
        family=family,
        reason=printable(said, _LONGEST_REASON + 1),
        query=hearing.query(),
        notes=hearing.notes(),
        log=_log(attempted),
    )
    if family:
        return common
    done = evolve(common, answer=hearing.redactor.data(hearing.answer))
    if rows is None:
        return done
    cursor = None if hearing.cursor is None else hearing.redactor.text(hearing.cursor)
    return evolve(done, rows=rows.path, count=rows.count, columns=rows.columns, cursor=cursor)


def _verdict(job: Job, attempted: Try) -> tuple[Family, str]:
    """Return what went wrong; two empty texts where nothing did."""
    hearing, report = attempted.hearing, attempted.report
    if attempted.refused is not None:
        return attempted.refused.family, attempted.refused.reason
    if hearing.answered:
        return "", ""
    if hearing.failed is not None:
        return hearing.failed["family"], hearing.failed["reason"]
    if report.ended == "timeout":
        return "timeout", too_late(job)
    if report.ended == "memory":
        return "died", f"it was ended because it used more than {job.memory:,} MB of memory"
    return "died", _how_it_died(report)


def _how_it_died(report: Report) -> str:
    code = report.exit
    if code is None:
        return "its process was ended from outside" if not report.noise else "it could not start"
    if code < 0:
        try:
            name = signal.Signals(-code).name
        except ValueError:
            name = f"signal {-code}"
        return f"its process was ended by {name}"
    return f"its process ended by itself, without an answer (exit code {code})"


def _log(attempted: Try) -> str:
    """Return what was logged and printed, one harmless line after another."""
    hearing, report = attempted.hearing, attempted.report
    lines = hearing.log()
    if hearing.failed is not None:
        lines += hearing.failed["log"].splitlines()
    lines += _printed(hearing.redactor, report.printed)
    if report.noise:
        lines += report.noise.splitlines()[-20:]
    return "\n".join(printable(hearing.redactor.text(line), 2_000) for line in lines)


def _printed(redactor: Any, printed: dict[str, Any]) -> list[str]:
    head, tail, lost = printed.get("head", ""), printed.get("tail", ""), printed.get("lost", 0)
    if not lost:
        whole = redactor.text(head + tail)
        return ["printed:", *whole.splitlines()] if whole.strip() else []
    # A secret may stand across the gap: what could be left of one on either side goes, too.
    margin = redactor.longest
    head = redactor.text(head)[: -margin or None]
    tail = redactor.text(tail)[margin:]
    gap = f"… {lost:,} bytes left out …"
    return ["printed:", *head.splitlines(), gap, *tail.splitlines()]
