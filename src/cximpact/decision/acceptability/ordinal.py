"""Scores from rankings alone: SMAA-O.

Where a criterion only says which alternative is better than which, every scale that keeps the
order is as likely as any other: the scores are those of sorted uniform numbers, the best rank 1
and the worst 0 (Lahdelma, Miettinen and Salminen 2003, European Journal of Operational Research
147(1)).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from cximpact.model.arrays import FloatArray, IntArray
from cximpact.scoring.streams import stream


def levels_of(ranks: Sequence[int]) -> IntArray:
    """Return which level each alternative stands on, 0 the best; equal ranks share one.

    Example:
        >>> levels_of([4, 1, 1, 7]).tolist()
        [1, 0, 0, 2]
    """
    places = {rank: level for level, rank in enumerate(sorted(set(ranks)))}
    return np.array([places[rank] for rank in ranks], dtype=np.int64)


def ordinal_scores(ranks: Sequence[int], draws: int, seed: int = 0, key: str = "") -> FloatArray:
    """Return scores that agree with a ranking, drawn uniformly from all that do.

    Args:
        ranks: Per alternative, its rank; 1 is best, equal ranks are ties.
        draws: How many draws.
        seed: Where the stream starts.
        key: What is ranked: the name of the criterion.

    Returns:
        Draws x alternatives: the best rank scores 1, the worst 0; all 1 where all are equal.

    Example:
        >>> ordinal_scores([2, 1, 3], draws=1)[0].round(6)[1:].tolist()
        [1.0, 0.0]
    """
    levels = levels_of(ranks)
    count = int(levels.max()) + 1
    uniform = stream(seed, "ordinal", key).random((draws, count))
    uniform[:, 0] = 1.0
    if count > 1:
        uniform[:, -1] = 0.0
    uniform.sort(axis=1)
    return np.ascontiguousarray(uniform[:, ::-1][:, levels])
