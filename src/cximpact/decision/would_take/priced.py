"""The selection's program with one proposal cheaper or dearer.

What a proposal draws on one budget, or on several with the same lines of cost, moves by the same
amount everywhere. Where its lines fall under different budgets, all its lines move in proportion.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from attrs import evolve, frozen

from cximpact.decision.costs import BudgetCosts, mean_cost, to_decimal
from cximpact.decision.freed import Freed, freed
from cximpact.decision.program import Program, Row, fixed
from cximpact.decision.question import Question
from cximpact.decision.reduced import Reduced
from cximpact.decision.selection import best_selection, total_costs
from cximpact.decision.solver import solve
from cximpact.decision.words import money


@frozen(eq=False)
class Priced:
    """One proposal, free to cost more or less.

    Attributes:
        column: The proposal's column.
        budgets: The budgets it draws on, each taken out of the program.
        rest: The program without any of them.
        total: Total cost of every column, in minor units of the reporting currency.
        cost: What of its cost moves, in minor units.
        currency: Of that cost.
        lines: What moves in proportion to the cost: per budget, its lines; then all its lines.
            Empty where every budget moves by the same amount.
        settles: Whether the total cost moves along, so that ties can be settled.
    """

    column: int
    budgets: tuple[Freed, ...]
    rest: Program
    total: tuple[int, ...]
    cost: int
    currency: str
    lines: tuple[tuple[int, ...], ...]
    settles: bool

    @property
    def in_proportion(self) -> bool:
        """Whether all its lines move in proportion."""
        return bool(self.lines)

    def told(self, minor: int) -> str:
        """Return an amount in words."""
        return money(to_decimal(minor, self.currency), self.currency)

    def at(self, change: int) -> Program:
        """Return the program where it costs so much more, in minor units."""
        return self.rest.but(
            *(self._row(one, number, change) for number, one in enumerate(self.budgets))
        )

    def _row(self, one: Freed, number: int, change: int) -> Row:
        pairs = zip(one.row.columns, one.row.coefficients, strict=True)
        moved = (self._moved(k, number, change) if c == self.column else k for c, k in pairs)
        return evolve(one.row, coefficients=tuple(moved))

    def _moved(self, now: int, number: int, change: int) -> int:
        """Return an amount that moves with the cost; lines are rounded one by one."""
        if not self.in_proportion:
            return now + change
        whole = self.cost + change
        return sum(round(Fraction(line * whole, self.cost)) for line in self.lines[number])

    def reached(self, change: int, value: int) -> tuple[int, ...] | None:
        """Return a selection with it worth so much where it costs so much more; None without."""
        found = solve(fixed(self.at(change), self.column, taken=True))
        return None if found is None or found.value < value else found.x

    def bears(self, x: Sequence[int], change: int) -> bool:
        """Return whether a selection obeys every budget where it costs so much more."""
        rows = (self._row(one, number, change) for number, one in enumerate(self.budgets))
        return all(row.holds(x) for row in rows)

    def takes(self, change: int) -> bool:
        """Return whether the selection takes it where it costs so much more, ties settled."""
        cost = list(self.total)
        cost[self.column] = self._moved(cost[self.column], -1, change)
        found = best_selection(self.at(change), cost)
        return found is not None and found[0].proven and bool(found[0].x[self.column])

    @property
    def under(self) -> str:
        """Say which part of its cost is meant, where it is not all of it."""
        whole = self.cost == self.total[self.column] or not self.settles
        return "" if whole else f" under {self.budgets[0].budget.budget.id}"

    @property
    def only(self) -> Freed | None:
        """Its budget, where it draws on one alone."""
        return self.budgets[0] if len(self.budgets) == 1 else None


def priced(question: Question, reduced: Reduced, position: int) -> Priced | None:
    """Return the program in which a proposal's cost can move; None where nothing can be said.

    That is where it draws on no budget, has no cost to move in proportion, or minimum shares hang
    on what it costs.

    Args:
        question: What was decided.
        reduced: Its program.
        position: The proposal.
    """
    costs = question.costs
    drawn = [each for each in costs.budgets if each.cost.get(position)]
    of_shares = {share.budget for share in question.case.rules.minimum_shares}
    if not drawn or any(each.budget.id in of_shares for each in drawn):
        return None
    budgets = []
    for each in drawn:
        one = freed(each, reduced)
        if one is None:
            return None
        budgets.append(one)
        reduced = evolve(reduced, program=one.rest)
    alike = _alike(drawn, position)
    cost = drawn[0].cost[position] if alike else costs.total.get(position, 0)
    currency = drawn[0].budget.limit.currency if alike else costs.currency
    if not alike and cost <= 0:
        return None
    return Priced(
        column=reduced.columns.index(position),
        budgets=tuple(budgets),
        rest=reduced.program,
        total=tuple(total_costs(costs, reduced)),
        cost=cost,
        currency=currency,
        lines=() if alike else _lines(question, drawn, position),
        settles=currency == costs.currency,
    )


def _alike(drawn: list[BudgetCosts], position: int) -> bool:
    """Whether the same lines fall under every budget, at the same amount."""
    seen = {
        (each.lines[position], each.cost[position], each.budget.limit.currency) for each in drawn
    }
    return len(seen) == 1


def _lines(
    question: Question, drawn: list[BudgetCosts], position: int
) -> tuple[tuple[int, ...], ...]:
    """Return the lines under each budget, and all; in sum only, where currencies differ."""
    case, costs = question.case, question.costs
    key = case.proposals.ids[position]
    own = {n: mean_cost(line) for n, line in enumerate(case.costs) if line.proposal == key}
    currencies = {case.costs[n].currency for n in own}
    if len(currencies | {costs.currency} | {each.budget.limit.currency for each in drawn}) > 1:
        return (*((each.cost[position],) for each in drawn), (costs.total[position],))
    under = [tuple(own[n] for n in sorted(each.lines[position])) for each in drawn]
    return (*under, tuple(own.values()))
