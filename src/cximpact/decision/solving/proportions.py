"""Long rows that most columns use in proportion, as a budget and a minimum share of it.

Whoever does not serve the share uses its row and the budget's in one proportion: whatever is
chosen among these, what the rows leave unused moves along one line. So by how much two such rows
fall short of both being full is up to the few other columns alone, and what is lost by it can be
told before the many are chosen.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np
from attrs import evolve, frozen

from cximpact.decision.solving.form import Exact, Form
from cximpact.decision.solving.longrows import long_rows
from cximpact.decision.solving.relaxation import Bound
from cximpact.model.arrays import BoolArray, FloatArray, IntArray

_MOST_TIMES = 10_000
"""Proportions of larger numbers than this are nobody's share."""
_MOST = 2**60
_MANY = 0.5


@frozen(eq=False)
class Proportions:
    """Priced rows that most columns use in proportion, all as sums that must not go beyond a limit.

    Attributes:
        rows: Coefficients, rows x columns of the program.
        limit: Per row.
        price: Per row.
        times: Per row, how much of it is used where the unit of its group is used once.
        groups: Places of rows that belong together.
        alike: Per column, whether it uses every group in proportion.
    """

    rows: IntArray
    limit: IntArray
    price: FloatArray
    times: IntArray
    groups: tuple[tuple[int, ...], ...]
    alike: BoolArray

    def pairs(self) -> list[tuple[int, int]]:
        """Return the first row of each group with each other one."""
        return [(group[0], other) for group in self.groups for other in group[1:]]

    def apart(self, amounts: Exact) -> IntArray:
        """Return, per pair, by how much amounts (rows x any) are out of proportion."""
        lines = [
            self.times[other] * amounts[one] - self.times[one] * amounts[other]
            for one, other in self.pairs()
        ]
        return np.array(lines, dtype=np.int64)

    def lost(self, spare: IntArray) -> FloatArray:
        """Return what is lost at least, given what the few leave of the rows (rows x answers).

        Infinite where the many cannot make it good.
        """
        lost = np.zeros(spare.shape[1])
        for group in self.groups:
            lost += self._lost(np.array(group), spare)
        return lost

    def _lost(self, group: IntArray, spare: IntArray) -> FloatArray:
        """Return it for one group: the many use as much as pays, as far as its rows allow."""
        times, price = self.times[group], self.price[group]
        ends = spare[group] / times[:, None]
        rising = times > 0
        high = ends[rising].min(axis=0, initial=np.inf)
        low = ends[~rising].max(axis=0, initial=-np.inf)
        pays = float((price * times).sum())
        end = high if pays >= 0 else low
        left = spare[group] - times[:, None] * np.where(np.isfinite(end), end, 0.0)
        lost = (price[:, None] * np.maximum(left, 0.0)).sum(axis=0)
        return np.asarray(np.where(low > high + 1, np.inf, lost))


def proportions_of(form: Form, bound: Bound) -> Proportions | None:
    """Return in what proportions most columns use priced rows; None where in none.

    Args:
        form: The program; rows of few columns are left out of account.
        bound: The relaxation, whose prices are used.
    """
    long = long_rows(form, bound)
    priced = np.flatnonzero(long.price > 0)
    if len(priced) < 2:
        return None
    rows, limit, price = long.rows[priced], long.limit[priced], long.price[priced]
    is_open = form.lower < form.upper
    times, groups = _grouped(rows[:, is_open])
    if not groups:
        return None
    if int(np.abs(times).max()) * int(np.abs(rows).sum(axis=1).max()) > _MOST:
        return None
    made = Proportions(rows, limit, price, times, groups, is_open)
    alike = (made.apart(rows) == 0).all(axis=0)
    return evolve(made, alike=alike) if (~alike & is_open).any() else None


def _grouped(rows: IntArray) -> tuple[IntArray, tuple[tuple[int, ...], ...]]:
    """Return the groups of rows that most columns use in proportion, and per row how often."""
    times = np.ones(len(rows), dtype=np.int64)
    groups: dict[int, list[tuple[int, int, int]]] = {}
    taken: set[int] = set()
    for one, other in combinations(range(len(rows)), 2):
        usual = None if taken & {one, other} - set(groups) else _usual(rows[one], rows[other])
        if usual is not None and other not in groups:
            groups.setdefault(one, []).append((other, *usual))
            taken |= {one, other}
    for one, others in groups.items():
        times[one] = np.lcm.reduce([unit for _, unit, _ in others])
        for other, unit, often in others:
            times[other] = times[one] // unit * often
    return times, tuple((one, *(each[0] for each in others)) for one, others in groups.items())


def _usual(one: IntArray, other: IntArray) -> tuple[int, int] | None:
    """Return the proportion in which most columns use two rows, in lowest terms."""
    used = np.flatnonzero((one != 0) | (other != 0))
    if not len(used):
        return None
    first, second = one[used], other[used]
    shared = np.gcd(first, second) * np.where(first < 0, -1, 1)
    kinds, counts = np.unique(
        np.stack([first // shared, second // shared]), axis=1, return_counts=True
    )
    usual = int(counts.argmax())
    a, b = kinds[:, usual].tolist()
    if counts[usual] <= _MANY * len(used) or not 0 < a <= _MOST_TIMES:
        return None
    return (int(a), int(b)) if 0 < abs(b) <= _MOST_TIMES else None
