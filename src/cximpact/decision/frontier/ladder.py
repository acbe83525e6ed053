"""Two questions to a program without one of its budgets, whose answers give every breakpoint.

What is the best selection at a limit, and how little must be spent for a selection to be worth
so much? Small lists have all selections written out; larger ones are solved.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from attrs import frozen

from cximpact.decision.feasible_sets import FeasibleSets, feasible_sets
from cximpact.decision.freed import Freed
from cximpact.decision.proof import proven
from cximpact.decision.selection import best_selection
from cximpact.decision.solver import solve
from cximpact.model.arrays import IntArray


class Ladder(Protocol):
    """What the rungs of a frontier are found with."""

    def best(self, limit: int | None) -> tuple[int, ...] | None:
        """Return the best selection at a limit, ties settled; None where the rules allow none."""

    def least_draw(self, value: int | None) -> int | None:
        """Return the least a selection worth so much draws; of any selection for None."""


@frozen(eq=False)
class Solved:
    """Answers by solving.

    Attributes:
        freed: The program without the budget.
        cost: Total cost of every column, in minor units.
    """

    freed: Freed
    cost: Sequence[int]

    def best(self, limit: int | None) -> tuple[int, ...] | None:
        """Return the best selection at a limit, ties settled; None where the rules allow none."""
        program = self.freed.rest if limit is None else self.freed.at(limit)
        found = best_selection(program, list(self.cost))
        return None if found is None else proven(found[0]).x

    def least_draw(self, value: int | None) -> int | None:
        """Return the least a selection worth so much draws; of any selection for None."""
        rest = self.freed.rest
        saving = [0] * len(rest.objective)
        for column, amount in zip(self.freed.row.columns, self.freed.row.coefficients, strict=True):
            saving[column] = -amount
        floors = () if value is None else (rest.worth(value),)
        found = solve(rest.but(*floors, objective=saving))
        return None if found is None else -proven(found).value


@frozen(eq=False)
class WrittenOut:
    """Answers from all selections.

    Attributes:
        sets: Every selection that the other rules allow.
        worth: What each is worth.
        draw: What each draws on the budget.
        cost: What each costs in all.
    """

    sets: FeasibleSets
    worth: IntArray
    draw: IntArray
    cost: IntArray

    def best(self, limit: int | None) -> tuple[int, ...] | None:
        """Return the best selection at a limit, ties settled; None where the rules allow none."""
        among = None if limit is None else self.draw <= limit
        place = self.sets.settled(self.worth, self.cost, among)
        return None if place is None else self.sets.x(place)

    def least_draw(self, value: int | None) -> int | None:
        """Return the least a selection worth so much draws; of any selection for None."""
        draws = self.draw if value is None else self.draw[self.worth >= value]
        return int(draws.min()) if len(draws) else None


def ladder(freed: Freed, cost: Sequence[int]) -> Ladder:
    """Return what the frontier of a budget is climbed with.

    Args:
        freed: The program without the budget.
        cost: Total cost of every column, in minor units.
    """
    rest, row = freed.rest, freed.row
    sets = feasible_sets(rest)
    if sets is None:
        return Solved(freed, cost)
    drawn = dict(zip(row.columns, row.coefficients, strict=True))
    return WrittenOut(
        sets,
        sets.worth(rest.objective, rest.terms),
        sets.sums([drawn.get(column, 0) for column in range(len(rest.objective))]),
        sets.sums(cost),
    )
