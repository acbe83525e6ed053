"""The selection's program with one thing changed: exact answers from one more solution each."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import evolve, frozen

from cximpact.decision.costs import BudgetCosts, Costs, to_decimal
from cximpact.decision.program import Program, Row, full_row
from cximpact.decision.reduced import TIE, Reduced
from cximpact.decision.solver import solve
from cximpact.decision.words import money


@frozen(eq=False)
class Held:
    """A budget that a proposal draws on, taken out of the program to be changed.

    Attributes:
        budget: That budget.
        cost: What the proposal draws from it, in minor units.
        row: The budget over columns of the program.
        rest: The program without that budget's row.
    """

    budget: BudgetCosts
    cost: int
    row: Row
    rest: Program

    def told(self, minor: int) -> str:
        """Return an amount of the budget's currency in words."""
        currency = self.budget.budget.limit.currency
        return money(to_decimal(minor, currency), currency)


def best_value(reduced: Reduced, column: int, taken: bool) -> int | None:
    """Return the best value with a proposal taken or left; None where no selection is."""
    found = solve(_fixed(reduced.program, column, taken))
    return None if found is None else found.value


def _fixed(program: Program, column: int, taken: bool) -> Program:
    bounds = list(program.lower), list(program.upper)
    for bound in bounds:
        bound[column] = int(taken)
    return evolve(program, lower=tuple(bounds[0]), upper=tuple(bounds[1]))


def one_budget(costs: Costs, reduced: Reduced, position: int) -> Held | None:
    """Return the only budget a proposal draws on; None where there are none or several."""
    drawn = [each for each in costs.budgets if position in each.cost]
    return held(drawn[0], reduced, position) if len(drawn) == 1 else None


def held(each: BudgetCosts, reduced: Reduced, position: int) -> Held | None:
    """Return a budget taken out of the program; None where the program does not have it."""
    at = {place: column for column, place in enumerate(reduced.columns)}
    coefficients = [0] * len(reduced.columns)
    for place, cost in each.cost.items():
        if place in at:
            coefficients[at[place]] = cost
    row = full_row(coefficients, most=each.limit)
    rows = list(reduced.program.rows)
    by_content = [n for n, other in enumerate(rows) if _same(other, row)]
    if not by_content:
        return None
    del rows[by_content[0]]
    return Held(each, each.cost.get(position, 0), row, evolve(reduced.program, rows=tuple(rows)))


def _same(one: Row, other: Row) -> bool:
    def content(row: Row) -> tuple[object, ...]:
        pairs = zip(row.columns, row.coefficients, strict=True)
        return sorted((c, k) for c, k in pairs if k), row.least, row.most

    return content(one) == content(other)


def least_cost(held: Held, column: int, value: int, *rows: Row) -> int | None:
    """Return the least the budget is drawn on with a proposal taken and a value reached.

    Args:
        held: A budget the proposal draws on.
        column: The proposal's column.
        value: The value to reach at least, in units of 1e-12.
        rows: What must hold besides.

    Returns:
        Minor units; None where the other rules allow no such selection.
    """
    width = len(held.rest.objective)
    saving = [0] * width
    for place, cost in zip(held.row.columns, held.row.coefficients, strict=True):
        saving[place] = -cost
    worth = held.rest.worth(value)
    extra = tuple(row for row in rows if row.columns)
    found = solve(_fixed(held.rest.but(worth, *extra, objective=saving), column, True))
    return None if found is None else -found.value


def beats(value: int) -> int:
    """Return the least value that is above another at nine decimals."""
    return value + TIE + 1


def covers_everything(held: Held, total: Sequence[int]) -> bool:
    """Return whether the budget sees every cost in full, so that total cost is what it sees."""
    seen = dict(zip(held.row.columns, held.row.coefficients, strict=True))
    return all(seen.get(column, 0) == cost for column, cost in enumerate(total))
