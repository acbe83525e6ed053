"""The contracts of cximpact's kit: the plugin, and each source for each kind that it gives."""

# Classes of contracts are read, not changed.
# ruff: noqa: RUF012

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from cximpact.plugins.http import HttpRequest
from cximpact.testing import NetworkSourceContract, Paging, PluginContract, SourceContract

HERE = Path(__file__).parent
PLUGIN = "cximpact_finance.plugin"
REFUNDS = {"kind": "rate", "anchors": {"broken": 0.3, "reliable": 0.1, "differentiating": 0.02}}


class TestPlugin(PluginContract):
    plugin = PLUGIN
    name = "finance"
    clients = ("sqlalchemy", "psycopg", "duckdb_engine", "openpyxl", "defusedxml")


class TestLedgerRefunds(SourceContract):
    plugin = PLUGIN
    source = "finance-ledger"
    kind = "observations"
    folder = HERE / "workspace"
    settings = {
        "path": "refunds.csv",
        "columns": {
            "account": "account",
            "date": "date",
            "debit": "debit",
            "credit": "credit",
            "currency": "currency",
            "ref": "document",
        },
        "accounts": [
            {"from": "4700", "to": "4709", "touchpoint": "billing", "measure": "refunds"},
            {"from": "4710", "touchpoint": "branch", "measure": "refunds"},
        ],
    }
    measures = {"refunds": REFUNDS}
    touchpoints = ("billing", "branch")


class TestLedgerCosts(SourceContract):
    plugin = PLUGIN
    source = "finance-ledger"
    kind = "costs"
    folder = HERE / "workspace"
    settings = {
        "path": "journal.csv",
        "delimiter": ";",
        "decimal": ",",
        "thousands": ".",
        "date_format": "%d.%m.%Y",
        "sign": "cost_positive",
        "columns": {
            "account": "account",
            "proposal": "project",
            "fund": "fund",
            "date": "date",
            "amount": "amount",
            "currency": "currency",
            "ref": "document",
        },
        "accounts": [{"from": "6000", "to": "6999", "category": "running"}],
    }


class TestLedgerBudgets(SourceContract):
    plugin = PLUGIN
    source = "finance-ledger"
    kind = "budgets"
    folder = HERE / "workspace"
    settings = {
        "path": "plan.csv",
        "sign": "cost_negative",
        "currency": "EUR",
        "columns": {"fund": "fund", "period": "year", "amount": "limit"},
    }


class SqlContract(SourceContract):
    """finance-sql over a file of SQLite; its own tests use other databases, too."""

    plugin = PLUGIN
    source = "finance-sql"

    @contextmanager
    def _folder(self) -> Iterator[Path]:
        with super()._folder() as folder:
            connection = sqlite3.connect(folder / "ledger.db")
            connection.executescript(TABLES)
            connection.close()
            yield folder


TABLES = """
CREATE TABLE project (id TEXT, title TEXT, unit TEXT);
INSERT INTO project VALUES ('letters', 'Letters', 'service'), ('portal', 'Portal', 'IT');
CREATE TABLE cost_line (number TEXT, project TEXT, fund TEXT, year TEXT, amount TEXT,
  currency TEXT);
INSERT INTO cost_line VALUES ('1', 'letters', 'opex', '2026', '1200.10', 'EUR'),
  ('2', 'portal', 'capex', '2026', '5000.00', 'EUR');
CREATE TABLE plan (fund TEXT, year TEXT, amount INTEGER);
INSERT INTO plan VALUES ('capex', '2026', 2000000), ('opex', '2026', 150000);
CREATE TABLE refund (voucher TEXT, place TEXT, paid TEXT, amount TEXT);
INSERT INTO refund VALUES ('R-1', 'billing', '2026-01-05', '12.50'),
  ('R-2', 'billing', '2026-01-19', '40.00'), ('R-3', 'branch', '2026-02-02', '7.25');
"""


class TestSqlCosts(SqlContract):
    kind = "costs"
    settings = {
        "url": "sqlite:///ledger.db",
        "query": "SELECT project AS proposal, fund, year AS period, amount, currency,"
        " number AS ref FROM cost_line ORDER BY number",
        "sign": "cost_positive",
    }


class TestSqlBudgets(SqlContract):
    kind = "budgets"
    settings = {
        "url": "sqlite:///ledger.db",
        "query": "SELECT fund || '-' || year AS id, amount AS \"limit\", fund, year AS period"
        " FROM plan ORDER BY 1",
        "sign": "cost_positive",
        "currency": "EUR",
    }


class TestSqlProposals(SqlContract):
    kind = "proposals"
    settings = {
        "url": "sqlite:///ledger.db",
        "query": "SELECT id, title, unit FROM project ORDER BY id",
    }


class TestSqlRefunds(SqlContract):
    kind = "observations"
    settings = {
        "url": "sqlite:///ledger.db",
        "query": "SELECT voucher AS ref, place AS touchpoint, paid AS date, amount"
        " FROM refund WHERE paid BETWEEN :since AND :as_of ORDER BY voucher",
        "months": 12,
        "money": ["amount"],
        "sign": "cost_positive",
        "currency": "EUR",
    }
    block = {"map": [{"touchpoint": {"column": "touchpoint"}, "measure": "refunds"}]}
    measures = {"refunds": REFUNDS}
    touchpoints = ("billing", "branch")


class RecordPages(Paging):
    """Pages of Tryton all have one path; the method tells which requests ask for one."""

    def asks(self, request: HttpRequest) -> bool:
        method = json.loads(request.body or b"{}").get("method", "")
        return super().asks(request) and method.endswith(".search_read")


class TrytonContract(NetworkSourceContract):
    """finance-tryton on recordings; test_tryton.py holds them against a real server."""

    plugin = PLUGIN
    source = "finance-tryton"
    paging = RecordPages("/fair/rpc/", rows="result")

    def is_reading(self, request: HttpRequest) -> bool:
        return str(json.loads(request.body or b"{}")["method"]).endswith(".search_read")


SERVER = {
    "url": "https://tryton.example",
    "database": "fair",
    "user": "admin",
    "password": "recorded-password",
}


class TestTrytonProposals(TrytonContract):
    kind = "proposals"
    recordings = HERE / "recordings" / "proposals.json"
    settings = {**SERVER, "page": 1}
    block = {"columns": {"status": {"column": "state", "values": {"Open": "proposed"}}}}


class TestTrytonCosts(TrytonContract):
    kind = "costs"
    recordings = HERE / "recordings" / "costs.json"
    settings = {**SERVER, "page": 2, "root": "Projects", "fund_root": "Funds"}


class TestTrytonBudgets(TrytonContract):
    kind = "budgets"
    recordings = HERE / "recordings" / "budgets.json"
    settings = {**SERVER, "page": 1, "root": "Projects", "fund_root": "Funds"}


@pytest.mark.parametrize("kind", ["costs", "budgets", "proposals"])
def test_recordings_hold_no_secret(kind: str) -> None:
    """They are published with the plugin."""
    text = (HERE / "recordings" / f"{kind}.json").read_text()
    assert "t0p-s3cret" not in text


class TestPostgresqlCosts(SourceContract):
    plugin = PLUGIN
    source = "finance-sql"
    kind = "costs"
    network = True

    @pytest.fixture(autouse=True)
    def server(self, postgres: Any) -> None:
        type(self).settings = {
            "url": postgres.url(),
            "password": "s3cret&reader",
            "query": "SELECT project AS proposal, fund, amount, currency, booked, changed::date,"
            " 'cost_line/' || id AS ref FROM cost_line WHERE amount < 1e9 AND currency = 'EUR'"
            " ORDER BY id",
            "sign": "cost_positive",
        }
