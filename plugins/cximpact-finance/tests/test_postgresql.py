"""finance-sql against a real PostgreSQL: exact, read-only, patient, and clear when it fails."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from cximpact.testing import Run

Collect = Callable[..., Run]
PASSWORD = "s3cret&reader"  # noqa: S105
COSTS = (
    "SELECT project AS proposal, fund, to_char(booked, 'YYYY') AS period, amount, currency,"
    " 'cost_line/' || id AS ref FROM cost_line WHERE booked <= :as_of ORDER BY id"
)


@pytest.fixture
def ask(postgres: Any, collect_sql: Collect) -> Collect:
    """Ask the server as the reader."""

    def asked(query: str, kind: str = "costs", **more: Any) -> Run:
        given = {name: more.pop(name) for name in ("as_of", "retry") if name in more}
        settings = {"url": postgres.url(), "password": PASSWORD, "query": query}
        settings = {**settings, "sign": "cost_positive", **more}
        return collect_sql(settings, kind=kind, **given)

    return asked


def test_costs_come_exact_with_their_currencies(ask: Collect) -> None:
    """Twenty digits survive, and each line keeps its own currency."""
    run = ask(COSTS, as_of=date(2026, 12, 31))
    assert run.error is None
    assert [row["amount"] for row in run.rows] == ["45000.1000", "1234567890123456.7891", "0.3000"]
    assert [row["currency"] for row in run.rows] == ["EUR", "EUR", "USD"]
    assert run.rows[0]["ref"] == "cost_line/1"
    assert run.rows[0]["period"] == "2026"


def test_the_day_of_the_decision_is_bound(ask: Collect) -> None:
    """A line booked after the day does not come; the query shows what was bound."""
    run = ask(COSTS, as_of=date(2026, 2, 1))
    assert [row["proposal"] for row in run.rows] == ["letters"]
    assert run.heard.queries == [f"{COSTS}; as_of = 2026-02-01"]


def test_since_goes_back_from_the_day_of_the_decision(ask: Collect) -> None:
    """Months count from the day; without them the query is refused."""
    query = "SELECT voucher AS ref, touchpoint, paid AS date FROM refund WHERE paid >= :since::date"
    run = ask(query, kind="observations", months=24, as_of=date(2026, 3, 1))
    assert [row["ref"] for row in run.rows] == ["R-1", "R-2"]
    assert run.rows[0]["date"] == "2026-01-05"
    refused = ask(query, kind="observations")
    assert refused.family == "query"
    assert "months" in refused.told


def test_literals_that_look_like_parameters_stay_as_they_are(ask: Collect) -> None:
    """Colons, percent signs and backslashes in texts reach the database unchanged."""
    texts = [":as_of", "12:30", "a :b c", "100 %", "%(x)s", r"\:as_of", "::x", "it''s", ":a:b"]
    columns = ", ".join(f"'{text}' AS c{at}" for at, text in enumerate(texts))
    run = ask(f"SELECT {columns}, (ARRAY[1,2,3])[1:2]::text AS cut", kind="observations")
    assert run.error is None
    expected = [text.replace("''", "'") for text in texts]
    assert [run.rows[0][f"c{at}"] for at in range(len(texts))] == expected
    assert run.rows[0]["cut"] == "{1,2}"


WRITES = [
    "SELECT nextval('counter')",
    "SELECT setval('counter', 9)",
    "SELECT 1 FROM refund FOR UPDATE",
    "SELECT set_config('transaction_read_only', 'off', false), nextval('counter')",
    "SELECT set_config('default_transaction_read_only', 'off', false), nextval('counter')",
    "WITH gone AS (DELETE FROM refund RETURNING *) SELECT * FROM gone",
    "SELECT * INTO copy_of_it FROM refund",
    "SELECT 1; DELETE FROM refund",
    "DELETE FROM refund",
    "EXPLAIN ANALYZE DELETE FROM refund",
    "COPY refund TO STDOUT",
    "UPDATE refund SET amount = 0",
    "SELECT pg_notify('a', 'b') FROM refund; COMMIT; DROP TABLE refund",
    "/* SELECT */ TRUNCATE refund",
    "BEGIN",
    "SET TRANSACTION READ WRITE",
]


@pytest.mark.parametrize("query", WRITES)
def test_nothing_can_be_written(postgres: Any, ask: Collect, query: str) -> None:
    """What writes is refused, by the check or by the server, and nothing has changed."""
    run = ask(query, kind="observations")
    assert run.family == "query", run.told
    assert run.rows == []
    state = "SELECT count(*), sum(amount) FROM refund; SELECT is_called FROM counter"
    assert postgres.sql(state).split() == ["3|28.5", "f"]


@pytest.mark.parametrize("query", ["SELECT nextval('counter')", "SELECT 1 FROM refund FOR SHARE"])
def test_the_server_itself_holds_the_transaction_to_reading(ask: Collect, query: str) -> None:
    """Functions that write look like any other function, so only the server can refuse them."""
    assert "read-only transaction" in ask(query, kind="observations").told


def test_what_slips_through_is_rolled_back(postgres: Any, ask: Collect) -> None:
    """Older servers let a reading transaction make a large object; it does not stay."""
    ask("SELECT lo_create(4711)", kind="observations")
    assert postgres.sql("SELECT count(*) FROM pg_largeobject_metadata").strip() == "0"


def test_a_wrong_password_is_a_matter_of_credentials(postgres: Any, collect_sql: Collect) -> None:
    """It is not tried again, and the password is in no text."""
    settings = {
        "url": postgres.url(),
        "password": "wr0ng&secret",
        "query": COSTS,
        "sign": "cost_positive",
    }
    run = collect_sql(settings, kind="costs")
    assert run.family == "authentication"
    assert run.heard.waits == []
    assert not any("wr0ng" in text for text in run.texts())


def test_a_table_one_may_not_read_is_a_matter_of_rights(ask: Collect) -> None:
    """The remedy is to ask for the right."""
    assert ask("SELECT secret AS id FROM hidden", kind="proposals").family == "authentication"


@pytest.mark.parametrize(
    "query",
    [
        "SELECT nothing FROM cost_line",
        "SELECT 1 FROM no_such_table",
        "SELEC 1",
        "SELECT 1 / 0 AS a",
        "SELECT 'x'::int",
    ],
)
def test_a_wrong_query_is_named(ask: Collect, query: str) -> None:
    """The remedy is to mend the settings."""
    run = ask(query, kind="observations")
    assert run.family == "query"
    assert run.heard.waits == []


def test_a_database_that_is_not_there_is_a_matter_of_settings(
    postgres: Any, collect_sql: Collect
) -> None:
    """Trying again would not help."""
    url = postgres.url(database="nowhere")
    run = collect_sql({"url": url, "password": PASSWORD, "query": "SELECT 1"}, kind="observations")
    assert run.family == "query", run.told


def test_a_server_out_of_reach_is_tried_again(postgres: Any, collect_sql: Collect) -> None:
    """Four tries, with waits between them."""
    url = "postgresql://reader@127.0.0.1:1/ledger"
    run = collect_sql({"url": url, "password": PASSWORD, "query": "SELECT 1"}, kind="observations")
    assert run.family == "temporary", run.told
    assert run.heard.waits == [0.5, 1.0, 2.0]


def test_a_slow_query_is_ended(ask: Collect) -> None:
    """By the server, after the seconds that the settings allow."""
    begun = time.monotonic()
    run = ask("SELECT pg_sleep(30)::text AS a", kind="observations", timeout=1)
    assert run.family == "temporary"
    assert "statement timeout" in run.told
    assert time.monotonic() - begun < 10


def test_a_locked_table_is_waited_for_only_so_long(postgres: Any, ask: Collect) -> None:
    """Somebody else's lock is a reason to try later."""
    held = threading.Thread(
        target=postgres.sql, args=("BEGIN; LOCK TABLE cost_line; SELECT pg_sleep(4); COMMIT;",)
    )
    held.start()
    time.sleep(0.7)
    run = ask(COSTS, timeout=1)
    held.join()
    assert run.family == "temporary", run.told


def test_a_changed_table_shows_as_a_missing_column(postgres: Any, ask: Collect) -> None:
    """A view that gave `amount` yesterday gives something else today: nothing is guessed."""
    postgres.sql("CREATE VIEW plan AS SELECT 'p' AS proposal, 5.0 AS amount, 'EUR' AS currency;"
                 "GRANT SELECT ON plan TO reader;")  # fmt: skip
    assert ask("SELECT * FROM plan").rows[0]["amount"] == "5.0"
    postgres.sql("ALTER VIEW plan RENAME COLUMN amount TO total_amount;")
    run = ask("SELECT * FROM plan")
    postgres.sql("DROP VIEW plan")
    assert run.family == "answer"
    assert "amount" in run.told
    assert "total_amount" in run.told


@pytest.mark.parametrize(
    ("value", "text"),
    [("'NaN'::numeric", "NaN"), ("'NaN'::float8", "nan"), ("'{1}'::int[]", "list"),
     ("'\\x00'::bytea", "bytes"), ("'1 day'::interval", "timedelta")],
)  # fmt: skip
def test_values_that_are_no_cells_are_refused(ask: Collect, value: str, text: str) -> None:
    """With the row and the column."""
    run = ask(f"SELECT 'x' AS ref, {value} AS odd", kind="observations")
    assert run.family == "answer", run.told
    assert "row 1, odd" in run.told
    assert text in run.told


def test_kinds_of_columns_keep_their_value(ask: Collect) -> None:
    """Days, moments, truth, identifiers and whole numbers beyond any float."""
    run = ask(
        "SELECT 9007199254740993 AS whole, true AS yes, '2026-01-31 10:00+02'::timestamptz AS at,"
        " 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid AS uuid, NULL AS nothing, '' AS empty,"
        " '10:30'::time AS clock, 'é' AS accent",
        kind="observations",
    )
    assert run.rows == [
        {
            "whole": "9007199254740993", "yes": "true", "at": "2026-01-31T08:00:00Z",
            "uuid": "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11", "nothing": None, "empty": "",
            "clock": "10:30:00", "accent": "é",
        }
    ]  # fmt: skip


def test_the_password_inside_an_address_is_hidden(postgres: Any, collect_sql: Collect) -> None:
    """It is told to core, which keeps it out of every text; in the open it is refused."""
    from cximpact.plugins import Secret

    url = postgres.url().replace("reader@", "reader:s3cret%26reader@")
    settings = {"url": Secret(url), "query": COSTS, "sign": "cost_positive"}
    run = collect_sql(settings, kind="costs")
    assert run.error is None
    assert PASSWORD in run.heard.hidden
    shown = collect_sql({**settings, "url": url}, kind="costs")
    assert shown.family == "query"
    assert not any("s3cret" in text for text in shown.texts())


def _many(rows: int) -> str:
    return f"SELECT 'r' || n AS ref, repeat('x', 2000) AS note FROM generate_series(1, {rows}) n"


def test_memory_does_not_grow_with_the_answer(ask: Collect, postgres: Any) -> None:
    """200 MB of rows pass through a cursor of the server; only batches are held."""
    import tracemalloc

    from cximpact.plugins import Request
    from cximpact.testing import make_context
    from cximpact_finance.sql.collecting import collect

    settings = {"url": postgres.url(), "password": PASSWORD, "query": _many(100_000), "batch": 500}
    context = make_context(settings)
    tracemalloc.start()
    count = sum(
        len(rows) for rows in collect(Request("observations", "b", date(2026, 3, 1)), context)
    )
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 100_000
    assert peak < 20 * 2**20


@pytest.fixture
def reading(postgres: Any) -> Any:
    """Read a long answer, with the first batch taken."""
    from cximpact.plugins import Request
    from cximpact.testing import make_context
    from cximpact_finance.sql.collecting import collect

    settings = {"url": postgres.url(), "password": PASSWORD, "query": _many(50_000), "batch": 10}
    batches = collect(Request("observations", "b", date(2026, 3, 1)), make_context(settings))
    assert len(next(iter(batches))) == 10
    return batches


def test_a_server_that_stops_halfway_is_no_end_of_the_rows(reading: Any, postgres: Any) -> None:
    """Rows that did not come are not taken for rows that are not there."""
    from cximpact.plugins import TemporaryError

    postgres.stop("immediate")
    try:
        with pytest.raises(TemporaryError):
            list(reading)
    finally:
        postgres.start()


def test_a_session_ended_by_the_administrator_is_an_error(reading: Any, postgres: Any) -> None:
    """As it is when a proxy cuts a connection."""
    from cximpact.plugins import TemporaryError

    postgres.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'reader'")
    with pytest.raises(TemporaryError):
        list(reading)


def test_stopping_early_leaves_nothing_behind(reading: Any, postgres: Any) -> None:
    """A reader that is not interested any more closes its session."""
    reading.close()
    time.sleep(0.2)
    query = "SELECT count(*) FROM pg_stat_activity WHERE usename = 'reader'"
    assert postgres.sql(query).strip() == "0"


def test_check_says_what_was_reached(postgres: Any) -> None:
    """Without the password."""
    from cximpact.testing import make_context
    from cximpact_finance.sql.collecting import check

    settings = {"url": postgres.url(), "password": PASSWORD, "query": COSTS}
    assert check(make_context(settings)) == "postgresql ledger on 127.0.0.1, read-only"
