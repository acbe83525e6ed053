"""finance-sql on SQLite and DuckDB: the same contract as on a server, by their own means."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cximpact.testing import Run

Collect = Callable[..., Run]
TABLES = """
CREATE TABLE cost_line (id INTEGER, project VARCHAR, amount {type}, currency VARCHAR, booked DATE);
INSERT INTO cost_line VALUES (1, 'letters', '45000.10', 'EUR', '2026-01-31'),
  (2, 'portal', '0.30', 'USD', '2026-12-31');
"""
COSTS = "SELECT project AS proposal, amount, currency FROM cost_line WHERE booked <= :as_of"


def sqlite_file(folder: Path) -> str:
    """Make a file of SQLite and return its address."""
    connection = sqlite3.connect(folder / "ledger.db")
    connection.executescript(TABLES.format(type="NUMERIC"))
    connection.close()
    return "sqlite:///ledger.db"


def duckdb_file(folder: Path) -> str:
    """Make a file of DuckDB and return its address."""
    import duckdb

    with duckdb.connect(str(folder / "ledger.duckdb")) as connection:
        connection.execute(TABLES.format(type="DECIMAL(18, 2)"))
    return "duckdb:///ledger.duckdb"


@pytest.fixture(params=[sqlite_file, duckdb_file])
def url(request: Any, tmp_path: Path) -> str:
    """Make a small ledger of either kind."""
    return str(request.param(tmp_path))


@pytest.fixture
def ask(url: str, tmp_path: Path, collect_sql: Collect) -> Collect:
    """Ask the ledger."""

    def asked(query: str, kind: str = "costs", **more: Any) -> Run:
        settings = {"url": url, "query": query, "sign": "cost_positive", **more}
        return collect_sql(settings, kind=kind, folder=tmp_path, as_of=date(2026, 3, 1))

    return asked


def test_costs_come_with_their_currencies(ask: Collect) -> None:
    """The path is seen from the workspace's folder, and the day is bound as a day."""
    run = ask(COSTS)
    assert run.error is None, run.told
    assert [(row["proposal"], row["currency"]) for row in run.rows] == [("letters", "EUR")]
    assert float(run.rows[0]["amount"] or "") == 45000.1


def test_binary_fractions_of_sqlite_are_noted(tmp_path: Path, collect_sql: Collect) -> None:
    """Their shortest decimal is what was put in; the note says what would be exact."""
    settings = {"url": sqlite_file(tmp_path), "query": COSTS, "sign": "cost_positive"}
    run = collect_sql(settings, kind="costs", folder=tmp_path, as_of=date(2026, 3, 1))
    assert run.rows[0]["amount"] == "45000.1"
    assert any("binary fractions" in note for note in run.heard.notes)


def test_decimals_of_duckdb_are_exact(tmp_path: Path, collect_sql: Collect) -> None:
    """With all their digits, and without a note."""
    settings = {"url": duckdb_file(tmp_path), "query": COSTS, "sign": "cost_positive"}
    run = collect_sql(settings, kind="costs", folder=tmp_path, as_of=date(2026, 3, 1))
    assert run.rows[0]["amount"] == "45000.10"
    assert run.heard.notes == []


@pytest.mark.parametrize(
    "query",
    [
        "DELETE FROM cost_line",
        "SELECT 1; DELETE FROM cost_line",
        "INSERT INTO cost_line SELECT * FROM cost_line",
        "PRAGMA user_version = 7",
        "ATTACH 'other.db' AS other",
        "WITH x AS (SELECT 1) INSERT INTO cost_line SELECT 1, 'a', 1, 'EUR', NULL",
        "COPY cost_line TO 'stolen.csv'",
        "VACUUM INTO 'stolen.db'",
    ],
)
def test_nothing_can_be_written(ask: Collect, tmp_path: Path, query: str) -> None:
    """Neither into the ledger nor into a file beside it."""
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert ask(query, kind="observations").family == "query"
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


@pytest.mark.parametrize("maker", [sqlite_file, duckdb_file])
def test_the_database_itself_refuses_to_write(maker: Any, tmp_path: Path) -> None:
    """Without the check of the query, the connection is read-only all the same."""
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import DBAPIError

    from cximpact_finance.sql.engines import open_access

    access = open_access(make_url(maker(tmp_path)), tmp_path, 5.0)
    assert access.enforced
    with access.engine.connect() as connection:
        for statement in access.begin:
            connection.exec_driver_sql(statement)
        with pytest.raises(DBAPIError, match=r"(?i)read-?only"):
            connection.exec_driver_sql("DELETE FROM cost_line")
    access.engine.dispose()


def test_duckdb_reads_no_file_but_its_own(tmp_path: Path, collect_sql: Collect) -> None:
    """A query cannot look around on the disk."""
    (tmp_path / "private.csv").write_text("a\n1\n")
    settings = {
        "url": duckdb_file(tmp_path),
        "query": f"SELECT * FROM read_csv('{tmp_path}/private.csv')",
    }
    assert collect_sql(settings, kind="observations", folder=tmp_path).family in (
        "query",
        "authentication",
    )


def test_a_slow_query_is_ended(ask: Collect, url: str) -> None:
    """After the seconds that the settings allow."""
    begun = time.monotonic()
    run = ask(
        "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n)"
        " SELECT count(*) AS c FROM n WHERE x < 0",
        kind="observations",
        timeout=1,
    )
    assert run.family == "temporary", run.told
    assert time.monotonic() - begun < 10


@pytest.mark.parametrize("url_of_nothing", ["sqlite:///none.db", "duckdb:///none.duckdb"])
def test_a_file_that_is_not_there_is_not_made(
    url_of_nothing: str, tmp_path: Path, collect_sql: Collect
) -> None:
    """An empty database would look like one without costs."""
    run = collect_sql({"url": url_of_nothing, "query": "SELECT 1"}, folder=tmp_path)
    assert run.family == "query"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("scheme", ["sqlite", "duckdb"])
def test_a_file_that_is_no_database_is_named(
    scheme: str, tmp_path: Path, collect_sql: Collect
) -> None:
    """The remedy is to mend the settings."""
    (tmp_path / "notes.txt").write_text("not a database, " * 200)
    run = collect_sql(
        {"url": f"{scheme}:///notes.txt", "query": "SELECT * FROM t"}, folder=tmp_path
    )
    assert run.family == "query", run.told


@pytest.mark.parametrize("scheme", ["sqlite://", "sqlite:///:memory:", "duckdb:///:memory:"])
def test_a_database_in_memory_is_refused(scheme: str, tmp_path: Path, collect_sql: Collect) -> None:
    """There is nothing in it."""
    assert collect_sql({"url": scheme, "query": "SELECT 1"}, folder=tmp_path).family == "query"


def test_a_locked_file_of_sqlite_is_a_reason_to_try_later(
    tmp_path: Path, collect_sql: Collect
) -> None:
    """Somebody writes: the plugin waits as long as a step may take."""
    url = sqlite_file(tmp_path)
    writer = sqlite3.connect(tmp_path / "ledger.db", check_same_thread=False)
    writer.execute("BEGIN EXCLUSIVE")
    settings = {"url": url, "query": COSTS, "sign": "cost_positive", "timeout": 1}
    run = collect_sql(settings, kind="costs", folder=tmp_path)
    writer.close()
    assert run.family == "temporary", run.told


def test_a_file_of_duckdb_in_use_elsewhere_is_a_reason_to_try_later(
    tmp_path: Path, collect_sql: Collect
) -> None:
    """Another process holds it for writing."""
    import subprocess
    import sys

    url = duckdb_file(tmp_path)
    held = subprocess.Popen(
        [sys.executable, "-c",
         "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('held', flush=True);"
         "sys.stdin.read()", str(tmp_path / "ledger.duckdb")],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    assert held.stdout is not None
    assert held.stdout.readline() == b"held\n"
    settings = {"url": url, "query": COSTS, "sign": "cost_positive"}
    run = collect_sql(settings, kind="costs", folder=tmp_path)
    held.communicate()
    assert run.family == "temporary", run.told
    assert run.heard.waits == [0.5, 1.0, 2.0]


def test_memory_does_not_grow_with_the_answer(ask: Collect, url: str, tmp_path: Path) -> None:
    """400 MB of rows pass through; the process grows by a fraction of that."""
    import resource

    from cximpact.plugins import Request
    from cximpact.testing import make_context
    from cximpact_finance.sql.collecting import collect

    query = (
        "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 400)"
        " SELECT a.x AS x, printf('%01000d', b.x) AS note FROM n AS a CROSS JOIN n AS b"
    )
    context = make_context({"url": url, "query": query, "batch": 1000}, folder=tmp_path)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    count = sum(
        len(rows) for rows in collect(Request("observations", "b", date(2026, 3, 1)), context)
    )
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert count == 160_000
    assert grown < 80 * 1024


def test_no_thread_stays(ask: Collect) -> None:
    """Timers of deadlines are gone with the rows."""
    ask(COSTS)
    time.sleep(0.1)
    assert [thread for thread in threading.enumerate() if isinstance(thread, threading.Timer)] == []


def test_a_misspelt_alias_is_pointed_out_and_a_column_of_ones_own_is_not(ask: Collect) -> None:
    said = COSTS.replace("amount,", "amount, 'capex' AS fnd, 'x' AS comment,")
    notes = ask(said).heard.notes
    assert [note for note in notes if "the query gives" in note] == [
        "the query gives 'fnd'; costs have 'fund': write AS fund if it is"
    ]


def test_costs_of_the_other_sign_name_both_ways_out(ask: Collect) -> None:
    told = ask(COSTS, sign="cost_negative").told
    assert "say 'sign: cost_positive'; if they are credits, say 'credits: keep'" in told
