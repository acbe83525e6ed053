"""Growing portfolios column by column, dropping what can no longer be undominated.

A partial portfolio goes when a rule can no longer be kept; when a complete portfolio that is known
beats all it could still become; or when another partial one beats it, uses no more of any row, and
so beats it with whatever is added to both (the dynamic program of Liesiö, Mild, Salo 2008, with the
bounds of Bazgan, Hugot, Vanderpooten 2009, Computers & Operations Research 36, 260-279).
"""

from __future__ import annotations

import numpy as np
from attrs import frozen

from cximpact.decision.portfolios.bounds import Bounds
from cximpact.decision.portfolios.dominance import compared, undominated
from cximpact.decision.portfolios.space import Space
from cximpact.decision.reduced import TIE
from cximpact.model.arrays import BoolArray, FloatArray, IntArray

_RIVALS_OF_PARTS = 1_500
"""Partial portfolios are compared with so many of the best of them: enough to drop most."""


@frozen(eq=False)
class Aims:
    """Ways to count what columns gain, and the known portfolios to be measured against.

    Attributes:
        gain: Aims x columns.
        bounds: On these gains.
        rivals: Known portfolios x extreme weights: which aim measures against it.
        worth: The same: what a portfolio must be able to gain by that aim, not to be beaten.
    """

    gain: FloatArray
    bounds: Bounds
    rivals: IntArray
    worth: FloatArray


@frozen(eq=False)
class Parts:
    """Portfolios over the columns decided so far.

    Attributes:
        taken: Parts x columns; columns that are open are not taken.
        use: Parts x rows.
        gain: Parts x aims.
    """

    taken: BoolArray
    use: IntArray
    gain: FloatArray

    def __len__(self) -> int:
        return len(self.taken)

    def of(self, places: IntArray | BoolArray) -> Parts:
        """Return some of them."""
        return Parts(self.taken[places], self.use[places], self.gain[places])


def grown(space: Space, aims: Aims, most: int, beam: bool = False) -> BoolArray | None:
    """Return complete portfolios, among them every undominated one.

    Args:
        space: The open proposals.
        aims: How to measure.
        most: How many partial portfolios are kept at most.
        beam: Whether to go on with the best where there are more; else there is no answer.

    Returns:
        Portfolios x columns; None where there are more than `most`.
    """
    parts = _start(space, aims)
    for column in range(space.width):
        parts = _decided(space, aims, parts, column)
        reach = parts.gain + aims.bounds.rest(parts.use, column + 1)
        reach += _open_synergies(space, parts, column + 1)[:, None]
        kept = _can_win(reach, aims)
        parts, reach = parts.of(kept), reach[kept]
        if beam and len(parts) > most:
            parts = parts.of(_best(reach, most))
        elif not beam:
            parts = _unbeaten(space, parts, column + 1)
        if len(parts) > most:
            return None
    return parts.taken


def _start(space: Space, aims: Aims) -> Parts:
    shape = (1, space.width)
    use = np.zeros((1, len(space.limits)), dtype=np.int64)
    return Parts(np.zeros(shape, dtype=np.bool_), use, np.zeros((1, len(aims.gain))))


def _decided(space: Space, aims: Aims, parts: Parts, column: int) -> Parts:
    """Return all parts without and with one more column, as far as every row can be kept."""
    taken = parts.taken.copy()
    taken[:, column] = True
    gain = parts.gain + aims.gain[:, column]
    for pair in space.pairs:
        if pair.members[-1] == column:
            gain[taken[:, list(pair.members)].all(axis=1)] += pair.value
    both = Parts(
        np.concatenate([parts.taken, taken]),
        np.concatenate([parts.use, parts.use + space.rows[:, column]]),
        np.concatenate([parts.gain, gain]),
    )
    least = np.minimum(space.rows[:, column + 1 :], 0).sum(axis=1)
    return both.of((both.use + least <= space.limits).all(axis=1))


def _alive(space: Space, parts: Parts, decided: int) -> list[tuple[int, BoolArray]]:
    """Return the synergies that are open, each with the parts that hold all its decided members."""
    found = []
    for pair in space.pairs:
        before = [m for m in pair.members if m < decided]
        if len(before) < len(pair.members):
            alive = np.asarray(parts.taken[:, before].all(axis=1), dtype=np.bool_)
            found.append((pair.value, alive))
    return found


def _open_synergies(space: Space, parts: Parts, decided: int) -> FloatArray:
    total = np.zeros(len(parts))
    for value, alive in _alive(space, parts, decided):
        total += max(value, 0) * alive
    return total


def _can_win(reach: FloatArray, aims: Aims) -> BoolArray:
    """Return which parts no known portfolio beats whatever they become."""
    open_ = np.arange(len(reach))
    for columns, worth in zip(aims.rivals, aims.worth, strict=True):
        ahead = reach[open_][:, columns] - worth
        beaten = (ahead <= TIE).all(axis=1) & (ahead < -TIE).any(axis=1)
        open_ = open_[~beaten]
    kept = np.zeros(len(reach), dtype=np.bool_)
    kept[open_] = True
    return kept


def _best(reach: FloatArray, most: int) -> IntArray:
    order = np.lexsort((np.arange(len(reach)), -reach.sum(axis=1)))
    return np.sort(order[:most])


def _unbeaten(space: Space, parts: Parts, decided: int) -> Parts:
    columns = tuple(range(decided))
    together = _worth_together(space, parts, decided)
    taken = parts.taken[:, :decided]
    worth = space.worth.of(columns)
    whole = compared(taken, worth, together, _use(space, parts, decided))
    width = None if worth.exact else worth.high - worth.low
    return parts.of(undominated(whole, width, _RIVALS_OF_PARTS))


def _worth_together(space: Space, parts: Parts, decided: int) -> FloatArray:
    total = np.zeros(len(parts))
    for pair in space.pairs:
        if pair.members[-1] < decided:
            total += pair.value * parts.taken[:, list(pair.members)].all(axis=1)
    return total


def _use(space: Space, parts: Parts, decided: int) -> IntArray:
    """Return what must not be more in one part for all that fits another to fit it too.

    A row that nothing open can fill any more counts as equally used by all that leave it so.
    """
    ahead = np.maximum(space.rows[:, decided:], 0).sum(axis=1)
    open_ = (space.rows[:, decided:] != 0).any(axis=1)
    use = np.maximum(parts.use, space.limits - ahead)[:, open_]
    sided = [
        (alive if value < 0 else ~alive).astype(np.int64)
        for value, alive in _alive(space, parts, decided)
        if not alive.all()
    ]
    return np.column_stack([use, *sided]).astype(np.int64)
