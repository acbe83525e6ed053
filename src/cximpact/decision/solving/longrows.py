"""The rows of a program that reach over many columns: budgets, shares, counts."""

from __future__ import annotations

import numpy as np
from attrs import frozen

from cximpact.decision.solving.form import Form
from cximpact.decision.solving.relaxation import Bound
from cximpact.model.arrays import FloatArray, IntArray

SHORT = 8


@frozen(eq=False)
class LongRows:
    """Long rows as sums that must not go beyond a limit.

    Attributes:
        rows: Coefficients, rows x columns of the program.
        limit: Per row.
        price: Per row; none is below 0.
    """

    rows: IntArray
    limit: IntArray
    price: FloatArray


def long_rows(form: Form, bound: Bound) -> LongRows:
    """Return the rows over more than eight columns, with their prices in the relaxation.

    A row with a lower and an upper limit is two of them.
    """
    long = np.bincount(form.row, minlength=form.sums)[1 : form.rows + 1] > SHORT
    high, low = np.flatnonzero(long & ~form.lacks_most), np.flatnonzero(long & ~form.lacks_least)
    rows = np.concatenate([_dense(form, high), -_dense(form, low)])
    own = form.constant[1 : form.rows + 1]
    limit = np.concatenate([form.most[high] - own[high], own[low] - form.least[low]])
    price = np.concatenate([np.maximum(bound.price[high], 0), np.maximum(-bound.price[low], 0)])
    return LongRows(rows, limit, price)


def in_short_rows(form: Form) -> IntArray:
    """Return the columns that stand in some row over few columns."""
    count = np.bincount(form.row, minlength=form.sums)
    short = (form.row > 0) & (form.row <= form.rows) & (count[form.row] <= SHORT)
    return np.unique(form.column[short])


def _dense(form: Form, numbers: IntArray) -> IntArray:
    """Return some rows' coefficients, rows x columns."""
    place = np.full(form.sums, -1)
    place[numbers + 1] = np.arange(len(numbers))
    inside = place[form.row] >= 0
    rows = np.zeros((len(numbers), form.width), dtype=np.int64)
    rows[place[form.row[inside]], form.column[inside]] = form.value[inside]
    return rows
