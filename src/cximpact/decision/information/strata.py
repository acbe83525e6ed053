"""Draws sorted by what could be known, and what values then come to.

What is known is a number per draw. Draws are sorted by it and cut into strata of equal size; in
each, the mean of a value is what one would expect of it if one knew (Strong and Oakley 2013,
Medical Decision Making 33(6)). Each stratum falls into two halves: a set is chosen by one half and
valued by the other. So chance cannot make a set look better than it is (Howard 1966 and the
"optimizer's curse" of Smith and Winkler 2006, Management Science 52(3)).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from cximpact.model.arrays import FloatArray, IntArray

MOST_STRATA = 16
_LEAST_DRAWS = 100
_LEAST_ALIKE = 2
_DEGREE = 3
SMOOTHED_FROM = 8

Strata = tuple[IntArray, ...]


def strata_of(known: npt.NDArray[np.generic]) -> Strata:
    """Return the numbers of the draws in each stratum, from the least of what is known.

    Where it takes few different values, each is a stratum of its own.

    Args:
        known: What could be known, one per draw.

    Example:
        >>> [stratum.tolist() for stratum in strata_of(np.array([7, 5, 7, 5]))]
        [[1, 3], [0, 2]]
    """
    order = np.argsort(known, kind="stable")
    ordered = known[order]
    starts = np.flatnonzero(ordered[1:] != ordered[:-1]) + 1
    few = tuple(np.split(order, starts)) if len(starts) < MOST_STRATA else ()
    if few and min(map(len, few)) >= _LEAST_ALIKE:
        return few
    count = max(2, min(MOST_STRATA, len(known) // _LEAST_DRAWS))
    return tuple(np.array_split(order, count))


def halves(strata: Strata) -> tuple[Strata, Strata]:
    """Return the strata in two halves, every other draw in each."""
    return tuple(s[::2] for s in strata), tuple(s[1::2] for s in strata)


def moved(values: IntArray, strata: Strata) -> FloatArray:
    """Return how far the mean in each stratum is from the mean of all strata.

    Sums are of whole numbers, so that they do not depend on the order of adding. Over many strata
    the means follow a polynomial of the third degree in the number of the stratum, which takes
    most of the noise out.

    Args:
        values: Draws x columns, in whole units.
        strata: The draws in each stratum; none is empty.

    Returns:
        Strata x columns, in the same units.
    """
    sums = np.stack([values[stratum].sum(axis=0) for stratum in strata])
    counts = np.array([len(stratum) for stratum in strata])
    away = sums / counts[:, None] - sums.sum(axis=0) / counts.sum()
    return away if len(strata) < SMOOTHED_FROM else smoothed(away)


def smoothed(away: FloatArray) -> FloatArray:
    """Return the least-squares polynomial through equally spaced points, at these points.

    Example:
        >>> line = np.arange(8.0)[:, None]
        >>> np.abs(smoothed(line) - line).max() < 1e-9
        np.True_
    """
    found = np.zeros_like(away)
    for curve in _basis(len(away)):
        found += curve[:, None] * _dot(curve[:, None], away)
    return found


def _basis(count: int) -> Sequence[FloatArray]:
    """Return orthonormal polynomials over equally spaced points (Gram 1883)."""
    at = np.linspace(-1.0, 1.0, count)
    found: list[FloatArray] = []
    for degree in range(_DEGREE + 1):
        curve = at**degree
        for other in found:
            curve = curve - other * _dot(other, curve)
        found.append(curve / np.sqrt(_dot(curve, curve)))
    return found


def _dot(one: FloatArray, other: FloatArray) -> FloatArray:
    # A running sum adds one stratum after the other, whatever the machine.
    return np.asarray(np.cumsum(one * other, axis=0)[-1], dtype=np.float64)
