"""An integer program: yes-or-no answers, what they are worth, and the rows they must satisfy.

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
class Program:
    """Maximise the objective over integers between bounds, subject to rows.

    Attributes:
        objective: One coefficient per column.
        rows: What must hold.
        lower: Least value per column.
        upper: Most per column.
    """

    objective: tuple[int, ...]
    rows: tuple[Row, ...]
    lower: tuple[int, ...]
    upper: tuple[int, ...]

    def value(self, x: Sequence[int]) -> int:
        """Return the objective at a solution."""
        return sum(c * chosen for c, chosen in zip(self.objective, x, strict=True))

    def feasible(self, x: Sequence[int]) -> bool:
        """Return whether a solution satisfies bounds and rows, exactly."""
        bounds = zip(self.lower, x, self.upper, strict=True)
        return all(low <= chosen <= high for low, chosen, high in bounds) and all(
            row.holds(x) for row in self.rows
        )

    def but(self, *rows: Row, objective: Sequence[int] | None = None) -> Program:
        """Return the same program with more rows, or another objective."""
        aim = self.objective if objective is None else tuple(objective)
        return evolve(self, rows=(*self.rows, *rows), objective=aim)


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
