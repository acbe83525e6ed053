"""The breakpoints of a frontier, from the one that holds at the limit outwards.

With v the value at a breakpoint, the next one is the least that must be spent for a selection
worth more than v; the one before is the best selection that spends less. So a frontier is exact
wherever it is looked at, however long it is (an epsilon-constraint walk: Haimes, Lasdon and
Wismer 1971, with the money as the constraint).
"""

from __future__ import annotations

from attrs import frozen

from cximpact.decision.frontier.ladder import Ladder
from cximpact.decision.program import Program
from cximpact.decision.proof import UnprovenError
from cximpact.decision.reduced import TIE


@frozen
class Rung:
    """A breakpoint.

    Attributes:
        limit: The least limit at which the selection is best, in minor units.
        value: What it is worth, in units of 1e-12.
        x: The selection, over columns.
    """

    limit: int
    value: int
    x: tuple[int, ...]


@frozen
class Rungs:
    """The breakpoints found.

    Attributes:
        rungs: Rising.
        chosen: Number of the one that holds at the limit.
        complete: Whether there are no others.
        proven: Whether none was left out because its proof took too long.
    """

    rungs: tuple[Rung, ...]
    chosen: int
    complete: bool
    proven: bool = True


def rungs_around(ladder: Ladder, program: Program, value: int, most: int) -> Rungs:
    """Return the breakpoints nearest to the present one, with the first and the last of all.

    Args:
        ladder: What answers the questions.
        program: The program without the budget.
        value: What the selection at the present limit is worth.
        most: How many are looked for, at least three.

    Raises:
        UnprovenError: Not even the present one is proven.
    """
    climb = _Climb(ladder, program)
    here = climb.worth_as_much(value)
    below, above = [here], [here]
    open_sides = {-1: below, 1: above}
    while open_sides and len(below) + len(above) - 1 < most:
        for side in sorted(open_sides):
            found = climb.step(open_sides[side][-1], side)
            if found is None:
                del open_sides[side]
            elif len(below) + len(above) - 1 < most:
                open_sides[side].append(found)
    rungs = [*reversed(below[1:]), *above]
    ends = [climb.end(side) for side in open_sides]
    known = {rung.limit for rung in rungs}
    rungs += [rung for rung in ends if rung is not None and rung.limit not in known]
    rungs.sort(key=lambda rung: rung.limit)
    complete = not open_sides and climb.proven
    return Rungs(tuple(rungs), rungs.index(here), complete, climb.proven)


class _Climb:
    """Steps from one breakpoint to the next; remembers whether all of them were proven."""

    def __init__(self, ladder: Ladder, program: Program) -> None:
        self._ladder = ladder
        self._program = program
        self.proven = True

    def step(self, rung: Rung, side: int) -> Rung | None:
        """Return the breakpoint above (1) or below (-1) another; None where there is none."""
        try:
            return self._above(rung) if side > 0 else self._below(rung)
        except UnprovenError:
            self.proven = False
            return None

    def end(self, side: int) -> Rung | None:
        """Return the last (1) or first (-1) breakpoint of all; None where it is not proven."""
        try:
            limit = self._ladder.least_draw(None) if side < 0 else None
            x = self._ladder.best(limit)
            return None if x is None else self.worth_as_much(self._program.value(x))
        except UnprovenError:
            self.proven = False
            return None

    def worth_as_much(self, value: int) -> Rung:
        """Return the breakpoint from which on a selection is worth so much."""
        found = self._at(self._ladder.least_draw(value - TIE))
        if found is None:
            raise UnprovenError
        return found

    def _above(self, rung: Rung) -> Rung | None:
        return self._at(self._ladder.least_draw(rung.value + TIE + 1))

    def _below(self, rung: Rung) -> Rung | None:
        x = self._ladder.best(rung.limit - 1)
        return None if x is None else self.worth_as_much(self._program.value(x))

    def _at(self, limit: int | None) -> Rung | None:
        if limit is None:
            return None
        x = self._ladder.best(limit)
        return None if x is None else Rung(limit, self._program.value(x), x)
