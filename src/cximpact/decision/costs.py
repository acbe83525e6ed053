"""What proposals cost, exactly: in the reporting currency, and under each budget.

A line's cost is the mean of its PERT distribution, (low + 4 likely + high)/6, rounded half to
even to the currency's minor unit. Sums are integers of minor units, so a portfolio that meets a
budget to the cent meets it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import floor
from operator import attrgetter

from attrs import Factory, evolve, frozen

from cximpact.exceptions import InputError, Problem
from cximpact.model.case import Case
from cximpact.model.money import Rate, minor_digits
from cximpact.model.portfolio import Budget
from cximpact.model.proposal import CostLine


@frozen(eq=False)
class _Line:
    """One line of cost: its place in the case, its proposal's position, its mean in minor units."""

    place: int
    position: int
    mean: int
    line: CostLine


_Under = tuple[Budget, Sequence[_Line]]


@frozen(eq=False)
class BudgetCosts:
    """One budget and what every proposal would draw from it.

    Attributes:
        budget: The budget.
        limit: Its limit in minor units of its currency.
        cost: Minor units by position of the proposal; proposals with no matching line left out.
        lines: By position, which of the proposal's lines it matches (their places in the case).
    """

    budget: Budget
    limit: int
    cost: Mapping[int, int]
    lines: Mapping[int, frozenset[int]]


@frozen(eq=False)
class Costs:
    """What proposals cost.

    Attributes:
        currency: The reporting currency.
        total: Minor units of the reporting currency by position; a proposal without lines has
            no entry.
        budgets: Sorted as in the rules.
        counted: For each minimum share, what the lines of its budget that match its `where` cost,
            in minor units of the budget by position.
    """

    currency: str
    total: Mapping[int, int]
    budgets: tuple[BudgetCosts, ...]
    counted: Mapping[str, Mapping[int, int]] = Factory(dict)

    def amount(self, position: int) -> Decimal | None:
        """Return a proposal's total cost in the reporting currency, None where it is missing."""
        minor = self.total.get(position)
        return None if minor is None else to_decimal(minor, self.currency)


def to_decimal(minor: int, currency: str) -> Decimal:
    """Return an amount in main units from one in minor units.

    Example:
        >>> to_decimal(1250, "EUR")
        Decimal('12.50')
    """
    return Decimal(minor).scaleb(-minor_digits(currency))


def mean_cost(line: CostLine) -> int:
    """Return the PERT mean of a cost line in minor units of its currency, half to even.

    Example:
        >>> mean_cost(CostLine("P1", Decimal(10), Decimal(20), Decimal(45), "EUR"))
        2250
    """
    over, under = line.likely.as_integer_ratio()
    # Most lines are one amount, which is its own mean: no sum of fractions for them.
    if not line.low == line.likely == line.high:
        mean = (Fraction(line.low) + 4 * Fraction(line.likely) + Fraction(line.high)) / 6
        over, under = mean.as_integer_ratio()
    return _half_even(over * 10 ** minor_digits(line.currency), under)


def _half_even(over: int, under: int) -> int:
    """Return the quotient rounded half to even; the denominator is positive."""
    whole, rest = divmod(over, under)
    twice = 2 * rest
    return whole + (twice > under or (twice == under and whole % 2 == 1))


def find_rate(rates: tuple[Rate, ...], base: str, quote: str, as_of: date) -> Fraction | None:
    """Return the latest rate dated up to `as_of`: a direct one, else the inverse; else None."""
    for one, other in ((base, quote), (quote, base)):
        fitting = [r for r in rates if (r.base, r.quote) == (one, other) and r.on <= as_of]
        if fitting:
            rate = Fraction(max(fitting, key=lambda r: (r.on, r.rate)).rate)
            return rate if one == base else 1 / rate
    return None


def costs(case: Case) -> Costs:
    """Return what every proposal costs in total and under each budget.

    Args:
        case: Cost lines, budgets, rates and the reporting currency.

    Raises:
        InputError: Two currencies meet without a rate dated up to `as_of`; all are named.
    """
    position = {key: place for place, key in enumerate(case.proposals.ids)}
    lines = tuple(
        _Line(place, position[line.proposal], mean_cost(line), line)
        for place, line in enumerate(case.costs)
    )
    under = [(budget, _matching(case, budget, lines)) for budget in case.rules.budgets]
    convert = _Converter(case.rates, case.as_of)
    convert.prepare(_pairs(case, lines, under))
    total: dict[int, int] = {}
    for each in lines:
        currency = each.line.currency
        amount = convert(each.mean, currency, case.currency or currency)
        total[each.position] = total.get(each.position, 0) + amount
    budgets = tuple(_budget_costs(budget, matched, convert) for budget, matched in under)
    counted = _counted(case, under, convert)
    return Costs(case.currency or _only_currency(lines), total, budgets, counted)


def _counted(case: Case, under: Sequence[_Under], convert: _Converter) -> dict[str, dict[int, int]]:
    """Return what counts for each minimum share by its `where`, whoever the proposals are."""
    budgets = {budget.id: (budget, matched) for budget, matched in under}
    found: dict[str, dict[int, int]] = {}
    for share in case.rules.minimum_shares:
        if share.budget in budgets:  # else told with the other names that nobody has
            budget, matched = budgets[share.budget]
            inside = _matching(case, evolve(budget, where=share.where), matched)
            found[share.id] = _sums(inside, budget.limit.currency, convert)
    return found


def _only_currency(lines: Sequence[_Line]) -> str:
    return lines[0].line.currency if lines else ""


def _pairs(case: Case, lines: Sequence[_Line], under: Sequence[_Under]) -> set[tuple[str, str]]:
    """Return every conversion needed, as the currency of a line and the one that is wanted."""
    reporting = case.currency or _only_currency(lines)
    needed = {(each.line.currency, reporting) for each in lines}
    for budget, matched in under:
        needed |= {(each.line.currency, budget.limit.currency) for each in matched}
    return needed


def _sums(lines: Iterable[_Line], target: str, convert: _Converter) -> dict[int, int]:
    """Return what lines cost by the position of their proposal."""
    cost: dict[int, int] = {}
    for each in lines:
        amount = convert(each.mean, each.line.currency, target)
        cost[each.position] = cost.get(each.position, 0) + amount
    return cost


def _budget_costs(budget: Budget, matched: Sequence[_Line], convert: _Converter) -> BudgetCosts:
    target = budget.limit.currency
    cost = _sums(matched, target, convert)
    places: dict[int, list[int]] = {}
    for each in matched:
        places.setdefault(each.position, []).append(each.place)
    limit = floor(Fraction(budget.limit.amount) * Fraction(10) ** minor_digits(target))
    return BudgetCosts(budget, limit, cost, {at: frozenset(each) for at, each in places.items()})


def _matching(case: Case, budget: Budget, lines: Sequence[_Line]) -> Sequence[_Line]:
    """Return the lines that a budget's `where` takes; one without a unit is its proposal's."""
    units = case.proposals.units
    for field, values in budget.where.items():
        if field == "unit":
            lines = [each for each in lines if (each.line.unit or units[each.position]) in values]
        else:
            said = attrgetter(field)
            lines = [each for each in lines if said(each.line) in values]
    return lines


class _Converter:
    """Converts minor units between currencies; knows every rate it will be asked for."""

    def __init__(self, rates: tuple[Rate, ...], as_of: date) -> None:
        self._rates = rates
        self._as_of = as_of
        self._known: dict[tuple[str, str], Fraction] = {}

    def prepare(self, pairs: set[tuple[str, str]]) -> None:
        """Look up all rates at once, so that all missing ones are reported at once."""
        problems = []
        for base, quote in sorted(pair for pair in pairs if pair[0] != pair[1]):
            rate = find_rate(self._rates, base, quote, self._as_of)
            if rate is None:
                problems.append(_no_rate(base, quote, self._as_of))
            else:
                self._known[base, quote] = rate
        if problems:
            raise InputError(problems)

    def __call__(self, minor: int, base: str, quote: str) -> int:
        """Return the amount in minor units of `quote`, rounded half to even."""
        if base == quote:
            return minor
        shift = Fraction(10) ** (minor_digits(quote) - minor_digits(base))
        return round(minor * self._known[base, quote] * shift)


def _no_rate(base: str, quote: str, as_of: date) -> Problem:
    return Problem(
        f"costs in {base} meet {quote}, and no exchange rate between them is dated "
        f"up to {as_of.isoformat()}",
        field="rates",
        expected=f"a rate {base} to {quote} with the day it is for",
        hint="add the rate, or state all costs and budgets in one currency",
    )
