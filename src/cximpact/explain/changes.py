"""What changed since an earlier evaluation, and by what cause, in sentences.

Works on recommendations as plain data, as `evaluation.json` holds them, so that an evaluation
of another day, or of another version, can stand on either side.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cximpact.decision.words import gate_name, listed, points

Plain = Mapping[str, Any]


def changes_since(
    previous: Sequence[Plain], current: Sequence[Plain]
) -> dict[str, tuple[str, ...]]:
    """Return by proposal id what changed; proposals without a change are left out.

    Args:
        previous: The earlier evaluation's `recommendations`.
        current: The present evaluation's.
    """
    before = {str(item.get("proposal")): item for item in previous}
    after = {str(item.get("proposal")): item for item in current}
    found = {}
    for key in sorted(before.keys() | after.keys()):
        sentences = _changes(before.get(key), after.get(key))
        if sentences:
            found[key] = sentences
    return found


def told_changes(previous: Sequence[Plain], current: Sequence[Plain]) -> tuple[str, ...]:
    """Return all changes as one list of sentences, each opening with the proposal's id."""
    found = changes_since(previous, current)
    return tuple(f"{key}: {sentence}" for key, all_ in found.items() for sentence in all_)


def _changes(before: Plain | None, after: Plain | None) -> tuple[str, ...]:
    if before is None:
        return (f"New: {after.get('action')}." if after else "New.",)
    if after is None:
        return (f"No longer in the list (was: {before.get('action')}).",)
    return (
        *_action(before, after),
        *_rank(before, after),
        *_value(before, after),
        *_cost(before, after),
        *_gates(before, after),
    )


def _action(before: Plain, after: Plain) -> tuple[str, ...]:
    old, new = before.get("action"), after.get("action")
    if old == new:
        return ()
    return (f"Was {old}, is now {new}.",)


def _rank(before: Plain, after: Plain) -> tuple[str, ...]:
    old, new = before.get("rank"), after.get("rank")
    return () if old == new else (f"Rank {old} before, {new} now.",)


def _value(before: Plain, after: Plain) -> tuple[str, ...]:
    """Return how the value moved, with the scores that moved it.

    Weights are the same for every proposal; which of them changed is told once, with the scorecard.
    """
    old, new = _expected(before), _expected(after)
    causes = _causes(_criteria(before), _criteria(after))
    if old is None or new is None or round(new - old, 9) == 0:
        return (f"Its value is the same despite {listed(causes)}.",) if causes else ()
    why = f": {listed(causes, most=4)}" if causes else ""
    return (f"Value {points(old)} before, {points(new)} now{why}.",)


def _expected(item: Plain) -> float | None:
    value = item.get("value")
    found = value.get("expected") if isinstance(value, Mapping) else value
    return float(found) if isinstance(found, int | float) else None


def _criteria(item: Plain) -> dict[str, Plain]:
    return {str(line.get("criterion")): line for line in item.get("criteria") or ()}


def _causes(before: Mapping[str, Plain], after: Mapping[str, Plain]) -> list[str]:
    """Return what moved the value, the biggest move of a contribution first; weights last."""
    found = []
    for key in sorted(before.keys() | after.keys()):
        words = _cause(key, before.get(key), after.get(key))
        if words:
            found.append((-abs(_part(after.get(key)) - _part(before.get(key))), words))
    both = before.keys() & after.keys()
    is_weighted_anew = any(
        _differ(before[key].get("weight"), after[key].get("weight")) for key in both
    )
    return [words for _, words in sorted(found)] + ["other weights"] * is_weighted_anew


def _part(line: Plain | None) -> float:
    found = (line or {}).get("contribution")
    return float(found) if isinstance(found, int | float) else 0.0


def _cause(key: str, before: Plain | None, after: Plain | None) -> str:
    if before is None:
        return f"{key} is a new criterion"
    if after is None:
        return f"{key} is no longer a criterion"
    if _differ(before.get("score"), after.get("score")):
        return f"{key} score {_score(before)} to {_score(after)}"
    return ""


def _differ(old: Any, new: Any) -> bool:
    if isinstance(old, int | float) and isinstance(new, int | float):
        return bool(round(new - old, 9) != 0)
    return bool(old != new)


def _score(line: Plain) -> str:
    score = line.get("score")
    return points(float(score)) if isinstance(score, int | float) else "missing"


def _cost(before: Plain, after: Plain) -> tuple[str, ...]:
    old, new = _told_cost(before), _told_cost(after)
    return () if old == new else (f"Cost {old} before, {new} now.",)


def _told_cost(item: Plain) -> str:
    cost = item.get("cost")
    return f"{cost.get('currency')} {cost.get('amount')}" if isinstance(cost, Mapping) else "none"


def _gates(before: Plain, after: Plain) -> tuple[str, ...]:
    old = {gate.get("gate"): gate.get("outcome") for gate in before.get("gates") or ()}
    new = {gate.get("gate"): gate.get("outcome") for gate in after.get("gates") or ()}
    return tuple(
        f"Gate {gate_name(str(gate))}: {old.get(gate, 'not run')} before, "
        f"{new.get(gate, 'not run')} now."
        for gate in sorted(old.keys() | new.keys(), key=str)
        if old.get(gate) != new.get(gate)
    )
