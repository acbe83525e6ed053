"""A program as arrays of exact integers: one matrix of every sum that anything asks for.

Row 0 is the objective, then come the program's rows, the lines of its distinct terms and the
objectives of its floors. Whoever knows all these sums at a solution knows what it is worth and
whether it is allowed, without rounding: int64 where no sum can overflow, Python's integers else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import chain
from math import gcd
from typing import Any

import numpy as np
import numpy.typing as npt
from attrs import frozen

from cximpact.decision.program import Program, Term
from cximpact.model.arrays import BoolArray, IntArray

Exact = npt.NDArray[Any]
"""Whole numbers: int64, or Python's integers as objects where int64 could overflow."""
_MOST_INT64 = 2**61
_DENSE = 200_000


@frozen(eq=False, slots=False)
class Form:
    """A program as arrays.

    Attributes:
        lower: Least answer per column.
        upper: Most per column.
        row: Of every coefficient, the sum it belongs to.
        column: Its column.
        value: The coefficient.
        constant: Per sum, what it starts from.
        least: Per row, its lower limit (sums 1 to rows).
        most: Per row, its upper limit.
        lacks_least: Rows without a lower limit.
        lacks_most: Rows without an upper limit.
        times: Per distinct term, how often the objective holds it.
        lines: Per distinct term, first and last+1 of its sums.
        floors: Per floor: its sum, per distinct term how often it holds it, and its least worth.
    """

    lower: IntArray
    upper: IntArray
    row: IntArray
    column: IntArray
    value: Exact
    constant: Exact
    least: Exact
    most: Exact
    lacks_least: BoolArray
    lacks_most: BoolArray
    times: tuple[int, ...] = ()
    lines: tuple[tuple[int, int], ...] = ()
    floors: tuple[tuple[int, tuple[int, ...], int], ...] = ()

    @property
    def width(self) -> int:
        """How many columns there are."""
        return len(self.lower)

    @property
    def sums(self) -> int:
        """How many sums are kept."""
        return len(self.constant)

    @property
    def rows(self) -> int:
        """How many of them are rows."""
        return len(self.least)

    @cached_property
    def step(self) -> int:
        """A number that divides the difference of any two solutions' worth."""
        used = self.value[self.row == 0].tolist()
        for times, (first, end) in zip(self.times, self.lines, strict=True):
            if times:
                inside = (self.row >= first) & (self.row < end)
                used += [*self.value[inside].tolist(), *self.constant[first:end].tolist()]
        return gcd(*used) or 1

    @cached_property
    def _by_column(self) -> tuple[IntArray, IntArray]:
        order = np.argsort(self.column, kind="stable")
        starts = np.searchsorted(self.column[order], np.arange(self.width + 1))
        return order, starts

    def dense(self, columns: IntArray) -> Exact:
        """Return the coefficients of some columns, sums x columns."""
        found = np.zeros((self.sums, len(columns)), dtype=self.value.dtype)
        if self.sums * self.width <= _DENSE:
            return np.asarray(self._whole[:, columns])
        order, starts = self._by_column
        for place, column in enumerate(columns.tolist()):
            taken = order[starts[column] : starts[column + 1]]
            found[self.row[taken], place] = self.value[taken]
        return found

    @cached_property
    def _whole(self) -> Exact:
        whole = np.zeros((self.sums, self.width), dtype=self.value.dtype)
        whole[self.row, self.column] = self.value
        return whole

    def at(self, x: Exact) -> Exact:
        """Return every sum at one solution."""
        found = self.constant.copy()
        taken = x[self.column] != 0
        parts = self.value[taken] * x[self.column[taken]]
        np.add.at(found, self.row[taken], parts)
        return found

    @cached_property
    def row_entries(self) -> tuple[IntArray, IntArray]:
        """The coefficients of rows, row by row, and where each row starts among them."""
        entries = np.flatnonzero((self.row > 0) & (self.row <= self.rows))
        return entries, np.searchsorted(self.row[entries], np.arange(1, self.rows + 2))

    def holds(self, sums: Exact) -> BoolArray:
        """Return which solutions are allowed, given their sums (sums x solutions)."""
        rows = sums[1 : self.rows + 1]
        low = self.lacks_least[:, None] | (rows >= self.least[:, None])
        high = self.lacks_most[:, None] | (rows <= self.most[:, None])
        held = np.asarray((low & high).all(axis=0), dtype=np.bool_)
        return held & self.reaches(sums) if self.floors else held

    def reaches(self, sums: Exact) -> BoolArray:
        """Return which solutions come up to all floors."""
        held = np.ones(sums.shape[1], dtype=np.bool_)
        if self.floors:
            worth = self._terms(sums)
            for place, times, least in self.floors:
                reached = sums[place] + _times(worth, times) >= least
                held &= np.asarray(reached, dtype=np.bool_)
        return held

    def worth(self, sums: Exact) -> Exact:
        """Return what solutions are worth, given their sums (sums x solutions)."""
        if not any(self.times):
            return np.asarray(sums[0])
        return np.asarray(sums[0] + _times(self._terms(sums), self.times))

    def _terms(self, sums: Exact) -> list[Exact]:
        return [sums[first:end].min(axis=0) for first, end in self.lines]


def _times(worth: Sequence[Exact], times: Sequence[int]) -> Any:
    return sum((t * each for t, each in zip(times, worth, strict=True) if t), 0)


def form_of(program: Program) -> Form:
    """Return a program as arrays.

    Example:
        >>> form_of(Program((3, 6), (), (0, 0), (1, 1))).step
        3
    """
    distinct = tuple(
        dict.fromkeys([*program.terms, *(t for floor in program.floors for t in floor.terms)])
    )
    first = 1 + len(program.rows)
    ends = list(_ends(distinct, first))
    sums = [
        _sum_of(program.objective),
        *((row.columns, row.coefficients) for row in program.rows),
        *((line.columns, line.coefficients) for term in distinct for line in term.lines),
        *(_sum_of(floor.objective) for floor in program.floors),
    ]
    constants = [0] * first + [line.constant for term in distinct for line in term.lines]
    constants += [0] * len(program.floors)
    floor_start = ends[-1][1] if ends else first
    floors = tuple(
        (floor_start + n, _counts(distinct, floor.terms), floor.least)
        for n, floor in enumerate(program.floors)
    )
    kind = _kind(program, sums, constants)
    lengths = [len(columns) for columns, _ in sums]
    return Form(
        lower=np.array(program.lower, dtype=np.int64),
        upper=np.array(program.upper, dtype=np.int64),
        row=np.repeat(np.arange(len(sums)), lengths),
        column=np.array(list(chain.from_iterable(c for c, _ in sums)), dtype=np.int64),
        value=np.array(list(chain.from_iterable(v for _, v in sums)), dtype=kind),
        constant=np.array(constants, dtype=kind),
        least=np.array([row.least or 0 for row in program.rows], dtype=kind),
        most=np.array([row.most or 0 for row in program.rows], dtype=kind),
        lacks_least=np.array([row.least is None for row in program.rows], dtype=np.bool_),
        lacks_most=np.array([row.most is None for row in program.rows], dtype=np.bool_),
        times=_counts(distinct, program.terms),
        lines=tuple(ends),
        floors=floors,
    )


def _ends(terms: Sequence[Term], first: int) -> Iterator[tuple[int, int]]:
    for term in terms:
        yield first, first + len(term.lines)
        first += len(term.lines)


def _counts(distinct: Sequence[Term], terms: Sequence[Term]) -> tuple[int, ...]:
    found = dict.fromkeys(distinct, 0)
    for term in terms:
        found[term] += 1
    return tuple(found.values())


def _sum_of(objective: Sequence[int]) -> tuple[Sequence[int], Sequence[int]]:
    return range(len(objective)), objective


def _kind(
    program: Program, sums: Sequence[tuple[Sequence[int], Sequence[int]]], constants: Sequence[int]
) -> Any:
    """Return int64 where no sum, and no sum of terms, can come near its end."""
    bounds = zip(program.lower, program.upper, strict=True)
    reach = max((max(abs(a), abs(b)) for a, b in bounds), default=0)
    sizes = [sum(map(abs, values)) for _, values in sums]
    limits = [abs(v) for row in program.rows for v in (row.least, row.most) if v is not None]
    limits += [abs(floor.least) for floor in program.floors]
    inside = sum(sizes[1 + len(program.rows) :]) + sum(map(abs, constants)) + sizes[0]
    held = max(len(program.terms), *(len(f.terms) for f in program.floors), 1)
    most = max((reach or 1) * max(*sizes, inside * held), *limits, 0)
    return np.int64 if most < _MOST_INT64 else np.object_
