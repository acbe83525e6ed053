"""Which portfolios there are: the program's rows over the proposals that are open.

All candidates are columns, whatever they are worth centrally: what has no value under the central
weights may have some under others. The support rule of the selection (nothing without value unless
something selected requires it) is not needed: a portfolio with a useless proposal is dominated by
the one without it. Only what is never worth anything and whose leaving can break no rule is left
out beforehand, so that proposals worth exactly nothing do not double every portfolio.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from attrs import evolve, frozen

from cximpact.decision.candidates import Candidates
from cximpact.decision.portfolios.box import Worth
from cximpact.decision.program import Row
from cximpact.decision.reduced import PICO, TIE
from cximpact.model.arrays import BoolArray, FloatArray, IntArray
from cximpact.model.portfolio import Synergy


@frozen
class Pair:
    """Columns that are worth more or less together than apart, in units of 1e-12."""

    members: tuple[int, ...]
    value: int


@frozen(eq=False)
class Space:
    """The open proposals, what they are worth, and what binds them.

    Attributes:
        columns: Position of the proposal of each column.
        fixed: Positions that are in every portfolio.
        worth: Of the columns.
        rows: Rows x columns; rows @ taken <= limits.
        limits: One per row.
        pairs: Synergies and overlaps over columns; two members or more.
        base: Per extreme weight, the least worth of what is fixed.
        base_high: The most.
    """

    columns: tuple[int, ...]
    fixed: tuple[int, ...]
    worth: Worth
    rows: IntArray
    limits: IntArray
    pairs: tuple[Pair, ...]
    base: FloatArray
    base_high: FloatArray

    @property
    def width(self) -> int:
        """How many columns there are."""
        return len(self.columns)


def space_of(
    who: Candidates,
    rows: Iterable[Row],
    synergies: Iterable[Synergy],
    ids: tuple[str, ...],
    worth: Worth,
) -> Space:
    """Return the portfolios that candidates and rows leave.

    Args:
        who: Who may and must be selected.
        rows: Rules over positions of proposals.
        synergies: Synergies and overlaps of named proposals.
        ids: All proposals.
        worth: Of all proposals.
    """
    fixed = tuple(sorted(who.fixed))
    columns = tuple(p for p in np.flatnonzero(who.candidate).tolist() if p not in who.fixed)
    matrix, limits = _rows(rows, len(ids), fixed)
    start = Space(
        columns,
        fixed,
        worth.of(columns),
        matrix[:, list(columns)],
        limits,
        (),
        worth.low[:, list(fixed)].sum(axis=1),
        worth.high[:, list(fixed)].sum(axis=1),
    )
    places = {key: position for position, key in enumerate(ids)}
    for each in synergies:
        members = tuple(places[key] for key in each.proposals if key in places)
        if len(members) == len(each.proposals):
            start = _with_synergy(start, members, round(each.value * PICO))
    return _trimmed(start)


def _rows(rows: Iterable[Row], count: int, fixed: tuple[int, ...]) -> tuple[IntArray, IntArray]:
    """Return all rows as upper limits, with what is fixed already counted in."""
    lines: list[list[int]] = []
    limits: list[int] = []
    for row in rows:
        for sign, limit in ((1, row.most), (-1, row.least)):
            if limit is not None:
                line = [0] * count
                for column, coefficient in zip(row.columns, row.coefficients, strict=True):
                    line[column] += sign * coefficient
                lines.append(line)
                limits.append(sign * limit - sum(line[p] for p in fixed))
    matrix = np.array(lines, dtype=np.int64).reshape(len(lines), count)
    return matrix, np.array(limits, dtype=np.int64)


def _with_synergy(space: Space, members: tuple[int, ...], value: int) -> Space:
    """Return the space with a synergy: what is fixed is there, what is barred never comes."""
    at = {position: column for column, position in enumerate(space.columns)}
    rest = [p for p in members if p not in space.fixed]
    if any(p not in at for p in rest):
        return space
    if not rest:
        return evolve(space, base=space.base + value, base_high=space.base_high + value)
    if len(rest) > 1:
        return evolve(space, pairs=(*space.pairs, Pair(tuple(sorted(at[p] for p in rest)), value)))
    low, high = space.worth.low.copy(), space.worth.high.copy()
    low[:, at[rest[0]]] += value
    high[:, at[rest[0]]] += value
    return evolve(space, worth=Worth(low, high))


def _trimmed(space: Space) -> Space:
    """Return the space without rows that cannot bind and columns that nothing speaks for."""
    most = np.maximum(space.rows, 0).sum(axis=1)
    binding = most > space.limits
    space = evolve(space, rows=space.rows[binding], limits=space.limits[binding])
    free = np.asarray((space.rows >= 0).all(axis=0), dtype=np.bool_)
    paired = [column for pair in space.pairs for column in pair.members]
    free[paired] = False
    useless = np.asarray(free & (space.worth.high <= TIE).all(axis=0), dtype=np.bool_)
    return _only(space, ~useless) if useless.any() else space


def _only(space: Space, kept: BoolArray) -> Space:
    order = tuple(np.flatnonzero(kept).tolist())
    return _trimmed(arranged(space, order))


def arranged(space: Space, order: tuple[int, ...]) -> Space:
    """Return the space with these columns in this order; the others are not taken."""
    at = {old: new for new, old in enumerate(order)}
    return evolve(
        space,
        columns=tuple(space.columns[column] for column in order),
        worth=space.worth.of(order),
        rows=space.rows[:, list(order)],
        pairs=tuple(
            Pair(tuple(sorted(at[m] for m in pair.members)), pair.value) for pair in space.pairs
        ),
    )


def together_of(space: Space, taken: BoolArray) -> FloatArray:
    """Return what the proposals of complete portfolios are worth together beyond their own."""
    total = np.zeros(len(taken))
    for pair in space.pairs:
        total += pair.value * taken[:, list(pair.members)].all(axis=1)
    return total
