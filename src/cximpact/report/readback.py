"""A case as it was read, shown back to the person who wrote the files."""

from __future__ import annotations

from collections.abc import Iterator

from cximpact.decision.words import hundredths, points, shown
from cximpact.exceptions import printable
from cximpact.explain.links import Links
from cximpact.model.case import Case
from cximpact.model.proposal import CostLine
from cximpact.report.acting import ToActOn
from cximpact.report.limits import limit_lines
from cximpact.report.words import (
    collected_columns_line,
    counted,
    missing_lines,
    note_lines,
    set_aside_lines,
)
from cximpact.snapshots.manifest import block_of_label

_NOTHING = ToActOn()
_SHOWN = 3
_WEIGHTS = 12


def readback(case: Case, first: ToActOn = _NOTHING) -> str:
    """Return what was read: limits, three proposals, and what was set aside, not used or doubtful.

    Args:
        case: The case.
        first: What a person must act on, from `to_act_on`: it stands before all else, and what
            tells of it is not told again.
    """
    told = first.lines
    acts = ["", "Look at this first:", *(f"  {line}" for line in told)] if told else []
    rest = (line for line in _rest(case) if line not in told)
    about = [_headline(first), _counts(case), *limit_lines(case), *_weights(first)]
    lines = [*about, *acts, *_samples(case), *rest]
    return "\n".join(printable(line, 600) for line in lines).rstrip("\n")


def _headline(first: ToActOn) -> str:
    if first.stops:
        return "Everything was read. evaluate will stop: see below."
    return "Everything was read." if first.others else "Everything was read; no problems."


def _weights(first: ToActOn) -> Iterator[str]:
    """Yield the share of each criterion in the value, as all that was said of weights makes it."""
    shares = ((title, f"{hundredths(share, 1)}") for title, share in first.weights[:_WEIGHTS])
    told = [f"{title} {share.removesuffix('.0')}%" for title, share in shares]
    rest = len(first.weights) - len(told)
    if len(first.weights) > 1:
        yield f"weights: {', '.join(told)}{f' and {rest} more' if rest else ''}"


def _counts(case: Case) -> str:
    card = case.scorecard
    counts = [
        counted(len(case.proposals), "proposal"),
        f"{counted(len(card.criteria), 'criterion', 'criteria')} ({card.title or card.id})",
        counted(len(case.effects), "effect"),
        counted(len(case.costs), "cost line"),
        counted(len(case.statistics), "measurement"),
        counted(len(case.rules.budgets), "budget"),
    ]
    if case.rules.capacities:
        counts.append(counted(len(case.rules.capacities), "capacity", "capacities"))
    return f"{', '.join(counts)}, as of {case.as_of}"


def _samples(case: Case) -> Iterator[str]:
    count = len(case.proposals)
    if count > _SHOWN:
        yield ""
        yield f"The first {_SHOWN} of {count:,} proposals, as they were read:"
    links = Links(case)
    for position in range(min(_SHOWN, len(case.proposals))):
        yield ""
        yield from _sample(case, position, links)


def _sample(case: Case, position: int, links: Links) -> Iterator[str]:
    proposal = case.proposals.one(position)
    yield f"{proposal.id}: {proposal.title or 'without a title'}"
    yield f"  unit {proposal.unit or 'not said'}, status {proposal.status}"
    yield from (f"  {words}" for words in [links.words(proposal.id)] if words)
    yield from (f"  cost {_cost(line)}" for line in case.costs if line.proposal == proposal.id)
    for each in case.unknown_costs.get(proposal.id, ()):
        yield f"  cost not known: {each.column} says '{each.said}'"
    for column, criterion in enumerate(case.scorecard.criteria):
        yield from (f"  {criterion.id}: {told}" for told in _answers(case, position, column))
    for row in (case.effects.proposal == position).nonzero()[0]:
        target = case.effects.targets[int(case.effects.target[row])]
        yield f"  effect on {target}: {shown(float(case.effects.likely[row]), 2):+}"


def _cost(line: CostLine) -> str:
    one = line.low == line.high
    amounts = f"{line.likely:,}" if one else f"{line.low:,} to {line.high:,}"
    fund = f" from {line.fund}" if line.fund else ""
    return f"{line.currency} {amounts}{fund}".strip()


def _answers(case: Case, position: int, column: int) -> Iterator[str]:
    """Tell what was read for one criterion: a rating, how many ratings, or an amount."""
    score = float(case.ratings.grid[position, column])
    if score == score:
        yield f"{points(score)} of 100"
    rows = (case.ratings.proposal == position) & (case.ratings.criterion == column)
    if rows.any():
        yield counted(int(rows.sum()), "rating")
    low, high = (
        float(table[position, column]) for table in (case.quantities.low, case.quantities.high)
    )
    if low == low:
        unit = case.scorecard.criteria[column].unit
        yield f"{unit} {low:,.10g}" if low == high else f"{unit} {low:,.10g} to {high:,.10g}"


def _rest(case: Case) -> Iterator[str]:
    yield ""
    yield from missing_lines(case.missing)
    yield from set_aside_lines(case.set_aside)
    unread: dict[str, list[str]] = {}
    for file, column in case.not_used:
        if block_of_label(file) is None:
            unread.setdefault(file, []).append(column)
    yield from (f"not used in {file}: {', '.join(columns)}" for file, columns in unread.items())
    yield from collected_columns_line(case.not_used)
    yield from note_lines(map(str, case.notes), case.missing)
