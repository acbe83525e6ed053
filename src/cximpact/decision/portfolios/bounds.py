"""How much a portfolio that is decided in part can still gain: never too little.

Two bounds, the lower counts. Rows at a price (Lagrange): what rows have left is paid for at the
prices of the linear relaxation, and every open column that is worth more than it uses at these
prices is taken. One row alone (Dantzig 1957): open columns are taken in the order of gain per use
until what the row has left is used up, the last one in part.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from attrs import frozen

from cximpact.decision.portfolios.products import product
from cximpact.decision.portfolios.space import Space
from cximpact.decision.reduced import PICO
from cximpact.model.arrays import FloatArray, IntArray
from cximpact.scoring.silent_solver import silent_solver

_SLACK = 64.0
"""Added to bounds, in units of 1e-12: far above what floats lose, far below what counts."""
_MOST_CURVES = 12
"""Extreme weights up to which rows are also looked at alone."""
_MOST_PRICES = 32
"""Linear relaxations that are solved for prices."""


@frozen(eq=False)
class Curve:
    """The most that open columns gain by what one row has left."""

    row: int
    left: FloatArray
    gain: FloatArray


@frozen(eq=False)
class Bounds:
    """Bounds on what columns gain, at every extreme weight.

    Attributes:
        limits: Per row.
        prices: Extreme weights x rows.
        tails: Extreme weights x decided columns: what the open ones gain at these prices.
        curves: Per number of decided columns and extreme weight; none where these are many.
    """

    limits: IntArray
    prices: FloatArray
    tails: FloatArray
    curves: tuple[tuple[tuple[Curve, ...], ...], ...]

    def rest(self, use: IntArray, decided: int) -> FloatArray:
        """Return portfolios x extreme weights: the most that can still be gained.

        Args:
            use: Portfolios x rows: what is used.
            decided: How many columns are decided.
        """
        left = (self.limits - use).astype(np.float64)
        found = product(left, self.prices.T) + self.tails[:, decided]
        for extreme, curves in enumerate(self.curves[decided] if self.curves else ()):
            for curve in curves:
                alone = np.interp(left[:, curve.row], curve.left, curve.gain)
                np.minimum(found[:, extreme], alone, out=found[:, extreme])
        return np.asarray(found + _SLACK, dtype=np.float64)


def bounds_of(space: Space, gain: FloatArray, pool: FloatArray) -> Bounds:
    """Return bounds on what columns can gain.

    Args:
        space: Columns and rows.
        gain: Extreme weights x columns.
        pool: Prices to choose from, for each extreme weight those with the lowest bound.
    """
    prices = pool[_cheapest(space, gain, pool)]
    net = np.maximum(gain - prices @ space.rows, 0.0)
    tails = np.zeros((len(gain), space.width + 1))
    tails[:, :-1] = np.cumsum(net[:, ::-1], axis=1)[:, ::-1]
    narrow = [r for r, row in enumerate(space.rows) if (row >= 0).all() and row.max() > 1]
    if len(gain) > _MOST_CURVES:
        return Bounds(space.limits, prices, tails, ())
    curves = tuple(
        tuple(tuple(_curve(space, each, r, decided) for r in narrow) for each in gain)
        for decided in range(space.width + 1)
    )
    return Bounds(space.limits, prices, tails, curves)


def _cheapest(space: Space, gain: FloatArray, pool: FloatArray) -> IntArray:
    """Return for each extreme weight which prices bound the whole most tightly."""
    used, limits = pool @ space.rows, pool @ space.limits
    whole = [
        price + np.maximum(gain - use, 0.0).sum(axis=1)
        for use, price in zip(used, limits, strict=True)
    ]
    return np.asarray(np.argmin(np.array(whole), axis=0), dtype=np.int64)


def price_pool(space: Space) -> FloatArray:
    """Return prices x rows: what a unit of each row is worth, under various extreme weights."""
    middle = (space.worth.low + space.worth.high) / 2
    extremes = np.unique(np.linspace(0, len(middle) - 1, _MOST_PRICES).round().astype(np.int64))
    found = [_prices(space, middle[extreme]) for extreme in extremes]
    return np.unique(np.array(found).reshape(len(found), len(space.limits)), axis=0)


def _curve(space: Space, gain: FloatArray, row: int, decided: int) -> Curve:
    use, worth = space.rows[row, decided:].astype(np.float64), gain[decided:]
    free = float(worth[(use == 0) & (worth > 0)].sum())
    places = np.flatnonzero((use > 0) & (worth > 0))
    order = places[np.argsort(-worth[places] / use[places], kind="stable")]
    left = np.concatenate([[0.0], np.cumsum(use[order])])
    return Curve(row, left, np.concatenate([[0.0], np.cumsum(worth[order])]) + free)


def _prices(space: Space, gain: FloatArray) -> FloatArray:
    """Return what a unit of each row is worth in the linear relaxation.

    Any prices that are not negative give a valid bound; these give a tight one.
    """
    if not len(space.limits) or not space.width:
        return np.zeros(len(space.limits))
    size = np.abs(space.rows).max(axis=1).astype(np.float64)
    found = _duals(space.rows / size[:, None], space.limits / size, gain / PICO)
    return np.asarray(np.maximum(found, 0.0) * PICO / size, dtype=np.float64)


def _duals(rows: FloatArray, limits: FloatArray, gain: FloatArray) -> FloatArray:
    import highspy

    count, width = rows.shape
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = width, count
    model.sense_ = highspy.ObjSense.kMaximize
    model.col_cost_ = gain
    model.col_lower_, model.col_upper_ = np.zeros(width), np.ones(width)
    model.row_lower_, model.row_upper_ = np.full(count, -np.inf), limits
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.arange(0, count * width + 1, width, dtype=np.int32)
    model.a_matrix_.index_ = np.tile(np.arange(width, dtype=np.int32), count)
    model.a_matrix_.value_ = rows.ravel()
    return _solved(silent_solver(), model, count)


def _solved(highs: Any, model: Any, count: int) -> FloatArray:
    highs.setOptionValue("threads", 1)
    highs.passModel(model)
    highs.run()
    duals = np.array(highs.getSolution().row_dual, dtype=np.float64)
    usable = len(duals) == count and bool(np.isfinite(duals).all())
    return duals if usable else np.zeros(count)
