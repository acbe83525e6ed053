"""Limits at nine decimals for very many figures, none of which has to be rounded for it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from cximpact.model.arrays import FloatArray
from cximpact.scoring.rounding import DECIMALS

__all__ = ["first_reaching", "units"]

_UNITS = 10.0**DECIMALS
_NEAR = 4


def units(figures: npt.ArrayLike) -> FloatArray:
    """Return figures in whole billionths: they compare as `round9` does, without its division."""
    return np.asarray(np.rint(np.asarray(figures, dtype=np.float64) * _UNITS), dtype=np.float64)


def first_reaching(limit: float) -> float:
    """Return the least number that is not below a limit at nine decimals.

    Rounding keeps the order, so a figure is below the limit at nine decimals exactly where it is
    less than this number, and one comparison takes the place of rounding every figure.

    Args:
        limit: A finite number.

    Example:
        >>> -0.3400000004 < first_reaching(-0.34), -0.3400000006 < first_reaching(-0.34)
        (False, True)
    """
    wanted = units(limit)
    half = np.float64((wanted - 0.5) / _UNITS)
    # The number lies half a billionth below the limit but for what the product and the division
    # round, a unit in the last place each. Next to each other in value are numbers next to each
    # other in bits; half is never 0, so all of these have one sign.
    bits = half.view(np.int64) + np.arange(-_NEAR, _NEAR + 1)
    return float(min(bits.view(np.float64)[units(bits.view(np.float64)) >= wanted]))
