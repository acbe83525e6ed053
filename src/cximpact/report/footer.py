"""The lines below the ranked list: budgets, proof, gates, groups, what was left out or changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from cximpact.decision.candidates import GATE
from cximpact.decision.gates.remedies import TO_DO, TO_REVISE
from cximpact.decision.ranking import SURE
from cximpact.decision.words import (
    gate_name,
    money,
    percent,
    plain_amount,
    points,
    share_words,
)
from cximpact.model.decision import BudgetUse
from cximpact.model.evaluation import Summary
from cximpact.report.assurance import assurance
from cximpact.report.listed import Listed
from cximpact.report.words import (
    collected_columns_line,
    counted,
    missing_lines,
    note_lines,
    set_aside_lines,
)
from cximpact.snapshots.manifest import block_of_label

_LEAST_OVER = 0.01
"""What happens less often than this is told in JSON only."""
_REST_OF_BAND = 0.05
"""The part of the draws beyond the upper end of a band."""


def footer(summary: Summary, recommendations: Sequence[Listed]) -> Iterator[str]:
    """Yield what a board must read beside the ranked list, line by line.

    Args:
        summary: Everything around the recommendations.
        recommendations: Best first.
    """
    yield _order(summary)
    yield from _legend(summary, recommendations)
    yield ""
    yield from money_and_proof(summary)
    yield from assurance(summary, recommendations)
    yield from _stopped(recommendations)
    if len(summary.groups) > 1:
        for group in summary.groups:
            yield (
                f"group {group.group}: stated share {percent(group.share)}, "
                f"moves values by {points(group.spread)} (standard deviation)"
            )
    yield from (f"gate {gate} not run: {why}" for gate, why in summary.gates_not_run.items())
    yield from assumed_line(summary)
    yield from missing_lines(summary.missing)
    yield from set_aside_lines(summary.set_aside)
    yield from _not_used(summary)
    yield from note_lines(summary.problems, summary.missing)
    yield from (f"changed: {change}" for change in summary.changes)


def _not_used(summary: Summary) -> Iterator[str]:
    for file, columns in summary.not_used.items():
        if block_of_label(file) is None:
            yield f"not used in {file}: {', '.join(columns)}"
    pairs = [(file, header) for file, headers in summary.not_used.items() for header in headers]
    yield from collected_columns_line(pairs)


def _order(summary: Summary) -> str:
    if not summary.budgets:
        return "Within an action, the order is that of value."
    return "Within an action, the order is that of value per cost; of revise and decline, of value."


def _legend(summary: Summary, recommendations: Iterable[Listed]) -> Iterator[str]:
    """Say what tells the two actions apart that both mean yes, where both occur."""
    actions = {item.action for item in recommendations}
    if summary.draws.count and {"prioritize", "approve"} <= actions:
        yield (
            "prioritize: selected, and a gain for customers, each in at least "
            f"{SURE:.0%} of draws; approve: less sure, or committed, mandatory or required by "
            "another."
        )


def money_and_proof(summary: Summary) -> Iterator[str]:
    """Yield how each limit stands, what the selection is worth, and that no other is better."""
    for use in summary.budgets:
        origin = f" ({use.origin})" if use.origin else ""
        yield f"budget {use.budget}: {_use(use)}{_overrun(use)}{origin}"
    for each in summary.capacities:
        yield (
            f"capacity {each.capacity}: {plain_amount(each.used)} of "
            f"{plain_amount(each.limit, each.unit)} used, {plain_amount(each.left)} left"
        )
    chosen = summary.selection
    value, best = points(chosen.value), "better affordable set" if summary.budgets else "better set"
    if chosen.gap:
        bound = points(chosen.bound, chosen.value)
        yield (
            f"selected: value {value}, not proven best: a {best} is worth at most {bound} "
            f"(gap {chosen.gap:.9f})"
        )
    else:
        yield f"selected: value {value}; no {best} exists, proven"
    yield from chosen.notes


def _use(use: BudgetUse) -> str:
    """Return how a budget stands; where nothing is left, what that means for what is selected.

    What is committed or mandatory stays in whatever it costs, so alone it puts nothing out.
    """
    limit = money(use.limit, use.currency)
    if not use.left and use.used > use.committed:
        return f"all of {limit} used: any cost that rises puts something out"
    used, left = money(use.used, use.currency), money(use.left, use.currency)
    return f"{used} of {limit} used, {left} left"


def _overrun(use: BudgetUse) -> str:
    """Say how often the money does not last, as costs are drawn from the ranges they have."""
    if use.drawn is None or use.drawn.over < _LEAST_OVER:
        return ""
    told = f"; costs drawn from their ranges exceed it in {share_words(use.drawn.over)} of draws"
    if use.drawn.over <= _REST_OF_BAND:
        return told
    return f"{told}, and {money(Decimal(round(use.drawn.high)), use.currency)} in 5%"


def assumed_line(summary: Summary) -> Iterator[str]:
    """Yield what was assumed of all proposals alike, in a line; nothing where nothing was."""
    if summary.assumed:
        yield f"assumed: {'; '.join(summary.assumed)}"


def _stopped(recommendations: Iterable[Listed]) -> Iterator[str]:
    """Say per gate how many proposals it stopped, and what could be done."""
    stopped = Counter(
        (item.rule.removeprefix(GATE), item.action)
        for item in recommendations
        if item.rule.startswith(GATE)
    )
    for (gate, action), count in sorted(stopped.items()):
        todo = (TO_REVISE if action == "revise" else {}).get(gate) or TO_DO.get(gate)
        stopped_by = f"{counted(count, 'proposal')} stopped by {gate_name(gate)} ({action})"
        yield f"{stopped_by}: {todo}" if todo else stopped_by
