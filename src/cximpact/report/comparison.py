"""A comparison of two evaluations as a table, for a terminal, and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from cximpact.exceptions import printable
from cximpact.model.comparison import VALUE_CAUSES, ComparisonResult, ProposalChange, ValueCause
from cximpact.report.columns import Table, table_of
from cximpact.report.json_text import harmless
from cximpact.report.plain import plain
from cximpact.report.words import UNKNOWN, points_or_dash

_COLUMNS = (
    *("proposal", "title", "state", "action_before", "action_after", "rank_before", "rank_after"),
    *("value_before", "value_after", "change", *VALUE_CAUSES),
    *("cost_before", "cost_after", "currency", "why"),
)
FIGURES = ("value_before", "value_after", "change", *VALUE_CAUSES)
"""Columns of floats."""


def comparison_table(found: ComparisonResult) -> Table:
    """Return a row per proposal: actions, ranks, values, what moved them, costs, and why."""
    return table_of(_COLUMNS, (_row(each) for each in found.proposals))


def _row(change: ProposalChange) -> list[object]:
    costs = [change.cost_before, change.cost_after]
    currency = next((cost.currency for cost in reversed(costs) if cost is not None), None)
    told = change.state == "both"
    return [
        *(change.proposal, change.title, change.state),
        *(change.action_before, change.action_after, change.rank_before, change.rank_after),
        *(change.value_before, change.value_after, _moved(change)),
        *(change.part(cause) if told else None for cause in VALUE_CAUSES),
        *(None if cost is None else cost.amount for cost in costs),
        *(currency, change.words),
    ]


def _moved(change: ProposalChange) -> float | None:
    if change.value_before is None or change.value_after is None:
        return None
    return change.value_after - change.value_before


def comparison_json(found: ComparisonResult) -> str:
    """Return the whole comparison as JSON text."""
    data = {"format": "cximpact-comparison/1", **plain(found)}
    return harmless(json.dumps(data, indent=1, ensure_ascii=False)) + "\n"


def comparison_text(found: ComparisonResult) -> str:
    """Return the answer, what moved as a table for a terminal, and the sentences below it.

    Of proposals that only moved with the weights the table tells all; their sentences are counted.
    """
    told, answer = found.sentences[:-1], found.sentences[-1:]
    quiet = {_sentence(each) for each in found.proposals if _moves_by_weights_alone(each)}
    loud = [each for each in told if each not in quiet]
    below = [
        *loud,
        *_counted(len(quiet), of=sum(bool(each.words) for each in found.proposals)),
        *found.notes,
    ]
    lines = [*answer, *([""] if answer else []), *_heading(found), *_table(found)]
    lines += ["", *below] if below else []
    return "\n".join(printable(line, 2_000) for line in lines) + "\n"


def _sentence(change: ProposalChange) -> str:
    """Return what became of a proposal, as it stands among the sentences of a comparison."""
    return f"{change.proposal}: {change.words}"


def _moves_by_weights_alone(change: ProposalChange) -> bool:
    """Whether there is nothing to say of a proposal but that the weights moved its value."""
    if change.state != "both" or not change.words or change.acts_otherwise:
        return False
    if change.gates or change.cost_before != change.cost_after:
        return False
    return not any(round(change.part(cause), 9) for cause in VALUE_CAUSES if cause != "weights")


def _counted(quiet: int, of: int) -> Iterator[str]:
    """Yield how many more moved by the weights alone, of so many that there is something to say of.

    They are in the table.
    """
    if quiet:
        more = "more " if quiet < of else ""
        yield f"{quiet:,} {more}moved by the weights alone."


def _heading(found: ComparisonResult) -> Iterator[str]:
    for word, side in (("from", found.before), ("to", found.after)):
        title = f" {side.title}" if side.title else ""
        yield f"{word:<5}{side.as_of}{title}"
    yield ""


def _table(found: ComparisonResult) -> Iterator[str]:
    """Return the proposals that moved, in columns as wide as what stands in them."""
    causes = [cause for cause in VALUE_CAUSES if any(each.part(cause) for each in found.proposals)]
    head = ["proposal", "action", "rank", "value", *causes]
    rows = [_cells(each, causes) for each in found.proposals if _is_shown(each)]
    widths = [max(len(row[at]) for row in [head, *rows]) for at in range(len(head))]
    for row in [head, *rows] if rows else ():
        cells = [
            cell.ljust(width) if at < 2 else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        yield "  ".join(cells).rstrip()


def _is_shown(change: ProposalChange) -> bool:
    return bool(change.words) or change.rank_before != change.rank_after


def _cells(change: ProposalChange, causes: Sequence[ValueCause]) -> list[str]:
    parts = [change.part(cause) for cause in causes]
    return [
        printable(change.proposal, 40),
        _moved_from(change.action_before, change.action_after),
        _moved_from(change.rank_before, change.rank_after),
        _moved_from(
            points_or_dash(change.value_before),
            points_or_dash(change.value_after),
        ),
        *(
            points_or_dash(part) if change.state == "both" and round(part, 9) else ""
            for part in parts
        ),
    ]


def _moved_from(old: object, new: object) -> str:
    before, after = (UNKNOWN if each is None else str(each) for each in (old, new))
    return after if before == after else f"{before} → {after}"
