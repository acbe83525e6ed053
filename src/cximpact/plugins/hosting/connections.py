"""Trying the sources a workspace names: connection and credentials, and nothing else."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import asdict, frozen

from cximpact.exceptions import InputError, SourceError
from cximpact.plugins.isolation.jobs import Family, Job, Outcome

if TYPE_CHECKING:
    from datetime import datetime

    from cximpact.intake.source_blocks import SourceBlock
    from cximpact.intake.spec import WorkspaceSpec
    from cximpact.plugins.hosting.cards import SourceCard
    from cximpact.plugins.hosting.host import Host
    from cximpact.plugins.hosting.probing import Run

__all__ = ["Connection", "try_sources"]

LONGEST = 60.0
"""Seconds that a try may take, however long a collection may."""

_NOTHING_TO_TRY = "it has nothing to try"


@frozen
class Connection:
    """What came of trying one source.

    Attributes:
        part: The part of the workspace that names it, such as ``evidence.complaints``.
        source: Name of the source.
        plugin: Name of its plugin; "" where that is not known.
        reached: Whether it was reached, or has nothing to try.
        family: Where it was not: what kind of failure, as in `Outcome`; "settings" where the
            workspace is wrong and it was not even tried.
        said: What the source says it reached, or why it was not reached.
    """

    part: str
    source: str
    plugin: str
    reached: bool
    family: Family | str
    said: str


def try_sources(
    spec: WorkspaceSpec, host: Host, *, now: datetime, environ: Mapping[str, str], run: Run
) -> tuple[Connection, ...]:
    """Try every source that a workspace names, side by side.

    Args:
        spec: The workspace.
        host: Knows the sources.
        now: The clock of the sources, in UTC.
        environ: The environment, for settings given by reference.
        run: Runs jobs in processes of their own.

    Returns:
        What came of each, in the order of the workspace's parts.
    """
    from cximpact.intake.source_blocks import source_blocks

    found = [_prepared(block, spec, host, now, environ) for block in source_blocks(spec)]
    jobs = [each for each in found if isinstance(each, Job)]
    outcomes = iter(_run(jobs, run))
    return tuple(_result(each, next(outcomes)) if isinstance(each, Job) else each for each in found)


def _run(jobs: Sequence[Job], run: Run) -> Sequence[Outcome]:
    if not jobs:
        return ()
    with tempfile.TemporaryDirectory(prefix="cximpact-") as folder:
        return run(jobs, folder=Path(folder))


def _prepared(
    block: SourceBlock, spec: WorkspaceSpec, host: Host, now: datetime, environ: Mapping[str, str]
) -> Job | Connection:
    """Return the job that tries a source, or why there is nothing to run."""
    plugin = ""
    try:
        card = host.source(block.source)
        plugin = card.plugin
        if not card.checks:
            return Connection(block.part, card.name, plugin, True, "", _NOTHING_TO_TRY)
        return _job(block, card, spec, now, environ)
    except InputError as error:
        said = "; ".join(map(str, error.problems))
        return Connection(block.part, block.source, plugin, False, "settings", said)
    except SourceError as error:
        return Connection(block.part, block.source, plugin, False, "plugin", str(error))


def _job(
    block: SourceBlock,
    card: SourceCard,
    spec: WorkspaceSpec,
    now: datetime,
    environ: Mapping[str, str],
) -> Job:
    from cximpact.intake.files.problems import ProblemList
    from cximpact.intake.reporter import Reporter
    from cximpact.plugins.settings.resolving import resolve_settings

    problems = ProblemList()
    resolved = resolve_settings(
        card,
        block.settings,
        report=Reporter(spec.document, problems),
        path=(*block.path, "settings"),
        base=spec.base,
        environ=environ,
    )
    problems.raise_if_any()
    payload = {
        "settings": resolved.payload,
        "folder": str((spec.base or Path()).resolve()),
        "now": now.isoformat(),
        "retry": asdict(card.retry),
    }
    return Job(
        block.part,
        card.plugin,
        card.distribution,
        "check",
        card.name,
        payload,
        resolved.secrets,
        timeout=min(card.timeout, LONGEST),
        memory=card.memory,
    )


def _result(job: Job, outcome: Outcome) -> Connection:
    said = str(outcome.answer or "reached") if outcome.worked else outcome.reason
    return Connection(job.name, job.target, job.plugin, outcome.worked, outcome.family, said)
