"""A program with one budget taken out, to ask what another limit would give."""

from __future__ import annotations

from attrs import evolve, frozen

from cximpact.decision.costs import BudgetCosts, to_decimal
from cximpact.decision.program import Program, Row, full_row
from cximpact.decision.reduced import Reduced
from cximpact.decision.words import money


@frozen(eq=False)
class Freed:
    """A budget taken out of a program.

    Attributes:
        budget: That budget, with what proposals draw on it.
        row: The budget over columns of the program.
        rest: The program without that budget's row.
    """

    budget: BudgetCosts
    row: Row
    rest: Program

    def at(self, limit: int) -> Program:
        """Return the program with another limit of that budget, in minor units."""
        return self.rest.but(evolve(self.row, most=limit))

    def told(self, minor: int) -> str:
        """Return an amount of the budget's currency in words."""
        currency = self.budget.budget.limit.currency
        return money(to_decimal(minor, currency), currency)


def freed(each: BudgetCosts, reduced: Reduced) -> Freed | None:
    """Return a program without one of its budgets; None where it does not have it.

    Args:
        each: The budget.
        reduced: The program over proposals that could be selected.
    """
    row = budget_row(each, reduced)
    rows = list(reduced.program.rows)
    same = next((number for number, other in enumerate(rows) if _same(other, row)), None)
    if same is None:
        return None
    del rows[same]
    return Freed(each, row, evolve(reduced.program, rows=tuple(rows)))


def budget_row(each: BudgetCosts, reduced: Reduced) -> Row:
    """Return a budget as a row over the columns of a program."""
    at = {place: column for column, place in enumerate(reduced.columns)}
    coefficients = [0] * len(reduced.columns)
    for place, cost in each.cost.items():
        if place in at:
            coefficients[at[place]] = cost
    return full_row(coefficients, most=each.limit)


def _same(one: Row, other: Row) -> bool:
    def content(row: Row) -> tuple[object, ...]:
        pairs = zip(row.columns, row.coefficients, strict=True)
        return sorted((c, k) for c, k in pairs if k), row.least, row.most

    return content(one) == content(other)
