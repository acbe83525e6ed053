"""What a source tells besides its statistics: fingerprints, rows set aside, what was mended."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from attrs import frozen

from cximpact.exceptions import Problem
from cximpact.model.case import InputRecord
from cximpact.model.proposal import SetAside
from cximpact.sources.outcomes import REASONS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cximpact.model.source import EvidenceSpec
    from cximpact.sources.engine import Engine
    from cximpact.sources.plan import Plan

__all__ = ["Tally", "rows_set_aside", "source_inputs", "source_notes", "tallies"]


@frozen
class Tally:
    """The rows of one file with one outcome.

    Attributes:
        file: Its position among those of the source.
        outcome: As `outcomes` names it.
        rows: How many there are.
        print: The sum of the digests of those that count.
        mended: How many had a value that was mended.
        unread: How many have a value that nothing reads.
        lacks_value: Whether a value is missing.
        has_figures: Whether figures of KPIs are among them.
        has_counts: Whether counts of cases are among them.
    """

    file: int
    outcome: str
    rows: int
    print: int
    mended: int
    unread: int
    lacks_value: bool
    has_figures: bool
    has_counts: bool

    @property
    def is_fault(self) -> bool:
        """Whether the rows hold a mistake."""
        return self.outcome.startswith("!")


def tallies(engine: Engine) -> list[Tally]:
    """Return the tallies of the table `grouped`, by file.

    All at once: of so few lines, each query costs what it takes DuckDB to plan it.
    """
    found = engine.rows(
        "SELECT file, outcome, sum(rows), coalesce(sum(print), 0), sum(mended), sum(unread), "
        "bool_or(coalesce(lacks_value, false)), bool_or(coalesce(kind = 'kpi', false)), "
        "bool_or(coalesce(kind = 'rate', false)) FROM grouped GROUP BY file, outcome"
    )
    return sorted((Tally(*row) for row in found), key=lambda tally: (tally.file, tally.outcome))


def source_inputs(
    spec: EvidenceSpec, shown: Sequence[str], found: Sequence[Tally]
) -> tuple[InputRecord, ...]:
    """Return the fingerprint of each file: of the rows that count, whatever their order."""
    parts = max(len(spec.unpivot), 1)
    records = []
    for at, name in enumerate(shown):
        own = [tally for tally in found if tally.file == at]
        counted = sum(tally.rows for tally in own if tally.outcome == "ok")
        text = f"{spec.kind}:{counted}:{sum(tally.print for tally in own)}"
        sha256 = hashlib.sha256(text.encode()).hexdigest()
        records.append(InputRecord(name, sha256, sum(tally.rows for tally in own) // parts))
    return tuple(records)


def rows_set_aside(
    spec: EvidenceSpec, shown: Sequence[str], found: Sequence[Tally]
) -> tuple[SetAside, ...]:
    """Return how many rows do not count, by file and reason."""
    order = list(REASONS)
    aside = [tally for tally in found if tally.outcome != "ok"]
    return tuple(
        SetAside(f"evidence {spec.name}", REASONS[each.outcome], each.rows, shown[each.file])
        for each in sorted(aside, key=lambda each: (each.file, order.index(each.outcome)))
    )


def source_notes(
    spec: EvidenceSpec, plan: Plan, shown: Sequence[str], found: Sequence[Tally]
) -> tuple[Problem, ...]:
    """Return what was mended, and values that nothing reads."""
    notes = []
    for tally in found:
        if tally.mended:
            message = (
                f"{tally.mended:,} values of '{spec.name}' written as percentages were divided "
                "by 100"
            )
            notes.append(Problem(message, shown[tally.file]))
        if tally.unread:
            message = (
                f"{tally.unread:,} rows of '{spec.name}' count for a rate, once each; their "
                "values are not used"
            )
            hint = "name the column 'count' if it says how many cases a row stands for"
            field = plan.fields.get("value")
            notes.append(Problem(message, shown[tally.file], field=field, hint=hint))
    return tuple(notes)
