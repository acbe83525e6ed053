"""All selections that obey a program's rules, written out: for the few proposals of a small list.

Once they are there, every "what if" is a sum and a comparison: other values, other limits, ties.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from attrs import frozen

from cximpact.decision.program import Line, Program, Row, Term
from cximpact.decision.reduced import TIE
from cximpact.model.arrays import BoolArray, IntArray

MOST_OPEN = 14
"""So many open yes-or-no answers are written out at most: 16,384 selections."""
_MOST = 2**61
"""Sums stay below this, so that adding two of them cannot overflow."""


@frozen(eq=False)
class FeasibleSets:
    """Every selection that obeys the rules of a program, those with earlier ids first.

    Attributes:
        open: Columns that are not fixed by their bounds.
        fixed: Every column's answer where nothing open is taken.
        taken: Selections x open columns: 0 or 1.
    """

    open: tuple[int, ...]
    fixed: tuple[int, ...]
    taken: IntArray

    def __len__(self) -> int:
        return len(self.taken)

    def x(self, place: int) -> tuple[int, ...]:
        """Return one of the selections as one answer per column."""
        whole = list(self.fixed)
        for column, answer in zip(self.open, self.taken[place].tolist(), strict=True):
            whole[column] = answer
        return tuple(whole)

    def sums(self, coefficients: Sequence[int], constant: int = 0) -> IntArray:
        """Return constant + sum of coefficient * x of every selection, exactly.

        Args:
            coefficients: One per column.
            constant: What is added.
        """
        start = constant + sum(
            k * x for k, x in zip(coefficients, self.fixed, strict=True) if x and k
        )
        own = np.array([coefficients[column] for column in self.open], dtype=np.int64)
        # Whole numbers: numpy's own loop adds them up, exactly and in any order.
        return np.asarray(self.taken @ own + start, dtype=np.int64)

    def worth(self, objective: Sequence[int], terms: Sequence[Term] = ()) -> IntArray:
        """Return what every selection is worth."""
        total = self.sums(objective)
        for term in terms:
            lines = (self._line(line) for line in term.lines)
            total = total + np.min(np.stack(list(lines)), axis=0)
        return total

    def _line(self, line: Line) -> IntArray:
        return self.sums(_wide(line, len(self.fixed)), line.constant)

    def settled(
        self, worth: IntArray, cost: IntArray, among: BoolArray | None = None
    ) -> int | None:
        """Return the best selection: of equals the cheapest, then the one with earlier ids.

        Args:
            worth: Of every selection, in units of 1e-12.
            cost: Of every selection, in minor units.
            among: Which of them may be taken; all, if left out.
        """
        places = np.arange(len(worth)) if among is None else np.flatnonzero(among)
        if not len(places):
            return None
        equal = places[worth[places] >= worth[places].max() - TIE]
        return int(equal[np.argmin(cost[equal])])  # the first of them


def feasible_sets(program: Program, most_open: int = MOST_OPEN) -> FeasibleSets | None:
    """Return every selection that obeys the rules; None where they are too many or too large.

    Args:
        program: Yes-or-no answers; what they are worth does not matter.
        most_open: How many answers may be open.

    Example:
        >>> found = feasible_sets(Program((1, 1), (Row((0, 1), (1, 1), most=1),), (0, 0), (1, 1)))
        >>> found.taken.tolist()
        [[1, 0], [0, 1], [0, 0]]
    """
    spans = [high - low for low, high in zip(program.lower, program.upper, strict=True)]
    free = tuple(column for column, span in enumerate(spans) if span > 0)
    if len(free) > most_open or max(spans, default=0) > 1 or _could_overflow(program):
        return None
    everything = _everything(len(free), min(spans, default=0) < 0)
    all_sets = FeasibleSets(free, program.lower, everything)
    keeps = np.ones(len(all_sets), dtype=np.bool_)
    for row in program.rows:
        keeps &= _within(all_sets.sums(_wide(row, len(spans))), row)
    for floor in program.floors:
        keeps &= all_sets.worth(floor.objective, floor.terms) >= _clamped(floor.least)
    return FeasibleSets(free, program.lower, everything[keeps])


def _everything(count: int, impossible: bool) -> IntArray:
    """Return all answers to `count` questions, as binary numbers falling from the largest."""
    numbers = np.arange(0 if impossible else 2**count, dtype=np.int64)[::-1, np.newaxis]
    places = np.arange(count, dtype=np.int64)[::-1]
    return np.ascontiguousarray(numbers >> places & 1)


def _wide(part: Row | Line, width: int) -> list[int]:
    whole = [0] * width
    for column, coefficient in zip(part.columns, part.coefficients, strict=True):
        whole[column] += coefficient
    return whole


def _within(sums: IntArray, row: Row) -> BoolArray:
    holds = np.ones(len(sums), dtype=np.bool_)
    if row.least is not None:
        holds &= sums >= _clamped(row.least)
    if row.most is not None:
        holds &= sums <= _clamped(row.most)
    return holds


def _clamped(limit: int) -> int:
    """Return a limit as 64 bits hold it: no sum comes that far."""
    return max(-_MOST, min(limit, _MOST))


def _could_overflow(program: Program) -> bool:
    """Whether any sum could leave what 64 bits hold."""
    terms = [*program.terms, *(term for floor in program.floors for term in floor.terms)]
    lines = [line for term in terms for line in term.lines]
    worths = [program.objective, *(floor.objective for floor in program.floors)]
    size = max(
        (
            *(_size(row.coefficients) for row in program.rows),
            *(_size(worth) for worth in worths),
            *(_size(line.coefficients, line.constant) for line in lines),
        ),
        default=0,
    )
    highest = max((abs(x) for x in (*program.lower, *program.upper)), default=0)
    return size * max(highest, 1) * (len(terms) + 1) >= _MOST


def _size(coefficients: Sequence[int], constant: int = 0) -> int:
    return sum(map(abs, coefficients)) + abs(constant)
