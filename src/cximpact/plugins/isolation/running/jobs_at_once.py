"""Several jobs side by side; one that fails leaves the others alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event, Lock

from cximpact.plugins.isolation.jobs import Job, Outcome
from cximpact.plugins.isolation.running.one_job import run_job, silent

__all__ = ["run_jobs"]


def run_jobs(
    jobs: Sequence[Job],
    *,
    folder: Path,
    at_once: int = 4,
    progress: Callable[[str], None] = silent,
    stop: Event | None = None,
) -> tuple[Outcome, ...]:
    """Do jobs side by side, each in a process of its own.

    Args:
        jobs: The work.
        folder: Where the files of rows go.
        at_once: How many run at the same time.
        progress: Is told in one line what is being done; one call at a time.
        stop: When it is set, what runs ends and what waits does not begin.

    Returns:
        The outcomes, in the order of the jobs.

    Raises:
        KeyboardInterrupt: The user stopped the run; all processes were ended first.
    """
    stop = stop or Event()
    one_at_a_time = Lock()

    def tell(text: str) -> None:
        with one_at_a_time:
            progress(text)

    def do(job: Job) -> Outcome:
        if stop.is_set():
            return Outcome("cancelled", "the run was stopped before this began")
        return run_job(job, folder=folder, progress=tell, stop=stop)

    with ThreadPoolExecutor(max_workers=max(1, at_once)) as pool:
        try:
            return tuple(pool.map(do, jobs))
        except BaseException:
            # Also where `progress` itself raises: nothing may go on behind the user's back.
            stop.set()
            raise
