"""What proposals cost, exactly: in the reporting currency, and under each budget.

A line's cost is the mean of its PERT distribution, (low + 4 likely + high)/6, rounded half to
even to the currency's minor unit. Sums are integers of minor units, so a portfolio that meets a
budget to the cent meets it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import floor

from attrs import Factory, evolve, frozen

from cximpact.exceptions import InputError, Problem
from cximpact.model.case import Case
from cximpact.model.money import Rate, minor_digits
from cximpact.model.portfolio import Budget
from cximpact.model.proposal import CostLine

Line = tuple[int, CostLine]


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
    mean = (Fraction(line.low) + 4 * Fraction(line.likely) + Fraction(line.high)) / 6
    return _to_minor(mean, line.currency)


def _to_minor(amount: Fraction, currency: str) -> int:
    return round(amount * Fraction(10) ** minor_digits(currency))


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
    lines = tuple((position[line.proposal], line) for line in case.costs)
    convert = _Converter(case.rates, case.as_of)
    wanted = _targets(case, lines)
    convert.prepare({(line.currency, target) for _, line, target in wanted})
    total: dict[int, int] = {}
    for place, line in lines:
        amount = convert(mean_cost(line), line.currency, case.currency or line.currency)
        total[place] = total.get(place, 0) + amount
    budgets = tuple(_budget_costs(case, budget, lines, convert) for budget in case.rules.budgets)
    counted = _counted(case, lines, convert)
    return Costs(case.currency or _only_currency(lines), total, budgets, counted)


def _counted(
    case: Case, lines: tuple[Line, ...], convert: _Converter
) -> dict[str, Mapping[int, int]]:
    """Return what counts for each minimum share by its `where`, whoever the proposals are."""
    budgets = {budget.id: budget for budget in case.rules.budgets}
    found: dict[str, Mapping[int, int]] = {}
    for share in case.rules.minimum_shares:
        if share.budget in budgets:  # else told with the other names that nobody has
            budget = budgets[share.budget]
            inside = tuple(pair for pair in lines if _matches(case, budget, *pair))
            within = evolve(budget, where=share.where)
            found[share.id] = _budget_costs(case, within, inside, convert).cost
    return found


def _only_currency(lines: tuple[Line, ...]) -> str:
    return lines[0][1].currency if lines else ""


def _targets(case: Case, lines: tuple[Line, ...]) -> list[tuple[int, CostLine, str]]:
    """Return every conversion needed, as line and target currency."""
    reporting = case.currency or _only_currency(lines)
    needed = [(place, line, reporting) for place, line in lines]
    for budget in case.rules.budgets:
        target = budget.limit.currency
        needed += [(p, line, target) for p, line in lines if _matches(case, budget, p, line)]
    return needed


def _budget_costs(
    case: Case, budget: Budget, lines: tuple[Line, ...], convert: _Converter
) -> BudgetCosts:
    cost: dict[int, int] = {}
    matched: dict[int, set[int]] = {}
    target = budget.limit.currency
    for number, (place, line) in enumerate(lines):
        if _matches(case, budget, place, line):
            amount = convert(mean_cost(line), line.currency, target)
            cost[place] = cost.get(place, 0) + amount
            matched.setdefault(place, set()).add(number)
    limit = floor(Fraction(budget.limit.amount) * Fraction(10) ** minor_digits(target))
    return BudgetCosts(budget, limit, cost, {p: frozenset(m) for p, m in matched.items()})


def _matches(case: Case, budget: Budget, place: int, line: CostLine) -> bool:
    """Whether a budget's `where` takes a line; a line without a unit is its proposal's."""
    found = {
        "fund": line.fund,
        "category": line.category,
        "period": line.period,
        "unit": line.unit or case.proposals.units[place],
    }
    return all(found[field] in values for field, values in budget.where.items())


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
