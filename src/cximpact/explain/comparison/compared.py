"""Two evaluations side by side, as a record and in sentences."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import evolve

from cximpact.explain.comparison.causes import causes_of_records, causes_of_steps
from cximpact.explain.comparison.moved import (
    budget_changes,
    condition_changes,
    gate_changes,
    weight_changes,
)
from cximpact.explain.comparison.parts import value_parts
from cximpact.explain.comparison.side import Side
from cximpact.explain.comparison.telling import sentences, words_of
from cximpact.model.comparison import (
    BudgetChange,
    ComparedSide,
    ComparisonResult,
    ProposalChange,
    Step,
)
from cximpact.model.evaluation import Recommendation

_MEASURES = (
    "What measures count as broken or differentiating changed too; what that does to conditions "
    "of touchpoints is counted as evidence."
)
_VERSIONS = "The evaluations come from versions {} and {} of cximpact, which may count otherwise."
_DRAWN = (
    "Uncertainty was drawn otherwise (count or seed); who is prioritized may differ by that alone."
)


def compared(
    before: Side, after: Side, steps: Sequence[Step] = (), notes: Sequence[str] = ()
) -> ComparisonResult:
    """Return everything that two evaluations differ in.

    Args:
        before: The earlier evaluation.
        after: The later one.
        steps: What each cause changed, where that was worked out.
        notes: On how the steps were worked out, or why not.
    """
    budgets = budget_changes(before, after)
    ids = sorted({*before.recommendations, *after.recommendations})
    changes = tuple(_told(before, after, key, steps, budgets) for key in ids)
    found = ComparisonResult(
        before=_side(before),
        after=_side(after),
        proposals=changes,
        weights=weight_changes(before, after),
        conditions=condition_changes(before, after),
        budgets=budgets,
        steps=tuple(steps),
        notes=(*_notes(before, after), *notes),
    )
    return evolve(found, sentences=sentences(found))


def _side(side: Side) -> ComparedSide:
    summary = side.summary
    title = summary.title or side.scorecard.title
    return ComparedSide(summary.id, summary.as_of, title, summary.software.version)


def _notes(before: Side, after: Side) -> tuple[str, ...]:
    versions = [side.summary.software.version for side in (before, after)]
    notes = []
    if before.scorecard.measures != after.scorecard.measures:
        notes.append(_MEASURES)
    if versions[0] != versions[1]:
        notes.append(_VERSIONS.format(*versions))
    if _drawn(before) != _drawn(after):
        notes.append(_DRAWN)
    return tuple(notes)


def _drawn(side: Side) -> tuple[int, int, int]:
    draws = side.summary.draws
    return draws.count, draws.selections, draws.seed


def _told(
    before: Side, after: Side, key: str, steps: Sequence[Step], budgets: Sequence[BudgetChange]
) -> ProposalChange:
    old, new = before.recommendations.get(key), after.recommendations.get(key)
    change = _change(key, old, new)
    if old is not None and new is not None:
        change = evolve(change, parts=value_parts(before, after, key), gates=gate_changes(old, new))
        if change.acts_otherwise:
            by_steps = causes_of_steps(key, steps)
            causes = by_steps if steps else causes_of_records(change, old, new, budgets)
            change = evolve(change, causes=causes)
    return evolve(change, words=words_of(change))


def _change(key: str, old: Recommendation | None, new: Recommendation | None) -> ProposalChange:
    return ProposalChange(
        proposal=key,
        title=(new or old).title,  # type: ignore[union-attr]  # one of them is there
        state="new" if old is None else "gone" if new is None else "both",
        action_before=None if old is None else old.action,
        action_after=None if new is None else new.action,
        rank_before=None if old is None else old.rank,
        rank_after=None if new is None else new.rank,
        value_before=None if old is None else old.value.expected,
        value_after=None if new is None else new.value.expected,
        cost_before=None if old is None else old.cost,
        cost_after=None if new is None else new.cost,
    )
