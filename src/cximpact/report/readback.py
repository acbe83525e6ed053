"""A case as it was read, shown back to the person who wrote the files."""

from __future__ import annotations

from collections.abc import Iterator

from cximpact.decision.words import points
from cximpact.exceptions import printable
from cximpact.model.case import Case

_SHOWN = 3


def readback(case: Case) -> str:
    """Return what was read: three proposals, and what was set aside, not used or doubtful."""
    lines = [*_counts(case), *_samples(case), *_rest(case)]
    return "\n".join(printable(line, 600) for line in lines)


def _counts(case: Case) -> Iterator[str]:
    card = case.scorecard
    yield "Everything was read; no problems."
    yield (
        f"{len(case.proposals)} proposals, {len(card.criteria)} criteria "
        f"({card.title or card.id}), {len(case.effects)} effects, {len(case.costs)} cost lines, "
        f"{len(case.statistics)} measurements, {len(case.rules.budgets)} budgets, "
        f"as of {case.as_of}"
    )


def _samples(case: Case) -> Iterator[str]:
    for position in range(min(_SHOWN, len(case.proposals))):
        yield ""
        yield from _sample(case, position)


def _sample(case: Case, position: int) -> Iterator[str]:
    proposal = case.proposals.one(position)
    yield f"{proposal.id}: {proposal.title}"
    yield f"  unit {proposal.unit or 'not said'}, status {proposal.status}"
    for line in (line for line in case.costs if line.proposal == proposal.id):
        fund = f" from {line.fund}" if line.fund else ""
        yield f"  cost {line.currency} {line.likely:,}{fund}"
    for column, criterion in enumerate(case.scorecard.criteria):
        score = float(case.ratings.grid[position, column])
        rows = (case.ratings.proposal == position) & (case.ratings.criterion == column)
        if score == score:
            yield f"  {criterion.id}: {points(score)}"
        elif rows.any():
            yield f"  {criterion.id}: {int(rows.sum())} ratings"
    rows = case.effects.proposal == position
    for row in rows.nonzero()[0]:
        target = case.effects.targets[int(case.effects.target[row])]
        yield f"  effect on {target}: {float(case.effects.likely[row]):+.2f}"


def _rest(case: Case) -> Iterator[str]:
    yield ""
    for item in case.set_aside:
        yield f"set aside: {item.count} {item.what}: {item.reason}"
    for file, column in case.not_used:
        yield f"not used: column {column} of {file}"
    for note in case.notes:
        yield f"note: {note}"
