"""What a run may use of the world outside its files: plugins, processes, clock, environment."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from attrs import Factory, field, frozen

if TYPE_CHECKING:
    from cximpact.plugins.hosting.host import Host
    from cximpact.plugins.isolation.jobs import Job, Outcome

__all__ = ["Means", "Runner"]


class Runner(Protocol):
    """How jobs are run: `cximpact.plugins.isolation.running.run_jobs`, or a stand-in in tests."""

    def __call__(
        self, jobs: Sequence[Job], *, folder: Path, progress: Callable[[str], None]
    ) -> Sequence[Outcome]:
        """Run jobs side by side and return their outcomes in the order of the jobs."""


def _run(
    jobs: Sequence[Job], *, folder: Path, progress: Callable[[str], None]
) -> Sequence[Outcome]:
    from cximpact.plugins.isolation.running import run_jobs

    return run_jobs(jobs, folder=folder, progress=progress)


def _now() -> datetime:
    return datetime.now(UTC)


@frozen(eq=False)
class Means:
    """What a run may use of the world outside its files.

    Attributes:
        blocked: Plugins that ``--no-plugins`` names.
        environ: The environment, for secrets and for lists of plugins.
        run: Runs jobs in processes of their own.
        now: The clock, in UTC.
    """

    blocked: tuple[str, ...] = ()
    environ: Mapping[str, str] = field(default=Factory(lambda: os.environ), repr=False)
    run: Runner = _run
    now: Callable[[], datetime] = _now
    _opened: list[Host] = field(factory=list, repr=False)

    @property
    def host(self) -> Host:
        """The plugins; found when they are first asked for.

        Raises:
            InputError: An allow or block list cannot be read, or blocks what is not there.
        """
        if not self._opened:
            from cximpact.plugins.hosting.host import open_host

            self._opened.append(open_host(blocked=self.blocked, environ=self.environ))
        return self._opened[0]
