"""The selection's program with one thing changed: exact answers from one more solution each."""

from __future__ import annotations

from collections.abc import Sequence

from cximpact.decision.freed import Freed
from cximpact.decision.program import Program, Row, fixed
from cximpact.decision.reduced import TIE, Reduced
from cximpact.decision.solver import solve


def best_value(reduced: Reduced, column: int, taken: bool) -> int | None:
    """Return the best value with a proposal taken or left; None where no selection is."""
    return best_in(reduced.program, column, taken)


def best_in(program: Program, column: int, taken: bool = True) -> int | None:
    """Return the best value of a program with one answer given; None where no selection is."""
    found = solve(fixed(program, column, taken))
    return None if found is None else found.value


def least_draw(one: Freed, column: int, value: int, *rows: Row) -> int | None:
    """Return the least a budget is drawn on with a proposal taken and a value reached.

    Args:
        one: A budget taken out of the program.
        column: The proposal's column.
        value: The value to reach at least, in units of 1e-12.
        rows: What must hold besides.

    Returns:
        Minor units; None where the other rules allow no such selection.
    """
    saving = [0] * len(one.rest.objective)
    for place, cost in zip(one.row.columns, one.row.coefficients, strict=True):
        saving[place] = -cost
    extra = tuple(row for row in rows if row.columns)
    asked = one.rest.but(one.rest.worth(value), *extra, objective=saving)
    found = best_in(asked, column)
    return None if found is None else -found


def beats(value: int) -> int:
    """Return the least value that is above another at nine decimals."""
    return value + TIE + 1


def covers_everything(one: Freed, total: Sequence[int]) -> bool:
    """Return whether the budget sees every cost in full, so that total cost is what it sees."""
    seen = dict(zip(one.row.columns, one.row.coefficients, strict=True))
    return all(seen.get(column, 0) == cost for column, cost in enumerate(total))
