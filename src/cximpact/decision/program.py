"""An integer program: yes-or-no answers, what they are worth, and the rows they must satisfy.

What proposals are worth together may differ from the sum of their values. Every such thing here
is a *term*: the least of a few lines in the answers. Two proposals worth `s` more together add
min(s x, s y); two that overlap by `s` add min(0, s - s x - s y); a touchpoint that several improve
adds what its concave value function gives for their sum. A maximum of a linear sum and such terms
is a linear program over the answers with one more variable per term.

All coefficients are integers (value in 1e-12, money in minor units), so that a solution can be
checked without rounding.
"""

from __future__ import annotations

from collections.abc import Sequence

from attrs import evolve, frozen


@frozen
class Row:
    """least <= sum of coefficient * x <= most, over some columns.

    Attributes:
        columns: Columns of the program.
        coefficients: One for each of them.
        least: Lower limit; None for none.
        most: Upper limit; None for none.
    """

    columns: tuple[int, ...]
    coefficients: tuple[int, ...]
    least: int | None = None
    most: int | None = None

    def activity(self, x: Sequence[int]) -> int:
        """Return the sum at a solution."""
        pairs = zip(self.columns, self.coefficients, strict=True)
        return sum(coefficient * x[column] for column, coefficient in pairs)

    def holds(self, x: Sequence[int]) -> bool:
        """Return whether a solution satisfies it, exactly."""
        activity = self.activity(x)
        return (self.least is None or activity >= self.least) and (
            self.most is None or activity <= self.most
        )


@frozen
class Line:
    """constant + sum of coefficient * x, over some columns."""

    columns: tuple[int, ...]
    coefficients: tuple[int, ...]
    constant: int = 0

    def at(self, x: Sequence[int]) -> int:
        """Return the line's height at a solution."""
        pairs = zip(self.columns, self.coefficients, strict=True)
        return self.constant + sum(coefficient * x[column] for column, coefficient in pairs)


@frozen
class Term:
    """Something worth the least of its lines: concave in the answers; 0 where nothing is taken."""

    lines: tuple[Line, ...]

    def at(self, x: Sequence[int]) -> int:
        """Return what it is worth at a solution."""
        return min(line.at(x) for line in self.lines)


@frozen
class Floor:
    """A least worth: objective and terms must come to it."""

    objective: tuple[int, ...]
    terms: tuple[Term, ...]
    least: int

    def holds(self, x: Sequence[int]) -> bool:
        """Return whether a solution comes to it, exactly."""
        own = sum(c * chosen for c, chosen in zip(self.objective, x, strict=True))
        return own + sum(term.at(x) for term in self.terms) >= self.least


@frozen
class Program:
    """Maximise objective and terms over integers between bounds, subject to rows.

    Attributes:
        objective: One coefficient per column.
        rows: What must hold.
        lower: Least value per column.
        upper: Most per column.
        terms: What the answers are worth together, beyond the objective; same unit.
        floors: Least worths that must be reached, of whatever kind.
    """

    objective: tuple[int, ...]
    rows: tuple[Row, ...]
    lower: tuple[int, ...]
    upper: tuple[int, ...]
    terms: tuple[Term, ...] = ()
    floors: tuple[Floor, ...] = ()

    def value(self, x: Sequence[int]) -> int:
        """Return the objective with the terms at a solution."""
        own = sum(c * chosen for c, chosen in zip(self.objective, x, strict=True))
        return own + sum(term.at(x) for term in self.terms)

    def feasible(self, x: Sequence[int]) -> bool:
        """Return whether a solution satisfies bounds and rows, exactly."""
        bounds = zip(self.lower, x, self.upper, strict=True)
        return all(low <= chosen <= high for low, chosen, high in bounds) and all(
            each.holds(x) for each in self.demands
        )

    @property
    def demands(self) -> tuple[Row | Floor, ...]:
        """All that must hold beside the bounds."""
        return (*self.rows, *self.floors)

    def worth(self, least: int) -> Floor:
        """Return the condition that a solution is worth so much."""
        return Floor(self.objective, self.terms, least)

    def but(self, *rows: Row | Floor, objective: Sequence[int] | None = None) -> Program:
        """Return the same program with more rows or floors, or another objective without terms."""
        changed = evolve(
            self,
            rows=(*self.rows, *(row for row in rows if isinstance(row, Row))),
            floors=(*self.floors, *(row for row in rows if isinstance(row, Floor))),
        )
        if objective is None:
            return changed
        return evolve(changed, objective=tuple(objective), terms=())


@frozen
class Solution:
    """A solution, verified in integers, with what is proven about it.

    Attributes:
        x: One integer per column.
        value: The objective at `x`.
        bound: No solution is worth more than this.
        proven: Whether the solver proved that there is no better one.
    """

    x: tuple[int, ...]
    value: int
    bound: int
    proven: bool


def full_row(coefficients: Sequence[int], least: int | None = None, most: int | None = None) -> Row:
    """Return a row over all columns that have a coefficient other than zero."""
    pairs = [(column, value) for column, value in enumerate(coefficients) if value]
    return Row(tuple(c for c, _ in pairs), tuple(v for _, v in pairs), least, most)


def anything_but(x: Sequence[int]) -> Row:
    """Return a row that every yes-or-no answer but `x` satisfies."""
    columns = tuple(range(len(x)))
    return Row(columns, tuple(-1 if chosen else 1 for chosen in x), least=1 - sum(x))


def fixed(program: Program, column: int, taken: bool) -> Program:
    """Return a program with one yes-or-no answer given."""
    bounds = list(program.lower), list(program.upper)
    for bound in bounds:
        bound[column] = int(taken)
    return evolve(program, lower=tuple(bounds[0]), upper=tuple(bounds[1]))
