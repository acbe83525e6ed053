"""What undominated portfolios say: who is in all of them, and which is safest.

Core index and decision rules as in Liesiö, Mild, Salo (2007), sections 4.1 and 4.2.
"""

from __future__ import annotations

import numpy as np

from cximpact.decision.portfolios.dominance import Compared
from cximpact.decision.portfolios.products import product
from cximpact.decision.reduced import PICO, TIE
from cximpact.model.arrays import BoolArray, FloatArray
from cximpact.model.robustness import CoreLabel

_CELLS = 2**15
"""Pairs of portfolios that are worked out at once: they stay in the processor's cache."""


def regrets(all_: Compared, width: FloatArray | None) -> FloatArray:
    """Return per portfolio how far it can be behind the best one, in units of 1e-12.

    For given weights and scores some undominated portfolio is best, so only these are looked at.

    Args:
        all_: The undominated portfolios.
        width: As in `dominance.beaten`.
    """
    if width is None:
        best = all_.low.max(axis=1)
        return np.asarray((best[:, None] - all_.low).max(axis=0), dtype=np.float64)
    found = np.zeros(len(all_))
    step = max(1, _CELLS // len(all_))
    for start in range(0, len(all_), step):
        block = all_.of(slice(start, start + step))
        part = found[start : start + step]
        for extreme in range(len(all_.low)):
            ahead = product(block.taken * -width[extreme], all_.taken.T)
            ahead += all_.high[extreme]
            np.maximum(part, ahead.max(axis=1) - block.low[extreme], out=part)
    return found


def core_labels(core_index: FloatArray) -> tuple[CoreLabel, ...]:
    """Return what being in all, some or none of the portfolios makes a proposal.

    Example:
        >>> core_labels(np.array([1.0, 0.5, 0.0]))
        ('core', 'borderline', 'exterior')
    """
    return tuple(
        "core" if share == 1 else "exterior" if share == 0 else "borderline"
        for share in core_index.tolist()
    )


def in_order(sets: BoolArray) -> BoolArray:
    """Return portfolios sorted: first comes who holds the earliest proposal that only one holds."""
    return np.asarray(sets[np.lexsort(tuple(~sets[:, ::-1].T))], dtype=np.bool_)


def first_best(wanted: FloatArray, then: FloatArray) -> int:
    """Return the place of the largest figure; of those equal at nine decimals the largest `then`.

    Args:
        wanted: One per portfolio, in units of 1e-12.
        then: What decides between equals; the first of those equal in both is taken.
    """
    equal = np.flatnonzero(wanted >= wanted.max() - TIE)
    settled = equal[then[equal] >= then[equal].max() - TIE]
    return int(settled[0])


def in_units(picos: FloatArray) -> FloatArray:
    """Return values from whole units of 1e-12."""
    return np.asarray(np.round(picos / PICO, 9) + 0.0, dtype=np.float64)
