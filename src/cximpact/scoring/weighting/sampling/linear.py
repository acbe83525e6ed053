"""Small linear programs over weights: how far one can go in a direction."""

from __future__ import annotations

from typing import Any

import numpy as np

from cximpact.exceptions import InternalError
from cximpact.model.arrays import FloatArray
from cximpact.scoring.silent_solver import silent_solver

_TOLERANCE = 1e-10
_OPTIONS = {
    "threads": 1,
    "random_seed": 0,
    "presolve": "off",
    "primal_feasibility_tolerance": _TOLERANCE,
    "dual_feasibility_tolerance": _TOLERANCE,
}


class LinearProgram:
    """Rows low <= matrix @ x <= high with bounds on x, asked again and again.

    Args:
        matrix: Rows x columns.
        low: Per row.
        high: Per row.
        lower: Per column.
        upper: Per column.
    """

    def __init__(
        self,
        matrix: FloatArray,
        low: FloatArray,
        high: FloatArray,
        lower: FloatArray,
        upper: FloatArray,
    ) -> None:
        import highspy

        self._api: Any = highspy
        self._bounds = (low, high)
        self._columns = np.arange(matrix.shape[1], dtype=np.int32)
        self._highs = silent_solver()
        for option, value in _OPTIONS.items():
            self._highs.setOptionValue(option, value)
        for least, most in zip(lower, upper, strict=True):
            self._highs.addVar(float(least), float(most))
        for row, least, most in zip(matrix, low, high, strict=True):
            self._highs.addRow(float(least), float(most), len(row), self._columns, row)

    def least(self, direction: FloatArray) -> FloatArray:
        """Return an x at which direction @ x is smallest.

        Raises:
            InternalError: There is no x at all.
        """
        self._highs.changeColsCost(len(direction), self._columns, direction)
        if self._highs.run() == self._api.HighsStatus.kError:
            # Another user of the solver in this process holds its scheduler.
            self._api.Highs.resetGlobalScheduler(True)
            self._highs.run()
        if self._highs.getModelStatus() != self._api.HighsModelStatus.kOptimal:
            raise InternalError("no weights agree with what was stated; that should be known here")
        return np.array(self._highs.getSolution().col_value, dtype=np.float64)

    def without(self, row: int) -> None:
        """Let a row bind no more."""
        self._highs.changeRowBounds(row, -np.inf, np.inf)

    def again(self, row: int) -> None:
        """Let a row bind again."""
        low, high = self._bounds
        self._highs.changeRowBounds(row, float(low[row]), float(high[row]))
