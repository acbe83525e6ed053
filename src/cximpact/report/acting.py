"""What a person must act on before a list is evaluated, the gravest first."""

from __future__ import annotations

from collections.abc import Iterator

from cximpact.decision.gates.review import review
from cximpact.explain.gaps import gap_lines
from cximpact.model.case import Case
from cximpact.pipeline import foreseen, scored
from cximpact.report.words import is_mere_note, missing_lines, note_lines

__all__ = ["to_act_on"]


def to_act_on(case: Case) -> tuple[str, ...]:
    """Return what stops a selection, what stops proposals, and what is doubtful, line by line.

    Gates of plugins are not asked.

    Args:
        case: The case, as it was read.
    """
    return tuple(_lines(case))


def _lines(case: Case) -> Iterator[str]:
    yield from (f"evaluate will find no selection: {why}" for why in foreseen(case))
    yield from missing_lines(case.missing)
    found = scored(case)
    if found is not None:
        central, conditions, scores = found
        yield from gap_lines(central, scores, review(central, conditions, scores))
    notes = map(str, case.notes)
    yield from note_lines((note for note in notes if not is_mere_note(note)), case.missing)
