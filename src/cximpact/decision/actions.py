"""The action list: for every proposal the first rule that fits."""

from __future__ import annotations

from collections.abc import Collection

from attrs import frozen

from cximpact.decision.candidates import (
    FORCED_OUT,
    GATE,
    MISSING_COST,
    UNKNOWN_COST,
    WITHDRAWN,
    Candidates,
)
from cximpact.decision.reduced import has_value
from cximpact.model.case import Case
from cximpact.model.decision import Action, GateReview, Selection
from cximpact.model.scores import Scores

REQUIRED_BY = "required by"
NO_GAIN = "no gain"
SELECTED = "selected"
NOT_SELECTED = "not selected"

_FIXED: dict[str, Action] = {
    WITHDRAWN: "set aside",
    FORCED_OUT: "defer",
    MISSING_COST: "revise",
    UNKNOWN_COST: "revise",
    REQUIRED_BY: "approve",
    NO_GAIN: "decline",
    NOT_SELECTED: "defer",
}


@frozen
class Actions:
    """Per proposal, its action and the rule that gave it."""

    actions: tuple[Action, ...]
    rules: tuple[str, ...]


def actions(
    case: Case,
    scores: Scores,
    gates: tuple[GateReview, ...],
    who: Candidates,
    selection: Selection,
    first: Collection[int],
) -> Actions:
    """Return every proposal's action, and the name of the first rule that fits.

    Args:
        case: The case.
        scores: V per proposal.
        gates: The gate reviews.
        who: Who may and must be selected.
        selection: What was selected.
        first: Who is sure enough to be prioritized if selected.
    """
    rules = _rules(case, scores, who, selection)
    by_name = {gate.gate: gate for gate in gates}

    def action(position: int) -> Action:
        rule = rules[position]
        if rule.startswith(GATE):
            said = by_name[rule.removeprefix(GATE)].actions[position]
            return "decline" if said == "decline" else "revise"
        if rule == SELECTED:
            return "prioritize" if position in first else "approve"
        return _FIXED.get(rule, "approve")  # mandatory or committed

    return Actions(tuple(action(position) for position in range(len(rules))), tuple(rules))


def _rules(case: Case, scores: Scores, who: Candidates, selection: Selection) -> list[str]:
    worthy = has_value(scores.value).tolist()
    selected = selection.selected.tolist()
    found = []
    for position, key in enumerate(case.proposals.ids):
        barred = who.barred.get(position, "")
        if position in who.forced_in and barred != WITHDRAWN:
            found.append(who.forced_in[position])
        elif barred:
            # What is not worth doing is not mended by an estimate of its cost.
            idle = barred == UNKNOWN_COST and not worthy[position]
            found.append(NO_GAIN if idle else barred)
        elif key in selection.required_by:
            found.append(REQUIRED_BY)
        elif not worthy[position]:
            found.append(NO_GAIN)
        else:
            found.append(SELECTED if selected[position] else NOT_SELECTED)
    return found
