"""A snapshot meets the workspace that is decided from it: every part must be what is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from attrs import evolve

from cximpact.intake.files.problems import ProblemList
from cximpact.intake.reporter import Reporter
from cximpact.plugins.settings.resolving import settings_fingerprint

if TYPE_CHECKING:
    from cximpact.exceptions import Problem
    from cximpact.intake.source_blocks import SourceBlock
    from cximpact.intake.spec import WorkspaceSpec
    from cximpact.snapshots.reading import Snapshot

__all__ = ["fitted", "misfits"]

_COLLECT = "run 'cximpact collect'"


def misfits(
    spec: WorkspaceSpec, snapshot: Snapshot, blocks: Sequence[SourceBlock]
) -> tuple[Problem, ...]:
    """Return a problem for every block that the snapshot does not answer.

    Args:
        spec: The workspace.
        snapshot: The snapshot.
        blocks: The parts of the workspace that name a source.
    """
    problems = ProblemList()
    report = Reporter(spec.document, problems)
    name = snapshot.folder.name
    for block in blocks:
        record = snapshot.parts.get(block.part)
        if record is None:
            message = f"the snapshot {name} holds nothing for {block.part}"
            report.add(block.path, message, hint=_COLLECT, at_key=True)
        elif (record.source, record.kind) != (block.source, block.kind):
            message = f"the snapshot {name} holds {record.kind} of {record.source} for {block.part}"
            expected = f"{block.kind} of {block.source}"
            report.add((*block.path, "source"), message, expected=expected, hint=_COLLECT)
        elif record.settings != settings_fingerprint(block.settings):
            message = f"the snapshot {name} was collected with other settings"
            report.add((*block.path, "settings"), message, hint=_COLLECT, at_key=True)
    return problems.problems()


def fitted(spec: WorkspaceSpec, snapshot: Snapshot, blocks: Sequence[SourceBlock]) -> WorkspaceSpec:
    """Return the workspace with the tables of a snapshot that answers all of its blocks."""
    tables = {
        block.part: evolve(
            snapshot.table(block.part),
            touchpoints=block.touchpoints,
            names_criteria=block.names_criteria,
        )
        for block in blocks
    }
    return evolve(spec, collected=tables, snapshot=snapshot.folder, holder=snapshot.holder)
