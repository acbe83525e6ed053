"""Who is to be asked for what: blocks of a workspace meet the sources that plugins offer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from attrs import asdict, frozen

from cximpact.exceptions import InputError, SourceError
from cximpact.intake.reporter import Reporter
from cximpact.plugins.isolation.jobs import Job
from cximpact.plugins.settings.resolving import ResolvedSettings, resolve_settings

if TYPE_CHECKING:
    from datetime import date, datetime
    from pathlib import Path

    from cximpact.intake.files.problems import ProblemList
    from cximpact.intake.source_blocks import SourceBlock
    from cximpact.intake.spec import WorkspaceSpec
    from cximpact.plugins.hosting.cards import SourceCard
    from cximpact.plugins.hosting.means import Means

__all__ = ["Order", "Plan", "job_of", "plan_collection"]


@frozen(eq=False)
class Order:
    """One block, the source that answers it, and what that is told."""

    block: SourceBlock
    card: SourceCard
    settings: ResolvedSettings


@frozen(eq=False)
class Plan:
    """What is to be collected.

    Attributes:
        orders: What can be asked for, in the order of the blocks.
        unusable: Why the source of a block cannot be asked, by part; a plugin is to blame.
    """

    orders: tuple[Order, ...]
    unusable: Mapping[str, str]


def plan_collection(
    spec: WorkspaceSpec, blocks: Sequence[SourceBlock], means: Means, problems: ProblemList
) -> Plan:
    """Find the source of every block and check its settings; nothing is asked yet.

    Args:
        spec: The workspace.
        blocks: Its parts that name a source.
        means: Plugins and environment.
        problems: Takes what the workspace has to mend.
    """
    report = Reporter(spec.document, problems)
    orders, unusable = [], {}
    for block in blocks:
        try:
            order = _order(block, spec, means, report)
        except SourceError as error:
            unusable[block.part] = str(error)
            continue
        if order is not None:
            orders.append(order)
    return Plan(tuple(orders), unusable)


def _order(block: SourceBlock, spec: WorkspaceSpec, means: Means, report: Reporter) -> Order | None:
    try:
        card = means.host.source(block.source)
    except InputError as error:
        for each in error.problems:
            where = (*block.path, "source")
            report.add(
                where, each.message, value=block.source, expected=each.expected, hint=each.hint
            )
        return None
    if block.kind not in card.provides:
        given = ", ".join(card.provides)
        message = f"the source '{block.source}' gives no {block.kind}"
        report.add((*block.path, "source"), message, expected=f"a source of them; it gives {given}")
        return None  # its settings are those of another source
    settings = resolve_settings(
        card,
        block.settings,
        report=report,
        path=(*block.path, "settings"),
        base=spec.base,
        environ=means.environ,
    )
    return Order(block, card, settings)


def job_of(
    order: Order, *, folder: Path, as_of: date, now: datetime, since: str | None = None
) -> Job:
    """Return the job that collects the rows of one block.

    Args:
        order: The block and its source.
        folder: The workspace's folder, absolute.
        as_of: The day of the decision.
        now: The moment the collection began.
        since: The cursor to go on from; None fetches everything.
    """
    card, block = order.card, order.block
    request = {
        "kind": block.kind,
        "block": block.block,
        "as_of": as_of.isoformat(),
        "since": since,
    }
    payload = {
        "settings": order.settings.payload,
        "folder": str(folder),
        "now": now.isoformat(),
        "retry": asdict(card.retry),
        "request": request,
    }
    return Job(
        block.part,
        card.plugin,
        card.distribution,
        "collect",
        card.name,
        payload,
        order.settings.secrets,
        card.timeout,
        card.memory,
    )
