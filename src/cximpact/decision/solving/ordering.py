"""Proposals that only their gain tells apart: which of two is taken first, whatever the rest.

Where two columns stand in every row alike, either can be taken in place of the other. If that is
never for the worse, one is taken only where the other is. So lists of equals need no search: of
each such chain only as many as the rows can bear stay open, and each is below the one before it
(symmetry breaking and dominance: Margot 2010).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from attrs import evolve, frozen

from cximpact.decision.program import Program, Row
from cximpact.decision.solving.form import Exact, Form, form_of
from cximpact.model.arrays import IntArray

Pair = tuple[int, int]
"""The column that goes first, and the one that is taken only with it."""


@frozen
class Order:
    """What the order among like columns comes to.

    Attributes:
        pairs: Neighbours in a chain that are both open.
        shut: Columns that would come so late that the rows cannot bear it.
    """

    pairs: tuple[Pair, ...]
    shut: tuple[int, ...]

    def __bool__(self) -> bool:
        return bool(self.pairs or self.shut)


def order_of(form: Form, cost: Sequence[int], within: int) -> Order:
    """Return the order among columns that stand in every row, term and floor alike.

    The answer that is wanted obeys it: of all that are worth the most or less by at most
    `within`, the cheapest, then the one with earlier columns. So does the same with 0 `within`.

    Args:
        form: The program.
        cost: Per column, to settle ties.
        within: Answers no further apart than this are equally good.
    """
    gain = np.zeros(form.width, dtype=form.value.dtype)
    own = form.row == 0
    gain[form.column[own]] = form.value[own]
    gains = gain.tolist()
    pairs: list[Pair] = []
    shut: list[int] = []
    room: Exact | None = None
    for group in _groups(form):
        room = _room(form) if room is None else room
        most = _most(form, group[0], room)
        for chain in _chains(group, gains, cost, within):
            shut += chain[most:]
            pairs += pairwise(chain[:most])
    return Order(tuple(pairs), tuple(shut))


def _groups(form: Form) -> list[list[int]]:
    """Return the open columns whose coefficients are the same everywhere but in the objective."""
    entries = np.flatnonzero((form.row > 0) & (form.value != 0))
    entries = entries[np.lexsort((form.row[entries], form.column[entries]))]
    starts = np.searchsorted(form.column[entries], np.arange(form.width + 1)).tolist()
    rows, values = form.row[entries].tolist(), form.value[entries].tolist()
    found: dict[tuple[tuple[int, ...], tuple[int, ...]], list[int]] = {}
    for column in np.flatnonzero((form.lower == 0) & (form.upper == 1)).tolist():
        inside = slice(starts[column], starts[column + 1])
        found.setdefault((tuple(rows[inside]), tuple(values[inside])), []).append(column)
    return [group for group in found.values() if len(group) > 1]


def _chains(
    group: Sequence[int], gain: Sequence[int], cost: Sequence[int], within: int
) -> list[list[int]]:
    """Return the group in as few chains as are found in one pass."""

    def first(one: int, other: int) -> bool:
        sooner = (cost[one], one) < (cost[other], other)
        return gain[one] > gain[other] + within or (gain[one] >= gain[other] and sooner)

    chains: list[list[int]] = []
    for column in sorted(group, key=lambda each: (-gain[each], cost[each], each)):
        chain = next((each for each in chains if first(each[-1], column)), None)
        if chain is None:
            chains.append([column])
        else:
            chain.append(column)
    return chains


def _room(form: Form) -> Exact:
    """Return, per row, what may still be added to the least it can come to."""
    low, high = form.value * form.lower[form.column], form.value * form.upper[form.column]
    floor = form.constant.copy()
    np.add.at(floor, form.row, np.minimum(low, high))
    return np.asarray(form.most - floor[1 : form.rows + 1])


def _most(form: Form, column: int, room: Exact) -> int:
    """Return how many columns like this one the rows can bear."""
    inside = np.flatnonzero((form.column == column) & (form.row > 0) & (form.row <= form.rows))
    most = form.width
    for row, value in zip(form.row[inside].tolist(), form.value[inside].tolist(), strict=True):
        if value > 0 and not form.lacks_most[row - 1]:
            most = min(most, max(0, int(room[row - 1]) // value))
    return most


def ordered(program: Program, cost: Sequence[int], within: int) -> Program:
    """Return the program with the order among like columns as bounds and rows.

    Args:
        program: The program.
        cost: Per column, to settle ties.
        within: Answers no further apart than this are equally good.

    Example:
        >>> alike = Program((5, 5, 5), (Row((0, 1, 2), (2, 2, 2), most=4),), (0,) * 3, (1,) * 3)
        >>> ordered(alike, (1, 1, 1), 0).upper
        (1, 1, 0)
    """
    return with_order(program, order_of(form_of(program), cost, within))


def with_order(program: Program, order: Order) -> Program:
    """Return the program with an order as bounds and rows."""
    upper = list(program.upper)
    for column in order.shut:
        upper[column] = 0
    rows = tuple(Row((later, first), (1, -1), most=0) for first, later in order.pairs)
    return evolve(program, rows=(*program.rows, *rows), upper=tuple(upper))


def form_with_order(form: Form, order: Order) -> Form:
    """Return the same of a program as arrays."""
    upper = form.upper.copy()
    upper[list(order.shut)] = 0
    count = len(order.pairs)
    if not count:
        return evolve(form, upper=upper)
    pairs = np.array(order.pairs, dtype=np.int64)
    kind, end = form.value.dtype, form.rows + 1
    added: IntArray = np.repeat(np.arange(end, end + count), 2)
    signs = np.tile(np.array([-1, 1]), count).astype(kind)
    nothing = np.zeros(count, dtype=kind)
    row = np.concatenate([np.where(form.row < end, form.row, form.row + count), added])
    place = np.argsort(row, kind="stable")
    return evolve(
        form,
        upper=upper,
        row=row[place],
        column=np.concatenate([form.column, pairs.ravel()])[place],
        value=np.concatenate([form.value, signs])[place],
        constant=np.concatenate([form.constant[:end], nothing, form.constant[end:]]),
        least=np.concatenate([form.least, nothing]),
        most=np.concatenate([form.most, nothing]),
        lacks_least=np.concatenate([form.lacks_least, np.ones(count, dtype=np.bool_)]),
        lacks_most=np.concatenate([form.lacks_most, np.zeros(count, dtype=np.bool_)]),
        lines=tuple((a + count, b + count) for a, b in form.lines),
        floors=tuple((at + count, times, least) for at, times, least in form.floors),
    )
