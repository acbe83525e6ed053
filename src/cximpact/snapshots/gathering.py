"""From blocks that name a source to tables that intake reads: collected now, or from a snapshot."""

from __future__ import annotations

import logging
import shutil
import tempfile
import weakref
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import evolve

from cximpact.exceptions import InputError, Problem
from cximpact.intake.files.problems import ProblemList
from cximpact.intake.lists.currencies import day_said
from cximpact.intake.reading import check_inputs
from cximpact.intake.reporter import Reporter
from cximpact.intake.source_blocks import source_blocks
from cximpact.snapshots.collecting import Asked, collect_parts, essential_failure
from cximpact.snapshots.fitting import fitted, misfits
from cximpact.snapshots.folders import (
    dated_folder,
    draft_folder,
    given_folder,
    home_of,
    keep_out_of_git,
    newest_folder,
    refuse_full,
)
from cximpact.snapshots.planning import plan_collection
from cximpact.snapshots.readiness import make_ready
from cximpact.snapshots.reading import Snapshot, open_snapshot
from cximpact.writing.whole_files import copy_whole

if TYPE_CHECKING:
    from cximpact.intake.inputs import Inputs
    from cximpact.intake.source_blocks import SourceBlock
    from cximpact.intake.spec import WorkspaceSpec
    from cximpact.plugins.hosting.means import Means
    from cximpact.snapshots.planning import Plan
    from cximpact.snapshots.wish import Wish

__all__ = ["collect_snapshot", "gather", "newest_snapshot", "stated_snapshot", "unknown_names"]

Progress = Callable[[str], None]
_log = logging.getLogger("cximpact")


def gather(
    spec: WorkspaceSpec, wish: Wish, today: date, means: Means, progress: Progress
) -> WorkspaceSpec:
    """Return a workspace with what its sources gave; one without sources as it is.

    Args:
        spec: The workspace.
        wish: Where the rows come from.
        today: The day of the decision where the workspace states none.
        means: Plugins, processes, clock and environment.
        progress: Told what is being done.

    Raises:
        InputError: The workspace asks for what cannot be, or the snapshot cannot be used.
        SourceError: A source failed without which nothing can be decided.
    """
    blocks = source_blocks(spec)
    folder = stated_snapshot(spec, wish)
    if not blocks:
        _refuse_idle(spec, wish)
        return spec
    if folder is None and wish.offline:
        folder = _newest(spec)
    if folder is None:
        make_ready()
        snapshot = collect_snapshot(spec, today, means, progress, keep=False)
        return fitted(spec, snapshot, blocks)
    progress(f"reading the snapshot {folder.name}")
    snapshot = open_snapshot(folder)
    found = misfits(spec, snapshot, blocks)
    if found:
        raise InputError([*found, *check_inputs(spec)[1]])
    failure = essential_failure(snapshot.parts[block.part] for block in blocks)
    if failure is not None:
        raise failure
    return fitted(spec, snapshot, blocks)


def stated_snapshot(spec: WorkspaceSpec, wish: Wish) -> Path | None:
    """Return the snapshot that the caller or the workspace names, None where neither does."""
    if wish.snapshot is not None:
        return wish.snapshot
    said = spec.data.get("snapshot")
    return (spec.base or Path()) / said if isinstance(said, str) and said else None


def newest_snapshot(spec: WorkspaceSpec) -> Snapshot | None:
    """Return the newest of a workspace's snapshots, None where it has none.

    Raises:
        InputError: Its files were changed or lost.
    """
    folder = newest_folder(spec.base or Path())
    return None if folder is None else open_snapshot(folder)


def _newest(spec: WorkspaceSpec) -> Path:
    folder = newest_folder(spec.base or Path())
    if folder is None:
        hint = "run 'cximpact collect' once with a network"
        message = "there is no snapshot to decide from offline"
        raise InputError([Problem(message, spec.name, hint=hint)])
    return folder


def _refuse_idle(spec: WorkspaceSpec, wish: Wish) -> None:
    """A snapshot that nothing reads is a misunderstanding, so it is not passed over."""
    message = "a snapshot is named, and no part of the workspace has a source"
    if wish.snapshot is not None:
        raise InputError([Problem(message, spec.name, value=str(wish.snapshot))])
    if "snapshot" in spec.data and spec.document.line(("snapshot",)):
        problems = ProblemList()
        Reporter(spec.document, problems).add(("snapshot",), message, at_key=True)
        problems.extend(check_inputs(spec)[1])
        problems.raise_if_any()


def collect_snapshot(
    spec: WorkspaceSpec,
    today: date,
    means: Means,
    progress: Progress,
    *,
    to: Path | None = None,
    only: Sequence[str] = (),
    refresh: bool = False,
    keep: bool = True,
) -> Snapshot:
    """Ask the sources of a workspace and keep what they give.

    Args:
        spec: The workspace.
        today: The day of the decision where the workspace states none.
        means: Plugins, processes, clock and environment.
        progress: Told what is being done.
        to: A new or empty folder for the snapshot; else it is dated, in the workspace's folder.
        only: Parts to collect; the others are taken over from the newest snapshot.
        refresh: Ask only for what changed since the newest snapshot, where a source can do so.
        keep: Whether it is of no use unless it is kept; else it is said, in a line of the log,
            where it cannot be, and lasts as long as it is used.

    Raises:
        InputError: The workspace asks for what cannot be, or there is no room for the snapshot;
            nobody was asked then.
        SourceError: A source failed without which nothing can be decided; nothing is kept then.
    """
    if to is not None:
        refuse_full(to)
    blocks = source_blocks(spec)
    problems = ProblemList()
    _check_only(spec, blocks, only, problems)
    wanted = [block for block in blocks if not only or block.part in only]
    plan = plan_collection(spec, wanted, means, problems)
    progress("checking the workspace")
    inputs, others = check_inputs(spec)
    problems.extend(others)
    if inputs is not None:
        problems.extend(unknown_names(spec, inputs))
    problems.raise_if_any()
    asked = Asked(
        as_of=_as_of(spec) or today,
        now=means.now(),
        folder=(spec.base or Path()).resolve(),
        earlier=newest_snapshot(spec) if refresh or only else None,
        only=frozenset(only),
        refresh=refresh,
    )
    return _collected(spec, blocks, plan, asked, means, progress, to, keep)


def _collected(
    spec: WorkspaceSpec,
    blocks: Sequence[SourceBlock],
    plan: Plan,
    asked: Asked,
    means: Means,
    progress: Progress,
    to: Path | None,
    keep: bool,
) -> Snapshot:
    parent = _parent(spec, to)
    if parent is not None and keep:
        _check_room(parent)
    holder = _Temporary()
    records = collect_parts(blocks, plan, asked, means, holder.path, progress)
    failure = essential_failure(records)
    if failure is not None:
        raise failure
    parts = {record.part: record for record in records}
    if parent is None:
        return Snapshot(holder.path, parts, holder)
    try:
        return Snapshot(_published(holder.path, parent, asked, to), parts)
    except OSError as error:
        if keep:
            raise _no_room(parent, error) from None
        # Whoever wants a decision has all that it takes; only deciding again will need sources.
        _log.warning("%s", _no_room(parent, error))
        return Snapshot(holder.path, parts, holder)


def _check_room(parent: Path) -> None:
    """Find out that nothing can be kept before anybody is asked for rows."""
    try:
        with draft_folder(parent):
            pass
    except OSError as error:
        raise _no_room(parent, error) from None


def _no_room(parent: Path, error: OSError) -> InputError:
    message = f"the snapshot cannot be kept: {error.strerror or error}"
    hint = "mend that, or write it elsewhere: cximpact collect --to FOLDER"
    return InputError([Problem(message, str(parent), hint=hint)])


def _published(collected: Path, parent: Path, asked: Asked, to: Path | None) -> Path:
    """Copy what was collected to where it is kept; it appears there whole or not at all."""
    if to is None:
        keep_out_of_git(parent)
    with draft_folder(parent) as draft:
        for file in collected.iterdir():
            copy_whole(file, draft / file.name)
        return dated_folder(draft, asked.now) if to is None else given_folder(draft, to)


class _Temporary:
    """A folder that is gone when nobody uses this any more."""

    def __init__(self) -> None:
        self.path = Path(tempfile.mkdtemp(prefix="cximpact-snapshot-"))
        weakref.finalize(self, shutil.rmtree, self.path, ignore_errors=True)


def _parent(spec: WorkspaceSpec, to: Path | None) -> Path | None:
    """Return the folder that a snapshot goes into, None without a workspace's folder."""
    if to is not None:
        return to.parent
    return None if spec.base is None else home_of(spec.base)


def _as_of(spec: WorkspaceSpec) -> date | None:
    said = spec.data.get("as_of")
    # A day that is none is told of by intake, before anybody is asked for rows.
    quiet = Reporter(spec.document, ProblemList())
    return day_said(quiet, (), said) if isinstance(said, str) else None


def _check_only(
    spec: WorkspaceSpec, blocks: Sequence[SourceBlock], only: Sequence[str], problems: ProblemList
) -> None:
    from cximpact.intake.files.problems import did_you_mean

    known = [block.part for block in blocks]
    for name in only:
        if name not in known:
            hint, expected = did_you_mean(name, known), f"one of {', '.join(known)}"
            message = "no part of this name has a source"
            problems.add(message, file=spec.name, value=name, expected=expected, hint=hint)
    if not blocks:
        hint = "name one: evidence: {complaints: {source: ...}}"
        problems.add("no part of the workspace has a source", file=spec.name, hint=hint)


def unknown_names(spec: WorkspaceSpec, inputs: Inputs) -> Iterator[Problem]:
    """Yield what rules name that the scorecard does not have, before anybody is asked for rows."""
    from cximpact.sources.rule_names import unknown_names as unknown

    for each in inputs.evidence:
        if each.collected is not None:
            for problem in unknown(each, inputs.scorecard):
                yield evolve(problem, file=spec.name)
