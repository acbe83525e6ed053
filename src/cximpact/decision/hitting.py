"""The smallest conflict among rules of any kind, by hitting sets.

A set of rules contradicts itself only if it has a rule in common with every set of rules whose
removal restores feasibility. So: take the smallest set that hits all such correction sets known
so far; if it is infeasible, it is a smallest conflict; else grow it to a largest feasible set,
whose complement is one more correction set (Ignatiev, Previti, Liffiton and Marques-Silva 2015).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from cximpact.decision.program import Program, Row
from cximpact.decision.solver import solve

Feasible = Callable[[Sequence[int]], Sequence[int] | None]
"""Gives a solution that satisfies the rules of these numbers, or None."""
Holds = Callable[[int, Sequence[int]], bool]
"""Whether the rule of a number holds at a solution."""

MOST_ROUNDS = 100


def smallest_conflict(
    count: int, feasible: Feasible, holds: Holds, most_rounds: int = MOST_ROUNDS
) -> tuple[tuple[int, ...], bool]:
    """Return the numbers of the fewest rules that contradict each other, and whether proven so.

    Args:
        count: How many rules there are; together they must be infeasible.
        feasible: Solves for a set of rules.
        holds: Checks one rule at a solution.
        most_rounds: Beyond, a set is returned of which no rule can be left out, but which may
            not be the smallest.
    """
    corrections: list[tuple[int, ...]] = []
    for _ in range(most_rounds):
        core = _hitting_set(count, corrections)
        solution = feasible(core)
        if solution is None:
            return core, True
        corrections.append(_correction(count, core, solution, feasible, holds))
    return _irreducible(count, feasible), False


def _hitting_set(count: int, corrections: Sequence[tuple[int, ...]]) -> tuple[int, ...]:
    rows = tuple(Row(each, (1,) * len(each), least=1) for each in corrections)
    found = solve(Program((-1,) * count, rows, (0,) * count, (1,) * count))
    if found is None:  # an empty correction set: the rules were feasible together
        return tuple(range(count))
    return tuple(number for number, taken in enumerate(found.x) if taken)


def _correction(
    count: int, core: Sequence[int], solution: Sequence[int], feasible: Feasible, holds: Holds
) -> tuple[int, ...]:
    """Return the rules left out of a largest feasible set that contains the core."""
    kept = {n for n in range(count) if holds(n, solution)} | set(core)
    for number in range(count):
        if number not in kept:
            better = feasible(sorted(kept | {number}))
            if better is not None:
                kept |= {n for n in range(count) if holds(n, better)}
    return tuple(n for n in range(count) if n not in kept)


def _irreducible(count: int, feasible: Feasible) -> tuple[int, ...]:
    kept = list(range(count))
    for number in range(count):
        without = [n for n in kept if n != number]
        if feasible(without) is None:
            kept = without
    return tuple(kept)
