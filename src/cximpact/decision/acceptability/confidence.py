"""Confidence factors: how sure the first rank is where the weights speak for a proposal.

Lahdelma and Salminen (2001): the probability that an alternative is first under its central
weights. Where it is low, scores are too uncertain to tell even under the weights that favour it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from cximpact.model.arrays import FloatArray
from cximpact.model.draws import NANO

MOST_ASKED = 20
"""At most so many proposals get a confidence factor, those most often first."""
_MOST_WORK = 2_000_000_000
"""As many multiplications are done; longer lists get fewer factors, at least one."""

ScoreOf = Callable[[int], FloatArray]


def asked(first: FloatArray, draws: int, criteria: int) -> list[int]:
    """Return the columns that get a confidence factor: the most often first, as many as fit.

    Args:
        first: Per column, how often it is first.
        draws: Draws of scores.
        criteria: How many criteria.
    """
    fitting = _MOST_WORK // max(1, len(first) * draws * criteria)
    most = int(min(MOST_ASKED, max(1, fitting)))
    ordered = np.argsort(-first, kind="stable")[:most].tolist()
    return sorted(column for column in ordered if first[column] > 0)


def confidence(
    central: FloatArray, proposals: Sequence[int], score_of: ScoreOf, columns: Sequence[int]
) -> FloatArray:
    """Return the share of draws in which each column is first under its central weights.

    Scores are asked for one proposal at a time, so that those of all are never held at once.

    Args:
        central: Columns x criteria, central weights.
        proposals: Per column, the position of the proposal.
        score_of: Gives the drawn scores of the proposal at a position: draws x criteria.
        columns: Whose factors are wanted; ascending.

    Returns:
        Per column; NaN where it was not asked for.
    """
    found = np.full(len(central), np.nan)
    if not columns:
        return found
    weights = np.ascontiguousarray(central[list(columns)])
    each = zip(weights, columns, strict=True)
    own = np.concatenate([_values(one[None, :], score_of(proposals[at])) for one, at in each])
    standing = np.ones(own.shape, dtype=np.bool_)
    of = np.array(columns)[:, None]
    for column, position in enumerate(proposals):
        rival = _values(weights, score_of(position))
        # Of equal values the lower column is first; a column never stands in its own way.
        standing &= (rival < own) | ((rival == own) & (of <= column))
    found[list(columns)] = standing.mean(axis=1)
    return found


def _values(weights: FloatArray, scores: FloatArray) -> npt.NDArray[np.float64]:
    """Return values under several weights in whole units of 1e-9: weights x draws.

    `einsum` adds one criterion after the other, unlike a product of matrices, whose order of
    adding depends on the machine.
    """
    filled = np.ascontiguousarray(np.where(np.isnan(scores), 0.0, scores).T)
    return np.asarray(np.rint(np.einsum("ck,kd->cd", weights, filled) * NANO), dtype=np.float64)
