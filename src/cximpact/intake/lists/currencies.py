"""Currencies: dated rates, the currency of the report, and amounts that name none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from cximpact.decision.costs import find_rate
from cximpact.model.money import Rate

if TYPE_CHECKING:
    from cximpact.intake.files.marks import KeyPath
    from cximpact.intake.lists.table_parts import TablePart
    from cximpact.intake.reporter import Reporter

__all__ = ["build_rates", "converted", "day_said", "own_currency", "reporting_currency"]


def day_said(report: Reporter, path: KeyPath, said: str) -> date | None:
    """Return a day a document states; a problem is noted if there is no such day."""
    try:
        return date.fromisoformat(said)
    except ValueError:
        report.add(path, "no such day", value=said, expected="a day such as 2026-03-01")
        return None


def build_rates(report: Reporter, entries: Sequence[Mapping[str, Any]]) -> tuple[Rate, ...]:
    """Return the exchange rates, sorted.

    Args:
        report: The workspace's document.
        entries: What stands under `rates:`; it fits the schema.
    """
    found = []
    for at, said in enumerate(entries):
        path: KeyPath = ("rates", at)
        day = day_said(report, (*path, "date"), said["date"])
        rate = _exact(report.written((*path, "rate"), said["rate"]))
        if said["from"] == said["to"]:
            report.add((*path, "to"), "a rate between a currency and itself", value=said["to"])
        elif day is not None:
            found.append(Rate(said["from"], said["to"], rate, day, said.get("source", "")))
            _check_unique(report, (*path, "rate"), found)
    return tuple(sorted(found, key=lambda each: (each.base, each.quote, each.on, each.rate)))


def _check_unique(report: Reporter, path: KeyPath, rates: Sequence[Rate]) -> None:
    """Two rates of one pair and day would leave open which of them counts."""
    *before, last = rates
    same = (each for each in before if (each.base, each.quote, each.on) == _pair_and_day(last))
    other = next((each for each in same if each.rate != last.rate), None)
    if other is not None:
        message = f"a second rate from {last.base} to {last.quote} for {last.on}"
        report.add(path, message, value=last.rate, hint=f"the first is {other.rate}; keep one")


def _pair_and_day(rate: Rate) -> tuple[str, str, date]:
    return rate.base, rate.quote, rate.on


def _exact(written: str) -> Decimal:
    try:
        return Decimal(written)
    except InvalidOperation:  # written as 0x10, say: the schema has made sure it is a number
        return Decimal(int(written, 0))


def reporting_currency(report: Reporter, stated: str, in_use: set[str]) -> str:
    """Return the currency of the report: the one stated, else the only one in use.

    Args:
        report: The workspace's document.
        stated: What stands under `currency:`, "" for nothing.
        in_use: Every currency that costs and budgets name.
    """
    if stated or not in_use:
        return stated
    if len(in_use) > 1:
        report.add(
            ("currency",),
            "several currencies are in use, and none is named for the report",
            value=", ".join(sorted(in_use)),
            expected="one of them",
            hint="add 'currency: EUR' and dated 'rates' to the workspace",
        )
    return min(in_use)


def own_currency(part: TablePart) -> str:
    """Return the currency that the workspace of a table states for all that names none, or ""."""
    data = part.report.document.data
    stated = data.get("currency", "") if isinstance(data, Mapping) else ""
    return stated if isinstance(stated, str) else ""


def converted(
    amount: Decimal, base: str, quote: str, rates: tuple[Rate, ...], as_of: date
) -> Fraction | None:
    """Return an amount in another currency, exact; None without a rate dated up to `as_of`."""
    if base == quote:
        return Fraction(amount)
    rate = find_rate(rates, base, quote, as_of)
    return None if rate is None else Fraction(amount) * rate
