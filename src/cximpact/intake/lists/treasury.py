"""Money: cost lines, budgets, and the one currency in which all of it can be held together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from attrs import evolve

from cximpact.decision.costs import find_rate
from cximpact.intake.lists.budget_rows import together
from cximpact.intake.lists.costs import (
    cost_columns,
    costs_of_list,
    costs_of_table,
    line_order,
    settle,
)
from cximpact.intake.lists.currencies import converted, reporting_currency
from cximpact.intake.lists.rules import build_budgets
from cximpact.intake.lists.unknown_costs import by_proposal, unknown_columns
from cximpact.model.money import Money

if TYPE_CHECKING:
    from decimal import Decimal
    from fractions import Fraction

    from cximpact.exceptions import Problem
    from cximpact.intake.lists.costs import FoundCosts, PlacedLine
    from cximpact.intake.lists.pool import Rows
    from cximpact.intake.lists.table_parts import TablePart
    from cximpact.intake.reporter import Reporter
    from cximpact.model.money import Rate
    from cximpact.model.portfolio import Budget
    from cximpact.model.proposal import CostLine, Proposals, UnknownCost

__all__ = ["Treasury"]


class Treasury:
    """Gathers cost lines and budgets, then settles their currencies.

    Args:
        report: The workspace's document.
        data: What it says.
        rates: Exchange rates.
        as_of: The day of the decision, None where none is stated.
        listed: The table of budgets; None where there is none.

    Attributes:
        lines: All cost lines, sorted; after `settle` each has its currency.
        currency: The currency of the report; after `settle`.
        listed: The budgets that stand in the table.
    """

    def __init__(
        self,
        report: Reporter,
        data: Mapping[str, Any],
        rates: tuple[Rate, ...],
        as_of: date | None,
        listed: TablePart | None = None,
    ) -> None:
        self._report = report
        self._rates = rates
        # Without a day the caller takes today, and then holds the rates against that.
        self._as_of = as_of or date.max
        self._stated: str = data.get("currency", "")
        stated = build_budgets(report, data.get("budgets", {}))
        self._own = {budget.id for budget in stated}
        self._budgets = together(report, stated, listed)
        self.listed = tuple(each for each in self._budgets if each.id not in self._own)
        self._placed: list[PlacedLine] = []
        self._by_part: dict[str, tuple[CostLine, ...]] = {}
        self._unknown: dict[str, list[tuple[str, UnknownCost]]] = {}
        self._in_use: set[str] = set()
        self.lines: tuple[CostLine, ...] = ()
        self.currency = ""

    def read_list(
        self, part: TablePart, ids: Sequence[str], rows: Sequence[int], notes: list[Problem]
    ) -> None:
        """Take in the cost columns of the list; what is doubtful in them is noted."""
        self._take(part, costs_of_list(part, ids, rows, notes))

    def read_table(self, part: TablePart, found: Rows, notes: list[Problem]) -> None:
        """Take in the companion table; what is doubtful in it is noted."""
        self._take(part, costs_of_table(part, found, notes))

    def _take(self, part: TablePart, found: FoundCosts) -> None:
        self._placed += found.lines
        self._unknown[part.name] = found.unknown

    def settle(self, proposals: Proposals) -> None:
        """Give every line its currency, and check that all of it can be converted."""
        named = {placed.line.currency for placed in self._placed}
        limits = {budget.limit.currency for budget in self._budgets}
        self._in_use = (named | limits) - {""}
        self.currency = reporting_currency(self._report, self._stated, self._in_use)
        for name in {placed.part.name: None for placed in self._placed}:
            lines = [placed for placed in self._placed if placed.part.name == name]
            self._by_part[name] = settle(lines, self._stated, self._in_use)
        every = (line for lines in self._by_part.values() for line in lines)
        self.lines = tuple(sorted(every, key=line_order))
        if self._stated or len(self._in_use) < 2:
            self._check_rates(proposals)

    def columns(self, part: TablePart) -> dict[str, Sequence[object]]:
        """Return the lines of one table as columns, for its fingerprint."""
        columns = cost_columns(self._by_part.get(part.name, ()))
        unknown = unknown_columns(self._unknown_beside_others(part.name))
        return {name: [*values, *unknown[name]] for name, values in columns.items()}

    def unknown_costs(self) -> Mapping[str, tuple[UnknownCost, ...]]:
        """Return by proposal which of its costs are not known, of those that have another."""
        return by_proposal(
            each for name in self._unknown for each in self._unknown_beside_others(name)
        )

    def _unknown_beside_others(self, name: str) -> Sequence[tuple[str, UnknownCost]]:
        """Return what one table says is not known; where nothing is known, no cost is stated."""
        unknown = self._unknown.get(name, ())
        priced = {line.proposal for line in self.lines} if unknown else set()
        return [each for each in unknown if each[0] in priced]

    def priced(self, part: TablePart) -> frozenset[str]:
        """Return the proposals that have a line of cost in one table."""
        return frozenset(line.proposal for line in self._by_part.get(part.name, ()))

    def budgets(self) -> tuple[Budget, ...]:
        """Return the budgets, each limit in a currency."""
        done = []
        for budget in self._budgets:
            limit = budget.limit
            if not limit.currency and not self._stated and len(self._in_use) > 1:
                hint = "write the limit as EUR 2000000"
                own = budget.id in self._own
                path = ("budgets", budget.id) if own else ("budgets_from",)
                self._report.add(path, "the limit names no currency", hint=hint)
            done.append(evolve(budget, limit=Money(limit.amount, limit.currency or self.currency)))
        return tuple(done)

    def convert(self, amount: Decimal, base: str, quote: str) -> Fraction | None:
        """Return an amount in another currency, None without a rate dated up to `as_of`."""
        return converted(amount, base, quote, self._rates, self._as_of)

    def _check_rates(self, proposals: Proposals) -> None:
        """Note, at the first line of each pair of currencies, that no rate leads across."""
        if len(self._in_use | {self._stated, self.currency} - {""}) < 2:
            return  # nothing to convert, so no need to look at every line
        units = dict(zip(proposals.ids, proposals.units, strict=True))
        missing: dict[tuple[str, str], PlacedLine] = {}
        for placed in self._placed:
            base = placed.line.currency or self.currency
            for quote in self._targets(placed.line, units):
                if (base, quote) not in missing and self._unconvertible(base, quote):
                    missing[base, quote] = placed
        for (base, quote), placed in sorted(missing.items(), key=lambda pair: pair[0]):
            until = "" if self._as_of == date.max else f" dated up to {self._as_of.isoformat()}"
            message = f"an amount in {base} meets {quote} without an exchange rate{until}"
            hint = f"add the rate from {base} to {quote} with its date under 'rates'"
            placed.part.problem(placed.row, placed.header, message, hint=hint)

    def _unconvertible(self, base: str, quote: str) -> bool:
        if not base or not quote or base == quote:
            return False
        return find_rate(self._rates, base, quote, self._as_of) is None

    def _targets(self, line: CostLine, units: Mapping[str, str]) -> Iterator[str]:
        yield self.currency
        unit = line.unit or units.get(line.proposal, "")
        found = {"fund": line.fund, "category": line.category, "period": line.period, "unit": unit}
        for budget in self._budgets:
            if all(found[field] in values for field, values in budget.where.items()):
                yield budget.limit.currency
