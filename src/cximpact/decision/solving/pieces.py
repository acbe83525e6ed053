"""A program of many columns taken to pieces that only a few long rows (budgets) hold together.

With prices on the long rows, every piece - columns tied by short rows - can be answered on its
own. The best ways to answer all pieces come to a bound (Lagrangian decomposition: Geoffrion 1974),
and every answer falls behind it by what its ways lose, and by what priced rows leave unused.
"""

from __future__ import annotations

import numpy as np
from attrs import frozen

from cximpact.decision.solving.form import Exact, Form
from cximpact.decision.solving.relaxation import Bound
from cximpact.model.arrays import FloatArray, IntArray

_SHORT = 8
_MOST_LONG = 8
_MOST_WAYS = 8_192
_ENDLESS = 2**61


@frozen(eq=False)
class Piece:
    """Columns that short rows tie together, with the ways to answer them other than the best.

    Attributes:
        columns: Their numbers in the program.
        ways: Columns x ways, what changes against the best way.
        worth: Per way, what its worth changes by.
        used: Long rows x ways, what the rows' sums change by.
        loss: Per way, how far it falls behind at the prices; ascending.
    """

    columns: IntArray
    ways: IntArray
    worth: IntArray
    used: IntArray
    loss: FloatArray


@frozen(eq=False)
class Pieces:
    """A program between bounds, taken to pieces.

    Attributes:
        base: The answer made of every piece's best way; it may break long rows.
        worth: What it is worth.
        spare: Per long row, what the base leaves unused of it; below zero where it breaks it.
        price: Per long row.
        top: No answer between the bounds is worth more.
        pieces: Those that can be answered in another way.
    """

    base: IntArray
    worth: int
    spare: IntArray
    price: FloatArray
    top: float
    pieces: tuple[Piece, ...]


def taken_apart(
    form: Form, lower: IntArray, upper: IntArray, bound: Bound, room: float
) -> Pieces | None:
    """Return the pieces of a program between bounds; None where it does not come apart.

    Args:
        form: The program; without terms and floors, no column open by more than one.
        lower: Lower bounds.
        upper: Upper bounds.
        bound: The relaxation, whose prices are used.
        room: Ways that lose more are left out.
    """
    columns = np.flatnonzero(lower < upper)
    coefficients = form.dense(columns)
    rows, start = coefficients[1 : form.rows + 1], form.at(lower)
    long = np.bincount(form.row, minlength=form.sums)[1 : form.rows + 1] > _SHORT
    sums, limits, price = _long_rows(form, rows, start, long, bound)
    if len(limits) > _MOST_LONG:
        return None
    short = np.flatnonzero(~long & (rows != 0).any(axis=1))
    gain = coefficients[0].astype(np.float64) - _priced(price, sums)
    found = []
    base = lower.copy()
    best = 0.0
    for tied in _tied(rows[short] != 0, len(columns)):
        inside = np.array(tied)
        ways = _allowed(form, rows, start, short, inside)
        if ways is None or not ways.shape[1]:
            return None
        worth = _priced(gain[inside], ways)
        first = int(worth.argmax())
        best += float(worth[first])
        base[columns[inside]] += ways[:, first]
        other = np.flatnonzero(worth[first] - worth <= room)
        other = other[other != first]
        if len(other):
            other = other[np.argsort(worth[first] - worth[other], kind="stable")]
            change = ways[:, other] - ways[:, first, None]
            own, used = coefficients[0, inside] @ change, sums[:, inside] @ change
            loss = worth[first] - worth[other]
            found.append(Piece(columns[inside], change, own, used, loss))
    top = float(start[0]) + best + float(_priced(price, limits[:, None])[0])
    taken = base[columns] - lower[columns]
    value = int(start[0]) + int(coefficients[0] @ taken)
    return Pieces(base, value, limits - sums @ taken, price, top, tuple(found))


def _priced(prices: FloatArray, amounts: IntArray) -> FloatArray:
    """Return the priced sums of amounts (rows x columns), added up row by row.

    A product of matrices would add in an order that differs between machines, and so might
    choose another of two answers that are equally close to the bound.
    """
    return np.asarray((prices[:, None] * amounts).sum(axis=0), dtype=np.float64)


def _long_rows(
    form: Form, rows: Exact, start: Exact, long: np.ndarray, bound: Bound
) -> tuple[IntArray, IntArray, FloatArray]:
    """Return the long rows as sums that must not go beyond a limit, with their prices."""
    own = start[1 : form.rows + 1]
    most, least = np.flatnonzero(long & ~form.lacks_most), np.flatnonzero(long & ~form.lacks_least)
    sums = np.concatenate([rows[most], -rows[least]])
    limits = np.concatenate([form.most[most] - own[most], own[least] - form.least[least]])
    price = np.concatenate([np.maximum(bound.price[most], 0), np.maximum(-bound.price[least], 0)])
    binds = np.maximum(sums, 0).sum(axis=1) > limits
    return sums[binds], limits[binds], price[binds]


def _allowed(
    form: Form, rows: Exact, start: Exact, short: IntArray, inside: IntArray
) -> IntArray | None:
    """Return every way to answer some columns that obeys the short rows; None if too many."""
    touching = short[(rows[short][:, inside] != 0).any(axis=1)]
    own = rows[touching][:, inside]
    most = np.where(form.lacks_most[touching], _ENDLESS, form.most[touching])
    least = np.where(form.lacks_least[touching], -_ENDLESS, form.least[touching])
    # What the columns still to come can take off or add at most.
    low, high = np.minimum(own, 0).sum(axis=1), np.maximum(own, 0).sum(axis=1)
    ways, sums = np.zeros((len(inside), 1), dtype=np.int64), start[touching + 1][:, None]
    for place in range(len(inside)):
        more = own[:, place, None]
        low, high = low - np.minimum(more[:, 0], 0), high - np.maximum(more[:, 0], 0)
        with_it = ways.copy()
        with_it[place] = 1
        ways = np.concatenate([ways, with_it], axis=1)
        sums = np.concatenate([sums, sums + more], axis=1)
        held = (sums + low[:, None] <= most[:, None]) & (sums + high[:, None] >= least[:, None])
        kept = held.all(axis=0)
        ways, sums = ways[:, kept], sums[:, kept]
        if ways.shape[1] > _MOST_WAYS:
            return None
    return ways


def _tied(links: np.ndarray, count: int) -> list[list[int]]:
    """Return the columns in groups that no row reaches out of."""
    group = np.arange(count)
    for row in links:
        inside = np.unique(group[row])
        group[np.isin(group, inside)] = inside[0]
    order = np.argsort(group, kind="stable")
    ends = np.flatnonzero(np.diff(group[order])) + 1
    return [each.tolist() for each in np.split(order, ends)] if count else []
