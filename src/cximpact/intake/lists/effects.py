"""All effects, claimed and screened, as columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from cximpact.model.proposal import Effects

if TYPE_CHECKING:
    from cximpact.intake.lists.table_parts import TablePart
    from cximpact.model.effect import Effect

__all__ = ["as_effects", "check_statements", "merged"]


def merged(
    claimed: Sequence[Effect], screened: Iterable[Effect], silent: frozenset[int]
) -> list[Effect]:
    """Return the effects that count: what is claimed replaces what was screened.

    Args:
        claimed: Effects of the companion table.
        screened: Effects of screening rules.
        silent: Positions of proposals that state to have no effects, which is a claim, too.
    """
    spoken = {(effect.proposal, effect.target) for effect in claimed}
    left = (
        effect
        for effect in screened
        if (effect.proposal, effect.target) not in spoken and effect.proposal not in silent
    )
    return sorted([*claimed, *left], key=_sorting)


def _sorting(effect: Effect) -> tuple[Any, ...]:
    place = (effect.proposal, effect.target, effect.criterion)
    source = effect.source
    cited = ("", "") if source is None else (source.name, source.on.isoformat())
    reach = -1.0 if effect.reach is None else effect.reach
    return (*place, effect.change.range, effect.change.single, reach, effect.claimed_basis, cited)


def check_statements(
    part: TablePart, claimed: Iterable[Effect], ids: Sequence[str], silent: frozenset[str]
) -> None:
    """Note a problem for each proposal that states no effects and claims some.

    Args:
        part: The companion table.
        claimed: Its effects.
        ids: Ids of the proposals by position.
        silent: Ids of those that state to have no effects.
    """
    seen = set()
    for effect in claimed:
        key = ids[effect.proposal]
        if key in silent and key not in seen:
            seen.add(key)
            hint = "take away 'none' in the list, or this effect"
            message = f"'{key}' states that it has no effects, and claims one"
            part.row_problem(effect.row, message, hint=hint)


def as_effects(effects: Sequence[Effect]) -> Effects:
    """Return effects as columns.

    Args:
        effects: Sorted by proposal, target, criterion.
    """
    targets = tuple(sorted({effect.target for effect in effects}))
    place = {target: at for at, target in enumerate(targets)}
    reaches = [np.nan if effect.reach is None else effect.reach for effect in effects]
    ranges = np.array([each.change.range for each in effects], dtype=np.float64).reshape(-1, 3)
    return Effects(
        proposal=_ints(effect.proposal for effect in effects),
        target=_ints(place[effect.target] for effect in effects),
        targets=targets,
        criterion=_ints(effect.criterion for effect in effects),
        low=ranges[:, 0].copy(),
        likely=ranges[:, 1].copy(),
        high=ranges[:, 2].copy(),
        single=np.array([effect.change.single for effect in effects], dtype=bool),
        reach=np.array(reaches, dtype=np.float64),
        basis=_ints(effect.basis for effect in effects),
        claimed_basis=_ints(effect.claimed_basis for effect in effects),
        screened=np.array([effect.screened for effect in effects], dtype=bool),
        sources={at: each.source for at, each in enumerate(effects) if each.source is not None},
    )


def _ints(values: Iterable[int]) -> Any:
    return np.array(list(values), dtype=np.int64)
