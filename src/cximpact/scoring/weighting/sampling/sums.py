"""Products of small matrices with a fixed order of adding, whatever the machine.

BLAS adds in an order that depends on the processor; drawn weights must not.
"""

from __future__ import annotations

import numpy as np

from cximpact.model.arrays import FloatArray


def times(matrix: FloatArray, columns: FloatArray) -> FloatArray:
    """Return matrix x columns, adding one product after the other.

    Args:
        matrix: Rows x inner.
        columns: Inner, or inner x many.

    Example:
        >>> times(np.array([[1.0, 2.0]]), np.array([3.0, 4.0])).tolist()
        [11.0]
    """
    wide = (slice(None), *[None] * (columns.ndim - 1))
    total = np.zeros((matrix.shape[0], *columns.shape[1:]))
    for inner in range(matrix.shape[1]):
        total += matrix[:, inner][wide] * columns[inner]
    return total


def summed(rows: FloatArray) -> FloatArray:
    """Return the sum over the first axis, one row after the other."""
    total = np.zeros(rows.shape[1:])
    for row in rows:
        total = total + row
    return total


def solved(matrix: FloatArray, right: FloatArray) -> FloatArray:
    """Return x with matrix x = right, by Gauss-Jordan elimination with partial pivoting.

    Args:
        matrix: Square, of full rank.
        right: One column, or several.
    """
    size = len(matrix)
    work = np.column_stack([matrix, right])
    for at in range(size):
        best = at + int(np.argmax(np.abs(work[at:, at])))
        work[[at, best]] = work[[best, at]]
        work[at] /= work[at, at]
        rest = np.arange(size) != at
        work[rest] -= work[rest, at][:, None] * work[at]
    return work[:, size:].reshape(right.shape)
