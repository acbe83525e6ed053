"""The way from a workspace to one case: its sources, documents, tables and evidence."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import evolve

from cximpact.exceptions import InputError, Problem
from cximpact.model.case import Case
from cximpact.pipeline.one_case import one_case
from cximpact.pipeline.progress import Progress, silent

if TYPE_CHECKING:
    from cximpact.intake.inputs import Inputs
    from cximpact.intake.spec import WorkspaceSpec
    from cximpact.plugins.hosting.means import Means
    from cximpact.snapshots.wish import Wish
    from cximpact.sources.collect import Collected

__all__ = ["check", "gather", "read"]


def gather(
    spec: WorkspaceSpec, wish: Wish, means: Means, today: date, progress: Progress = silent
) -> WorkspaceSpec:
    """Return a workspace with what its plugins' sources gave; one without sources as it is.

    Args:
        spec: The workspace.
        wish: Whether sources are asked, or a snapshot is read.
        means: Plugins, processes, clock and environment.
        today: The day of the decision where the workspace states none.
        progress: Told, in a few words, what is being done.

    Raises:
        InputError: With the problems of the workspace, or of the snapshot, at once.
        SourceError: A source failed without which nothing can be decided.
    """
    from cximpact.intake.source_blocks import source_blocks

    if wish.snapshot is None and "snapshot" not in spec.data and not source_blocks(spec):
        return spec
    from cximpact.snapshots.gathering import gather as gather_tables

    return gather_tables(spec, wish, today, means, progress)


def check(
    spec: WorkspaceSpec, means: Means, progress: Progress = silent
) -> tuple[WorkspaceSpec, tuple[str, ...]]:
    """Check what a workspace tells its sources, without asking them.

    Args:
        spec: The workspace.
        means: Plugins and environment.
        progress: Told, in a few words, what is being done.

    Returns:
        The workspace with the tables of its newest snapshot, where that answers all of it, and
        lines that say so, or why not.

    Raises:
        InputError: With all problems at once.
    """
    from cximpact.intake.source_blocks import source_blocks

    if not source_blocks(spec):
        return spec, ()
    from cximpact.snapshots.checking import check_sources

    return check_sources(spec, means, progress)


def read(
    spec: WorkspaceSpec, inputs: Inputs | None, today: date, progress: Progress = silent
) -> tuple[Case, Path | None]:
    """Read everything a workspace names and return it as one case.

    Args:
        spec: The workspace, its base folder and its frames.
        inputs: Its documents and tables where they were read already.
        today: The day of the decision where the workspace states none.
        progress: Told, in a few words, what is being done.

    Returns:
        The case, and the file of an earlier evaluation to compare with, where one is named.

    Raises:
        InputError: With the problems of all files at once.
    """
    from cximpact.intake.reading import check_inputs

    problems: tuple[Problem, ...] = ()
    if inputs is None:
        progress("reading proposals and scorecard")
        inputs, problems = check_inputs(spec)
    if inputs is None:
        raise InputError(problems)
    as_of = inputs.as_of or today
    collected = _collect(inputs, spec, as_of, progress)
    found = (*problems, *collected.problems)
    if found:
        raise InputError(found)
    return one_case(inputs, collected, as_of, spec), inputs.previous


def _collect(inputs: Inputs, spec: WorkspaceSpec, as_of: date, progress: Progress) -> Collected:
    from cximpact.sources.collect import collect

    collected = collect(
        inputs.evidence,
        scorecard=inputs.scorecard,
        as_of=as_of,
        base=spec.base,
        frames=spec.frames,
        progress=progress,
    )
    # What no file is to blame for stands in the workspace.
    named = (each if each.file else evolve(each, file=spec.name) for each in collected.problems)
    return evolve(collected, problems=tuple(named))
