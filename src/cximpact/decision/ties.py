"""Between selections of equal value: the cheaper one, then the one with the earlier ids.

Where they can all be written out, the one is simply picked. Else each step is a program of its
own, with what the steps before it settled as rows.
"""

from __future__ import annotations

from collections.abc import Sequence

from attrs import evolve

from cximpact.decision.program import Program, Row, Solution, anything_but, full_row
from cximpact.decision.reduced import TIE
from cximpact.decision.solver import solve
from cximpact.decision.solving.equals import equally_good

BLOCK = 20
"""Ids are settled in blocks of this many: each a binary number whose digits are the answers."""
MOST_NODES = 1_000
"""Each step visits so many nodes at most; where that is too few, ties stay as found so far."""
MOST_COLUMNS = 300
"""Beyond this many open proposals ties are left as the solver broke them (always alike)."""


def open_columns(program: Program) -> int:
    """Return how many answers are not fixed by their bounds."""
    return sum(low < high for low, high in zip(program.lower, program.upper, strict=True))


def settle(program: Program, best: Solution, cost: Sequence[int]) -> tuple[tuple[int, ...], bool]:
    """Return the selection that ties leave, and whether all of them were searched.

    Equal value, least cost, earliest ids; where they are too many, the best of those seen.

    Args:
        program: The program of the selection.
        best: A proven best solution of it.
        cost: Total cost of each column, in minor units.
    """
    written = equally_good(program, best.value - TIE)
    if written is not None:
        return min(written, key=lambda x: (_total(cost, x), [-taken for taken in x])), True
    equal = program.worth(best.value - TIE)
    saving = tuple(-amount for amount in cost)
    other = solve(program.but(equal, anything_but(best.x), objective=saving), MOST_NODES)
    if other is None or other.bound < -_total(cost, best.x):
        return best.x, True
    if not other.proven:
        return (other.x if other.value > -_total(cost, best.x) else best.x), False
    cheapest = full_row(cost, most=-other.value)
    return _earliest(program.but(equal, *_kept(cheapest)), other.x)


def _kept(*rows: Row) -> tuple[Row, ...]:
    return tuple(row for row in rows if row.columns)


def _total(cost: Sequence[int], x: Sequence[int]) -> int:
    return sum(amount * taken for amount, taken in zip(cost, x, strict=True))


def _earliest(program: Program, known: tuple[int, ...]) -> tuple[tuple[int, ...], bool]:
    """Return the solution whose earliest columns are taken, block by block."""
    if solve(program.but(anything_but(known)), MOST_NODES) is None:
        return known, True
    for start in range(0, len(known), BLOCK):
        block = range(start, min(start + BLOCK, len(known)))
        aim = [0] * len(known)
        for column in block:
            aim[column] = 2 ** (block[-1] - column)
        found = solve(program.but(objective=aim), MOST_NODES)
        if found is None:  # cannot be: `known` satisfies every row
            return known, False
        known = found.x
        if not found.proven:
            return known, False
        program = _fixed(program, block, known)
    return known, True


def _fixed(program: Program, block: range, x: tuple[int, ...]) -> Program:
    lower, upper = list(program.lower), list(program.upper)
    for column in block:
        lower[column] = upper[column] = x[column]
    return evolve(program, lower=tuple(lower), upper=tuple(upper))
