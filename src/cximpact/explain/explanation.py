"""One proposal explained at length, section by section, and as plain text."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from cximpact.decision.words import money, percent, points
from cximpact.exceptions import printable
from cximpact.explain.criteria import criterion_results
from cximpact.explain.deciding import gate_name
from cximpact.explain.reasons import reasons
from cximpact.model.case import Case
from cximpact.model.decision import Decision
from cximpact.model.evaluation import CriterionResult
from cximpact.model.evidence import Conditions
from cximpact.model.scores import Scores

_LONGEST_LINE = 1000


@frozen
class Section:
    """A titled group of lines."""

    title: str
    lines: tuple[str, ...]


@frozen
class Explanation:
    """Why a proposal got its action.

    Attributes:
        title: The proposal and its action.
        sections: Without empty ones.
    """

    title: str
    sections: tuple[Section, ...]


def explanation(
    case: Case, conditions: Conditions, scores: Scores, decision: Decision, position: int
) -> Explanation:
    """Return the long form: reasons, criteria with their evidence, gates, what would change it.

    Args:
        case: The case.
        conditions: Conditions of the touchpoints.
        scores: Scores and values.
        decision: The decision.
        position: The proposal.
    """
    key, title = case.proposals.ids[position], case.proposals.titles[position]
    criteria = criterion_results(case, conditions, scores, position)
    sections = (
        Section("Why", reasons(case, conditions, scores, decision, position)),
        Section("Criteria", tuple(line for each in criteria for line in _criterion(each))),
        Section("Gates", _gates(decision, position)),
        Section("Cost", _cost(case, decision, position)),
        Section("What would change it", decision.would_take.get(position, ())),
    )
    name = f"{key} {title}".strip()
    kept = tuple(section for section in sections if section.lines)
    return Explanation(f"{name}: {decision.actions[position]}", kept)


def explain_text(explained: Explanation) -> str:
    """Return an explanation as plain text, safe to print."""
    lines = [printable(explained.title, _LONGEST_LINE)]
    for section in explained.sections:
        lines += ["", section.title]
        lines += [f"  {printable(line, _LONGEST_LINE)}" for line in section.lines]
    return "\n".join((*lines, ""))


def _criterion(each: CriterionResult) -> Sequence[str]:
    score = "missing" if each.score is None else points(each.score)
    head = (
        f"{each.criterion} ({each.group}): {score} at {percent(round(each.weight, 3))} of the "
        f"weight gives {points(each.contribution)}"
    )
    return (head, *(f"  {line}" for line in (*each.evidence, *each.notes)))


def _gates(decision: Decision, position: int) -> tuple[str, ...]:
    return tuple(
        f"{gate_name(gate.gate)} ({gate.mode}): {gate.outcomes[position]}. {gate.reason(position)}"
        for gate in decision.gates
        if not gate.not_run
    )


def _cost(case: Case, decision: Decision, position: int) -> tuple[str, ...]:
    cost = decision.cost[position]
    return () if cost is None else (money(cost, case.currency),)
