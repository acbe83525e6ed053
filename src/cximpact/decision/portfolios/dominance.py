"""Which portfolio beats which: at every extreme weight and all scores, and somewhere strictly.

What two portfolios share cancels out, so with scores open between bounds
    least(p - q) = low(p) - high(q) + width(p and q),
where `width` adds up high - low of what both hold (Liesiö, Mild, Salo 2007, theorem 1). Figures
equal at nine decimals do not tell portfolios apart.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from attrs import frozen

from cximpact.decision.portfolios.box import Worth
from cximpact.decision.portfolios.products import product
from cximpact.decision.reduced import TIE
from cximpact.model.arrays import BoolArray, FloatArray, IntArray

BLOCK = 512
"""How many are compared with all others at once."""
_FEW = 2
"""Once so few pairs are left (one in so many), only these are looked at any further."""
_PAIRS = 2**13
"""Pairs that are looked at at once."""
_PART = 32
"""Extreme weights that are looked at at once."""


@frozen(eq=False)
class Compared:
    """Portfolios, or their decided parts, as they are compared.

    Attributes:
        taken: Portfolios x columns, 0.0 or 1.0.
        low: Extreme weights x portfolios: least worth.
        high: Most worth.
        use: Portfolios x things of which less is never worse; None where nothing is left to add.
    """

    taken: FloatArray
    low: FloatArray
    high: FloatArray
    use: IntArray | None = None

    def __len__(self) -> int:
        return len(self.taken)

    def of(self, places: IntArray | slice | BoolArray) -> Compared:
        """Return some of them."""
        use = None if self.use is None else self.use[places]
        return Compared(self.taken[places], self.low[:, places], self.high[:, places], use)


def compared(
    taken: BoolArray, worth: Worth, together: FloatArray, use: IntArray | None = None
) -> Compared:
    """Return portfolios ready for comparison.

    Args:
        taken: Portfolios x columns.
        worth: Of the columns.
        together: Per portfolio, what its proposals are worth together beyond their own.
        use: As in `Compared`.
    """
    plain = taken.astype(np.float64)
    low, high = product(worth.low, plain.T), product(worth.high, plain.T)
    return Compared(plain, low + together, high + together, use)


def beaten(strong: Compared, weak: Compared, width: FloatArray | None) -> BoolArray:
    """Return which of the weak any of the strong beats: never worth less, and sometimes more.

    Args:
        strong: Those that may beat.
        weak: Those that may be beaten.
        width: Extreme weights x columns, high - low; None where they are equal.
    """
    never_less = _no_more_used(strong, weak)
    ever_more = np.zeros_like(never_less)
    for extreme in range(len(strong.low)):
        if np.count_nonzero(never_less) * _FEW <= never_less.size:
            return _by_pairs(strong, weak, width, never_less, ever_more, extreme)
        shared: FloatArray | float = 0.0
        if width is not None:
            shared = product(strong.taken * width[extreme], weak.taken.T)
        least = strong.low[extreme][:, None] - weak.high[extreme][None, :] + shared
        most = least
        if width is not None:
            most = strong.high[extreme][:, None] - weak.low[extreme][None, :] - shared
        never_less &= least >= -TIE
        ever_more |= most > TIE
    return np.asarray((never_less & ever_more).any(axis=0), dtype=np.bool_)


def _by_pairs(
    strong: Compared,
    weak: Compared,
    width: FloatArray | None,
    never_less: BoolArray,
    ever_more: BoolArray,
    start: int,
) -> BoolArray:
    """Return the same from the pairs that are left, under the extreme weights from `start` on."""
    one, other = np.nonzero(never_less)
    found = np.zeros(len(weak), dtype=np.bool_)
    for at in range(0, len(one), _PAIRS):
        # One that beats it is enough.
        pairs = at + np.flatnonzero(~found[other[at : at + _PAIRS]])
        i, j = one[pairs], other[pairs]
        more = ever_more[i, j]
        for part in in_parts(start, len(strong.low)):
            least, most = _leads(strong, weak, width, i, j, part)
            still = (least >= -TIE).all(axis=0)
            more = (more | (most > TIE).any(axis=0))[still]
            i, j = i[still], j[still]
        found[j[more]] = True
    return found


def _leads(
    strong: Compared,
    weak: Compared,
    width: FloatArray | None,
    i: IntArray,
    j: IntArray,
    part: slice,
) -> tuple[FloatArray, FloatArray]:
    """Return extreme weights x pairs: by how much one is ahead of the other at least, at most."""
    least = strong.low[part][:, i] - weak.high[part][:, j]
    if width is None:
        return least, least
    shared = product(width[part], (strong.taken[i] * weak.taken[j]).T)
    return least + shared, strong.high[part][:, i] - weak.low[part][:, j] - shared


def in_parts(start: int, end: int) -> list[slice]:
    """Return the extreme weights in parts; few come first, as most leads end there."""
    ends = [start, *range(start + _PART // 4, end, _PART), end]
    return [slice(one, other) for one, other in pairwise(ends)]


def _no_more_used(strong: Compared, weak: Compared) -> BoolArray:
    fits = np.ones((len(strong), len(weak)), dtype=np.bool_)
    if strong.use is not None and weak.use is not None:
        for thing in range(strong.use.shape[1]):
            fits &= strong.use[:, thing][:, None] <= weak.use[:, thing][None, :]
    return fits


def undominated(all_: Compared, width: FloatArray | None, most: int | None = None) -> IntArray:
    """Return the places of those that none of the others beats, ascending.

    Args:
        all_: Portfolios.
        width: As in `beaten`.
        most: Compares with so many of the best only, where some that are beaten may stay; None
            compares with all.
    """
    # Whoever beats another is worth more on average: the best first settle most of the others.
    order = np.lexsort((np.arange(len(all_)), -(all_.low + all_.high).sum(axis=0)))
    kept = _sifted(all_, width, order, most)
    if most is None:
        kept = _sifted(all_, width, kept[::-1], None)
    return np.sort(kept)


def _sifted(
    all_: Compared, width: FloatArray | None, order: IntArray, most: int | None
) -> IntArray:
    """Return those in an order that nobody before them, or in their block, beats."""
    kept = np.zeros(0, dtype=np.int64)
    for start in range(0, len(order), BLOCK):
        block = order[start : start + BLOCK]
        before = kept[:most]
        for at in range(0, len(before), 4 * BLOCK):
            rivals = all_.of(before[at : at + 4 * BLOCK])
            block = block[~beaten(rivals, all_.of(block), width)]
        kept = np.concatenate([kept, block[~beaten(all_.of(block), all_.of(block), width)]])
    return kept
