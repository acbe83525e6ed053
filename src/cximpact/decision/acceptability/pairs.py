"""Pairwise winning: how often one proposal is ahead of another."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from cximpact.decision.acceptability.orders import OrderArray, blocks, in_threads, ranks_of
from cximpact.model.arrays import FloatArray

MOST_PAIRED = 1_000
"""Up to this many proposals every pair is compared in every draw."""
_ROWS_AT_ONCE = 64
_WORD = 64


def pairwise(order: OrderArray, threads: int = 1) -> FloatArray | None:
    """Return the share of draws in which the row is ahead of the column; 0 on the diagonal.

    The pairwise winning index of Leskinen, Viitanen, Kangas and Kangas (2006), Silva Fennica
    40(3).

    Args:
        order: Draws x ranks.
        threads: How many columns are worked on at once; the result is the same.

    Returns:
        Columns x columns; None for more than `MOST_PAIRED` columns.
    """
    draws, width = order.shape
    if width > MOST_PAIRED:
        return None
    ranks = np.empty((width, draws), dtype=order.dtype)
    for block in blocks(draws, width):
        ranks[:, block] = ranks_of(order[block]).T
    found = np.zeros((width, width))

    def work(column: int) -> None:
        for start in range(column + 1, width, _ROWS_AT_ONCE):
            others = slice(start, start + _ROWS_AT_ONCE)
            wins = _how_often(ranks[column] < ranks[others])
            found[column, others] = wins / draws
            found[others, column] = (draws - wins) / draws

    for _ in in_threads(work, range(width), threads):
        pass
    return found


def _how_often(flags: npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
    """Return how many flags of each row are set: packed into bits, counted word by word."""
    whole = flags.shape[1] // _WORD * _WORD
    bits = np.packbits(flags[:, :whole], axis=1).view(np.uint64)
    counted = np.bitwise_count(bits).sum(axis=1, dtype=np.int64)
    return np.asarray(counted + np.count_nonzero(flags[:, whole:], axis=1), dtype=np.int64)
