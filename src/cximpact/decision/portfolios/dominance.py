"""Which portfolio beats which: at every extreme weight and all scores, and somewhere strictly.

What two portfolios share cancels out, so with scores open between bounds
    least(p - q) = low(p) - high(q) + width(p and q),
where `width` adds up high - low of what both hold (Liesiö, Mild, Salo 2007, theorem 1). Figures
equal at nine decimals do not tell portfolios apart.
"""

from __future__ import annotations

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
_CELLS = 2**16
"""Pairs times extreme weights that are worked out at once."""


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


def beats(strong: Compared, weak: Compared, width: FloatArray | None) -> BoolArray:
    """Return strong x weak: whether it is never worth less, and sometimes more.

    Args:
        strong: Those that may beat.
        weak: Those that may be beaten.
        width: Extreme weights x columns, high - low; None where they are equal.
    """
    never_less = _no_more_used(strong, weak)
    ever_more = np.zeros_like(never_less)
    for extreme in range(len(strong.low)):
        if np.count_nonzero(never_less) * _FEW <= never_less.size:
            return _of_pairs(strong, weak, width, never_less, ever_more, extreme)
        shared: FloatArray | float = 0.0
        if width is not None:
            shared = product(strong.taken * width[extreme], weak.taken.T)
        least = strong.low[extreme][:, None] - weak.high[extreme][None, :] + shared
        most = least
        if width is not None:
            most = strong.high[extreme][:, None] - weak.low[extreme][None, :] - shared
        never_less &= least >= -TIE
        ever_more |= most > TIE
    return np.asarray(never_less & ever_more, dtype=np.bool_)


def _of_pairs(
    strong: Compared,
    weak: Compared,
    width: FloatArray | None,
    never_less: BoolArray,
    ever_more: BoolArray,
    start: int,
) -> BoolArray:
    """Return the same from the pairs that are left, under the extreme weights from `start` on."""
    one, other = np.nonzero(never_less)
    holds = np.zeros(len(one), dtype=np.bool_)
    step = max(1, _CELLS // len(strong.low))
    for at in range(0, len(one), step):
        i, j = one[at : at + step], other[at : at + step]
        shared: FloatArray | float = 0.0
        if width is not None:
            shared = product(width[start:], (strong.taken[i] * weak.taken[j]).T)
        least = strong.low[start:, i] - weak.high[start:, j] + shared
        most = least if width is None else strong.high[start:, i] - weak.low[start:, j] - shared
        more = ever_more[i, j] | (most > TIE).any(axis=0)
        holds[at : at + step] = (least >= -TIE).all(axis=0) & more
    found = np.zeros_like(never_less)
    found[one[holds], other[holds]] = True
    return found


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
        width: As in `beats`.
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
        beaten = np.zeros(len(block), dtype=np.bool_)
        before = kept[:most]
        for at in range(0, len(before), 4 * BLOCK):
            open_ = np.flatnonzero(~beaten)
            found = beats(all_.of(before[at : at + 4 * BLOCK]), all_.of(block[open_]), width)
            beaten[open_] = found.any(axis=0)
        block = block[~beaten]
        among = beats(all_.of(block), all_.of(block), width).any(axis=0)
        kept = np.concatenate([kept, block[~among]])
    return kept
