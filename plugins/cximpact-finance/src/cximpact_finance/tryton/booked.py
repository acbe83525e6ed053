"""Analytic lines: what is booked on projects, and on which fund."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import reduce
from typing import Any

from attrs import evolve, frozen

from cximpact.plugins import QueryError
from cximpact_finance.amounts import EXACT, less
from cximpact_finance.faults import Faults
from cximpact_finance.tryton.client import Tryton
from cximpact_finance.tryton.fields import day_in, id_in, money_in, record_in, text_in

__all__ = ["Booked", "booked_lines", "with_funds"]

_MODEL = "analytic_account.line"
_FIELDS = (
    "debit",
    "credit",
    "date",
    "account.code",
    "account.name",
    "move_line.account.code",
    "currency.code",
)


@frozen
class Booked:
    """A line booked on an analytic account.

    Attributes:
        code: Of the analytic account.
        account: Code of the account in the general ledger.
        amount: Debit less credit, so that a cost is positive.
        day: Of the entry.
        currency: Its code.
        entry: Id of the line of the entry, which all axes share.
        ref: Reference into Tryton.
        fund: Code of the analytic account of another axis.
    """

    code: str
    account: str
    amount: Decimal
    day: date
    currency: str
    entry: int
    ref: str
    fund: str = ""


def booked_lines(tryton: Tryton, root: int, until: date, drafts: bool) -> Iterator[Booked]:
    """Yield what is booked below a root.

    Args:
        tryton: The database.
        root: Id of the analytic root.
        until: The last day that counts.
        drafts: Whether entries that are not posted count.

    Raises:
        AnswerError: A line lacks what every line has.
    """
    domain: list[Any] = [["account.root", "=", root], ["date", "<=", until]]
    if not drafts:
        domain.append(["move_line.move.state", "=", "posted"])
    for line in tryton.records(_MODEL, domain, _FIELDS):
        yield _booked(line)


def _booked(line: Mapping[str, Any]) -> Booked:
    account, entry = record_in(line, "account"), record_in(line, "move_line")
    return Booked(
        text_in(account, "code") or text_in(account, "name"),
        text_in(record_in(entry, "account"), "code"),
        less(money_in(line, "debit"), money_in(line, "credit")),
        day_in(line, "date"),
        text_in(record_in(line, "currency"), "code"),
        id_in(entry),
        f"{_MODEL},{line['id']}",
    )


def with_funds(
    lines: Iterator[Booked], funds: Iterator[Booked], note: Callable[[str], None]
) -> Iterator[Booked]:
    """Yield the lines of one axis, each with its account on another.

    An entry on one fund lends it to all of its lines; a line of an entry on several funds is
    divided as they are. An entry divided on both axes cannot be told apart, so it is refused.

    Args:
        lines: On projects.
        funds: On funds, of the same entries.
        note: Is told how many lines are on no fund.

    Raises:
        QueryError: Entries are divided on both axes.
    """
    by_entry: dict[int, list[Booked]] = defaultdict(list)
    for fund in funds:
        by_entry[fund.entry].append(fund)
    of_projects: dict[int, list[Booked]] = defaultdict(list)
    for line in lines:
        of_projects[line.entry].append(line)
    faults = Faults()
    for entry, own in of_projects.items():
        yield from _joined(own, by_entry.get(entry, []), faults)
    without = sum(len(own) for entry, own in of_projects.items() if entry not in by_entry)
    if without:
        note(f"{without:,} lines are booked on no fund")
    faults.refuse(
        lambda told: QueryError(f"entries divided both on projects and on funds: {told}"),
        "book them on separate lines, or leave 'fund_root' out",
    )


def _sum(lines: list[Booked]) -> Decimal:
    return reduce(EXACT.add, (line.amount for line in lines), Decimal(0))


def _joined(own: list[Booked], funds: list[Booked], faults: Faults) -> Iterator[Booked]:
    codes = {fund.code for fund in funds}
    if len(codes) < 2:
        yield from (evolve(line, fund="".join(codes)) for line in own)
    elif len(own) == 1 and own[0].amount == _sum(funds):
        line = own[0]
        for fund in funds:
            yield evolve(line, fund=fund.code, amount=fund.amount, ref=fund.ref)
    else:
        faults.add(own[0].ref)
