"""HiGHS as it comes, for counts and for what resists: its answer checked in exact integers.

HiGHS (Huangfu and Hall 2018) computes in floating point with tolerances. Rows are scaled by
powers of two, which loses nothing; wide rows get half a unit of slack, which no integer solution
can use; what comes back is verified without rounding, and a solution that slipped through a
tolerance is cut off and the program solved again.
"""

from __future__ import annotations

from math import floor, frexp, gcd
from typing import Any

import numpy as np

from cximpact.decision.linearised import linearised
from cximpact.decision.program import Floor, Program, Row, Solution, anything_but
from cximpact.exceptions import InternalError
from cximpact.scoring.silent_solver import silent_solver

_TOLERANCE = 1e-9
_ROW_BITS = 10
_OBJECTIVE_BITS = 14
_WIDE = 2**20
_MOST_CUTS = 200
_SPARED = (
    "mip_heuristic_run_feasibility_jump",
    "mip_allow_restart",
    "mip_detect_symmetry",
    "mip_allow_cut_separation_at_nodes",
)
_MOST_TUNED = 500
"""Up to so many columns HiGHS is faster without some of its own heuristics; measured."""


def solve_with_highs(program: Program, most_nodes: int) -> Solution | None:
    """Return a best solution, or None where the rows contradict each other.

    Args:
        program: What to maximise over which integers.
        most_nodes: How many nodes of the search tree are visited at most; beyond, the best
            solution found is returned with the bound that is proven.

    Raises:
        InternalError: The solver failed.
    """
    cuts: list[Row] = []
    for _ in range(_MOST_CUTS):
        found = _solve_once(program.but(*cuts), most_nodes)
        if found is None:
            return None
        missed = [each for each in program.demands if not each.holds(found.x)]
        if not missed:
            return found
        cuts += [_cut(each, found.x, program) for each in missed]
    raise InternalError("the solver keeps returning selections that break a rule")


def _cut(row: Row | Floor, x: tuple[int, ...], program: Program) -> Row:
    """Return a row that cuts off `x` and only what breaks `row` at least as much.

    For yes-or-no answers: whatever keeps all that pushes the sum beyond its limit, and adds
    nothing that pulls it back, breaks the row too; so one of them has to give.
    """
    columns = range(len(x)) if isinstance(row, Floor) else row.columns
    if any(program.upper[c] - program.lower[c] > 1 for c in columns):
        raise InternalError("a row over counts was broken beyond its tolerance")
    if isinstance(row, Floor):
        return anything_but(x)
    over = row.most is not None and row.activity(x) > row.most
    pushing = {c: (k > 0) == over for c, k in zip(row.columns, row.coefficients, strict=True)}
    held = [c for c, pushes in pushing.items() if pushes == bool(x[c])]
    signs = tuple(-1 if x[c] else 1 for c in held)
    return Row(tuple(held), signs, least=1 - sum(x[c] for c in held))


def _solve_once(program: Program, most_nodes: int) -> Solution | None:
    import highspy

    highs = _run(highspy, program, most_nodes)
    status = highs.getModelStatus()
    statuses = highspy.HighsModelStatus
    # All columns are bounded, so "unbounded or infeasible" can only be the latter.
    if status in (statuses.kInfeasible, statuses.kUnboundedOrInfeasible):
        return None
    info = highs.getInfo()
    if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        raise InternalError(f"the solver gave no selection: {highs.modelStatusToString(status)}")
    answers = highs.getSolution().col_value[: len(program.objective)]
    x = tuple(round(value) for value in answers)
    proven = status == statuses.kOptimal
    value = program.value(x)
    scale = _scale(linearised(program).objective, _OBJECTIVE_BITS)
    bound = value if proven else max(value, floor(info.mip_dual_bound / scale) + 1)
    return Solution(x, value, bound, proven)


def _run(highspy: Any, program: Program, most_nodes: int) -> Any:
    """Return the solver after its run; again with a fresh scheduler if another user holds it."""
    for attempt in (1, 2):
        highs = silent_solver()
        for option, value in _options(program, most_nodes).items():
            highs.setOptionValue(option, value)
        highs.passModel(_model(highspy, program))
        if highs.run() != highspy.HighsStatus.kError:
            return highs
        if attempt == 1:
            highspy.Highs.resetGlobalScheduler(True)
    raise InternalError("the solver failed")


def _options(program: Program, most_nodes: int) -> dict[str, object]:
    tuned = len(program.objective) <= _MOST_TUNED
    return {
        "threads": 1,
        "random_seed": 0,
        "mip_rel_gap": 0.0,
        "mip_abs_gap": 0.0,
        "mip_feasibility_tolerance": _TOLERANCE,
        "primal_feasibility_tolerance": _TOLERANCE,
        "dual_feasibility_tolerance": _TOLERANCE,
        "mip_max_nodes": most_nodes,
        **(dict.fromkeys(_SPARED, False) if tuned else {}),
    }


def _model(highspy: Any, program: Program) -> Any:
    model = highspy.HighsLp()
    whole = linearised(program)
    free = whole.width - whole.answers
    model.num_col_ = whole.width
    model.num_row_ = len(whole.rows)
    model.sense_ = highspy.ObjSense.kMaximize
    scale = _scale(whole.objective, _OBJECTIVE_BITS)
    model.col_cost_ = np.array([c * scale for c in whole.objective], dtype=np.float64)
    model.col_lower_ = np.array([*program.lower, *[-np.inf] * free], dtype=np.float64)
    model.col_upper_ = np.array([*program.upper, *[np.inf] * free], dtype=np.float64)
    kinds = highspy.HighsVarType
    model.integrality_ = [*[kinds.kInteger] * whole.answers, *[kinds.kContinuous] * free]
    rows = [_scaled(row, whole.answers) for row in whole.rows]
    model.row_lower_ = np.array([low for _, low, _ in rows], dtype=np.float64)
    model.row_upper_ = np.array([high for _, _, high in rows], dtype=np.float64)
    _fill(highspy, model.a_matrix_, whole.rows, [values for values, _, _ in rows])
    return model


def _fill(highspy: Any, matrix: Any, rows: tuple[Row, ...], values: list[list[float]]) -> None:
    matrix.format_ = highspy.MatrixFormat.kRowwise
    lengths = [len(row.columns) for row in rows]
    matrix.start_ = np.cumsum([0, *lengths]).astype(np.int32)
    columns = [column for row in rows for column in row.columns]
    matrix.index_ = np.array(columns, dtype=np.int32)
    matrix.value_ = np.array([v for found in values for v in found], dtype=np.float64)


def _scaled(row: Row, answers: int) -> tuple[list[float], float, float]:
    """Return coefficients and limits for the solver, of a size its tolerances are made for."""
    whole = max(row.columns, default=0) < answers
    # Only where everything is whole may the limit be rounded to what the sum can come to.
    divisor = (gcd(*row.coefficients) or 1) if whole else 1
    coefficients = [value // divisor for value in row.coefficients]
    slack = 0.5 if max(map(abs, coefficients), default=0) > _WIDE else 0.0
    scale = _scale(coefficients, _ROW_BITS)
    low = -np.inf if row.least is None else (-(-row.least // divisor) - slack) * scale
    high = np.inf if row.most is None else (row.most // divisor + slack) * scale
    return [value * scale for value in coefficients], float(low), float(high)


def _scale(values: list[int] | tuple[int, ...], bits: int) -> float:
    """Return the power of two that brings the largest value below 2^bits; 1 if it is there."""
    largest = max(map(abs, values), default=0)
    exponent = frexp(float(largest))[1]
    return float(2.0 ** (bits - exponent)) if exponent > bits else 1.0
