"""Collecting: sources are asked side by side, and what they give becomes a snapshot."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from cximpact.exceptions import AnswerError, SourceError
from cximpact.plugins.isolation.jobs import Outcome
from cximpact.snapshots.manifest import MANIFEST, PartRecord, manifest_text
from cximpact.snapshots.planning import Order, Plan, job_of
from cximpact.snapshots.reading import Snapshot
from cximpact.snapshots.tables import keep_rows
from cximpact.writing.whole_files import copy_whole, write_whole

if TYPE_CHECKING:
    from cximpact.intake.source_blocks import SourceBlock
    from cximpact.plugins.hosting.means import Means

__all__ = ["Asked", "collect_parts", "essential_failure", "fits_block"]

_ESSENTIAL = {
    "proposals": "there is nothing to decide",
    "budgets_from": "nobody knows what may be spent",
}
_TO_DO = {
    "authentication": ". Renew the token or password, or ask for the right",
    "query": ". Mend its settings",
    "temporary": ". Try again later, or decide from what was kept: --offline",
}


@frozen(eq=False)
class Asked:
    """What is asked of all sources alike.

    Attributes:
        as_of: The day of the decision.
        now: The moment the collection begins, in UTC.
        folder: The workspace's folder, absolute.
        earlier: The snapshot to go on from; None fetches everything.
        only: Parts that are collected; what the others have is taken over from `earlier`. Empty
            collects all.
        refresh: Whether sources that can are asked only for what changed since `earlier`.
    """

    as_of: date
    now: datetime
    folder: Path
    earlier: Snapshot | None = None
    only: frozenset[str] = frozenset()
    refresh: bool = False

    @property
    def moment(self) -> str:
        """When the collection began."""
        return self.now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def collect_parts(
    blocks: Sequence[SourceBlock],
    plan: Plan,
    asked: Asked,
    means: Means,
    draft: Path,
    progress: Callable[[str], None],
) -> tuple[PartRecord, ...]:
    """Ask the sources of all blocks and write what they give, with a manifest, into a folder.

    A source that fails is kept as failed; the others are not touched by it.

    Args:
        blocks: The parts that name a source.
        plan: Who is asked for them, or why that cannot be.
        asked: What is asked of all alike.
        means: Runs the sources.
        draft: An empty folder.
        progress: Told what is being done.
    """
    wanted = [block for block in blocks if not asked.only or block.part in asked.only]
    names = _file_names(block.part for block in blocks)
    found = [_unusable(block, plan, asked) for block in wanted if block.part in plan.unusable]
    orders = [order for order in plan.orders if order.block in wanted]
    with tempfile.TemporaryDirectory(prefix="cximpact-", ignore_cleanup_errors=True) as work:
        outcomes = _run(orders, asked, means, Path(work), progress)
        for order, outcome in zip(orders, outcomes, strict=True):
            progress(f"keeping {order.block.part}: {outcome.count:,} rows")
            found.append(_kept(order, outcome, asked, draft / names[order.block.part]))
    others = (block for block in blocks if block not in wanted)
    found += [record for block in others for record in _taken_over(block, asked, draft)]
    write_whole(draft / MANIFEST, manifest_text(found))
    return tuple(found)


def essential_failure(records: Iterable[PartRecord]) -> SourceError | None:
    """Return the error where a source failed without which nothing can be decided.

    Evidence may be missing. Without proposals there is nothing to decide, and without budgets a
    decision would be made as if there were no limit.
    """
    failed = [each for each in records if not each.worked and each.part in _ESSENTIAL]
    told = [
        f"{each.part} ({each.source}): {each.reason}; {_ESSENTIAL[each.part]}"
        f"{_TO_DO.get(each.family, '')}"
        for each in failed
    ]
    return SourceError("\n".join(told)) if told else None


def fits_block(record: PartRecord, block: SourceBlock, settings: str) -> bool:
    """Return whether a part was collected for what a block asks now.

    Args:
        record: The part.
        block: The block.
        settings: The fingerprint of its settings.
    """
    theirs = (record.source, record.kind, record.settings)
    return theirs == (block.source, block.kind, settings)


def _run(
    orders: Sequence[Order],
    asked: Asked,
    means: Means,
    work: Path,
    progress: Callable[[str], None],
) -> Sequence[Outcome]:
    if not orders:
        return ()
    progress(f"collecting {', '.join(order.block.part for order in orders)}")
    jobs = []
    for order in orders:
        before = _before(order, asked)
        since = None if before is None else before.cursor
        jobs.append(
            job_of(order, folder=asked.folder, as_of=asked.as_of, now=asked.now, since=since)
        )
    return means.run(jobs, folder=work, progress=progress)


def _before(order: Order, asked: Asked) -> PartRecord | None:
    """Return the earlier table that new rows can be put on top of, if there is one."""
    earlier, card, block = asked.earlier, order.card, order.block
    record = None if earlier is None else earlier.parts.get(block.part)
    if not asked.refresh or record is None or not card.incremental:
        return None
    same = fits_block(record, block, order.settings.fingerprint)
    same = same and (record.distribution, record.version) == (card.distribution, card.version)
    return record if same and record.cursor and record.worked and _reaches(record, asked) else None


def _reaches(record: PartRecord, asked: Asked) -> bool:
    """Return whether an earlier collection left out nothing because of its day of decision."""
    uncut = record.as_of.isoformat() >= record.fetched_at[:10]
    return record.as_of == asked.as_of or (uncut and record.as_of <= asked.as_of)


def _unusable(block: SourceBlock, plan: Plan, asked: Asked) -> PartRecord:
    from cximpact.plugins.settings.resolving import settings_fingerprint

    return PartRecord(
        part=block.part,
        kind=block.kind,
        source=block.source,
        settings=settings_fingerprint(block.settings),
        as_of=asked.as_of,
        fetched_at=asked.moment,
        family="plugin",
        reason=plan.unusable[block.part],
    )


def _kept(order: Order, outcome: Outcome, asked: Asked, target: Path) -> PartRecord:
    """Return the record of what a source gave, its table written."""
    block, card = order.block, order.card
    record = PartRecord(
        part=block.part,
        kind=block.kind,
        source=card.name,
        distribution=card.distribution,
        version=card.version,
        settings=order.settings.fingerprint,
        as_of=asked.as_of,
        fetched_at=asked.moment,
        query=outcome.query,
        notes=tuple(dict.fromkeys(outcome.notes)),
        family=outcome.family,
        reason=outcome.reason,
    )
    if not outcome.worked:
        return record
    try:
        return _with_table(record, order, outcome, asked, target)
    except AnswerError as error:
        return evolve(record, family="answer", reason=str(error))
    except SourceError as error:
        return evolve(record, family="plugin", reason=str(error))


def _with_table(
    record: PartRecord, order: Order, outcome: Outcome, asked: Asked, target: Path
) -> PartRecord:
    before = _before(order, asked)
    old = None
    if before is not None and before.rows and asked.earlier is not None:
        old = asked.earlier.folder / before.file
    kept = keep_rows(
        outcome.rows, outcome.count, outcome.columns, target, key=order.card.key, earlier=old
    )
    repeats = (f"{kept.repeats:,} rows repeated another and count once",) if kept.repeats else ()
    notes = (*(before.notes if before else ()), *record.notes, *repeats)
    return evolve(
        record,
        # The whole table answers the query of the full collection, not the last, narrower one.
        query=before.query if before else record.query,
        notes=tuple(dict.fromkeys(notes)),
        cursor=outcome.cursor or (before.cursor if before else None),
        file=target.name,
        sha256=kept.sha256,
        rows=kept.rows,
        columns=kept.columns,
    )


def _taken_over(block: SourceBlock, asked: Asked, draft: Path) -> Iterable[PartRecord]:
    """Yield the earlier record of a part that is not collected now, its table copied."""
    from cximpact.plugins.settings.resolving import settings_fingerprint

    record = None if asked.earlier is None else asked.earlier.parts.get(block.part)
    if record is None or asked.earlier is None:
        return
    if fits_block(record, block, settings_fingerprint(block.settings)):
        if record.worked:
            copy_whole(asked.earlier.folder / record.file, draft / record.file)
        yield record


def _file_names(parts: Iterable[str]) -> Mapping[str, str]:
    """Return a file name of plain signs for each part; ids of evidence may hold any others.

    Example:
        >>> _file_names(["costs", "evidence.Ämter", "evidence.ämter"])["evidence.ämter"]
        'evidence._mter-2.parquet'
    """
    names: dict[str, str] = {}
    taken: set[str] = set()
    for part in sorted(parts):
        plain = re.sub(r"[^A-Za-z0-9._-]", "_", part)[:100]
        number, name = 1, plain
        while name.lower() in taken:
            number += 1
            name = f"{plain}-{number}"
        taken.add(name.lower())
        names[part] = f"{name}.parquet"
    return names
