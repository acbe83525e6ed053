"""Values that lie on a grid, but for rounding: how far apart two different worths must be.

Ratings on few levels give values that are multiples of one number; rounded to whole units they
are so only nearly. Whoever knows the number need not look for what is better by dust.
"""

from __future__ import annotations

from math import ceil

import numpy as np

from cximpact.model.arrays import FloatArray

_COARSE = 1e3
"""What is left by rounding is less than this, and a grid is far coarser."""
_FINEST = 1e6
_ROUNDS = 40


def coarse_step(values: FloatArray, within: int) -> int:
    """Return how far apart any two sums of the values are at least, if further than `within`.

    Args:
        values: One per column that may be taken or left.
        within: How much dust a difference of sums may hold.

    Returns:
        The least difference, dust taken off; 1 where there is no such grid.

    Example:
        >>> coarse_step([333333333333, 666666666667, 1000000000000], 100)
        333333333332
    """
    sizes = np.abs(np.asarray(values, dtype=np.float64))
    sizes = sizes[sizes > 0]
    grid = _nearly_common(sizes)
    if grid is None:
        return 1
    times = np.rint(sizes / grid)
    grid = float((sizes * times).sum() / (times * times).sum())
    dust = ceil(float(np.abs(sizes - np.rint(sizes / grid) * grid).sum()))
    return int(grid) - dust if dust <= within and grid > _FINEST + dust else 1


def _nearly_common(sizes: FloatArray) -> float | None:
    """Return a number that all nearly are multiples of, by Euclid's steps."""
    if not len(sizes):
        return None
    grid = float(sizes.min())
    for _ in range(_ROUNDS):
        rest = np.abs(sizes - np.rint(sizes / grid) * grid)
        left = rest[rest > _COARSE]
        if not len(left):
            return grid
        grid = float(left.min())
        if grid < _FINEST:
            return None
    return None
