"""Whether a set with a proposal that was left out is worth as much as the one that was selected."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import frozen

from cximpact.decision.costs import Costs
from cximpact.decision.program import fixed
from cximpact.decision.question import MOST_ASKED
from cximpact.decision.reduced import TIE, Reduced
from cximpact.decision.selection import Choice, total_costs
from cximpact.decision.solver import solve
from cximpact.decision.ties import open_columns

__all__ = ["Level", "Rival", "rival"]


@frozen
class Level:
    """A set that is worth as much as the selected one.

    Attributes:
        leaves: Positions of who is selected and not in it.
        enters: Positions of who is in it and not selected.
        saving: How much less the selected set costs, in minor units.
    """

    leaves: tuple[int, ...]
    enters: tuple[int, ...]
    saving: int


@frozen
class Rival:
    """The best set with a proposal that was left out, held against what is selected.

    Attributes:
        known: Whether it was worked out: of long lists, and without a proof, it is not.
        level: The set, where it is worth as much; None where it is worth less.
    """

    known: bool
    level: Level | None = None


_UNKNOWN, _LESS = Rival(known=False), Rival(known=True)


def rival(choice: Choice, costs: Costs, bundle: Sequence[int]) -> Rival:
    """Return how the best set with a proposal compares with what is selected.

    Of several sets that are worth as much, one is told in which one proposal gives way, if any.

    Args:
        choice: What was chosen.
        costs: What proposals cost.
        bundle: Positions of the proposal, first, and of what it requires that is not selected.
    """
    reduced = choice.reduced
    if reduced is None or choice.bound - choice.value > TIE:
        return _UNKNOWN
    if open_columns(reduced.program) > MOST_ASKED or not set(bundle) <= set(reduced.columns):
        return _UNKNOWN
    found = solve(fixed(reduced.program, reduced.columns.index(bundle[0]), taken=True))
    if found is None or found.value < choice.value - TIE:
        return _LESS
    total = total_costs(costs, reduced)
    taken = choice.selected.astype(int).tolist()
    now = [taken[place] for place in reduced.columns]
    told = [_level(reduced, total, now, x) for x in _swaps(choice, reduced, bundle, now)]
    first = min(told, key=lambda each: (each.saving, each.leaves), default=None)
    return Rival(True, first or _level(reduced, total, now, found.x))


def _swaps(
    choice: Choice, reduced: Reduced, bundle: Sequence[int], now: Sequence[int]
) -> Iterator[list[int]]:
    """Yield the sets that are worth as much in which one proposal makes room for the bundle."""
    for column, place in enumerate(reduced.columns):
        if now[column] and not reduced.program.lower[column]:
            x = [int(at in bundle or bool(on)) for at, on in zip(reduced.columns, now, strict=True)]
            x[column] = 0
            level = reduced.program.value(x) >= choice.value - TIE
            if place not in bundle and level and reduced.program.feasible(x):
                yield x


def _level(reduced: Reduced, total: Sequence[int], now: Sequence[int], x: Sequence[int]) -> Level:
    rows = list(zip(reduced.columns, total, now, x, strict=True))
    return Level(
        leaves=tuple(place for place, _, before, after in rows if before and not after),
        enters=tuple(place for place, _, before, after in rows if after and not before),
        saving=sum(cost * (after - before) for _, cost, before, after in rows),
    )
