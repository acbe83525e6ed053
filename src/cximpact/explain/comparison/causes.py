"""Why an action moved: by a proposal's own figures, a gate, or because others moved."""

from __future__ import annotations

from collections.abc import Sequence

from cximpact.decision.candidates import (
    COMMITTED,
    FORCED_OUT,
    GATE,
    MANDATORY,
    MISSING_COST,
    UNKNOWN_COST,
)
from cximpact.decision.words import gate_name
from cximpact.model.comparison import BudgetChange, ProposalChange, Step, StepMove
from cximpact.model.evaluation import Recommendation

_STANDING = (MANDATORY, COMMITTED, FORCED_OUT)
_RANKS = {"prioritize": 0, "approve": 1, "defer": 2, "revise": 3, "decline": 4}
_OF_NOBODY = ("budgets and rules",)
"""What moves no proposal's own figures."""


def causes_of_steps(proposal: str, steps: Sequence[Step]) -> tuple[str, ...]:
    """Return the steps that change a proposal's action, each with whose figures moved."""
    moves = [(step, move) for step in steps for move in step.moves if move.proposal == proposal]
    return tuple(
        f"{f'{move.after} ' if len(moves) > 1 else ''}with the new {step.cause}{_whose(step, move)}"
        for step, move in moves
    )


def _whose(step: Step, move: StepMove) -> str:
    if step.cause in _OF_NOBODY:
        return ""
    return ", by its own figures" if move.own else ", because others moved"


def causes_of_records(
    change: ProposalChange,
    before: Recommendation,
    after: Recommendation,
    budgets: Sequence[BudgetChange],
) -> tuple[str, ...]:
    """Return what moved an action as far as the records tell it.

    Its standing (mandatory, committed, kept out) and gates are named by the rules that decided.
    Elsewhere its own value or cost is the cause where it moved the way the action did; if not,
    others moved, or budgets did.

    Args:
        change: The proposal's change.
        before: Its earlier recommendation.
        after: Its later one.
        budgets: Budgets that moved.
    """
    standing = _standing(before.rule, after.rule)
    if standing:
        return standing
    better = _RANKS.get(after.action, 5) < _RANKS.get(before.action, 5)
    own = _own(change, better)
    if own:
        return own
    if budgets:
        return ("because others or the budgets moved",)
    return ("because others moved",)


def _standing(old: str, new: str) -> tuple[str, ...]:
    for rule, words in ((new, "now"), (old, "no longer")):
        if rule in _STANDING and old != new:
            return (f"because it is {words} {rule}",)
        if rule == MISSING_COST and old != new:
            return ("because its cost is missing" if rule == new else "because its cost is stated",)
        if rule == UNKNOWN_COST and old != new:
            known = "no longer" if rule == new else "now"
            return (f"because all of its cost is {known} known",)
    gates = [rule.removeprefix(GATE) for rule in (old, new) if rule.startswith(GATE)]
    if not gates:
        return ()
    if new.startswith(GATE):
        return (f"because it does not pass the gate {gate_name(gates[-1])}",)
    return (f"because it passes the gate {gate_name(gates[0])}",)


def _own(change: ProposalChange, better: bool) -> tuple[str, ...]:
    found = []
    if change.value_before is not None and change.value_after is not None:
        moved = round(change.value_after - change.value_before, 9)
        if (moved > 0) == better and moved:
            found.append(f"because its value {'rose' if moved > 0 else 'fell'}")
    old, new = change.cost_before, change.cost_after
    if old and new and old.currency == new.currency and old.amount != new.amount:
        cheaper = new.amount < old.amount
        if cheaper == better:
            found.append(f"because it became {'cheaper' if cheaper else 'dearer'}")
    return tuple(found)
