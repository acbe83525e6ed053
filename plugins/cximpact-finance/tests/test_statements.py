"""The check of queries: one SELECT passes whatever is in its texts; anything else does not."""

from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import create_engine
from sqlalchemy import text as sql_text

from cximpact.plugins import QueryError
from cximpact_finance.sql.statements import Statement


@pytest.mark.parametrize(
    "query",
    [
        "SELECT 1",
        "  select 1 ; -- the end; DELETE FROM t",
        "WITH x AS (SELECT 1) SELECT * FROM x",
        "(SELECT 1) UNION (SELECT 2)",
        "SELECT 'DELETE FROM t; --'",
        "SELECT 'it''s; DROP TABLE t'",
        'SELECT "update", `delete` FROM t',
        "SELECT $$ ; DELETE $$",
        "SELECT $body$ it's; DROP $body$",
        "SELECT a::text, b[1:2] FROM t WHERE d <= :as_of AND d >= :since::date",
        "SELECT replace(a, 'x', 'y'), 12::int /* ; DELETE */ FROM t",
        "SELECT created, updated, deleted_at FROM t",
    ],
)
def test_one_reading_query_passes(query: str) -> None:
    assert Statement.of(query).sql


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("", "empty"),
        ("-- only a comment", "empty"),
        ("SELECT 1; SELECT 2", "more than one"),
        ("SELECT 1; -- x\nDELETE FROM t", "more than one"),
        ("DELETE FROM t", "begins with 'delete'"),
        ("VALUES (1)", "begins with 'values'"),
        ("EXPLAIN SELECT 1", "begins with 'explain'"),
        ("WITH x AS (DELETE FROM t RETURNING 1) SELECT * FROM x", "DELETE"),
        ("SELECT 1 INTO t", "INTO"),
        ("SELECT 1 FOR UPDATE", "UPDATE"),
        ("SELECT 'open", "does not close"),
        ('SELECT "open', "does not close"),
        ("SELECT 1 /* open", "does not close"),
        ("SELECT 1 /* a /* b */ ; DELETE FROM t */", "comment"),
        ("SELECT 1 /*! ; DELETE FROM t */", "comment"),
        (r"SELECT 'a\' ; DELETE FROM t; --'", "backslash"),
        (r"SELECT 'a\'' ; DELETE FROM t; --'", "backslash"),
        ("SELECT :amount", "known are :as_of and :since"),
        ("SELECT 1\x00", "characters"),
        ("SELECT '\ue000as_of'", "characters"),
    ],
)
def test_anything_else_is_refused(query: str, reason: str) -> None:
    with pytest.raises(QueryError, match=reason):
        Statement.of(query)


def test_parameters_are_found_outside_texts_only() -> None:
    statement = Statement.of("SELECT ':since', ':as_of' FROM t WHERE d < :as_of -- :since")
    assert statement.binds == {"as_of"}
    assert statement.shown == "SELECT ':since', ':as_of' FROM t WHERE d < :as_of"


@given(st.text(st.characters(codec="utf-8", exclude_characters="\x00\ue000"), max_size=40))
def test_any_text_reaches_the_database_unchanged(text: str) -> None:
    """Through the escapes of SQLAlchemy, whatever colons and backslashes are in it."""
    literal = "'" + text.replace("'", "''") + "'"
    try:
        statement = Statement.of(f"SELECT {literal} AS a")
    except QueryError as error:
        assert "backslash" in str(error)
        return
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        assert connection.execute(sql_text(statement.sql)).scalar() == text
    engine.dispose()


@given(st.text("SELECT'\";-/*$ :as_of\\`\nDROP", max_size=60))
def test_no_arrangement_of_signs_lets_two_statements_through(text: str) -> None:
    """What passes the check is one statement for SQLite, too, if it is one at all."""
    try:
        statement = Statement.of(f"SELECT {text}")
    except QueryError:
        return
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute(statement.sql.replace(":as_of", "1"))
    except sqlite3.Error as error:
        assert "one statement" not in str(error)
    except sqlite3.Warning as warning:
        pytest.fail(str(warning))
    finally:
        connection.close()
