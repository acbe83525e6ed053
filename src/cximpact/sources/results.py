"""What a source tells besides its statistics: fingerprints, rows set aside, what was mended."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from cximpact.exceptions import Problem
from cximpact.model.case import InputRecord
from cximpact.model.proposal import SetAside
from cximpact.sources.outcomes import REASONS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cximpact.model.source import EvidenceSpec
    from cximpact.sources.engine import Engine
    from cximpact.sources.plan import Plan

__all__ = ["rows_set_aside", "source_inputs", "source_notes"]


def source_inputs(
    spec: EvidenceSpec, shown: Sequence[str], engine: Engine
) -> tuple[InputRecord, ...]:
    """Return the fingerprint of each file: of the rows that count, whatever their order."""
    parts = max(len(spec.unpivot), 1)
    found = {
        file: (int(rows), int(counted or 0), int(digest or 0))
        for file, rows, counted, digest in engine.rows(
            "SELECT file, sum(rows), sum(rows) FILTER (outcome = 'ok'), sum(print) "
            "FROM grouped GROUP BY file"
        )
    }
    records = []
    for at, name in enumerate(shown):
        rows, counted, digest = found.get(at, (0, 0, 0))
        text = f"{spec.kind}:{counted}:{digest}"
        sha256 = hashlib.sha256(text.encode()).hexdigest()
        records.append(InputRecord(name, sha256, rows // parts))
    return tuple(records)


def rows_set_aside(
    spec: EvidenceSpec, shown: Sequence[str], engine: Engine
) -> tuple[SetAside, ...]:
    """Return how many rows do not count, by file and reason."""
    found = engine.rows(
        "SELECT file, outcome, sum(rows) FROM grouped WHERE outcome <> 'ok' GROUP BY ALL"
    )
    order = list(REASONS)
    return tuple(
        SetAside(f"evidence {spec.name}", REASONS[outcome], int(count), shown[file])
        for file, outcome, count in sorted(found, key=lambda row: (row[0], order.index(row[1])))
    )


def source_notes(
    spec: EvidenceSpec, plan: Plan, shown: Sequence[str], engine: Engine
) -> tuple[Problem, ...]:
    """Return what was mended, and values that nothing reads."""
    notes = []
    for file, mended, unread in engine.rows(
        "SELECT file, sum(mended), sum(unread) FROM grouped GROUP BY file ORDER BY file"
    ):
        if mended:
            message = (
                f"{mended:,} values of '{spec.name}' written as percentages were divided by 100"
            )
            notes.append(Problem(message, shown[file]))
        if unread:
            message = (
                f"{unread:,} rows of '{spec.name}' count for a rate, once each; their values are "
                "not used"
            )
            hint = "name the column 'count' if it says how many cases a row stands for"
            notes.append(Problem(message, shown[file], field=plan.fields.get("value"), hint=hint))
    return tuple(notes)
