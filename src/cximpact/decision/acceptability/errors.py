"""How far a share that was counted in draws may be from the share in all draws there could be."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from cximpact.model.arrays import FloatArray


def share_error(share: npt.ArrayLike, draws: int) -> FloatArray:
    """Return the standard error of shares counted in draws: sqrt(p (1 - p) / draws).

    Args:
        share: Shares in [0, 1], of any shape.
        draws: How many draws they were counted in.

    Example:
        >>> share_error([0.5, 1.0], 10_000).tolist()
        [0.005, 0.0]
    """
    p = np.asarray(share, dtype=np.float64)
    return np.asarray(np.sqrt(p * (1.0 - p) / draws), dtype=np.float64)
