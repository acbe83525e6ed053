"""From Tryton to rows: projects, what they cost, and what may be spent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from attrs import define, field

from cximpact.plugins import Request
from cximpact_finance.accounts import Accounts
from cximpact_finance.given import choice, plain, text
from cximpact_finance.periods import period_of
from cximpact_finance.rows import Ledger
from cximpact_finance.totals import Place
from cximpact_finance.tryton.booked import Booked, booked_lines, with_funds
from cximpact_finance.tryton.budgeted import (
    Budgeted,
    analytic_lines,
    general_lines,
    general_parts,
    period_of_budget,
)
from cximpact_finance.tryton.client import Tryton, opened
from cximpact_finance.tryton.company import Company, find_company, find_root
from cximpact_finance.tryton.proposals import projects

if TYPE_CHECKING:
    from cximpact.plugins import Context

__all__ = ["check", "collect"]

_BATCH = 1000


def collect(request: Request, context: Context) -> Iterator[list[dict[str, Any]]]:
    """Yield rows of a kind.

    Args:
        request: Which kind of rows, as of which day.
        context: With the settings.

    Raises:
        SourceError: By what one can do about it.
    """
    tryton = opened(context)
    company = find_company(tryton, text(context.settings, "company"))
    batch: list[dict[str, Any]] = []
    for row in _Work(request, context, tryton, company).rows():
        batch.append(row)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    yield batch


def check(context: Context) -> str:
    """Ask for the company, and say what was reached."""
    company = find_company(opened(context), text(context.settings, "company"))
    return f"Tryton, database {text(context.settings, 'database')}, company {company.name}"


@define
class _Work:
    """One collection."""

    _request: Request
    _context: Context
    _tryton: Tryton
    _company: Company
    _accounts: Accounts = field(init=False)
    _period: str = field(init=False)

    def __attrs_post_init__(self) -> None:
        settings = self._context.settings
        self._accounts = Accounts.of(settings.get("accounts"))
        self._period = choice(settings, "period", "year")

    def rows(self) -> Iterator[dict[str, Any]]:
        """Yield the rows that were asked for."""
        if self._request.kind == "proposals":
            self._context.query(f"project.work of {self._company.name}, type project")
            return projects(self._tryton, self._company)
        if self._request.kind == "budgets":
            return self._budgets()
        if choice(self._context.settings, "costs", "booked") == "budgeted":
            return self._planned()
        return self._booked()

    def _setting(self, name: str) -> str:
        return text(self._context.settings, name)

    def _root(self, name: str) -> int:
        found: int = find_root(self._tryton, self._company, name)["id"]
        return found

    def _proposal(self, code: str) -> str:
        return str(plain(self._context.settings.get("match", {})).get(code, code))

    def _booked(self) -> Iterator[dict[str, Any]]:
        """Yield what projects have cost."""
        until, drafts = self._request.as_of, bool(plain(self._context.settings.get("drafts")))
        state = "" if drafts else ", posted"
        self._context.query(f"analytic_account.line of {self._company.name}{state}, up to {until}")
        lines = booked_lines(self._tryton, self._root(self._setting("root")), until, drafts)
        if self._setting("fund_root"):
            root = self._root(self._setting("fund_root"))
            funds = booked_lines(self._tryton, root, until, drafts)
            lines = with_funds(lines, funds, self._context.note)
        ledger = Ledger.of(self._context.settings, "costs", "cost_positive")
        for line in lines:
            yield from ledger.take(self._place(line), line.amount, line.ref)
        yield from ledger.close(self._context.note)

    def _place(self, line: Booked) -> Place | None:
        meaning = self._accounts.meaning(line.account)
        if meaning is None:
            return None
        period = period_of(line.day, self._period)
        fund, unit = line.fund or meaning.get("fund", ""), meaning.get("unit", "")
        category = meaning.get("category", "")
        return Place(self._proposal(line.code), fund, category, period, unit, line.currency)

    def _planned(self) -> Iterator[dict[str, Any]]:
        """Yield what is budgeted for projects."""
        self._context.query(f"analytic_account.budget.line of {self._company.name}")
        root = self._root(self._setting("root"))
        ledger = Ledger.of(self._context.settings, "costs", "cost_negative")
        for line in analytic_lines(self._tryton, root, self._setting("budget")):
            place = Place(
                self._proposal(line.code),
                period=period_of_budget(line, self._period),
                currency=line.currency,
            )
            yield from ledger.take(place if line.code else None, line.amount, line.ref)
        yield from ledger.close(self._context.note)

    def _budgets(self) -> Iterator[dict[str, Any]]:
        """Yield what may be spent."""
        ledger = Ledger.of(self._context.settings, "budgets", "cost_negative")
        name = self._setting("budget")
        if choice(self._context.settings, "ledger", "analytic") == "general":
            self._context.query(f"account.budget.line of {self._company.name}")
            divided = self._period in ("quarter", "month")
            read = general_parts if divided else general_lines
            for line in read(self._tryton, self._company, name):
                yield from ledger.take(self._general_place(line), line.amount, line.ref)
        else:
            self._context.query(f"analytic_account.budget.line of {self._company.name}")
            root = self._root(self._setting("fund_root") or self._setting("root"))
            for line in analytic_lines(self._tryton, root, name):
                period = period_of_budget(line, self._period)
                place = Place(fund=line.code, period=period, currency=line.currency)
                yield from ledger.take(place if line.code else None, line.amount, line.ref)
        yield from ledger.close(self._context.note)

    def _general_place(self, line: Budgeted) -> Place | None:
        meaning = self._accounts.meaning(line.code) if line.code else None
        if meaning is None:
            return None
        category = meaning.get("category", "") if self._accounts.ranges else line.code
        return Place(
            fund=meaning.get("fund", ""),
            category=category,
            period=period_of_budget(line, self._period),
            unit=meaning.get("unit", ""),
            currency=line.currency,
        )
