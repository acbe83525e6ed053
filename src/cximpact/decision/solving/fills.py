"""Budgets filled to the last by exchanges, where next to nothing tells the columns apart.

Where prices leave most columns worth neither more nor less than they cost, answers close to the
bound abound, and only rows that are not quite full keep one from it. So some columns are taken or
left in every combination of two halves until all fits nearly, then proposals of nearly the same
cost are exchanged in every combination: many small steps, of which some add up to what is left
(exchange of pairs, joined as Horowitz and Sahni 1974 do).
"""

from __future__ import annotations

import numpy as np
from attrs import frozen

from cximpact.decision.solving.form import Form
from cximpact.decision.solving.longrows import SHORT, LongRows, in_short_rows, long_rows
from cximpact.decision.solving.pieces import Piece, Pieces
from cximpact.decision.solving.pools import Pool, joined, pool_of, steps_of
from cximpact.decision.solving.root import Answer, Root
from cximpact.model.arrays import BoolArray, FloatArray, IntArray

_WHOLE = 1e-6
_FINE = 34
"""So many exchanges are tried in every combination of two halves."""
_FEWEST = 12
_PAIRED = 400
"""Among so many taken and as many others the closest pairs are looked for."""
_ATTEMPTS = ((24, 0.5), (24, 0.75), (28, 0.6), (24, 0.25), (28, 0.25), (28, 0.0), (32, 0.0))
"""How many columns are tried, and what part of the depth is left to exchanges."""
_ENOUGH = 0.9
_FIRST, _GROWTH, _WIDER = 1 / 16, 4.0, 12


@frozen(eq=False)
class _Filling:
    """What stays the same over all rounds.

    Attributes:
        form: The program.
        long: Its long rows.
        own: Per column, its worth.
        gain: Per column, what it is worth beyond its price.
        free: Columns in no short row, those that lost least before first.
        size: What each of these lost before.
    """

    form: Form
    long: LongRows
    own: IntArray
    gain: FloatArray
    free: IntArray
    size: FloatArray


def filled(root: Root, before: Root, close: float) -> Answer | None:
    """Return an answer that fills the priced rows all but whole; None where that does not do.

    Args:
        root: The program with its relaxation; without terms and floors.
        before: The same without the rows that were added to come to a closer bound. How much
            closer that is must be lost by departing from its relaxation.
        close: What may be left at the bound.
    """
    x = _rounded(before)
    if x is None:
        return None
    filling = _filling(root, before, close)
    depth = before.bound.value - root.bound.value
    best: Answer | None = None
    for columns, part in _ATTEMPTS:
        found = _attempt(filling, x, columns, depth * part, depth * (1 - part), close)
        if found is not None and (best is None or found[1] > best[1]):
            best = found
        if best is not None and root.bound.value - best[1] <= close * _ENOUGH:
            break
    return best


def _attempt(
    filling: _Filling, x: IntArray, columns: int, left: float, depth: float, close: float
) -> Answer | None:
    """Fill the rows but for a part first, and that by exchanges of what uses nearly the same."""
    spare = filling.long.limit - filling.long.rows @ x
    varied = (np.ptp(filling.long.rows[:, filling.free], axis=1) > 0) & (filling.long.price > 0)
    share = left / max(1, int(varied.sum())) / np.where(varied, filling.long.price, 1.0)
    first = spare - np.where(varied, share, 0.0).astype(np.int64)
    found = _improved(filling, x, _singles(filling, x, columns, depth), first, close)
    if found is None:
        return None
    x = np.array(found[0], dtype=np.int64)
    spare = filling.long.limit - filling.long.rows @ x
    return _improved(filling, x, _exchanges(filling, x, spare), spare, close) or found


def _rounded(root: Root) -> IntArray | None:
    """Return the relaxation's answer without fractions, if that obeys the short rows."""
    form, x = root.form, root.bound.x
    long = np.bincount(form.row, minlength=form.sums)[1 : form.rows + 1] > SHORT
    for tried in (np.floor(x + _WHOLE), np.ceil(x - _WHOLE)):
        answer = np.clip(tried.astype(np.int64), form.lower, form.upper)
        sums = form.at(answer)[1 : form.rows + 1]
        low, high = form.lacks_least | (sums >= form.least), form.lacks_most | (sums <= form.most)
        if (low & high | long).all():
            return answer
    return None


def _filling(root: Root, before: Root, close: float) -> _Filling:
    form = root.form
    own = np.zeros(form.width, dtype=np.int64)
    worth = form.row == 0
    own[form.column[worth]] = form.value[worth]
    is_free: BoolArray = (form.lower < form.upper) & (np.abs(root.bound.gain) <= close)
    is_free[in_short_rows(form)] = False
    free = np.flatnonzero(is_free)
    size = np.abs(before.bound.gain[free])
    order = np.argsort(size, kind="stable")
    long = long_rows(form, root.bound)
    return _Filling(form, long, own, root.bound.gain, free[order], size[order])


def _singles(filling: _Filling, x: IntArray, count: int, depth: float) -> list[Piece]:
    """Return columns to take or leave, half of which lose about the depth together."""
    near = np.argsort(np.abs(filling.size - 2 * depth / count), kind="stable")
    taken, others = _parted(filling, x, near)
    some = min(count // 2, len(taken), len(others))
    both = np.stack([taken[:some], others[:some]], axis=1).ravel()
    return [_piece(filling, np.array([column]), 1 - 2 * x[[column]]) for column in both.tolist()]


def _exchanges(filling: _Filling, x: IntArray, spare: IntArray) -> list[Piece]:
    """Return pairs of a column taken and one that is not, half of which use about what is left."""
    long = filling.long
    taken, others = (each[:_PAIRED] for each in _parted(filling, x, np.arange(len(filling.free))))
    apart = np.abs(filling.gain[taken][:, None] - filling.gain[others][None, :])
    for line, each, step in zip(
        long.rows, long.price.tolist(), (spare * (2 / _FINE)).tolist(), strict=True
    ):
        apart += each * np.abs(line[others][None, :] - line[taken][:, None] - step)
    found, used = [], set()
    for at in np.argsort(apart, axis=None, kind="stable").tolist():
        one, other = divmod(at, len(others))
        if one in used or ~other in used:
            continue
        used |= {one, ~other}
        columns = np.array([taken[one], others[other]])
        found.append(_piece(filling, columns, np.array([-1, 1])))
        if len(found) == _FINE:
            break
    return found


def _parted(filling: _Filling, x: IntArray, order: IntArray) -> tuple[IntArray, IntArray]:
    """Return the free columns that are taken, and those that are not, in some order."""
    free = filling.free[order]
    taken = x[free] > filling.form.lower[free]
    return free[taken], free[~taken]


def _piece(filling: _Filling, columns: IntArray, change: IntArray) -> Piece:
    loss = -float((filling.gain[columns] * change).sum())
    return Piece(
        columns,
        change[:, None],
        (filling.own[columns] @ change)[None],
        (filling.long.rows[:, columns] @ change)[:, None],
        np.array([max(loss, 0.0)]),
    )


def _improved(
    filling: _Filling, x: IntArray, pieces: list[Piece], spare: IntArray, close: float
) -> Answer | None:
    """Return the best that some of the pieces make of an answer, if they make one that fits."""
    if len(pieces) < _FEWEST:
        return None
    long = filling.long
    worth = int(filling.form.constant[0]) + int(filling.own @ x)
    whole = Pieces(x, worth, spare, long.price, 0.0, tuple(pieces))
    halves = (pieces[0::2], pieces[1::2])
    pools = [pool_of(half, len(spare), close, 2 ** len(half)) for half in halves]
    one, other = pools
    if one is None or other is None:
        return None
    room = close * _FIRST
    for _ in range(_WIDER):
        best = joined(whole, (one, other), room)
        if best:
            return _changed(x, halves, (one, other), best)
        if best is False:
            break
        room *= _GROWTH
    return None


def _changed(
    x: IntArray,
    halves: tuple[list[Piece], list[Piece]],
    pools: tuple[Pool, Pool],
    best: tuple[int, int, int],
) -> Answer:
    changed = x.copy()
    for half, pool, place in zip(halves, pools, best[1:], strict=True):
        for step in steps_of(pool, place):
            changed[half[step].columns] += half[step].ways[:, 0]
    return tuple(changed.tolist()), best[0]
