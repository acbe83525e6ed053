"""A case as it was read, shown back to the person who wrote the files."""

from __future__ import annotations

from collections.abc import Iterator

from cximpact.decision.candidates import WITHDRAWN
from cximpact.decision.words import listed, percent_to_tenths
from cximpact.exceptions import printable
from cximpact.explain.links import Links
from cximpact.model.case import Case
from cximpact.report.acting import ToActOn
from cximpact.report.cards import card
from cximpact.report.limits import limit_lines
from cximpact.report.read_rules import rule_line, scale_line
from cximpact.report.sample import sample
from cximpact.report.words import (
    WIDE,
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


def readback(case: Case, first: ToActOn = _NOTHING, width: int = WIDE) -> str:
    """Return what was read: limits, three proposals, and what was set aside, not used or doubtful.

    Args:
        case: The case.
        first: What a person must act on, from `to_act_on`: it stands before all else, and what
            tells of it is not told again.
        width: How many columns the cards of proposals may take.
    """
    told = first.lines
    acts = ["", "Look at this first:", *(f"  {line}" for line in told)] if told else []
    rest = (line for line in _rest(case) if line not in told)
    about = [
        _headline(first),
        _counts(case),
        *limit_lines(case),
        *rule_line(case),
        *_weights(first),
        *scale_line(case),
    ]
    before, after = ([printable(line, 600) for line in part] for part in ([*about, *acts], rest))
    return "\n".join([*before, *_samples(case, width), *after]).rstrip("\n")


def _headline(first: ToActOn) -> str:
    if first.stops:
        return "Everything was read. evaluate will stop: see below."
    return "Everything was read." if first.others else "Everything was read; no problems."


def _weights(first: ToActOn) -> Iterator[str]:
    """Yield the share of each criterion in the value, as all that was said of weights makes it."""
    told = [f"{title} {percent_to_tenths(share)}" for title, share in first.weights[:_WEIGHTS]]
    rest = len(first.weights) - len(told)
    if len(first.weights) > 1:
        yield f"weights: {', '.join(told)}{f' and {rest} more' if rest else ''}"


def _counts(case: Case) -> str:
    """Tell how much was read; what most lists have none of only where a file should hold it."""
    scorecard, supplied = case.scorecard, case.supplied
    counts = [
        f"{counted(len(case.proposals), 'proposal')}{_withdrawn(case)}",
        f"{counted(len(scorecard.criteria), 'criterion', 'criteria')} "
        f"({scorecard.title or scorecard.id})",
    ]
    if supplied.effects or len(case.effects):
        counts.append(counted(len(case.effects), "effect"))
    counts.append(counted(len(case.costs), "cost line"))
    if supplied.observations or case.statistics:
        counts.append(counted(len(case.statistics), "measurement"))
    counts.append(counted(len(case.rules.budgets), "budget"))
    if case.rules.capacities:
        counts.append(counted(len(case.rules.capacities), "capacity", "capacities"))
    return f"{', '.join(counts)}, as of {case.as_of}"


def _withdrawn(case: Case) -> str:
    """Tell whom nothing is decided about, as the end of how many proposals there are."""
    proposals = zip(case.proposals.ids, case.proposals.statuses, strict=True)
    found = [key for key, status in proposals if status == WITHDRAWN]
    return f" ({len(found):,} of them withdrawn: {listed(found)})" if found else ""


def _samples(case: Case, width: int) -> Iterator[str]:
    count = len(case.proposals)
    shown, apart = sample(case, _SHOWN)
    if count > _SHOWN:
        which = f"The first {_SHOWN - 1} and a {apart} one" if apart else f"The first {_SHOWN}"
        yield ""
        yield f"{which} of {count:,} proposals, as they were read:"
    links = Links(case)
    for position in shown:
        yield ""
        yield from card(case, position, links, width)


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
