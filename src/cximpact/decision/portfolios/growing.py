"""Growing portfolios column by column, dropping what can no longer be undominated.

A partial portfolio goes when a rule can no longer be kept; when a complete portfolio that is known
beats all it could still become; or when another partial one beats it, uses no more of any row, and
so beats it with whatever is added to both (the dynamic program of Liesiö, Mild, Salo 2008, with the
bounds of Bazgan, Hugot, Vanderpooten 2009, Computers & Operations Research 36, 260-279).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from attrs import frozen

from cximpact.decision.portfolios.bounds import Bounds
from cximpact.decision.portfolios.dominance import compared, undominated
from cximpact.decision.portfolios.products import product
from cximpact.decision.portfolios.space import Space
from cximpact.decision.reduced import TIE
from cximpact.model.arrays import BoolArray, FloatArray, IntArray

_RIVALS_OF_PARTS = 1_500
"""Partial portfolios are compared with so many of the best of them: enough to drop most."""
_CELLS = 2_000_000
"""Figures held at once."""
_STRIDE = 16


@frozen(eq=False)
class Rivals:
    """Known complete portfolios, and what a partial one must reach not to be beaten by them.

    Attributes:
        gain: Extreme weights x columns: what a column adds against these rivals.
        bounds: On these gains.
        worth: Rivals x extreme weights.
    """

    gain: FloatArray
    bounds: Bounds
    worth: FloatArray


@frozen(eq=False)
class Parts:
    """Portfolios over the columns decided so far.

    Attributes:
        taken: Parts x columns; columns that are open are not taken.
        use: Parts x rows.
    """

    taken: BoolArray
    use: IntArray

    def __len__(self) -> int:
        return len(self.taken)

    def of(self, places: IntArray | BoolArray) -> Parts:
        """Return some of them."""
        return Parts(self.taken[places], self.use[places])


def beam(space: Space, guide: Rivals, most: int) -> BoolArray:
    """Return complete portfolios, found by going on with the best partial ones only.

    Args:
        space: The open proposals.
        guide: What columns gain; no rivals.
        most: How many partial portfolios are gone on with.
    """
    parts = _start(space)
    for column in range(space.width):
        parts = _decided(space, parts, column)
        if len(parts) > most:
            reach = _reach(space, parts, guide, column + 1).sum(axis=1)
            order = np.lexsort((np.arange(len(reach)), -reach))
            parts = parts.of(np.sort(order[:most]))
    return parts.taken


def grown(space: Space, rivals: Sequence[Rivals], most: int) -> BoolArray | None:
    """Return complete portfolios, among them every undominated one.

    Args:
        space: The open proposals.
        rivals: Known portfolios to be measured against.
        most: How many partial portfolios are followed at most.

    Returns:
        Portfolios x columns; None where there are more than `most`.
    """
    parts = _start(space)
    for column in range(space.width):
        parts = _decided(space, parts, column)
        for each in rivals:
            parts = parts.of(_can_win(space, parts, each, column + 1))
        parts = _unbeaten(space, parts, column + 1)
        if len(parts) > most:
            return None
    return parts.taken


def _start(space: Space) -> Parts:
    use = np.zeros((1, len(space.limits)), dtype=np.int64)
    return Parts(np.zeros((1, space.width), dtype=np.bool_), use)


def _decided(space: Space, parts: Parts, column: int) -> Parts:
    """Return all parts without and with one more column, as far as every row can be kept."""
    taken = parts.taken.copy()
    taken[:, column] = True
    both = Parts(
        np.concatenate([parts.taken, taken]),
        np.concatenate([parts.use, parts.use + space.rows[:, column]]),
    )
    least = np.minimum(space.rows[:, column + 1 :], 0).sum(axis=1)
    return both.of((both.use + least <= space.limits).all(axis=1))


def _reach(space: Space, parts: Parts, rivals: Rivals, decided: int) -> FloatArray:
    """Return parts x extreme weights: the most that each can come to."""
    together = _worth_together(space, parts, decided) + _open_synergies(space, parts, decided)
    own = product(parts.taken.astype(np.float64), rivals.gain.T)
    return own + together[:, None] + rivals.bounds.rest(parts.use, decided)


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


def _can_win(space: Space, parts: Parts, rivals: Rivals, decided: int) -> IntArray:
    """Return the places of parts that none of the rivals beats whatever they become."""
    at_once = max(64, _CELLS // len(rivals.gain))
    found = []
    for start in range(0, len(parts), at_once):
        places = np.arange(start, min(start + at_once, len(parts)))
        reach = _reach(space, parts.of(places), rivals, decided)
        for worth in rivals.worth:
            # A few extreme weights settle most; only what they leave open is looked at in full.
            open_ = np.flatnonzero((reach[:, ::_STRIDE] <= worth[::_STRIDE] + TIE).all(axis=1))
            ahead = reach[open_] - worth
            beaten = (ahead <= TIE).all(axis=1) & (ahead < -TIE).any(axis=1)
            kept = np.ones(len(reach), dtype=np.bool_)
            kept[open_[beaten]] = False
            places, reach = places[kept], reach[kept]
        found.append(places)
    return np.concatenate(found) if found else np.zeros(0, dtype=np.int64)


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
