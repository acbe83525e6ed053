"""What is left near the relaxation, too much to try together, tried as two halves.

The open columns are parted in two, so that only the few rows over many columns (budgets) reach
from one half to the other. Partial answers of each half are written out; two of them make a good
answer only if together they all but use up every priced row. So one half is sorted into boxes by
what it uses, and each partial answer of the other looks into the few boxes that would fill the
rest (after Horowitz and Sahni 1974).
"""

from __future__ import annotations

from itertools import product

import numpy as np
from attrs import evolve, frozen

from cximpact.decision.solving.deviations import MOST_COLUMNS, Found, Search
from cximpact.decision.solving.form import Exact, Form
from cximpact.decision.solving.relaxation import Bound
from cximpact.model.arrays import BoolArray, FloatArray, IntArray

HALF = 1_200_000
"""Partial answers of a half that are written out at most."""
PART = 120_000
"""Where only the most promising ones are kept: how many."""
_SHORT = 8
_MOST_SHARED = 3
_MOST_PAIRS = 4_000_000
_STEEP = 4.0
_MOST_TIED = 10


@frozen(eq=False)
class _Parts:
    """How the open columns are parted.

    Attributes:
        halves: The columns of each half, the dearest to change first.
        credits: Per column of each half, what its group loses in any case; at its first column.
        shared: Numbers of the rows that both halves use.
        price: Their prices.
        gain: Per column of the program, what it is worth at these prices.
        room: What may be lost at most.
        base: An answer: groups that must be answered their best way so, the halves at their lower
            bounds.
    """

    halves: tuple[IntArray, ...]
    credits: tuple[FloatArray, ...]
    shared: IntArray
    price: FloatArray
    gain: FloatArray
    room: float
    base: IntArray


@frozen(eq=False)
class _Group:
    """Columns that short rows tie together, with every way to answer them.

    Attributes:
        columns: Their numbers in the program.
        way: The best way to answer them.
        best: What that is worth, at the prices.
        loss: Of every way that obeys the rows, how far it falls behind; ascending.
        credit: What is lost in any case, against taking all that is worth something.
    """

    columns: tuple[int, ...]
    way: IntArray
    best: float
    loss: FloatArray
    credit: float


def by_halves(
    form: Form,
    lower: IntArray,
    upper: IntArray,
    bound: Bound,
    cutoff: int,
    every: bool = False,
    keep: bool = False,
) -> Found | None:
    """Return the best answers between bounds that are worth at least a cutoff.

    Args:
        form: The program; without terms and floors.
        lower: Lower bounds; no column may be open by more than one.
        upper: Upper bounds.
        bound: The relaxation, of these bounds or wider ones.
        cutoff: The least worth of interest.
        every: Whether to return every answer that reaches the cutoff, not only the best.
        keep: Whether to go on with the most promising parts where a half is too much, as a
            heuristic: what is found is then said to be complete though it may not be.

    Returns:
        What was found; None where this way does not suit the program, or would take too long.
    """
    parts = None if form.times or form.floors else _parted(form, lower, upper, bound, cutoff)
    if parts is None:
        return None
    if parts.room < 0:
        return Found(np.zeros((0, form.width), np.int64), (), True)
    one = _written(form, parts, 0, keep)
    other = None if one is None else _written(form, parts, 1, keep)
    if one is None or other is None:
        return None
    pairs = _pairs(form, parts, one[1], other[1])
    if pairs is None:
        return None
    return _found(form, parts, (one, other), pairs, cutoff, every)


def _parted(
    form: Form, lower: IntArray, upper: IntArray, bound: Bound, cutoff: int
) -> _Parts | None:
    """Part the open columns; None where too many rows would be shared, or ask for a least."""
    columns = np.flatnonzero(lower < upper)
    rows = form.dense(columns)[1 : form.rows + 1]
    start = form.at(lower)[1 : form.rows + 1]
    binding = ~form.lacks_most & (start + np.maximum(rows, 0).sum(axis=1) > form.most)
    if (~form.lacks_least & (start + np.minimum(rows, 0).sum(axis=1) < form.least)).any():
        return None
    if (~form.lacks_most & (start > form.most)).any():
        return None
    long = (rows != 0).sum(axis=1) > _SHORT
    shared, short = np.flatnonzero(binding & long), np.flatnonzero(binding & ~long)
    price = np.maximum(bound.price[shared], 0.0)
    if not 0 < len(shared) <= _MOST_SHARED or (rows[shared] < 0).any() or not price.any():
        return None
    gain = _gains(form, shared, price)
    tied = _connected(rows[short] != 0, len(columns))
    if max(map(len, tied)) > _MOST_TIED:
        return None
    room_of = form.most[short] - start[short]
    groups = [_group(columns, group, rows[short], room_of, gain) for group in tied]
    fixed = float((gain * np.where(lower < upper, 0, lower)).sum())
    best = fixed + float((price * form.most[shared]).sum()) + sum(each.best for each in groups)
    room = best + 4 * bound.error - cutoff
    base = lower.copy()
    for each in groups:
        if _second(each) > room:
            base[list(each.columns)] += each.way
    loose = [each for each in groups if _second(each) <= room]
    return _shared_out(loose, _Parts((), (), shared, price, gain, room, base))


def _gains(form: Form, shared: IntArray, price: FloatArray) -> FloatArray:
    """Return what each column is worth beyond what it takes from the shared rows."""
    gain = np.zeros(form.width)
    own = form.row == 0
    gain[form.column[own]] = form.value[own].astype(np.float64)
    for row, each in zip(shared.tolist(), price.tolist(), strict=True):
        used = form.row == row + 1
        gain[form.column[used]] -= each * form.value[used].astype(np.float64)
    return gain


def _group(
    columns: IntArray, group: list[int], rows: Exact, room: Exact, gain: FloatArray
) -> _Group:
    """Try every way to answer a group."""
    ways = np.array(list(product((0, 1), repeat=len(group))), dtype=np.int64).T
    own = columns[group]
    touching = np.flatnonzero((rows[:, group] != 0).any(axis=1))
    held = (rows[touching][:, group] @ ways <= room[touching, None]).all(axis=0)
    worth = (gain[own, None] * ways[:, held]).sum(axis=0)
    best = float(worth.max())
    way = ways[:, held][:, int(worth.argmax())]
    credit = float(np.maximum(gain[own], 0.0).sum()) - best
    return _Group(tuple(own.tolist()), way, best, np.sort(best - worth), credit)


def _shared_out(groups: list[_Group], parts: _Parts) -> _Parts | None:
    """Share groups out, those with most ways first, always to the side with fewer."""
    room = parts.room
    sides: tuple[list[_Group], list[_Group]] = ([], [])
    load = [0.0, 0.0]
    ways = [float(np.log(np.exp(-_STEEP * g.loss / max(room, 1.0)).sum())) for g in groups]
    for place in sorted(range(len(groups)), key=lambda at: (-ways[at], at)):
        side = int(load[1] < load[0])
        sides[side].append(groups[place])
        load[side] += ways[place]
    halves, lost = [], []
    for side_groups in sides:
        dear = sorted(side_groups, key=lambda g: (-_second(g), g.columns))
        halves.append(np.array([c for g in dear for c in g.columns], dtype=np.int64))
        lost.append(np.array([x for g in dear for x in [g.credit, *[0.0] * (len(g.columns) - 1)]]))
    if any(len(half) > MOST_COLUMNS for half in halves):
        return None
    return evolve(parts, halves=tuple(halves), credits=tuple(lost))


def _second(group: _Group) -> float:
    """Return what the second-best way to answer a group loses."""
    return float(group.loss[1]) if len(group.loss) > 1 else np.inf


def _connected(links: BoolArray, count: int) -> list[list[int]]:
    """Return the columns in groups that no row reaches out of."""
    group = list(range(count))
    for row in links:
        inside = {group[at] for at in np.flatnonzero(row).tolist()}
        first = min(inside, default=0)
        group = [first if each in inside else each for each in group]
    found: dict[int, list[int]] = {}
    for at, each in enumerate(group):
        found.setdefault(each, []).append(at)
    return list(found.values())


_Side = tuple[IntArray, Exact]
"""Bits of the columns taken, and sums: worth, then the shared rows; over partial answers."""


def _written(form: Form, parts: _Parts, side: int, keep: bool) -> _Side | None:
    """Write out what a half can do while the other stays at its lower bounds."""
    follow = [0, *(parts.shared + 1).tolist()]
    free = np.zeros(form.rows)
    columns, credit = parts.halves[side], parts.credits[side]
    width = PART if keep else HALF
    search = Search(form, parts.base, columns, parts.gain, free, parts.room, width, follow, credit)
    return search.left() if search.run(keep) else None


def _pairs(form: Form, parts: _Parts, one: Exact, other: Exact) -> tuple[IntArray, IntArray] | None:
    """Return the pairs that could fill the priced rows; None where they are too many."""
    priced = np.flatnonzero(parts.price > 0)
    rows = parts.shared[priced]
    start = form.at(parts.base)[rows + 1]
    # The most that may be left of each row, and what the other half must use of it at most.
    spare = (parts.room / parts.price[priced]).astype(np.int64) + 1
    used = other[priced + 1] - start[:, None]
    wanted = form.most[rows][:, None] - one[priced + 1]
    cells, sought = used // spare[:, None], wanted // spare[:, None]
    if not cells.size or not sought.size:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    low = cells.min(axis=1, keepdims=True) - 1
    counts = cells.max(axis=1) - low[:, 0] + 2
    keys = _key(cells - low, counts)
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    found: list[tuple[IntArray, IntArray]] = []
    total = 0
    for back in product((0, 1), repeat=len(priced)):
        at = sought - low - np.array(back)[:, None]
        inside = np.flatnonzero(((at >= 0) & (at < counts[:, None])).all(axis=0))
        goal = _key(at[:, inside], counts)
        # Looked up in order, which keeps to where the last one was found.
        again = np.argsort(goal, kind="stable")
        inside, goal = inside[again], goal[again]
        first, last = np.searchsorted(keys, goal, "left"), np.searchsorted(keys, goal, "right")
        many = last - first
        total += int(many.sum())
        if total > _MOST_PAIRS:
            return None
        lines = np.repeat(inside, many)
        shift = np.arange(len(lines)) - np.repeat(np.cumsum(many) - many, many)
        found.append((lines, order[np.repeat(first, many) + shift]))
    return np.concatenate([a for a, _ in found]), np.concatenate([b for _, b in found])


def _key(cells: IntArray, counts: IntArray) -> IntArray:
    """Return one number per box."""
    key = np.zeros(cells.shape[1], dtype=np.int64)
    for line, count in zip(cells, counts.tolist(), strict=True):
        key = key * count + line
    return key


def _found(
    form: Form,
    parts: _Parts,
    sides: tuple[_Side, _Side],
    pairs: tuple[IntArray, IntArray],
    cutoff: int,
    every: bool,
) -> Found:
    """Keep the pairs that obey the shared rows and reach the cutoff, exactly."""
    start = form.at(parts.base)[[0, *(parts.shared + 1).tolist()]]
    sums = sides[0][1][:, pairs[0]] + sides[1][1][:, pairs[1]] - start[:, None]
    held = (sums[1:] <= form.most[parts.shared][:, None]).all(axis=0)
    good = np.flatnonzero(held & (sums[0] >= cutoff))
    worth = sums[0, good]
    if not every and len(good):
        good = good[worth == worth.max()]
        worth = sums[0, good]
    x = np.repeat(parts.base[None, :], len(good), axis=0)
    for columns, (code, _), place in zip(parts.halves, sides, pairs, strict=True):
        bits = code[place[good]]
        x[:, columns] += (bits[:, None] >> np.arange(len(columns))[None, :]) & 1
    return Found(x, tuple(worth.tolist()), True)
