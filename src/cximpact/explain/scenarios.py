"""What a scenario changes, told against the evaluation itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from cximpact.decision.scenarios import changes_in_words
from cximpact.decision.words import listed, points
from cximpact.model.assurance import ScenarioProposal, ScenarioResult
from cximpact.model.case import Case
from cximpact.model.decision import Decision
from cximpact.model.robustness import SelectionShares
from cximpact.model.scenario import Scenario
from cximpact.model.scores import Scores

_MOST_NAMED = 8


class _Decided(Protocol):
    """A case that was scored and decided."""

    @property
    def case(self) -> Case: ...
    @property
    def scores(self) -> Scores: ...
    @property
    def decision(self) -> Decision: ...


def scenario_result(
    case: Case, scenario: Scenario, before: _Decided, after: _Decided
) -> ScenarioResult:
    """Return what would be decided under a scenario, and what moves.

    Args:
        case: The case as stated.
        scenario: What is different.
        before: The evaluation itself.
        after: The same under the scenario.
    """
    selection, ids = after.decision.selection, case.proposals.ids
    return ScenarioResult(
        name=scenario.name,
        title=scenario.title,
        changes=changes_in_words(case, scenario),
        value=selection.value,
        selected=tuple(ids[position] for position in selection.selected.nonzero()[0]),
        budgets=selection.budgets,
        proposals=tuple(_proposals(after)),
        moves=tuple(_moves(before, after)),
        capacities=selection.capacities,
    )


def _proposals(decided: _Decided) -> Iterator[ScenarioProposal]:
    decision, shares = decided.decision, decided.decision.robustness.shares
    rank = {int(position): place for place, position in enumerate(decision.order, start=1)}
    for position, key in enumerate(decided.case.proposals.ids):
        yield ScenarioProposal(
            proposal=key,
            action=decision.actions[position],
            rank=rank.get(position),
            value=float(decided.scores.value[position]),
            selection_share=_share(shares, position),
        )


def _share(shares: SelectionShares | None, position: int) -> float | None:
    share = float("nan") if shares is None else float(shares.share[position])
    return None if share != share else share


def _moves(before: _Decided, after: _Decided) -> Iterator[str]:
    """Yield who changes action, kind of change by kind, then who enters and leaves the set."""
    ids = before.case.proposals.ids
    kinds: dict[tuple[str, str], list[str]] = {}
    pairs = zip(ids, before.decision.actions, after.decision.actions, strict=True)
    for key, old, new in pairs:
        if old != new:
            kinds.setdefault((old, new), []).append(key)
    for (was, now), keys in sorted(kinds.items()):
        yield f"{listed(keys, most=_MOST_NAMED)}: {was} becomes {now}."
    first, then = before.decision.selection.selected, after.decision.selection.selected
    moves = [
        f"{listed([ids[p] for p in flags.nonzero()[0]], most=_MOST_NAMED)} {word}"
        for flags, word in ((then & ~first, "in"), (first & ~then, "out"))
        if flags.any()
    ]
    if moves:
        old_value, new_value = before.decision.selection.value, after.decision.selection.value
        yield (
            f"Selected set: {', '.join(moves)}; value {points(new_value, old_value)} instead of "
            f"{points(old_value, new_value)}."
        )
