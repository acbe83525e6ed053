"""Products of whole numbers held as floats, one core's work at a time."""

from __future__ import annotations

import numpy as np

from cximpact.model.arrays import FloatArray

_WORK = 2**18
"""Multiplications at once: libraries split larger ones over all cores, and a core that is busy
with something else holds up the rest for longer than the whole product takes."""
_LEAST = 8


def product(left: FloatArray, right: FloatArray) -> FloatArray:
    """Return left @ right. Sums of whole numbers below 2^53 are exact in whatever order.

    Args:
        left: Rows x inner.
        right: Inner x columns.

    Example:
        >>> product(np.array([[1.0, 2.0]]), np.array([[3.0], [4.0]])).tolist()
        [[11.0]]
    """
    if len(left) * right.size <= _WORK:
        return np.asarray(left @ right, dtype=np.float64)
    found = np.empty((len(left), right.shape[1]))
    if len(left) > right.shape[1]:
        for some in _pieces(len(left), right.size):
            found[some] = left[some] @ right
    else:
        for some in _pieces(right.shape[1], left.size):
            found[:, some] = left @ right[:, some]
    return found


def _pieces(count: int, size: int) -> list[slice]:
    step = max(_LEAST, _WORK // size)
    return [slice(start, start + step) for start in range(0, count, step)]
