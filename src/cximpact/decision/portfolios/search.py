"""The search: a narrow one for portfolios hard to beat, then a full one measured against them."""

from __future__ import annotations

from math import isqrt

import numpy as np

from cximpact.decision.portfolios.bounds import bounds_of, price_pool
from cximpact.decision.portfolios.dominance import compared, undominated
from cximpact.decision.portfolios.growing import Rivals, beam, grown
from cximpact.decision.portfolios.space import Space, arranged, together_of
from cximpact.decision.portfolios.written_out import written_out
from cximpact.model.arrays import BoolArray, FloatArray, IntArray

MOST_PARTS = 25_000
"""Partial portfolios that are followed at most."""
MOST_PORTFOLIOS = 10_000
"""Undominated portfolios that are kept at most."""
MOST_FIGURES = 3_000_000
"""Values at extreme weights held at most: where these are many, fewer parts are followed."""
_MOST_COMPARISONS = 4_000_000_000
_BEAMS = (100, 1_500)
_RIVALS = 96
_RIVALS_OF_BOXES = 16
"""Fewer where scores are open too: every one of them needs bounds of its own."""


def undominated_portfolios(space: Space) -> tuple[Space, BoolArray] | None:
    """Return all undominated portfolios, over the columns of the space that comes with them.

    Args:
        space: The open proposals.

    Returns:
        The space with its columns in the order of the search, and portfolios x columns, none
        where no portfolio obeys the rules; None where there are too many to follow.
    """
    written = written_out(space)
    if written is not None:
        return None if len(written) > most_kept(space) else (space, written)
    space = arranged(space, _order(space))
    pool = price_pool(space)
    found = grown(space, _rivals(space, pool, _narrow(space, pool)), most_parts(space))
    if found is None:
        return None
    kept = found[_undominated(space, found)]
    return None if len(kept) > most_kept(space) else (space, kept)


def most_parts(space: Space) -> int:
    """Return how many partial portfolios are followed."""
    return min(MOST_PARTS, MOST_FIGURES // len(space.worth.low))


def most_kept(space: Space) -> int:
    """Return how many are kept; fewer where their regrets take a comparison of all pairs."""
    if space.worth.exact:
        return MOST_PORTFOLIOS
    return min(MOST_PORTFOLIOS, isqrt(_MOST_COMPARISONS // len(space.worth.low)))


def _order(space: Space) -> tuple[int, ...]:
    """Return columns by worth per use of the rows, most first: bounds are tight early."""
    middle = (space.worth.low + space.worth.high).mean(axis=0) / 2
    size = np.maximum(np.abs(space.rows).max(axis=1, initial=1), space.limits).astype(np.float64)
    use = (np.maximum(space.rows, 0) / np.maximum(size, 1.0)[:, None]).sum(axis=0)
    ratio = middle / (use + 1e-6)
    return tuple(np.lexsort((np.arange(space.width), -ratio)).tolist())


def _narrow(space: Space, pool: FloatArray) -> BoolArray:
    """Return good portfolios, found fast."""
    middle = (space.worth.low + space.worth.high) / 2
    guide = Rivals(middle, bounds_of(space, middle, pool), np.zeros((0, len(middle))))
    whole = np.unique(np.concatenate([beam(space, guide, most) for most in _BEAMS]), axis=0)
    return np.asarray(whole[_undominated(space, whole)], dtype=np.bool_)


def _undominated(space: Space, taken: BoolArray) -> IntArray:
    width = None if space.worth.exact else space.worth.high - space.worth.low
    return undominated(compared(taken, space.worth, together_of(space, taken)), width)


def _rivals(space: Space, pool: FloatArray, known: BoolArray) -> list[Rivals]:
    """Return some of the known portfolios as rivals."""
    chosen = known[_spread_out(len(known), _RIVALS if space.worth.exact else _RIVALS_OF_BOXES)]
    low = compared(chosen, space.worth, together_of(space, chosen)).low.T
    if space.worth.exact:
        gain = space.worth.low
        return [Rivals(gain, bounds_of(space, gain, pool), low)]
    # What a portfolio can at most be ahead of a rival by: its own at their most, shared at least.
    gains = [_ahead_of(space, rival) for rival in chosen]
    return [
        Rivals(gain, bounds_of(space, gain, pool), low[at : at + 1])
        for at, gain in enumerate(gains)
    ]


def _ahead_of(space: Space, rival: BoolArray) -> FloatArray:
    return np.where(rival, space.worth.low, space.worth.high)


def _spread_out(count: int, most: int) -> IntArray:
    if count <= most:
        return np.arange(count)
    return np.unique(np.linspace(0, count - 1, most).round().astype(np.int64))
