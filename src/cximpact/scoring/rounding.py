"""Rounding before comparing: what differs only beyond the ninth decimal does not differ."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from cximpact.model.arrays import FloatArray

DECIMALS = 9


def round9(values: npt.ArrayLike) -> FloatArray:
    """Return the values at nine decimals, with -0 as 0; NaN stays NaN.

    Example:
        >>> round9([0.1 + 0.2, -1e-12]).tolist()
        [0.3, 0.0]
    """
    rounded = np.round(np.asarray(values, dtype=np.float64), DECIMALS)
    return np.asarray(rounded, dtype=np.float64) + 0.0  # IEEE: -0 + 0 is +0


def round9_ratio(values: npt.ArrayLike) -> FloatArray:
    """Return ratios at nine significant digits, with -0 as 0; NaN and infinity stay.

    Goes through the decimal form, which is correctly rounded everywhere; logarithms are not.

    Example:
        >>> round9_ratio([1234567.89123, 1 / 3]).tolist()
        [1234567.89, 0.333333333]
    """
    ratios = np.asarray(values, dtype=np.float64)
    digits = [float(f"{ratio:.{DECIMALS - 1}e}") for ratio in ratios.ravel().tolist()]
    return np.array(digits, dtype=np.float64).reshape(ratios.shape) + 0.0
