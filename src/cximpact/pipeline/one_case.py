"""What was read, put together as one case, and what its reader must know of the sources."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from attrs import evolve

from cximpact.exceptions import Problem
from cximpact.model.case import ANALYSES, Case, MissingSource, Origin
from cximpact.model.draws import DrawSettings
from cximpact.model.source import LOST

if TYPE_CHECKING:
    from cximpact.intake.inputs import Inputs
    from cximpact.intake.spec import WorkspaceSpec
    from cximpact.model.source import CollectedTable
    from cximpact.sources.collect import Collected

__all__ = ["missing_evidence", "one_case"]


def one_case(inputs: Inputs, collected: Collected, as_of: date, spec: WorkspaceSpec) -> Case:
    """Return everything that was read as one case, with what its reader must know of it.

    Args:
        inputs: Documents and tables.
        collected: The evidence.
        as_of: The day of the decision.
        spec: The workspace, with the tables that plugins' sources gave.
    """
    from cximpact.intake.limit_doubts import limit_doubts

    case = _case(inputs, collected, as_of, spec)
    told = _notes(inputs, collected, as_of, spec)
    return evolve(case, notes=(*told, *limit_doubts(case, spec.document)))


def _case(inputs: Inputs, collected: Collected, as_of: date, spec: WorkspaceSpec) -> Case:
    return Case(
        scorecard=inputs.scorecard,
        proposals=inputs.proposals,
        ratings=inputs.ratings,
        quantities=inputs.quantities,
        effects=inputs.effects,
        costs=inputs.costs,
        rules=inputs.rules,
        rates=inputs.rates,
        title=inputs.title,
        currency=inputs.currency,
        statistics=collected.statistics,
        as_of=as_of,
        supplied=evolve(inputs.supplied, observations=bool(inputs.evidence)),
        inputs=tuple(
            sorted((*inputs.inputs, *collected.inputs), key=lambda item: (item.path, item.sha256))
        ),
        set_aside=(*inputs.set_aside, *collected.set_aside),
        not_used=_unread(inputs, collected),
        missing=_missing(spec),
        unknown_costs=inputs.unknown_costs,
        origins={**inputs.origins, **_origins(spec)},
        scenarios=inputs.scenarios,
        analyses=ANALYSES if inputs.analyses is None else inputs.analyses,
        weighting=inputs.weighting,
        drawing=DrawSettings(inputs.draws, inputs.seed, min(inputs.draws, inputs.selection_draws)),
    )


def _notes(
    inputs: Inputs, collected: Collected, as_of: date, spec: WorkspaceSpec
) -> tuple[Problem, ...]:
    """Return what a reader must know of what was read."""
    from cximpact.intake.idle_evidence import idle_evidence

    return (
        *inputs.notes,
        *collected.notes,
        *_silence(inputs, collected),
        *idle_evidence(inputs.scorecard, collected.statistics, inputs.effects),
        *_told_by_sources(spec, as_of),
    )


def _missing(spec: WorkspaceSpec) -> tuple[MissingSource, ...]:
    """Return the sources that failed."""
    return tuple(
        MissingSource(part, found.reason, found.touchpoints, found.names_criteria)
        for part, found in sorted(spec.collected.items())
        if found.reason
    )


def _origins(spec: WorkspaceSpec) -> dict[str, Origin]:
    """Return where the rows of evidence come from that plugins' sources gave."""
    return {
        part: Origin(part, found.label)
        for part, found in spec.collected.items()
        if found.file and part.startswith("evidence.")
    }


def _told_by_sources(spec: WorkspaceSpec, as_of: date) -> Iterator[Problem]:
    """Yield what a reader must know of the tables that sources gave, and which of them failed."""
    for part, found in sorted(spec.collected.items()):
        if found.reason:
            yield Problem(f"{LOST}: {found.reason}", found.label, field=part)
        elif found.as_of is not None and found.as_of < as_of:
            day = found.as_of.isoformat()
            message = f"collected for a decision on {day}; what came later may not be in it"
            yield Problem(message, found.label)
        yield from (Problem(note, found.label) for note in found.notes)


def _unread(inputs: Inputs, collected: Collected) -> tuple[tuple[str, str], ...]:
    """Return the columns that neither a table nor a source of evidence on the same file reads."""
    sides = [
        ({record.path for record in side.inputs}, set(side.not_used))
        for side in (inputs, collected)
    ]
    pairs = dict.fromkeys((*inputs.not_used, *collected.not_used))
    return tuple(
        pair
        for pair in pairs
        if all(pair in unread or pair[0] not in files for files, unread in sides)
    )


def _silence(inputs: Inputs, collected: Collected) -> tuple[Problem, ...]:
    """Say which sources gave nothing that counts, so that silence is not taken for calm."""
    heard = {statistics.source for statistics in collected.statistics}
    return tuple(
        Problem(_why_silent(spec.collected), field=f"evidence.{spec.name}")
        for spec in inputs.evidence
        if spec.name not in heard and (spec.collected is None or spec.collected.file)
    )


def _why_silent(collected: CollectedTable | None) -> str:
    if collected is None:
        return "no row of this source counts; what it would have told is missing"
    if not collected.rows:
        return "the source gave no row; look at its settings. What it would have told is missing"
    return (
        f"no row of this source counts (it gave {collected.rows:,}); look at 'set aside' and at "
        "its map. What it would have told is missing"
    )


def missing_evidence(case: Case) -> tuple[Problem, ...]:
    """Return the notes on sources that failed, or gave nothing that counts."""
    failed = {each.name for each in case.missing}
    return tuple(
        note
        for note in case.notes
        if (note.field or "").startswith("evidence.") or note.field in failed
    )
