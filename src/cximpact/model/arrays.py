"""Names for the arrays that bulk arithmetic runs on, so that a signature says what it takes."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
"""Numbers; NaN stands for "not given", never for a result."""

IntArray = npt.NDArray[np.int64]
"""Positions into a tuple of records; -1 stands for "none"."""

BoolArray = npt.NDArray[np.bool_]
