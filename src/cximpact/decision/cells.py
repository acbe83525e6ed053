"""Looking things up in long tables: a proposal's rows, and sums per proposal."""

from __future__ import annotations

import numpy as np

from cximpact.model.arrays import BoolArray, FloatArray, IntArray
from cximpact.model.proposal import Effects
from cximpact.model.scores import JourneyCells


def rows_of(cells: JourneyCells, position: int) -> range:
    """Return the rows of one proposal; they are sorted by touchpoint and criterion."""
    start, stop = np.searchsorted(cells.proposal, [position, position + 1])
    return range(int(start), int(stop))


def effects_of(effects: Effects, position: int) -> range:
    """Return the rows of one proposal's effects; they are sorted by proposal."""
    start, stop = np.searchsorted(effects.proposal, [position, position + 1])
    return range(int(start), int(stop))


def summed(
    values: FloatArray, first: IntArray, second: IntArray, shape: tuple[int, int]
) -> FloatArray:
    """Return sums of values by two keys; added in the order of the rows, so always the same."""
    flat = np.bincount(first * shape[1] + second, weights=values, minlength=shape[0] * shape[1])
    return flat.astype(np.float64).reshape(shape)


def any_of(flags: BoolArray, proposal: IntArray, count: int) -> BoolArray:
    """Return per proposal whether any of its rows is flagged."""
    found = np.zeros(count, dtype=np.bool_)
    found[proposal[flags]] = True
    return found
