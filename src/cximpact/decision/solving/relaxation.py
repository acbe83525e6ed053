"""The linear relaxation, kept in the solver from one question to the next.

Only bounds change between nodes and only costs between draws, so that the dual simplex starts
from the last basis. No bound is taken from the solver's word: its duals are put into the
Lagrangian of the exact program (Geoffrion 1974), whose value is an upper bound whatever the
duals are; a float's rounding is all that remains, and is allowed for.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from attrs import frozen

from cximpact.decision.solving.form import Form
from cximpact.exceptions import InternalError
from cximpact.model.arrays import FloatArray, IntArray
from cximpact.scoring.silent_solver import silent_solver

_TOLERANCE = 1e-9
_ROW_BITS = 10
_COST_BITS = 14
_WIDE = 2**20
_EPSILON = 2.0**-50


@frozen(eq=False)
class Bound:
    """What the relaxation says between some bounds.

    Attributes:
        x: Its solution, over the answers.
        gain: Per column, what one more of it is worth beyond what it takes from the rows.
        price: Per row of the program, its dual.
        value: No answer between the bounds is worth more.
        error: How far `value` may be off by rounding.
    """

    x: FloatArray
    gain: FloatArray
    price: FloatArray
    value: float
    error: float

    def whole(self) -> int:
        """Return the bound as a whole number."""
        return int(np.floor(self.value + self.error))


class Relaxation:
    """A linear program that keeps its last basis.

    Terms are variables below their lines; floors are rows.
    """

    def __init__(self, form: Form) -> None:
        """Write the program out for the solver.

        Args:
            form: The program.
        """
        self._form = form
        self._terms = len(form.times)
        self._write()
        self._low = np.concatenate([form.lower.astype(np.float64), self._term_low])
        self._high = np.concatenate([form.upper.astype(np.float64), self._term_high])
        self._load()

    def _write(self) -> None:
        """Lay out rows, lines and floors as one sparse matrix with limits, unscaled."""
        form = self._form
        inside = form.row > 0
        row, column = form.row[inside] - 1, form.column[inside]
        value = form.value[inside].astype(np.float64)
        count = form.sums - 1
        least = np.full(count, -np.inf)
        most = np.full(count, np.inf)
        rows = slice(0, form.rows)
        own = form.constant[1 : form.rows + 1]
        least[rows] = np.where(form.lacks_least, -np.inf, (form.least - own).astype(np.float64))
        most[rows] = np.where(form.lacks_most, np.inf, (form.most - own).astype(np.float64))
        self._reach(row, column, value)
        more_rows, more_columns, more_values = [], [], []
        for number, (first, end) in enumerate(form.lines):
            own = (row >= first - 1) & (row < end - 1)
            value[own] = -value[own]
            most[first - 1 : end - 1] = form.constant[first:end].astype(np.float64)
            more_rows += list(range(first - 1, end - 1))
            more_columns += [form.width + number] * (end - first)
            more_values += [1.0] * (end - first)
        for place, times, low in form.floors:
            least[place - 1] = float(low - form.constant[place])
            for number, often in enumerate(times):
                if often:
                    more_rows.append(place - 1)
                    more_columns.append(form.width + number)
                    more_values.append(float(often))
        row = np.concatenate([row, np.array(more_rows, dtype=np.int64)])
        column = np.concatenate([column, np.array(more_columns, dtype=np.int64)])
        value = np.concatenate([value, np.array(more_values, dtype=np.float64)])
        order = np.lexsort((column, row))
        self._row, self._column, self._value = row[order], column[order], value[order]
        self._least, self._most = least, most
        self._cost = np.zeros(form.width + self._terms)
        own = form.row == 0
        self._cost[form.column[own]] = form.value[own].astype(np.float64)
        self._cost[form.width :] = form.times

    def _reach(self, row: IntArray, column: IntArray, value: FloatArray) -> None:
        """Work out between what limits every term can lie."""
        form = self._form
        low = np.minimum(value * form.lower[column], value * form.upper[column])
        high = np.maximum(value * form.lower[column], value * form.upper[column])
        least = np.bincount(row, low, form.sums - 1) + form.constant[1:].astype(np.float64)
        most = np.bincount(row, high, form.sums - 1) + form.constant[1:].astype(np.float64)
        ends = [(first - 1, end - 1) for first, end in form.lines]
        self._term_low = np.array([least[a:b].min() - 1 for a, b in ends], dtype=np.float64)
        self._term_high = np.array([most[a:b].min() + 1 for a, b in ends], dtype=np.float64)

    def _load(self) -> None:
        """Hand the program to the solver, scaled by powers of two, which loses nothing."""
        import highspy

        count, width = len(self._least), len(self._cost)
        # A term counts in units of its own size, so that its variable stays near 1.
        self._unit = np.ones(width)
        reach = np.maximum(np.abs(self._term_low), np.abs(self._term_high))
        self._unit[self._form.width :] = np.exp2(np.ceil(np.log2(np.maximum(reach, 1))))
        value = self._value * self._unit[self._column]
        largest = np.zeros(count)
        np.maximum.at(largest, self._row, np.abs(value))
        scale = _powers(largest, _ROW_BITS)
        # Half a unit of slack, which no whole answer can use, keeps a full budget reachable.
        slack = np.where(largest > _WIDE, 0.5, 0.0)
        cost = self._cost * self._unit
        self._cost_scale = float(_powers(np.array([np.abs(cost).max(initial=0)]), _COST_BITS)[0])
        self._row_scale = scale
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = width, count
        model.sense_ = highspy.ObjSense.kMaximize
        model.col_cost_ = cost * self._cost_scale
        model.col_lower_ = self._low / self._unit
        model.col_upper_ = self._high / self._unit
        model.row_lower_ = (self._least - slack) * scale
        model.row_upper_ = (self._most + slack) * scale
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = np.searchsorted(self._row, np.arange(count + 1)).astype(np.int32)
        model.a_matrix_.index_ = self._column.astype(np.int32)
        model.a_matrix_.value_ = value * scale[self._row]
        self._highs = _solver()
        self._highs.passModel(model)
        self._statuses = highspy.HighsModelStatus
        self._all = np.arange(width, dtype=np.int32)

    def cost(self, objective: FloatArray) -> None:
        """Put another objective over the answers in place; terms stay as they are."""
        width = self._form.width
        self._cost[:width] = objective
        scaled = self._cost * self._unit * self._cost_scale
        self._highs.changeColsCost(width, self._all[:width], scaled[:width])

    def between(self, lower: IntArray, upper: IntArray) -> Bound | None:
        """Return what the relaxation says between bounds of the answers, None if nothing fits.

        Raises:
            InternalError: The solver gave up.
        """
        width = self._form.width
        low, high = lower.astype(np.float64), upper.astype(np.float64)
        changed = np.flatnonzero((low != self._low[:width]) | (high != self._high[:width]))
        if len(changed):
            self._low[:width], self._high[:width] = low, high
            self._highs.changeColsBounds(
                len(changed), changed.astype(np.int32), low[changed], high[changed]
            )
        self._highs.run()
        status = self._highs.getModelStatus()
        if status in (self._statuses.kInfeasible, self._statuses.kUnboundedOrInfeasible):
            return None
        if status != self._statuses.kOptimal:
            raise InternalError(
                f"the relaxation ended as {self._highs.modelStatusToString(status)}"
            )
        found = self._highs.getSolution()
        x = np.array(found.col_value[:width])
        return self._bound(x, np.array(found.row_dual))

    def _bound(self, x: FloatArray, dual: FloatArray) -> Bound:
        price = dual * self._row_scale / self._cost_scale
        price[(price > 0) & np.isinf(self._most)] = 0.0
        price[(price < 0) & np.isinf(self._least)] = 0.0
        limit = np.where(price > 0, self._most, np.where(price < 0, self._least, 0.0))
        parts = price[self._row] * self._value
        gain = self._cost - np.bincount(self._column, parts, len(self._cost))
        taken = price * limit
        best = np.maximum(gain * self._low, gain * self._high)
        value = float(taken.sum() + best.sum()) + float(self._form.constant[0])
        size = abs(float(self._form.constant[0])) + float(
            np.abs(taken).sum() + np.abs(best).sum() + np.abs(self._cost).max(initial=0)
        )
        width = self._form.width
        return Bound(x, gain[:width], price[: self._form.rows], value, size * _EPSILON * 8)


def _solver() -> Any:
    highs = silent_solver()
    for option, value in (
        ("threads", 1),
        ("random_seed", 0),
        ("presolve", "off"),
        ("solver", "simplex"),
        ("primal_feasibility_tolerance", _TOLERANCE),
        ("dual_feasibility_tolerance", _TOLERANCE),
    ):
        highs.setOptionValue(option, value)
    return highs


def _powers(largest: FloatArray, bits: int) -> FloatArray:
    """Return the powers of two that bring numbers below 2^bits; 1 where they are."""
    exponent = np.frexp(largest)[1]
    return np.asarray(np.exp2(np.minimum(0, bits - exponent).astype(np.float64)))
