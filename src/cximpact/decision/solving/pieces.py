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
    own, numbers, rows = _open_part(form, columns)
    start = form.at(lower)
    long = np.bincount(form.row, minlength=form.sums)[numbers] > _SHORT
    sums, limits, price = _long_rows(form, rows[long], start, numbers[long] - 1, bound)
    if len(limits) > _MOST_LONG:
        return None
    short, touched = numbers[~long] - 1, rows[~long]
    gain = own.astype(np.float64) - _priced(price, sums)
    found = []
    base = lower.copy()
    best = 0.0
    for inside, links in _tied(touched != 0, len(columns)):
        ways = _allowed(form, touched[links][:, inside], start, short[links])
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
            loss = worth[first] - worth[other]
            earns, uses = own[inside] @ change, sums[:, inside] @ change
            found.append(Piece(columns[inside], change, earns, uses, loss))
    top = float(start[0]) + best + float(_priced(price, limits[:, None])[0])
    taken = base[columns] - lower[columns]
    value = int(start[0]) + int(own @ taken)
    return Pieces(base, value, limits - sums @ taken, price, top, tuple(found))


def dealt(whole: Pieces) -> tuple[list[Piece], list[Piece]]:
    """Deal the pieces out to two halves, the dearest to change first."""
    order = sorted(whole.pieces, key=lambda p: (-float(p.loss[0]), int(p.columns[0])))
    return order[0::4] + order[3::4], order[1::4] + order[2::4]


def _priced(prices: FloatArray, amounts: IntArray) -> FloatArray:
    """Return the priced sums of amounts (rows x columns), added up row by row.

    A product of matrices would add in an order that differs between machines, and so might
    choose another of two answers that are equally close to the bound.
    """
    return np.asarray((prices[:, None] * amounts).sum(axis=0), dtype=np.float64)


def _open_part(form: Form, columns: IntArray) -> tuple[IntArray, IntArray, Exact]:
    """Return the worth of open columns, and the sums they stand in: number and coefficients."""
    place = np.full(form.width, -1)
    place[columns] = np.arange(len(columns))
    entries = np.flatnonzero((place[form.column] >= 0) & (form.row <= form.rows))
    numbers = np.unique(np.append(form.row[entries], 0))
    part = np.zeros((len(numbers), len(columns)), dtype=form.value.dtype)
    lines = np.searchsorted(numbers, form.row[entries])
    part[lines, place[form.column[entries]]] = form.value[entries]
    return part[0], numbers[1:], part[1:]


def _long_rows(
    form: Form, rows: Exact, start: Exact, places: IntArray, bound: Bound
) -> tuple[IntArray, IntArray, FloatArray]:
    """Return the long rows as sums that must not go beyond a limit, with their prices."""
    high, low = np.flatnonzero(~form.lacks_most[places]), np.flatnonzero(~form.lacks_least[places])
    most, least = places[high], places[low]
    sums = np.concatenate([rows[high], -rows[low]])
    own = start[1 : form.rows + 1]
    limits = np.concatenate([form.most[most] - own[most], own[least] - form.least[least]])
    price = np.concatenate([np.maximum(bound.price[most], 0), np.maximum(-bound.price[least], 0)])
    binds = np.maximum(sums, 0).sum(axis=1) > limits
    return sums[binds], limits[binds], price[binds]


def _allowed(form: Form, own: Exact, start: Exact, places: IntArray) -> IntArray | None:
    """Return every way to answer some columns that obeys their short rows; None if too many."""
    most = np.where(form.lacks_most[places], _ENDLESS, form.most[places])
    least = np.where(form.lacks_least[places], -_ENDLESS, form.least[places])
    # What the columns still to come can take off or add at most.
    low, high = np.minimum(own, 0).sum(axis=1), np.maximum(own, 0).sum(axis=1)
    count = own.shape[1]
    ways, sums = np.zeros((count, 1), dtype=np.int64), start[places + 1][:, None]
    for place in range(count):
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


def _tied(links: np.ndarray, count: int) -> list[tuple[IntArray, IntArray]]:
    """Return the columns in groups that no row reaches out of, each with its rows."""
    group = np.arange(count)
    for row in links:
        inside = np.unique(group[row])
        if len(inside) > 1:
            group[np.isin(group, inside)] = inside[0]
    of_row = group[links.argmax(axis=1)] if len(links) else np.zeros(0, dtype=np.int64)
    order, lines = np.argsort(group, kind="stable"), np.argsort(of_row, kind="stable")
    names, starts = np.unique(group[order], return_index=True)
    ends = np.append(starts, count)[1:]
    first = np.searchsorted(of_row[lines], names, "left")
    last = np.searchsorted(of_row[lines], names, "right")
    spans = zip(starts.tolist(), ends.tolist(), first.tolist(), last.tolist(), strict=True)
    return [(order[a:b], lines[c:d]) for a, b, c, d in spans]
