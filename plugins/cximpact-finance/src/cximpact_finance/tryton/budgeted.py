"""Lines of budgets, analytic or of the general ledger, each with the days it covers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from itertools import pairwise
from typing import Any

from attrs import frozen

from cximpact.plugins import AnswerError, QueryError
from cximpact_finance.amounts import EXACT
from cximpact_finance.periods import period_of
from cximpact_finance.tryton.client import Tryton
from cximpact_finance.tryton.company import Company
from cximpact_finance.tryton.fields import day_in, id_in, money_in, record_in, text_in

__all__ = ["Budgeted", "analytic_lines", "general_lines", "general_parts", "period_of_budget"]

_LINE = ("amount", "account.code", "account.name", "currency.code", "budget.name")
_ANALYTIC = (*_LINE, "budget.start_date", "budget.end_date")
_GENERAL = (*_LINE, "budget.fiscalyear.start_date", "budget.fiscalyear.end_date")
_PART = (
    "ratio",
    "period.start_date",
    "period.end_date",
    "currency.code",
    "currency.rounding",
    "budget_line.amount",
    "budget_line.account.code",
    "budget_line.account.name",
    "budget_line.budget.name",
)


@frozen
class Budgeted:
    """A line of a budget.

    Attributes:
        code: Of its account, "" where it belongs to none.
        amount: As Tryton has it: negative for what may be spent.
        currency: Its code.
        budget: Id and name of the budget.
        first: First day of the budget.
        last: Its last day.
        ref: Reference into Tryton.
    """

    code: str
    amount: Decimal
    currency: str
    budget: tuple[int, str]
    first: date
    last: date
    ref: str


def analytic_lines(tryton: Tryton, root: int, name: str) -> Iterator[Budgeted]:
    """Yield the lines of the budgets of an analytic root.

    Args:
        tryton: The database.
        root: Id of the root.
        name: Of one budget, "" for all.
    """
    domain: list[Any] = [["budget.root", "=", root], ["amount", "!=", None]]
    yield from _lines(tryton, "analytic_account.budget.line", domain, _ANALYTIC, name)


def general_lines(tryton: Tryton, company: Company, name: str) -> Iterator[Budgeted]:
    """Yield the lines of the budgets of the general ledger; see `analytic_lines`."""
    domain: list[Any] = [["budget.company", "=", company.id], ["amount", "!=", None]]
    yield from _lines(tryton, "account.budget.line", domain, _GENERAL, name)


def general_parts(tryton: Tryton, company: Company, name: str) -> Iterator[Budgeted]:
    """Yield what falls on each accounting period, divided and rounded as Tryton does it.

    Raises:
        QueryError: Lines are not divided, so that their money would be missing.
    """
    whole: list[Any] = [["budget.name", "=", name]] if name else []
    whole += [["budget.company", "=", company.id], ["amount", "!=", None], ["account", "!=", None]]
    undivided = tryton.records(
        "account.budget.line", [*whole, ["periods", "=", None]], ["rec_name"]
    )
    names = [text_in(line, "rec_name") for line in undivided]
    if names:
        raise QueryError(
            f"{len(names)} lines of budgets are not divided into periods, such as"
            f" '{names[0][:60]}'; divide them in Tryton, or say 'period: year'"
        )
    domain = [[f"budget_line.{clause[0]}", *clause[1:]] for clause in whole]
    parts = tryton.records("account.budget.line.period", domain, _PART)
    yield from _distinct(_part(part) for part in parts)


def _part(part: Mapping[str, Any]) -> Budgeted:
    line, currency = record_in(part, "budget_line"), record_in(part, "currency")
    record = {
        "id": part["id"],
        "amount": _share(part, line, currency),
        "account.": line.get("account."),
        "currency.": currency,
        "budget.": {**record_in(line, "budget"), "fiscalyear.": record_in(part, "period")},
    }
    return _line("account.budget.line.period", record)


def _share(
    part: Mapping[str, Any], line: Mapping[str, Any], currency: Mapping[str, Any]
) -> Decimal:
    """Return a part of an amount; Tryton rounds half to even, to its currency's rounding."""
    rounding = money_in(currency, "rounding")
    if rounding <= 0:
        raise AnswerError("a currency that rounds to nothing")
    share = EXACT.multiply(money_in(line, "amount"), money_in(part, "ratio"))
    units = EXACT.divide(share, rounding).quantize(Decimal(1), ROUND_HALF_EVEN, EXACT)
    return EXACT.multiply(units, rounding)


def _lines(
    tryton: Tryton, model: str, domain: list[Any], fields: tuple[str, ...], name: str
) -> Iterator[Budgeted]:
    if name:
        domain = [*domain, ["budget.name", "=", name]]
    records = tryton.records(model, domain, fields)
    yield from _distinct(_line(model, record) for record in records)


def _distinct(lines: Iterable[Budgeted]) -> Iterator[Budgeted]:
    """Yield lines, and refuse them in the end if two budgets cover the same days."""
    seen: dict[tuple[int, date], Budgeted] = {}
    for line in lines:
        seen.setdefault((line.budget[0], line.first), line)
        yield line
    _check_overlap(list(seen.values()))


def _line(model: str, record: Mapping[str, Any]) -> Budgeted:
    account, budget = record_in(record, "account"), record_in(record, "budget")
    span = record_in(budget, "fiscalyear") if "fiscalyear." in budget else budget
    return Budgeted(
        text_in(account, "code") or text_in(account, "name"),
        money_in(record, "amount"),
        text_in(record_in(record, "currency"), "code"),
        (id_in(budget), text_in(budget, "name")),
        day_in(span, "start_date"),
        day_in(span, "end_date"),
        f"{model},{record['id']}",
    )


def _check_overlap(budgets: list[Budgeted]) -> None:
    """Refuse two budgets for the same days: their sum would be twice the money."""
    budgets = sorted(budgets, key=lambda each: (each.first, each.last, each.budget))
    for one, next_one in pairwise(budgets):
        if next_one.budget != one.budget and next_one.first <= one.last:
            names = f"'{one.budget[1]}' and '{next_one.budget[1]}'"
            raise QueryError(
                f"the budgets {names} cover the same days; say which one counts by"
                " 'settings.budget'"
            )


def period_of_budget(line: Budgeted, unit: str) -> str:
    """Return the period of a budget.

    Raises:
        QueryError: It is longer than a period.
    """
    first, last = period_of(line.first, unit), period_of(line.last, unit)
    if first != last:
        raise QueryError(
            f"the budget '{line.budget[1]}' runs from {line.first} to {line.last}, which is more"
            f" than one {unit}; say 'period: none' or a longer one"
        )
    return first
