"""The program of a selection over the few proposals that could be in it at all.

Proposals without value cannot be selected unless one that is selected requires them, so only
those with value, those forced in, and what they require (or are bundled with) become columns.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from attrs import frozen

from cximpact.decision.aim import Aim
from cximpact.decision.candidates import Candidates
from cximpact.decision.links import reachable
from cximpact.decision.program import Line, Program, Row, Term
from cximpact.decision.rules import Rule
from cximpact.decision.support import required_positions, standing, support_rows
from cximpact.model.arrays import BoolArray, FloatArray
from cximpact.model.case import Case
from cximpact.scoring.rounding import round9

PICO = 10**12
"""Values are counted in units of 1e-12, so that sums of thirds do not look unequal."""
TIE = 500
"""Sums no further apart than this, in units of 1e-12, are equal at nine decimals."""
_DUST = 4
"""What rounding leaves of a term that is nothing, in units of 1e-12."""


@frozen(eq=False)
class Reduced:
    """A program and which proposals its columns are.

    Attributes:
        columns: Position of the proposal of each column, ascending.
        program: The program, over columns.
    """

    columns: tuple[int, ...]
    program: Program

    def spread(self, x: Sequence[int], count: int) -> BoolArray:
        """Return a solution as one answer per proposal."""
        chosen = np.zeros(count, dtype=np.bool_)
        chosen[[c for c, taken in zip(self.columns, x, strict=True) if taken]] = True
        return chosen


def value_units(value: FloatArray) -> list[int]:
    """Return values in whole units of 1e-12."""
    return [round(each * PICO) for each in value.tolist()]


def has_value(value: FloatArray) -> BoolArray:
    """Return whether values are above zero at nine decimals."""
    return np.asarray(round9(value) > 0, dtype=np.bool_)


def reduce(case: Case, aim: Aim, who: Candidates, rules: Iterable[Rule]) -> Reduced:
    """Return the program over the proposals that could be selected.

    Args:
        case: The case.
        aim: What is to be maximised.
        who: Who may and must be selected.
        rules: The rules that tie proposals to each other.
    """
    requires = required_positions(case)
    worthy = has_value(aim.value)
    starts = set(np.flatnonzero(worthy & who.candidate).tolist()) | who.fixed
    wanted = starts | reachable(requires, starts)
    columns = tuple(sorted(p for p in wanted if who.candidate[p] or p in who.fixed))
    at = {position: column for column, position in enumerate(columns)}
    rows = [restricted(rule.row, at) for rule in rules]
    rows += support_rows(requires, at, standing(case, aim.value, columns) | who.fixed)
    units = value_units(aim.value[list(columns)])
    lower = tuple(int(p in who.fixed) for p in columns)
    upper = tuple(int(p not in who.barred or p in who.held) for p in columns)
    kept = tuple(row for row in rows if row.columns or not row.holds(()))
    narrow = (narrowed(term, at) for term in aim.terms)
    terms = tuple(term for term in narrow if not _is_idle(term))
    return Reduced(columns, Program(tuple(units), kept, lower, upper, terms))


def restricted(row: Row, at: Mapping[int, int]) -> Row:
    """Return a row over columns; proposals that are no columns are not selected."""
    pairs = zip(row.columns, row.coefficients, strict=True)
    kept = [(at[position], value) for position, value in pairs if position in at]
    return Row(tuple(c for c, _ in kept), tuple(v for _, v in kept), row.least, row.most)


def narrowed(term: Term, at: Mapping[int, int]) -> Term:
    """Return a term over columns; proposals that are no columns are not selected."""
    return Term(tuple(_narrowed(line, at) for line in term.lines))


def _is_idle(term: Term) -> bool:
    """Whether a term is nothing whatever is selected, as where one proposal of it is left.

    It is never above a line of zeros; and it falls below only where another line can.
    """
    alone = {column for line in term.lines for column in line.columns}
    if len(alone) > 1:
        flat = any(not line.columns and not line.constant for line in term.lines)
        return flat and all(_lowest(line) >= 0 for line in term.lines)
    ends = (
        min(line.constant + taken * sum(line.coefficients) for line in term.lines)
        for taken in (0, 1)
    )
    return all(abs(worth) <= _DUST for worth in ends)


def _lowest(line: Line) -> int:
    return line.constant + sum(k for k in line.coefficients if k < 0)


def _narrowed(line: Line, at: Mapping[int, int]) -> Line:
    pairs = zip(line.columns, line.coefficients, strict=True)
    kept = [(at[position], value) for position, value in pairs if position in at]
    return Line(tuple(c for c, _ in kept), tuple(v for _, v in kept), line.constant)
