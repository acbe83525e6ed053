"""The few lines below the ranked list that a person needs to decide; the rest is in `footer`.

What touches money or customers always stands here: costs that are not known, gates that were not
run, sources that failed, doubts about the input. How budgets, weights and draws stand in detail
is told only where it is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from cximpact.decision.candidates import GATE, UNKNOWN_COST
from cximpact.decision.gates.answer import NO_CUSTOMER_INPUT
from cximpact.decision.gates.evidence import NO_EVIDENCE
from cximpact.decision.gates.statement import NO_STATEMENTS
from cximpact.decision.gates.voice import NO_OBSERVATIONS
from cximpact.decision.ranking import BY_COST, SURE
from cximpact.decision.words import gate_name, listed, share_words
from cximpact.explain.gaps import MAY_HIDE
from cximpact.model.decision import ACTIONS, Action
from cximpact.model.evaluation import SetAsideResult, Summary
from cximpact.report.assurance import drawn_words
from cximpact.report.footer import assumed_line, money_and_proof
from cximpact.report.limits import UNLIMITED, UNPRICED
from cximpact.report.listed import Listed
from cximpact.report.turning import turning_points
from cximpact.report.words import (
    counted,
    is_mere_note,
    is_no_proposal,
    missing_lines,
    note_lines,
    rows_aside,
)
from cximpact.scoring.weighting.consistency import consistency_warning
from cximpact.snapshots.manifest import block_of_label

__all__ = ["brief"]

_MEANING: Mapping[str, Sequence[Action]] = {
    "do it": ("prioritize", "approve"),
    "not now": ("defer",),
    "mend it first": ("revise",),
}
"""What the actions mean whose names do not say it."""
_WANTING = (NO_CUSTOMER_INPUT, NO_EVIDENCE, NO_STATEMENTS, NO_OBSERVATIONS)
_GAPS = "missing scores, where harm may hide"
_EVIDENCE = "evidence "
_ROWS = "rows of "
_MOST_IDS = 5
_MOST_COLUMNS = 8
_MOST_MOVES = 5
_ACTION = "|".join(ACTIONS)
_MOVED = re.compile(
    rf": (?:Was (?:{_ACTION}), is now (?:{_ACTION})|New: (?:{_ACTION})|No longer in the list)"
)
"""A change of an action, as `changes_since` words it."""


def brief(
    summary: Summary, recommendations: Sequence[Listed], more: str = "", *, whole: bool = True
) -> Iterator[str]:
    """Yield what a person must read below the ranked list, the most important first.

    Args:
        summary: Everything around the recommendations.
        recommendations: Best first.
        more: How to see all that is not told here; "" where there is no way.
        whole: Whether all of them stand in the list above, each with its reason; else it is told
            here whom gates stopped.
    """
    yield from _meaning(summary, recommendations)
    yield ""
    if not summary.budgets and any(item.cost is not None for item in recommendations):
        yield UNLIMITED
    elif not summary.budgets and not summary.capacities:
        yield UNPRICED
    yield from money_and_proof(summary)
    yield from _doubtful_money(summary, recommendations)
    if not whole:
        yield from _stopped(recommendations)
    yield from _not_checked(summary)
    yield from assumed_line(summary)
    yield from missing_lines(summary.missing)
    yield from filter(None, map(consistency_warning, summary.weighting.consistency))
    yield from _notes(summary)
    yield from _changes(summary)
    yield from _turning(summary, recommendations if whole else ())
    yield from _left_out(summary)
    if more:
        scenarios = ", scenarios" if summary.scenarios else ""
        yield f"More on budgets, weights{scenarios}, how sure: {more}"


def _meaning(summary: Summary, recommendations: Iterable[Listed]) -> Iterator[str]:
    """Say what the actions mean that occur, how the list is ordered, and what the figures are."""
    present = {item.action for item in recommendations}
    actions = [each for each in ACTIONS if each in present]
    named = {means: [each for each in of if each in present] for means, of in _MEANING.items()}
    told = [f"{' and '.join(found)}: {means}" for means, found in named.items() if found]
    yield from filter(None, ["; ".join(told)])
    yield _order(summary, actions)
    draws = summary.draws
    if not draws.count:
        yield "no draws were made: nothing is said of how sure this is, and nobody is prioritized"
    elif draws.selections:
        least = f" (prioritize: {SURE:.0%} or more)" if "prioritize" in present else ""
        yield (
            f"sure: share of {draws.selections:,} draws of {drawn_words(summary)} that select it"
            f"{least}; below each value: nine of ten draws"
        )
    else:
        yield "the selection was not made again in the draws, so nobody is prioritized"


def _order(summary: Summary, actions: Sequence[Action]) -> str:
    """Say how the list is ordered: a higher value may well stand below a lower one."""
    by_value = [each for each in actions if each not in BY_COST]
    if not summary.budgets or len(by_value) == len(actions):
        return "order: by action, then value"
    others = f" ({' and '.join(by_value)}: value)" if by_value else ""
    return f"order: by action, then value per cost{others}"


def _doubtful_money(summary: Summary, recommendations: Iterable[Listed]) -> Iterator[str]:
    """Say whose cost is not wholly known, and which budget may be too small in any case."""
    unknown = [
        f"{item.proposal} ({', '.join(item.cost_unknown)})"
        for item in recommendations
        if item.cost_unknown and item.rule != UNKNOWN_COST  # told beside it, and with the budgets
    ]
    if unknown:
        yield f"not wholly known: the cost of {listed(unknown, most=_MOST_IDS)}"
    for budget, share in summary.draws.overdrawn.items():
        yield (
            f"in {share_words(share)} of draws what is mandatory or committed alone costs more "
            f"than budget {budget} allows"
        )


def _stopped(recommendations: Iterable[Listed]) -> Iterator[str]:
    """Say in a line whom gates stopped."""
    stopped: dict[str, dict[str, list[str]]] = {}
    for item in recommendations:
        if item.rule.startswith(GATE):
            name = gate_name(item.rule.removeprefix(GATE))
            cause = _GAPS if MAY_HIDE in item.reason else name
            stopped.setdefault(cause, {}).setdefault(item.action, []).append(item.proposal)
    told = [f"{cause} ({_by_action(stopped[cause])})" for cause in sorted(stopped)]
    if told:
        yield f"stopped for: {'; '.join(told)}"


def _not_checked(summary: Summary) -> Iterator[str]:
    """Say in a line which gates were not run."""
    not_run = summary.gates_not_run.items()
    wanting = [gate_name(gate) for gate, why in not_run if why in _WANTING]
    others = [f"{gate_name(gate)} ({why})" for gate, why in not_run if why not in _WANTING]
    found = [f"for want of evidence: {', '.join(wanting)}"] if wanting else []
    found += others
    if found:
        yield f"not checked{', ' if wanting else ': '}{'; '.join(found)}"


def _by_action(stopped: dict[str, list[str]]) -> str:
    return ", ".join(
        f"{action} {listed(stopped[action], most=_MOST_IDS)}"
        for action in ACTIONS
        if action in stopped
    )


def _notes(summary: Summary) -> Iterator[str]:
    notes = (note for note in summary.problems if not is_mere_note(note))
    yield from note_lines(notes, summary.missing)


def _changes(summary: Summary) -> Iterator[str]:
    """Tell what is another action than in the earlier evaluation, and count the rest."""
    found = ((each, _MOVED.search(each)) for each in summary.changes)
    moved = [each[: at.end()] for each, at in found if at]
    yield from (f"changed: {each}." for each in moved[:_MOST_MOVES])
    rest = len(summary.changes) - len(moved[:_MOST_MOVES])
    if rest:
        word = "more changes" if moved else "changes, none of an action"
        yield f"since the earlier evaluation: {rest} {word}"


def _turning(summary: Summary, recommendations: Sequence[Listed]) -> Iterator[str]:
    found = turning_points(summary, recommendations)
    yield from (f"could change it: {line}" for line in found)


def _left_out(summary: Summary) -> Iterator[str]:
    """Say in a line what was set aside, and which columns nothing uses."""
    told = list(_aside(summary.set_aside))
    unused = [
        f"{listed(headers, most=_MOST_COLUMNS)} ({file})"
        for file, headers in summary.not_used.items()
        if block_of_label(file) is None
    ]
    if unused:
        told.append(f"columns {'; '.join(unused)}")
    if told:
        yield f"not counted: {'; '.join(told)}"


def _aside(items: Sequence[SetAsideResult]) -> Iterator[str]:
    """Yield what was set aside: proposals by name, rows of evidence by reason."""
    for each in items:
        if not each.what.startswith(_EVIDENCE):
            yield _one_aside(each)
    rows: dict[str, int] = {}
    for each in items:
        if each.what.startswith(_EVIDENCE):
            rows[each.reason] = rows.get(each.reason, 0) + each.count
    if rows:
        found = sorted(rows.items(), key=lambda one: (-one[1], one[0]))
        reasons = ", ".join(f"{count:,} {reason}" for reason, count in found)
        yield f"{counted(sum(rows.values()), 'row')} of evidence ({reasons})"


def _one_aside(item: SetAsideResult) -> str:
    """Return what was set aside: how many rows where they have no ids, else their ids.

    Example:
        >>> _one_aside(SetAsideResult("proposals", "a row of totals", 1))
        '1 row of totals'
        >>> _one_aside(SetAsideResult("proposals", "withdrawn", 1, "", ("12",)))
        'proposal 12 (withdrawn)'
        >>> _one_aside(SetAsideResult("rows of costs", "their proposal was set aside", 2))
        '2 rows of costs (their proposal was set aside)'
    """
    if is_no_proposal(item):
        return rows_aside(item)
    if item.rows:
        what = item.what.removesuffix("s") if item.count == 1 else item.what
        return f"{what} {_ids(item)} ({item.reason})"
    rows = counted(item.count, "row")
    table = item.what.removeprefix(_ROWS) if item.what.startswith(_ROWS) else ""
    return f"{rows}{f' of {table}' if table else ''} ({item.reason})"


def _ids(item: SetAsideResult) -> str:
    """Return the ids of what was set aside, and how many more there are."""
    named = item.rows[:_MOST_IDS]
    rest = item.count - len(named)
    return listed([*named, f"{rest:,} more"] if rest else named, most=_MOST_IDS + 1)
