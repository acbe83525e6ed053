"""What proposals might also cost under each budget, draw by draw, to the minor unit.

Each uncertain cost line is drawn once, as a PERT guess, rounded half to even to its currency's
minor unit and then converted as the central cost is; so two budgets that take the same line see
the same overrun. A line whose likely amount is higher is no cheaper in any draw.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

import numpy as np

from cximpact.decision.costs import BudgetCosts, Costs, find_rate, mean_cost
from cximpact.exceptions import InternalError
from cximpact.model.arrays import IntArray
from cximpact.model.case import Case
from cximpact.model.money import minor_digits
from cximpact.model.proposal import CostLine
from cximpact.scoring.drawing.quantiles import pert_quantiles
from cximpact.scoring.streams import stream

# Twice a product must stay below it, so that rounding is exact in 64 bits.
_ROOM = 2**62

# What is dearer counts as this many minor units: beyond any money, and sums of it still fit.
_MOST = 2**58


def drawn_costs(case: Case, costs: Costs, count: int) -> tuple[Mapping[int, IntArray], ...]:
    """Return drawn costs per budget, for the proposals with an uncertain line in it.

    A line's stream is named by its proposal and by what the line says apart from its amounts
    (fund, category, period, unit, currency; lines that say the same are told apart by size), so
    that a changed estimate moves the costs and not the luck.

    Args:
        case: Cost lines, rates and the seed.
        costs: What proposals cost, and which lines each budget takes.
        count: How many draws; eight bytes per draw, proposal and budget.

    Returns:
        In the order of `case.rules.budgets`: position of the proposal to its cost in each draw,
        in minor units of the budget's currency.
    """
    drawn = _DrawnLines(case, count)
    return tuple(_under(case, each, drawn) for each in costs.budgets)


def _under(case: Case, each: BudgetCosts, drawn: _DrawnLines) -> Mapping[int, IntArray]:
    return {
        position: _total(case, sorted(lines), each.budget.limit.currency, drawn)
        for position, lines in sorted(each.lines.items())
        if any(_is_uncertain(case.costs[line]) for line in lines)
    }


def _total(case: Case, lines: Iterable[int], currency: str, drawn: _DrawnLines) -> IntArray:
    total = np.zeros(drawn.count, dtype=np.int64)
    for line in lines:
        rate = _minor_rate(case, case.costs[line].currency, currency)
        total += _converted(drawn.of(line), rate)
    return total


class _DrawnLines:
    """Cost lines drawn in minor units of their own currency, each once."""

    def __init__(self, case: Case, count: int) -> None:
        self.count = count
        self._case = case
        self._rank = _ranks(case.costs)
        self._found: dict[int, IntArray] = {}

    def of(self, line: int) -> IntArray:
        """Return a line's draws; a certain line's one amount."""
        if not _is_uncertain(self._case.costs[line]):
            return _fitted([mean_cost(self._case.costs[line])])
        if line not in self._found:
            self._found[line] = self._drawn(line)
        return self._found[line]

    def _drawn(self, line: int) -> IntArray:
        each = self._case.costs[line]
        key = (*_sayings(each), str(self._rank[line]))
        uniform = stream(self._case.drawing.seed, "cost", *key).random(self.count)
        scale = Fraction(10) ** minor_digits(each.currency)
        low, likely, high = (
            float(Fraction(amount) * scale) for amount in (each.low, each.likely, each.high)
        )
        amounts = np.rint(pert_quantiles(low, likely, high, uniform))
        return np.clip(amounts, -float(_MOST), float(_MOST)).astype(np.int64)


def _is_uncertain(line: CostLine) -> bool:
    return line.low < line.high


def _sayings(line: CostLine) -> tuple[str, ...]:
    return (line.proposal, line.fund, line.category, line.period, line.unit, line.currency)


def _ranks(lines: Iterable[CostLine]) -> dict[int, int]:
    """Return each line's place among those that say the same, by their amounts."""
    groups: dict[tuple[str, ...], list[tuple[int, CostLine]]] = {}
    for number, line in enumerate(lines):
        groups.setdefault(_sayings(line), []).append((number, line))
    return {
        number: rank
        for group in groups.values()
        for rank, (number, _) in enumerate(
            sorted(group, key=lambda one: (one[1].low, one[1].likely, one[1].high))
        )
    }


def _minor_rate(case: Case, base: str, quote: str) -> Fraction:
    """Return how many minor units of `quote` one of `base` is."""
    if base == quote:
        return Fraction(1)
    rate = find_rate(case.rates, base, quote, case.as_of)
    if rate is None:
        raise InternalError(f"costs in {base} were converted to {quote} without a rate")
    return rate * Fraction(10) ** (minor_digits(quote) - minor_digits(base))


def _converted(minor: IntArray, rate: Fraction) -> IntArray:
    """Return amounts times a rate, rounded half to even; exact."""
    if rate == 1:
        return minor
    over, under = rate.numerator, rate.denominator
    most = max(abs(int(minor.min())), abs(int(minor.max())), 1)
    if 2 * most * over >= _ROOM or 2 * under >= _ROOM:
        return _fitted([round(amount * rate) for amount in minor.tolist()])
    whole, rest = np.divmod(minor * over, under)
    up = (2 * rest > under) | ((2 * rest == under) & (whole % 2 == 1))
    return np.asarray(np.clip(whole + up, -_MOST, _MOST), dtype=np.int64)


def _fitted(amounts: Iterable[int]) -> IntArray:
    return np.array([min(max(amount, -_MOST), _MOST) for amount in amounts], dtype=np.int64)
