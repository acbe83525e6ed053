"""Counting ranks: how often each proposal takes each, and what that comes to."""

from __future__ import annotations

from math import floor, log2

import numpy as np
from attrs import frozen

from cximpact.decision.acceptability.orders import OrderArray, blocks, ranks_of
from cximpact.model.arrays import FloatArray, IntArray

MOST_COUNTED = 5_000
"""Up to this many proposals every rank of every proposal is counted and kept."""
_RANKS_AT_ONCE = 32
_BAND = (0.05, 0.95)


@frozen(eq=False)
class Tally:
    """What the orders of all draws come to, per column.

    Attributes:
        rank: Columns x ranks, shares; None for more than `MOST_COUNTED` columns.
        expected: Mean rank, from 1.
        low: 5th percentile of the rank.
        high: 95th percentile.
        first: Share of draws in which it is first.
        entropy: Entropy of its ranks, in bits.
    """

    rank: FloatArray | None
    expected: FloatArray
    low: FloatArray
    high: FloatArray
    first: FloatArray
    entropy: FloatArray


def tally(order: OrderArray) -> Tally:
    """Count the ranks of all draws.

    Args:
        order: Draws x ranks, the column that takes each rank.
    """
    return _counted(order) if order.shape[1] <= MOST_COUNTED else _sorted(order)


def _counted(order: OrderArray) -> Tally:
    """Count block by block of ranks, so that the counters stay in fast memory."""
    draws, width = order.shape
    rank = np.empty((width, width), dtype=np.float64)
    running = _Running(draws, width)
    for start in range(0, width, _RANKS_AT_ONCE):
        counts = _counts(order, start)
        rank[:, start : start + len(counts)] = counts.T / draws
        running.add(start + 1, counts)
    return running.told(rank)


def _counts(order: OrderArray, start: int) -> IntArray:
    """Return how often each column takes each of the next ranks: ranks x columns."""
    width = order.shape[1]
    part = order[:, start : start + _RANKS_AT_ONCE].astype(np.int64)
    part += np.arange(part.shape[1], dtype=np.int64) * width
    found = np.bincount(part.ravel(), minlength=part.shape[1] * width)
    return found.reshape(part.shape[1], width)


class _Running:
    """Sums over ranks, from the first on; all but entropy in whole numbers."""

    def __init__(self, draws: int, width: int) -> None:
        self._draws = draws
        self._total = np.zeros(width, dtype=np.int64)
        self._seen = np.zeros(width, dtype=np.int64)
        self._entropy = np.zeros(width)
        self._first = np.zeros(width)
        self._bits = entropy_terms(draws)
        self._places = [_place(share, draws) for share in _BAND]
        self._found = np.ones((2 * len(_BAND), width), dtype=np.int64)

    def add(self, first_rank: int, counts: IntArray) -> None:
        """Take in the next ranks: ranks x columns."""
        if first_rank == 1:
            self._first = counts[0] / self._draws
        ranks = np.arange(first_rank, first_rank + len(counts), dtype=np.int64)
        self._total += (counts * ranks[:, None]).sum(axis=0)
        self._entropy += self._bits[counts].sum(axis=0)
        seen = np.cumsum(counts, axis=0)
        seen += self._seen
        lower = [at for at, _ in self._places]
        for row, at in enumerate([*lower, *(min(at + 1, self._draws - 1) for at in lower)]):
            self._found[row] += (seen <= at).sum(axis=0)
        self._seen = seen[-1]

    def told(self, rank: FloatArray) -> Tally:
        """Return what it comes to."""
        below, above = self._found[: len(_BAND)], self._found[len(_BAND) :]
        low, high = (
            below[n] + part * (above[n] - below[n]) for n, (_, part) in enumerate(self._places)
        )
        expected = self._total / self._draws
        return Tally(rank, expected, low, high, self._first, self._entropy)


def _place(share: float, draws: int) -> tuple[int, float]:
    """Return where a percentile lies among sorted draws: the place below it, and how far on."""
    at = share * (draws - 1)
    return floor(at), at - floor(at)


def entropy_terms(draws: int) -> FloatArray:
    """Return -p log2 p for p = 0, 1/draws ... 1."""
    shares = (count / draws for count in range(1, draws + 1))
    return np.array([0.0, *(abs(p * log2(p)) for p in shares)])


def _sorted(order: OrderArray) -> Tally:
    """Sort the ranks of each column, where counters for all of them would not fit."""
    draws, width = order.shape
    ranks = np.empty((width, draws), dtype=order.dtype)
    for block in blocks(draws, width):
        ranks[:, block] = ranks_of(order[block]).T
    bits = entropy_terms(draws)
    found = np.empty((5, width))
    for block in blocks(width, draws):
        found[:, block] = _of_sorted(np.sort(ranks[block], axis=1), bits)
    expected, low, high, first, entropy = found
    return Tally(None, expected, low, high, first, entropy)


def _of_sorted(ranks: OrderArray, bits: FloatArray) -> FloatArray:
    draws = ranks.shape[1]
    whole = ranks.astype(np.int64)
    expected = 1 + whole.sum(axis=1) / draws
    band = [_percentile(whole, share) for share in _BAND]
    first = (whole == 0).sum(axis=1) / draws
    return np.stack([expected, *band, first, _entropy(whole, bits)])


def _percentile(ranks: IntArray, share: float) -> FloatArray:
    at, part = _place(share, ranks.shape[1])
    below, above = ranks[:, at], ranks[:, min(at + 1, ranks.shape[1] - 1)]
    return np.asarray(1 + below + part * (above - below), dtype=np.float64)


def _entropy(ranks: IntArray, bits: FloatArray) -> FloatArray:
    """Return the entropy of each row of sorted ranks, from the lengths of its runs."""
    starts = np.ones(ranks.shape, dtype=np.bool_)
    starts[:, 1:] = ranks[:, 1:] != ranks[:, :-1]
    at = np.flatnonzero(starts)
    runs = np.diff(np.append(at, ranks.size))
    found = np.bincount(at // ranks.shape[1], weights=bits[runs], minlength=len(ranks))
    return np.asarray(found, dtype=np.float64)
