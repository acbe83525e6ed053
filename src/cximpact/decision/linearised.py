"""A program as the solver takes it: every term a variable below its lines, every floor a row.

Where a term is wanted (in the objective or a floor) more of it is never worse, so that its
variable rises to the lowest of its lines: exactly what the term is worth.
"""

from __future__ import annotations

from attrs import frozen

from cximpact.decision.program import Floor, Line, Program, Row, Term


@frozen
class Linearised:
    """A linear program over the answers and one free variable per distinct term.

    Attributes:
        objective: One coefficient per column, answers first.
        rows: Over all columns.
        answers: How many columns are answers.
    """

    objective: tuple[int, ...]
    rows: tuple[Row, ...]
    answers: int

    @property
    def width(self) -> int:
        """How many columns there are."""
        return len(self.objective)


def linearised(program: Program) -> Linearised:
    """Return a program with its terms and floors written out.

    Example:
        >>> pair = Term((Line((0,), (5,)), Line((1,), (5,))))
        >>> found = linearised(Program((1, 1), (), (0, 0), (1, 1), (pair,)))
        >>> found.objective, len(found.rows)
        ((1, 1, 8), 2)
    """
    distinct = dict.fromkeys(
        [*program.terms, *(t for floor in program.floors for t in floor.terms)]
    )
    answers = len(program.objective)
    place = {term: answers + number for number, term in enumerate(distinct)}
    unit = {term: _unit(term) for term in distinct}
    aim = [*program.objective, *[0] * len(distinct)]
    for term in program.terms:
        aim[place[term]] += unit[term]
    rows = [_below(line, place[term], unit[term]) for term in distinct for line in term.lines]
    rows += [_floor(floor, place, unit) for floor in program.floors]
    return Linearised(tuple(aim), (*program.rows, *rows), answers)


def _unit(term: Term) -> int:
    """Return a power of two of the size of what the term adds up, to keep its variable near 1."""
    largest = max((abs(k) for line in term.lines for k in line.coefficients), default=1)
    return int(2 ** largest.bit_length())


def _below(line: Line, column: int, unit: int) -> Row:
    columns, coefficients = [column, *line.columns], [unit, *(-k for k in line.coefficients)]
    return Row(tuple(columns), tuple(coefficients), most=line.constant)


def _floor(floor: Floor, place: dict[Term, int], unit: dict[Term, int]) -> Row:
    found = {column: value for column, value in enumerate(floor.objective) if value}
    for term in floor.terms:
        found[place[term]] = found.get(place[term], 0) + unit[term]
    return Row(tuple(found), tuple(found.values()), least=floor.least)
