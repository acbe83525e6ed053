"""Linear programs over the weights of one part: how well conditions can be met, how far one goes.

Solved with HiGHS (Huangfu and Hall 2018). Weights are not negative and sum to 1.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from cximpact.exceptions import InternalError
from cximpact.model.arrays import FloatArray
from cximpact.scoring.silent_solver import silent_solver

TOLERANCE = 1e-9
"""A condition broken by less than this is not broken; conditions are scaled by `scaled`."""

_SOLVER_TOLERANCE = 1e-10


def scaled(matrix: FloatArray, least: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the conditions with 1 as the largest coefficient of each.

    A condition without any coefficient is kept as it is.

    Args:
        matrix: Conditions x members.
        least: One per condition.
    """
    size = np.abs(matrix).max(axis=1, initial=0.0)
    size = np.where(size > 0, size, 1.0)
    return matrix / size[:, None], least / size


def margin(matrix: FloatArray, least: FloatArray) -> float:
    """Return by how much all conditions can be over-fulfilled at once; negative if they clash.

    With b folded into the rows (weights sum to 1) this is the value of a matrix game
    (von Neumann 1928), so it always exists. Infinity without conditions.

    Args:
        matrix: Conditions x members, at least one member.
        least: One per condition.
    """
    rows, bounds = scaled(matrix, least)
    if not len(rows):
        return float("inf")
    count = rows.shape[1]
    table = np.hstack([rows - bounds[:, None], -np.ones((len(rows), 1))])
    table = np.vstack([table, [*[1.0] * count, 0.0]])
    floor = np.array([*[0.0] * len(rows), 1.0])
    ceiling = np.array([*[np.inf] * len(rows), 1.0])
    lower = np.array([*[0.0] * count, -np.inf])
    highs = _solver(table, floor, ceiling, lower)
    found = _largest(highs, np.array([*[0.0] * count, 1.0]))
    if found is None:
        raise InternalError("the solver failed on the weights")
    return found


def extremes(matrix: FloatArray, least: FloatArray) -> FloatArray:
    """Return the least and the most each weight may be: members x 2.

    Args:
        matrix: Conditions x members; some weights must obey them.
        least: One per condition.
    """
    rows, bounds = scaled(matrix, least)
    found = _extremes(rows, bounds)
    if found is None:  # missed by less than counts, yet by more than the solver lets pass
        found = _extremes(rows, bounds - TOLERANCE)
    if found is None:
        raise InternalError("no weights obey what was stated")
    return found.clip(0.0, 1.0) + 0.0  # -0 is 0


def _extremes(rows: FloatArray, bounds: FloatArray) -> FloatArray | None:
    count = rows.shape[1]
    table = np.vstack([rows, np.ones((1, count))])
    floor = np.append(bounds, 1.0)
    ceiling = np.append(np.full(len(rows), np.inf), 1.0)
    highs = _solver(table, floor, ceiling, np.zeros(count))
    found = []
    for unit in np.eye(count):
        low, high = _largest(highs, -unit), _largest(highs, unit)
        if low is None or high is None:
            return None
        found.append((-low, high))
    return np.array(found, dtype=np.float64)


def _solver(table: FloatArray, floor: FloatArray, ceiling: FloatArray, lower: FloatArray) -> Any:
    import highspy

    highs = silent_solver()
    for option, value in _OPTIONS.items():
        highs.setOptionValue(option, value)
    model = highspy.HighsLp()
    model.num_row_, model.num_col_ = table.shape
    model.sense_ = highspy.ObjSense.kMaximize
    model.col_cost_ = np.zeros(len(lower))
    model.col_lower_, model.col_upper_ = lower, np.full(len(lower), np.inf)
    model.row_lower_, model.row_upper_ = floor, ceiling
    rows, columns = np.nonzero(table)
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    starts = np.searchsorted(rows, np.arange(len(table) + 1))
    model.a_matrix_.start_ = starts.astype(np.int32)
    model.a_matrix_.index_ = columns.astype(np.int32)
    model.a_matrix_.value_ = table[rows, columns]
    highs.passModel(model)
    return highs


_OPTIONS: dict[str, object] = {
    "threads": 1,
    "random_seed": 0,
    "presolve": "off",
    "solver": "simplex",
    "primal_feasibility_tolerance": _SOLVER_TOLERANCE,
    "dual_feasibility_tolerance": _SOLVER_TOLERANCE,
}


def _largest(highs: Any, objective: FloatArray) -> float | None:
    """Return the largest value of an objective; None where nothing obeys the conditions."""
    import highspy

    columns = np.arange(len(objective), dtype=np.int32)
    highs.changeColsCost(len(columns), columns, objective)
    if highs.run() == highspy.HighsStatus.kError:
        highspy.Highs.resetGlobalScheduler(True)
        highs.run()
    if highs.getModelStatus() == highspy.HighsModelStatus.kInfeasible:
        return None
    if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        raise InternalError("the solver failed on the weights")
    return float(highs.getInfo().objective_function_value)
