"""finance-tryton against a real Tryton 8: what was seeded comes back, by reading methods only."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from cximpact.plugins.http import HttpRequest, HttpResponse, open_transport
from cximpact.testing import Run

Collect = Callable[..., Run]
MATCH = {"PR1": "1", "PR2": "3"}


@pytest.fixture
def ask(tryton: Any, collect_tryton: Collect) -> Collect:
    """Read a kind from the server."""

    def asked(kind: str, *, as_of: date = date(2026, 3, 1), **more: Any) -> Run:
        run = collect_tryton(tryton.settings(**more), kind=kind, as_of=as_of)
        assert not any(tryton.password in text for text in run.texts())
        return run

    return asked


def test_projects_are_proposals(ask: Collect) -> None:
    """Tasks are not; the number is the id, and the reference leads back."""
    run = ask("proposals")
    assert run.error is None, run.told
    assert run.rows == [
        {"id": "1", "title": "Plain-language letters", "state": "Open", "parent": None,
         "progress": None, "ref": "project.work,1"},
        {"id": "3", "title": "New portal", "state": "Open", "parent": None,
         "progress": None, "ref": "project.work,3"},
    ]  # fmt: skip


def test_booked_costs_by_project_and_fund(ask: Collect) -> None:
    """5000.00 less a reversal of 500.00; drafts and what is booked after the day do not count."""
    run = ask("costs", root="Projects", fund_root="Funds", match=MATCH)
    assert run.error is None, run.told
    short = [
        (row["proposal"], row["fund"], row["period"], row["amount"], row["currency"])
        for row in run.rows
    ]
    assert short == [
        ("1", "capex", "2026", "1200.10", "EUR"),
        ("1", "opex", "2026", "300.05", "EUR"),
        ("3", "capex", "2026", "4500.00", "EUR"),
    ]
    assert all((row["ref"] or "").startswith("analytic_account.line,") for row in run.rows)


def test_later_bookings_count_on_a_later_day(ask: Collect) -> None:
    """And quarters stand apart if budgets are made for quarters."""
    run = ask("costs", as_of=date(2026, 12, 31), root="Projects", period="quarter")
    assert [(row["proposal"], row["period"], row["amount"]) for row in run.rows] == [
        ("PR1", "2026-Q1", "1500.15"),
        ("PR2", "2026-Q1", "4500.00"),
        ("PR2", "2026-Q2", "77.77"),
    ]


def test_drafts_count_if_asked_for(ask: Collect) -> None:
    """One draft of 9 on the first project."""
    run = ask("costs", root="Projects", drafts=True)
    assert run.rows[0]["amount"] == "1509.15"


def test_accounts_give_the_category(ask: Collect) -> None:
    """And what no range names is counted and told."""
    ranges = [{"from": "6000", "to": "6099", "category": "software"}]
    run = ask("costs", root="Projects", accounts=ranges)
    assert [(row["proposal"], row["category"], row["amount"]) for row in run.rows] == [
        ("PR1", "software", "1200.10"),
        ("PR2", "software", "4500.00"),
    ]
    assert run.heard.notes == ["1 lines are on accounts that no range names, and do not count"]


def test_a_reversal_by_itself_is_named_and_not_turned_over(ask: Collect) -> None:
    """One row per line: the credit of 500 is refused unless the settings speak of credits."""
    refused = ask("costs", root="Projects", lines="each")
    assert refused.family == "query"
    assert "-500.00" in refused.told
    kept = ask("costs", root="Projects", lines="each", credits="keep")
    assert [row["amount"] for row in kept.rows] == ["1200.10", "300.05", "5000.00", "-500.00"]


def test_budgeted_costs(ask: Collect) -> None:
    """What the analytic budget allows each project, without the minus that Tryton gives it."""
    run = ask("costs", root="Projects", costs="budgeted", match=MATCH)
    assert [(row["proposal"], row["period"], row["amount"]) for row in run.rows] == [
        ("1", "2026", "15000.00"),
        ("3", "2026", "60000.00"),
    ]


def test_analytic_budgets_by_fund(ask: Collect) -> None:
    """One per fund and year."""
    run = ask("budgets", root="Projects", fund_root="Funds")
    assert run.error is None, run.told
    assert [{**row, "ref": ""} for row in run.rows] == [
        {"id": "capex-2026", "limit": "90000.99", "currency": "EUR", "fund": "capex",
         "category": "", "period": "2026", "unit": "", "ref": ""},
        {"id": "opex-2026", "limit": "20000.00", "currency": "EUR", "fund": "opex",
         "category": "", "period": "2026", "unit": "", "ref": ""},
    ]  # fmt: skip


def test_general_budgets_by_category(ask: Collect) -> None:
    """80000.50 and 2000.00 are of one category; an account that no range names is told."""
    ranges = [{"from": "6000", "to": "6999", "category": "running"}]
    run = ask("budgets", ledger="general", accounts=ranges)
    assert [(row["id"], row["limit"], row["category"]) for row in run.rows] == [
        ("running-2026", "82000.50", "running")
    ]
    assert len(run.heard.notes) == 1


def test_general_budgets_by_month_are_divided_as_tryton_does(tryton: Any, ask: Collect) -> None:
    """Undivided lines are refused: their money would be missing. 0.0833 of 2000.00 is 166.60."""
    refused = ask("budgets", ledger="general", period="month")
    assert refused.family == "query"
    assert "not divided" in refused.told
    admin = tryton.admin
    lines = admin.call("account.budget.line", "search", [], 0, None, None)
    months = admin.call("account.period", "search", [], 0, None, [["start_date", "ASC"]])
    for line in lines:
        for month in months:
            admin.make("account.budget.line.period", budget_line=line, period=month,
                       ratio=Decimal("0.0833"))  # fmt: skip
    run = ask("budgets", ledger="general", period="month",
              accounts=[{"from": "6100", "category": "post"}])  # fmt: skip
    parts = admin.call("account.budget.line.period", "search", [], 0, None, None)
    admin.call("account.budget.line.period", "delete", parts)
    assert run.error is None, run.told
    assert len(run.rows) == 12
    assert {row["limit"] for row in run.rows} == {"166.60"}
    assert run.rows[0]["period"] == "2026-01"


def test_a_budget_longer_than_a_period_is_refused(ask: Collect) -> None:
    """A budget of a year cannot be held against the costs of a month."""
    run = ask("budgets", root="Projects", fund_root="Funds", period="month")
    assert run.family == "query"
    assert "more than one month" in run.told


def test_several_roots_need_a_choice(ask: Collect) -> None:
    """The names to choose from are listed."""
    run = ask("costs")
    assert run.family == "query"
    assert "Projects" in run.told
    assert "Funds" in run.told
    assert ask("costs", root="Nothing").family == "query"


def test_pages_of_one_give_the_same_rows(ask: Collect) -> None:
    """Paging loses nothing and repeats nothing."""
    settings: dict[str, Any] = {"root": "Projects", "fund_root": "Funds"}
    whole = ask("costs", **settings)
    assert ask("costs", page=1, **settings).rows == whole.rows
    assert len(whole.rows) == 3


class Watched:
    """Passes requests on and keeps what was called."""

    def __init__(self) -> None:
        self._network = open_transport()
        self.methods: list[str] = []

    def send(self, request: HttpRequest, timeout: float) -> HttpResponse:
        self.methods.append(json.loads(request.body or b"{}")["method"])
        return self._network.send(request, timeout)


@pytest.mark.parametrize("kind", ["proposals", "costs", "budgets"])
def test_only_reading_methods_are_called(tryton: Any, collect_tryton: Collect, kind: str) -> None:
    """And no session is opened that would have to be closed."""
    watched = Watched()
    settings = tryton.settings(root="Projects", fund_root="Funds")
    run = collect_tryton(settings, kind=kind, transport=watched)
    assert run.error is None
    assert {method.rpartition(".")[2] for method in watched.methods} == {"search_read"}


def test_a_wrong_password_is_a_matter_of_credentials(tryton: Any, collect_tryton: Collect) -> None:
    """It is tried once."""
    run = collect_tryton({**tryton.settings(), "password": "wrong-s3cret"}, kind="proposals")
    assert run.family == "authentication", run.told
    assert run.heard.waits == []
    assert not any("wrong-s3cret" in text for text in run.texts())


def test_a_database_that_is_not_there_is_an_error(tryton: Any, collect_tryton: Collect) -> None:
    """Tryton calls it unavailable (503)."""
    run = collect_tryton({**tryton.settings(), "database": "nowhere"}, kind="proposals")
    assert run.family in ("query", "temporary"), run.told


def test_a_user_without_rights_needs_the_right(tryton: Any, collect_tryton: Collect) -> None:
    """A user of no group may not read what is booked."""
    company = tryton.admin.context["company"]
    found = tryton.admin.call("res.user", "search", [["login", "=", "guest"]], 0, 1, None)
    if not found:
        secret = {"login": "guest", "password": "gu3st-s3cret-word"}
        companies = [["add", [company]]]
        tryton.admin.make("res.user", name="Guest", companies=companies, company=company, **secret)
    settings = {**tryton.settings(root="Projects"), "user": "guest"}
    run = collect_tryton({**settings, "password": "gu3st-s3cret-word"}, kind="costs")
    assert run.family == "authentication", run.told
    assert "not allowed" in run.told


def test_check_says_what_was_reached(tryton: Any) -> None:
    """Database and company."""
    from cximpact.testing import make_context
    from cximpact_finance.tryton.collecting import check

    context = make_context(tryton.settings(), transport=open_transport())
    assert check(context) == "Tryton, database fair, company Fair Lender"


class Recorder(Watched):
    """Keeps whole exchanges; the password is in a header, which is not kept."""

    def __init__(self) -> None:
        super().__init__()
        self.exchanges: list[dict[str, Any]] = []

    def send(self, request: HttpRequest, timeout: float) -> HttpResponse:
        answer = super().send(request, timeout)
        asked, said = json.loads(request.body or b"{}"), answer.json()
        self.exchanges.append({"request": "POST /fair/rpc/", "body": asked, "answer": said})
        return answer


RECORDINGS = Path(__file__).parent / "recordings"
RECORDED: dict[str, dict[str, Any]] = {
    "proposals": {"page": 1},
    "costs": {"page": 2, "root": "Projects", "fund_root": "Funds"},
    "budgets": {"page": 1, "root": "Projects", "fund_root": "Funds"},
}


@pytest.mark.parametrize("kind", RECORDED)
def test_recordings_are_what_tryton_answers(
    tryton: Any, collect_tryton: Collect, kind: str
) -> None:
    """The contract of the source runs on recordings; here they are held against a real server.

    With CXIMPACT_RECORD=1 they are written anew.
    """
    recorder = Recorder()
    run = collect_tryton(
        tryton.settings(**RECORDED[kind]), kind=kind, transport=recorder, as_of=date(2026, 3, 1)
    )
    assert run.error is None, run.told
    path = RECORDINGS / f"{kind}.json"
    if os.environ.get("CXIMPACT_RECORD"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(recorder.exchanges, indent=1, ensure_ascii=False) + "\n")
    assert json.loads(path.read_text()) == recorder.exchanges


def test_the_password_goes_over_https_only(collect_tryton: Collect) -> None:
    """Except on this machine itself."""
    settings = {"url": "http://erp.example", "database": "d", "user": "u", "password": "s3cretword"}
    run = collect_tryton(settings, kind="proposals")
    assert run.family == "query"
    assert "https" in run.told
