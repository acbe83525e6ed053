"""A small company in Tryton, made through the same JSON-RPC that its own clients use.

Everything here is made up: a lender with two projects and a fund each for running and lasting
things. The amounts are chosen so that sums can be done by hand.
"""

from __future__ import annotations

import base64
import calendar
import json
import urllib.request
from datetime import date
from decimal import Decimal
from typing import Any


class Admin:
    """Writes into Tryton as its administrator."""

    def __init__(self, url: str, database: str, password: str) -> None:
        self._url = f"{url}/{database}/rpc/"
        self._header: dict[str, str] = {}
        self.context: dict[str, Any] = {}
        number, token, *_ = self._rpc("common.db.login", "admin", {"password": password}, "en")
        session = base64.b64encode(f"admin:{number}:{token}".encode()).decode()
        self._header = {"Authorization": f"Session {session}"}
        self.user = number

    def _rpc(self, method: str, *parameters: Any) -> Any:
        body = json.dumps({"id": 1, "method": method, "params": parameters}, default=_plain)
        request = urllib.request.Request(  # noqa: S310
            self._url,
            body.encode(),
            {"Content-Type": "application/json", "Accept-Encoding": "gzip", **self._header},
        )
        with urllib.request.urlopen(request, timeout=60) as response:  # noqa: S310
            data = response.read()
            if response.headers.get("Content-Encoding") == "gzip":
                import gzip

                data = gzip.decompress(data)
        answer = json.loads(data)
        if "error" in answer:
            raise RuntimeError(f"{method}: {str(answer['error'])[-1500:]}")
        return answer["result"]

    def call(self, model: str, method: str, *parameters: Any) -> Any:
        """Call a method of a model."""
        return self._rpc(f"model.{model}.{method}", *parameters, self.context)

    def make(self, model: str, **values: Any) -> int:
        """Make one record and return its id."""
        made: int = self.call(model, "create", [values])[0]
        return made

    def find(self, model: str, *domain: Any) -> int:
        """Return the id of the first record."""
        found: int = self.call(model, "search", list(domain), 0, 1, None)[0]
        return found


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return {"__class__": "Decimal", "decimal": str(value)}
    if isinstance(value, date):
        return {"__class__": "date", "year": value.year, "month": value.month, "day": value.day}
    raise TypeError(type(value))


def seed(admin: Admin) -> None:
    """Make the company with all that the tests read."""
    company = _company(admin)
    accounts = _accounts(admin, company)
    year = _year(admin, company)
    analytic = _analytic(admin, company)
    _book(admin, company, accounts, analytic, year)
    _budgets(admin, company, accounts, analytic, year)
    _projects(admin, company)


def _company(admin: Admin) -> int:
    euro = admin.make("currency.currency", name="Euro", symbol="€", code="EUR", digits=2,
                      rounding=Decimal("0.01"))  # fmt: skip
    party = admin.make("party.party", name="Fair Lender")
    company = admin.make("company.company", party=party, currency=euro)
    admin.call("res.user", "write", [admin.user],
               {"companies": [["add", [company]]], "company": company})  # fmt: skip
    admin.context = {"company": company}
    return company


def _accounts(admin: Admin, company: int) -> dict[str, int]:
    kinds = {
        name: admin.make("account.account.type", name=name, company=company, statement=statement,
                         **more)
        for name, statement, more in (
            ("Expense", "income", {"expense": True}),
            ("Cash", "balance", {"assets": True}),
        )
    }  # fmt: skip
    named = (("6000", "Software", "Expense"), ("6100", "Postage", "Expense"),
             ("7000", "Other", "Expense"), ("1000", "Bank", "Cash"))  # fmt: skip
    return {
        code: admin.make("account.account", code=code, name=name, company=company,
                         type=kinds[kind])
        for code, name, kind in named
    }  # fmt: skip


def _year(admin: Admin, company: int) -> dict[str, int]:
    kind = admin.find("ir.sequence.type", ["name", "=", "Account Move"])
    sequence = admin.make("ir.sequence.strict", name="Moves", sequence_type=kind, company=company)
    year = admin.make(
        "account.fiscalyear", name="2026", company=company, start_date=date(2026, 1, 1),
        end_date=date(2026, 12, 31), move_sequence=sequence,
    )  # fmt: skip
    periods = {}
    for month in range(1, 13):
        last = calendar.monthrange(2026, month)[1]
        periods[str(month)] = admin.make(
            "account.period", name=f"2026-{month:02}", fiscalyear=year, type="standard",
            start_date=date(2026, month, 1), end_date=date(2026, month, last),
        )  # fmt: skip
    return {"year": year, **periods}


def _analytic(admin: Admin, company: int) -> dict[str, int]:
    found: dict[str, int] = {}
    for root, codes in (("Projects", ("PR1", "PR2")), ("Funds", ("opex", "capex"))):
        found[root] = admin.make("analytic_account.account", name=root, type="root",
                                 company=company, state="opened")  # fmt: skip
        for code in codes:
            found[code] = admin.make(
                "analytic_account.account", name=f"Account {code}", code=code, type="normal",
                company=company, root=found[root], parent=found[root], state="opened",
            )  # fmt: skip
    return found


BOOKED = (
    # day, account, amount (negative: a reversal), project, fund
    (date(2026, 1, 15), "6000", "1200.10", "PR1", "capex"),
    (date(2026, 1, 20), "6100", "300.05", "PR1", "opex"),
    (date(2026, 2, 10), "6000", "5000.00", "PR2", "capex"),
    (date(2026, 2, 12), "6000", "-500.00", "PR2", "capex"),
    (date(2026, 5, 4), "6000", "77.77", "PR2", "capex"),
)
"""What is booked and posted; one more entry stays a draft."""


def _book(
    admin: Admin,
    company: int,
    accounts: dict[str, int],
    analytic: dict[str, int],
    year: dict[str, int],
) -> None:
    journal = admin.find("account.journal", ["code", "=", "EXP"])
    moves = []
    for day, account, amount, project, fund in (
        *BOOKED,
        (date(2026, 1, 9), "6100", "9", "PR1", "opex"),
    ):
        value = Decimal(amount)
        sides = {"debit": max(value, Decimal(0)), "credit": max(-value, Decimal(0))}
        other = {"debit": sides["credit"], "credit": sides["debit"]}
        axes = [{"account": analytic[axis], "date": day, **sides} for axis in (project, fund)]
        lines = [
            {"account": accounts[account], **sides, "analytic_lines": [["create", axes]]},
            {"account": accounts["1000"], **other},
        ]
        moves.append(
            admin.make(
                "account.move",
                company=company,
                journal=journal,
                date=day,
                period=year[str(day.month)],
                lines=[["create", lines]],
            )
        )
    admin.call("account.move", "post", moves[:-1])


def _budgets(
    admin: Admin,
    company: int,
    accounts: dict[str, int],
    analytic: dict[str, int],
    year: dict[str, int],
) -> None:
    budget = admin.make("account.budget", name="Plan", company=company, fiscalyear=year["year"])
    for code, amount in (("6000", "-80000.50"), ("6100", "-2000.00"), ("7000", "-1")):
        admin.make("account.budget.line", budget=budget, account=accounts[code],
                   amount=Decimal(amount))  # fmt: skip
    for root, amounts in (
        ("Funds", {"opex": "-20000.00", "capex": "-90000.99"}),
        ("Projects", {"PR1": "-15000.00", "PR2": "-60000.00"}),
    ):
        plan = admin.make(
            "analytic_account.budget", name=f"{root} 2026", company=company, root=analytic[root],
            start_date=date(2026, 1, 1), end_date=date(2026, 12, 31),
        )  # fmt: skip
        for code, amount in amounts.items():
            admin.make("analytic_account.budget.line", budget=plan, account=analytic[code],
                       amount=Decimal(amount))  # fmt: skip


def _projects(admin: Admin, company: int) -> None:
    for name in ("Plain-language letters", "New portal"):
        project = admin.make("project.work", name=name, type="project", company=company)
        admin.make("project.work", name="A task", type="task", company=company, parent=project)
