"""All portfolios that obey the rules, written out: where they are few, nothing else is needed.

What is clearly worse than a few of the best is dropped first, against one of them at a time: with
scores at their worst for it and at their best for all others, what it holds counts by its least,
everything else by its most, and the lead over any other is one sum.
"""

from __future__ import annotations

import numpy as np

from cximpact.decision.portfolios.dominance import compared, in_parts, undominated
from cximpact.decision.portfolios.products import product
from cximpact.decision.portfolios.space import Space, together_of
from cximpact.decision.reduced import TIE
from cximpact.model.arrays import BoolArray, FloatArray, IntArray

MOST_OPEN = 22
"""Open proposals beyond which nobody tries to write all portfolios out."""
MOST_WRITTEN = 2**19
"""So many portfolios are written out at most."""
_CELLS = 2**26
"""So many portfolios times extreme weights: about a second on one core."""
_RIVALS = 48
"""Of the best, so many are tried against all others one by one."""
_TRIALS = 2**21
"""Portfolios that are tried against one of the best, over all of these, at most."""
_FEW = 32
"""So few are compared pair by pair at once."""
MOST_LEFT = 2**14
"""So many are compared pair by pair at most."""


def written_out(space: Space) -> BoolArray | None:
    """Return the portfolios that no other beats; None where too many are to be looked at.

    Args:
        space: The open proposals.

    Returns:
        Portfolios x columns.
    """
    every = every_portfolio(space)
    taken = None if every is None else _screened(space, every)
    if taken is None or len(taken) > MOST_LEFT:
        return None
    width = None if space.worth.exact else space.worth.high - space.worth.low
    all_ = compared(taken, space.worth, together_of(space, taken))
    return taken[undominated(all_, width)]


def every_portfolio(space: Space) -> BoolArray | None:
    """Return all portfolios that obey the rules; None where they are too many to write out.

    Args:
        space: The open proposals.

    Returns:
        Portfolios x columns.
    """
    if space.width > MOST_OPEN:
        return None
    most = min(MOST_WRITTEN, _CELLS // max(len(space.worth.low), 1))
    taken = np.zeros((1, space.width), dtype=np.bool_)
    use = np.zeros((1, len(space.limits)), dtype=np.int64)
    for column in range(space.width):
        more = taken.copy()
        more[:, column] = True
        use = np.concatenate([use, use + space.rows[:, column]])
        least = np.minimum(space.rows[:, column + 1 :], 0).sum(axis=1)
        kept = (use + least <= space.limits).all(axis=1)
        taken, use = np.concatenate([taken, more])[kept], use[kept]
        if len(taken) > most:
            return None
    return taken


def _screened(space: Space, taken: BoolArray) -> BoolArray:
    """Return portfolios without those that one of the best clearly beats."""
    together = together_of(space, taken)
    middle = (space.worth.low + space.worth.high).mean(axis=0) / 2
    order = np.argsort(-(taken @ middle + together), kind="stable")
    sets, together = taken[order].astype(np.float64), together[order]
    place = trials = 0
    while place < _RIVALS and len(sets) > max(_FEW, place) and trials <= _TRIALS:
        trials += len(sets)
        beaten = _clearly_beaten(space, sets, together, place)
        sets, together = np.delete(sets, beaten, axis=0), np.delete(together, beaten)
        place += 1
    return np.asarray(sets > 0, dtype=np.bool_)


def _clearly_beaten(space: Space, taken: FloatArray, together: FloatArray, place: int) -> IntArray:
    """Return which portfolios one of them is never behind, and surely ahead of somewhere."""
    rival = taken[place]
    gain = np.where(rival > 0, space.worth.low, space.worth.high)
    own = gain @ rival + together[place]
    open_ = np.arange(len(taken))
    ahead = np.zeros(len(taken), dtype=np.bool_)
    for part in in_parts(0, len(gain)):
        lead = own[part] - product(taken[open_], gain[part].T) - together[open_, None]
        still = (lead >= -TIE).all(axis=1)
        open_, ahead = open_[still], ahead[still] | (lead[still] > TIE).any(axis=1)
    return open_[ahead]
