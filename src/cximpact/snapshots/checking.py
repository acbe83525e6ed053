"""Checking what sources are told, without asking them for anything."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from cximpact.exceptions import printable
from cximpact.intake.files.problems import ProblemList
from cximpact.intake.reading import check_inputs
from cximpact.intake.source_blocks import source_blocks
from cximpact.snapshots.collecting import essential_failure
from cximpact.snapshots.fitting import fitted, misfits
from cximpact.snapshots.gathering import newest_snapshot, unknown_names
from cximpact.snapshots.planning import plan_collection

if TYPE_CHECKING:
    from cximpact.intake.source_blocks import SourceBlock
    from cximpact.intake.spec import WorkspaceSpec
    from cximpact.plugins.hosting.means import Means
    from cximpact.snapshots.planning import Plan

__all__ = ["check_sources"]


def check_sources(
    spec: WorkspaceSpec, means: Means, progress: Callable[[str], None]
) -> tuple[WorkspaceSpec, tuple[str, ...]]:
    """Check the settings of all sources, and read the newest snapshot where it fits.

    Args:
        spec: The workspace.
        means: Plugins and environment.
        progress: Told what is being done.

    Returns:
        The workspace with the tables of the newest snapshot, or as it is; and what to say.

    Raises:
        InputError: With the problems of settings, documents and tables at once.
    """
    progress("checking sources")
    blocks = source_blocks(spec)
    problems = ProblemList()
    plan = plan_collection(spec, blocks, means, problems)
    inputs, others = check_inputs(spec)
    problems.extend(others)
    if inputs is not None:
        problems.extend(unknown_names(spec, inputs))
    problems.raise_if_any()
    whole, said = _with_newest(spec, blocks)
    return whole, (*_told(blocks, plan), said)


def _with_newest(spec: WorkspaceSpec, blocks: Sequence[SourceBlock]) -> tuple[WorkspaceSpec, str]:
    snapshot = newest_snapshot(spec)
    nothing = "their rows are not checked: run 'cximpact collect', then validate again"
    if snapshot is None:
        return spec, nothing
    name = snapshot.folder.name
    found = misfits(spec, snapshot, blocks)
    if found:
        return spec, f"{found[0].message}; {nothing}"
    failure = essential_failure(snapshot.parts[block.part] for block in blocks)
    if failure is not None:
        return spec, f"in the snapshot {name} a source failed; {nothing}"
    return fitted(spec, snapshot, blocks), f"their rows are those of the snapshot {name}"


def _told(blocks: Sequence[SourceBlock], plan: Plan) -> Iterator[str]:
    sound = [block for block in blocks if block.part not in plan.unusable]
    if sound:
        listed = ", ".join(f"{block.part} ({block.source})" for block in sound)
        yield printable(f"sources are not asked; their settings are right: {listed}", 1000)
    for part, reason in plan.unusable.items():
        yield printable(f"{part} cannot be collected: {reason}", 1000)
