"""What one more unit of a limit would buy at the margin: the dual of the linear relaxation.

The relaxation lets proposals be taken in parts, so that a price exists everywhere, also between
the raises that let a whole proposal in (Dantzig 1957, on the knapsack). Where the limit is used up
by whole proposals, a unit less costs more than a unit more buys; the price is that of the unit
more: it is taken a millionth above the limit.
"""

from __future__ import annotations

from math import ceil
from typing import Any

import numpy as np
from attrs import evolve

from cximpact.decision.binding.limits import Limit, rising_shares
from cximpact.decision.binding.settings import Setting
from cximpact.decision.linearised import Linearised, linearised
from cximpact.decision.program import Program, Row
from cximpact.decision.reduced import PICO, restricted
from cximpact.scoring.rounding import round9_ratio
from cximpact.scoring.silent_solver import silent_solver

_TOLERANCE = 1e-9
_ABOVE = 1_000_000
MOST_COLUMNS = 20_000
"""Beyond this many proposals that could be selected no prices are worked out."""


def price_of(setting: Setting, limit: Limit) -> float | None:
    """Return the value that one more unit of a limit would add at the margin; None if unknown.

    Args:
        setting: The decision.
        limit: A budget or capacity of it.
    """
    rising = rising_shares(setting, limit)
    moving = [limit.rule, *(rule for rule in setting.rules if rule.field in rising)]
    rest = evolve(setting, rules=tuple(r for r in setting.rules if all(r is not m for m in moving)))
    reduced = rest.reduced
    if not 0 < len(reduced.columns) <= MOST_COLUMNS:
        return None
    at = {position: column for column, position in enumerate(reduced.columns)}
    above = -(-limit.most // _ABOVE) or 1
    steep = [1.0, *(rising[rule.field] for rule in moving[1:])]
    rows = [
        _moved(restricted(rule.row, at), ceil(above * rate))
        for rule, rate in zip(moving, steep, strict=True)
    ]
    duals = _duals(reduced.program.but(*rows), len(reduced.program.rows), len(rows))
    if duals is None:
        return None
    per_part = sum(dual * rate for dual, rate in zip(duals, steep, strict=True))
    return float(round9_ratio(max(0.0, per_part * limit.parts / PICO)))


def _moved(row: Row, above: int) -> Row:
    most = None if row.most is None else row.most + above
    least = None if row.least is None else row.least + above
    return evolve(row, most=most, least=least)


def _duals(program: Program, first: int, count: int) -> list[float] | None:
    """Return the duals of some rows of the relaxation, in units of 1e-12 per part."""
    import highspy

    whole = linearised(program)
    sizes = [max(map(abs, row.coefficients), default=1) or 1 for row in whole.rows]
    scale = max(map(abs, whole.objective), default=1) or 1
    highs = _run(_model(highspy, whole, program, sizes, scale))
    if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    found = highs.getSolution().row_dual[first : first + count]
    return [
        dual * scale / size for dual, size in zip(found, sizes[first : first + count], strict=True)
    ]


def _run(model: Any) -> Any:
    highs = silent_solver()
    for option, value in _OPTIONS.items():
        highs.setOptionValue(option, value)
    highs.passModel(model)
    highs.run()
    return highs


_OPTIONS: dict[str, object] = {
    "threads": 1,
    "random_seed": 0,
    "primal_feasibility_tolerance": _TOLERANCE,
    "dual_feasibility_tolerance": _TOLERANCE,
}


def _model(highspy: Any, whole: Linearised, program: Program, sizes: list[int], scale: int) -> Any:
    model = highspy.HighsLp()
    free = whole.width - whole.answers
    model.num_col_, model.num_row_ = whole.width, len(whole.rows)
    model.sense_ = highspy.ObjSense.kMaximize
    model.col_cost_ = np.array([c / scale for c in whole.objective], dtype=np.float64)
    model.col_lower_ = np.array([*program.lower, *[-np.inf] * free], dtype=np.float64)
    model.col_upper_ = np.array([*program.upper, *[np.inf] * free], dtype=np.float64)
    rows = list(zip(whole.rows, sizes, strict=True))
    low = [-np.inf if row.least is None else row.least / size for row, size in rows]
    high = [np.inf if row.most is None else row.most / size for row, size in rows]
    model.row_lower_ = np.array(low, dtype=np.float64)
    model.row_upper_ = np.array(high, dtype=np.float64)
    matrix = model.a_matrix_
    matrix.format_ = highspy.MatrixFormat.kRowwise
    matrix.start_ = np.cumsum([0, *(len(row.columns) for row, _ in rows)]).astype(np.int32)
    matrix.index_ = np.array([c for row, _ in rows for c in row.columns], dtype=np.int32)
    values = [value / size for row, size in rows for value in row.coefficients]
    matrix.value_ = np.array(values, dtype=np.float64)
    return model
