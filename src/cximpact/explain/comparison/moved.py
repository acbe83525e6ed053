"""What moved around the proposals: weights, conditions of touchpoints, budgets, gates."""

from __future__ import annotations

from cximpact.explain.comparison.side import Side
from cximpact.model.comparison import BudgetChange, ConditionChange, GateChange, WeightChange
from cximpact.model.evaluation import Recommendation


def weight_changes(before: Side, after: Side) -> tuple[WeightChange, ...]:
    """Return the criteria whose share of the whole moved, sorted."""
    old, new = before.weights, after.weights
    if not old or not new:
        return ()
    return tuple(
        WeightChange(key, old.get(key), new.get(key))
        for key in sorted({*old, *new})
        if _differ(old.get(key), new.get(key))
    )


def condition_changes(before: Side, after: Side) -> tuple[ConditionChange, ...]:
    """Return the touchpoints whose condition moved, sorted."""
    found = []
    for place in sorted({*before.conditions, *after.conditions}):
        old, new = before.conditions.get(place), after.conditions.get(place)
        change = ConditionChange(
            *place,
            None if old is None else old.mean,
            None if new is None else new.mean,
            None if old is None else old.label,
            None if new is None else new.label,
        )
        if _differ(change.before, change.after) or change.label_before != change.label_after:
            found.append(change)
    return tuple(found)


def budget_changes(before: Side, after: Side) -> tuple[BudgetChange, ...]:
    """Return the budgets whose limit moved, sorted."""
    old = {each.budget: each for each in before.summary.budgets}
    new = {each.budget: each for each in after.summary.budgets}
    found = []
    for key in sorted({*old, *new}):
        one, other = old.get(key), new.get(key)
        if (
            one is None
            or other is None
            or (one.limit, one.currency)
            != (
                other.limit,
                other.currency,
            )
        ):
            currency = (other or one).currency  # type: ignore[union-attr]  # one is there
            was, now = (None if each is None else each.limit for each in (one, other))
            found.append(BudgetChange(key, was, now, currency))
    return tuple(found)


def gate_changes(before: Recommendation, after: Recommendation) -> tuple[GateChange, ...]:
    """Return the gates that answer otherwise for a proposal, sorted."""
    old = {each.gate: each.outcome for each in before.gates}
    new = {each.gate: each.outcome for each in after.gates}
    return tuple(
        GateChange(key, old.get(key), new.get(key))
        for key in sorted({*old, *new})
        if old.get(key) != new.get(key)
    )


def _differ(old: float | None, new: float | None) -> bool:
    if old is None or new is None:
        return old is not new
    return bool(round(new - old, 9))
