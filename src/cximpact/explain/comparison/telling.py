"""What moved, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import fsum

from cximpact.decision.words import gate_name, hundredths, listed, money, percent, points
from cximpact.model.comparison import (
    VALUE_CAUSES,
    BudgetChange,
    ComparisonResult,
    ConditionChange,
    ProposalChange,
    ValueCause,
    WeightChange,
)
from cximpact.model.evaluation import Cost

_CAUSES: dict[ValueCause, str] = {
    "weights": "other weights",
    "evidence": "conditions of touchpoints",
    "effects": "claimed effects",
    "answers": "ratings and amounts",
    "scorecard": "another scorecard",
    "other": "what the records do not tell apart",
}
_MOST_CONDITIONS = 3


def words_of(change: ProposalChange) -> str:
    """Return what became of a proposal, in sentences; "" where nothing moved."""
    if change.state == "new":
        return f"New: {change.action_after}, rank {change.rank_after}."
    if change.state == "gone":
        return f"No longer ranked (was {change.action_before}, rank {change.rank_before})."
    return " ".join([*_action(change), *_value(change), *_cost(change), *_gates(change)])


def _action(change: ProposalChange) -> Iterator[str]:
    if change.acts_otherwise:
        why = "".join(f"{', ' if at == 0 else '; '}{each}" for at, each in enumerate(change.causes))
        yield f"Was {change.action_before}, is now {change.action_after}{why}."


def _value(change: ProposalChange) -> Iterator[str]:
    if change.value_before is not None and change.value_after is not None and _counts(change):
        by = sorted(
            ((cause, change.part(cause)) for cause in VALUE_CAUSES),
            key=lambda each: (-abs(each[1]), each[0]),
        )
        told = [f"{_CAUSES[cause]} {points(amount)}" for cause, amount in by if round(amount, 9)]
        values = f"{points(change.value_before)} before, {points(change.value_after)} now"
        yield f"Value {values}: {listed(told)}."


def _counts(change: ProposalChange) -> bool:
    """Return whether some cause moved the value by as much as is shown: half a point."""
    return any(hundredths(change.part(cause)) != 0 for cause in VALUE_CAUSES)


def _cost(change: ProposalChange) -> Iterator[str]:
    if change.cost_before != change.cost_after:
        yield f"Cost {_money(change.cost_before)} before, {_money(change.cost_after)} now."


def _money(cost: Cost | None) -> str:
    return "none" if cost is None else money(cost.amount, cost.currency)


def _gates(change: ProposalChange) -> Iterator[str]:
    for each in change.gates:
        old, new = each.before or "not run", each.after or "not run"
        yield f"Gate {gate_name(each.gate)}: {old} before, {new} now."


def sentences(found: ComparisonResult) -> tuple[str, ...]:
    """Return everything that moved: what holds for all, each proposal, the sum of it last."""
    return (
        *_weights(found.weights),
        *_conditions(found.conditions),
        *_budgets(found.budgets),
        *(f"{each.proposal}: {each.words}" for each in found.proposals if each.words),
        *_sum(found),
    )


def _weights(changes: Sequence[WeightChange]) -> Iterator[str]:
    if changes:
        told = [
            f"{each.criterion} {_share(each.before)} to {_share(each.after)}"
            for each in sorted(changes, key=lambda each: (-_size(each), each.criterion))
        ]
        yield f"Weights moved: {listed(told)}."


def _share(weight: float | None) -> str:
    return "none" if weight is None else f"{hundredths(weight, 1)}%"


def _size(change: WeightChange | ConditionChange) -> float:
    return abs((change.after or 0.0) - (change.before or 0.0))


def _conditions(changes: Sequence[ConditionChange]) -> Iterator[str]:
    if changes:
        most = sorted(changes, key=lambda each: (-_size(each), each.touchpoint, each.criterion))
        several = len({each.criterion for each in changes}) > 1
        told = [_condition(each, several) for each in most[:_MOST_CONDITIONS]]
        count = f"{len(changes)} conditions of touchpoints moved"
        head = "1 condition of a touchpoint moved" if len(changes) == 1 else count
        yield f"{head}{', most' if len(changes) > _MOST_CONDITIONS else ''}: {listed(told)}."


def _condition(change: ConditionChange, several: bool) -> str:
    """Return how a condition moved; for which criterion, where it is not the same for all."""
    ends = [
        "not in the journey" if mean is None else f"{hundredths(mean)} of 100 ({label})"
        for mean, label in (
            (change.before, change.label_before),
            (change.after, change.label_after),
        )
    ]
    criterion = f" for {change.criterion}" if several else ""
    return f"{change.touchpoint}{criterion} from {ends[0]} to {ends[1]}"


def _budgets(changes: Sequence[BudgetChange]) -> Iterator[str]:
    for each in changes:
        ends = [
            "none" if limit is None else money(limit, each.currency)
            for limit in (each.before, each.after)
        ]
        yield f"Budget {each.budget}: {ends[0]} before, {ends[1]} now."


def _sum(found: ComparisonResult) -> Iterator[str]:
    both = [each for each in found.proposals if each.state == "both"]
    acting = [each for each in both if each.acts_otherwise]
    new = sum(each.state == "new" for each in found.proposals)
    gone = sum(each.state == "gone" for each in found.proposals)
    told = f"Of {len(both)} proposals in both, {len(acting)} changed action"
    yield f"{told}; {new} new, {gone} gone.{_by_steps(found)}{_by_values(both)}"


def _by_steps(found: ComparisonResult) -> str:
    told = [f"{step.cause} {len(step.moves)}" for step in found.steps if step.moves]
    if not told:
        return ""
    return f" Actions changed, one cause after the other: {listed(told, most=9)}."


def _by_values(both: Sequence[ProposalChange]) -> str:
    """Return how much of all that values moved each cause accounts for."""
    moved = {cause: fsum(abs(each.part(cause)) for each in both) for cause in VALUE_CAUSES}
    whole = fsum(moved.values())
    if not round(whole, 9):
        return " No value moved."
    order = sorted(moved, key=lambda cause: (-moved[cause], cause))
    told = [f"{_CAUSES[cause]} {percent(moved[cause] / whole)}" for cause in order if moved[cause]]
    return f" Of all that values moved, up or down: {listed(told, most=9)}."
