"""Programs made smaller: without answers that cannot be, and without what is settled."""

from __future__ import annotations

from math import gcd

import numpy as np
from attrs import evolve

from cximpact.decision.solving.form import Exact, Form
from cximpact.model.arrays import BoolArray, IntArray

_MOST_PASSES = 10


def tightened(form: Form, lower: IntArray, upper: IntArray) -> tuple[IntArray, IntArray] | None:
    """Return bounds without what would break a row whatever the rest; None if nothing is left.

    For columns open by at most one: an answer is fixed where the other one breaks a row even
    with all others at their best for it.
    """
    for _ in range(_MOST_PASSES):
        closed = _closed(form, lower, upper)
        if closed is None:
            return None
        ups, downs = closed
        if not (ups.any() or downs.any()):
            return lower, upper
        lower, upper = np.where(ups, upper, lower), np.where(downs, lower, upper)
    return lower, upper


def _closed(form: Form, lower: IntArray, upper: IntArray) -> tuple[BoolArray, BoolArray] | None:
    """Return which open columns must go up and which down; None where a row cannot hold."""
    entries, starts = form.row_entries
    row, column, value = form.row[entries], form.column[entries], form.value[entries]
    low, high = value * lower[column], value * upper[column]
    least, most = np.minimum(low, high), np.maximum(low, high)
    floor = _row_sums(least, starts) + form.constant[1 : form.rows + 1]
    ceiling = _row_sums(most, starts) + form.constant[1 : form.rows + 1]
    over, under = floor > form.most, ceiling < form.least
    if (over & ~form.lacks_most).any() or (under & ~form.lacks_least).any():
        return None
    span = most - least
    # What an open column adds at its worse end, beyond what the row can bear.
    bursts = (floor[row - 1] + span > form.most[row - 1]) & ~form.lacks_most[row - 1]
    starves = (ceiling[row - 1] - span < form.least[row - 1]) & ~form.lacks_least[row - 1]
    is_open = lower[column] < upper[column]
    rising = value > 0
    down = is_open & ((bursts & rising) | (starves & ~rising))
    up = is_open & ((bursts & ~rising) | (starves & rising))
    ups, downs = np.zeros((2, form.width), dtype=np.bool_)
    ups[column[up.astype(np.bool_)]] = True
    downs[column[down.astype(np.bool_)]] = True
    return None if (ups & downs).any() else (ups, downs)


def rounded(form: Form) -> Form:
    """Return the program with limits of rows that sums can come to: multiples of what all share.

    Amounts in whole thousands never come to half a thousand, which the relaxation would use.
    """
    least, most = form.least.copy(), form.most.copy()
    entries, starts = form.row_entries
    for row in range(form.rows):
        shared = gcd(*form.value[entries[starts[row] : starts[row + 1]]].tolist())
        if shared > 1:
            own = int(form.constant[row + 1])
            most[row] = (int(most[row]) - own) // shared * shared + own
            least[row] = -((own - int(least[row])) // shared * shared) + own
    return evolve(form, least=least, most=most)


def _row_sums(parts: Exact, starts: IntArray) -> Exact:
    """Return sums over rows; what overflows on the way comes back by the difference."""
    running = np.concatenate([np.zeros(1, dtype=parts.dtype), np.cumsum(parts)])
    return np.asarray(running[starts[1:]] - running[starts[:-1]])


def narrowed(form: Form, lower: IntArray, upper: IntArray) -> tuple[Form, IntArray]:
    """Return the program over the open columns alone, without rows that can no longer break.

    Returns:
        The smaller program, and of each of its columns the column in the larger one.
    """
    columns = np.flatnonzero(lower < upper)
    fixed = np.where(lower < upper, 0, lower)
    constant = form.at(fixed)
    place = np.full(form.width, -1)
    place[columns] = np.arange(len(columns))
    kept = place[form.column] >= 0
    row, column, value = form.row[kept], form.column[kept], form.value[kept]
    low, high = value * lower[column], value * upper[column]
    floor, ceiling = constant.copy(), constant.copy()
    np.add.at(floor, row, np.minimum(low, high))
    np.add.at(ceiling, row, np.maximum(low, high))
    rows = slice(1, form.rows + 1)
    can = (~form.lacks_most & (ceiling[rows] > form.most)) | (
        ~form.lacks_least & (floor[rows] < form.least)
    )
    stays = np.ones(form.sums, dtype=np.bool_)
    stays[rows] = can
    number = np.cumsum(stays) - 1
    inside = stays[row]
    shift = form.rows - int(can.sum())
    smaller = Form(
        lower=lower[columns],
        upper=upper[columns],
        row=number[row[inside]],
        column=place[column[inside]],
        value=value[inside],
        constant=constant[stays],
        least=form.least[can],
        most=form.most[can],
        lacks_least=form.lacks_least[can],
        lacks_most=form.lacks_most[can],
        times=form.times,
        lines=tuple((first - shift, end - shift) for first, end in form.lines),
        floors=tuple((at - shift, times, least) for at, times, least in form.floors),
    )
    return smaller, columns
