"""Running a source in a test: everything it does is seen, and nothing gets out."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cximpact.plugins import (
    AnswerError,
    AuthenticationError,
    Context,
    EvidenceSource,
    QueryError,
    Request,
    Secret,
    SourceError,
    TemporaryError,
)
from cximpact.testing import FIXED_NOW, Run, fixed_clock, make_context, run_source
from cximpact.testing.leaks import forms_of, leak_in
from cximpact.testing.running import conflicts, family_of
from cximpact.testing.verdicts import outcome_of

SCHEMA = {
    "type": "object",
    "properties": {
        "token": {"type": "string", "secret": True},
        "size": {"type": "integer", "default": 50},
        "inner": {
            "type": "object",
            "properties": {"key": {"type": "string", "secret": True}, "deep": {"default": [1]}},
        },
        "keys": {"type": "array", "items": {"type": "string", "secret": True}},
    },
}


def source(collect: Callable[[Request, Context], Any]) -> EvidenceSource:
    return EvidenceSource("x", "X", ["observations"], SCHEMA, collect)


def test_defaults_are_filled_in_and_secrets_wrapped() -> None:
    given_ = {"token": "abc", "inner": {"key": "def"}, "keys": ["ghi"]}
    settings = make_context(given_, schema=SCHEMA).settings
    assert settings == {
        "token": Secret("abc"),
        "size": 50,
        "inner": {"key": Secret("def"), "deep": [1]},
        "keys": [Secret("ghi")],
    }


def test_defaults_are_not_shared() -> None:
    make_context({"inner": {}}, schema=SCHEMA).settings["inner"]["deep"].append(2)
    assert make_context({"inner": {}}, schema=SCHEMA).settings["inner"]["deep"] == [1]


def test_what_a_source_says_is_heard() -> None:
    def collect(request: Request, context: Context) -> Any:
        context.progress("a")
        context.log("b")
        context.note("c")
        context.query("d")
        context.keep_cursor("e")
        context.hide("f")
        context.wait(7)
        time.sleep(8)
        print("g")  # noqa: T201
        return [[{"date": request.as_of, "since": request.since}]]

    run = run_source(source(collect), {"token": "abc"}, since="s")
    heard = run.heard
    assert (heard.progress, heard.logs, heard.notes) == (["a"], ["b"], ["c"])
    assert (heard.queries, heard.cursors, heard.hidden) == (["d"], ["e"], ["f"])
    assert (heard.waits, run.printed) == ([7.0, 8.0], "g\n")
    assert run.rows == [{"date": "2026-03-01", "since": "s"}]
    assert run.secrets == ("abc", "f")


def test_no_time_passes() -> None:
    start = time.perf_counter()
    run_source(source(lambda request, context: context.wait(60) or []), {})
    assert time.perf_counter() - start < 5


@pytest.mark.parametrize(
    ("error", "family"),
    [(AuthenticationError("x"), "authentication"), (QueryError("x"), "query"),
     (TemporaryError("x"), "temporary"), (AnswerError("x"), "answer"), (SourceError("x"), "source"),
     (KeyError("x"), "plugin"), (SystemExit(3), "plugin")],
)  # fmt: skip
def test_what_it_raises_stays_inside(error: BaseException, family: str) -> None:
    def collect(request: Request, context: Context) -> Any:
        raise error

    run = run_source(source(collect), {})
    assert (run.error, run.family, family_of(error)) == (error, family, family)


def test_it_is_stopped_after_its_time() -> None:
    def collect(request: Request, context: Context) -> Any:
        while True:
            try:
                time.perf_counter()
            except Exception:  # noqa: S112
                continue

    run = run_source(source(collect), {}, seconds=0.2)
    assert run.family == "plugin"
    assert "longer than 0.2 seconds" in run.told


def test_it_opens_no_connection_of_its_own() -> None:
    import socket

    def collect(request: Request, context: Context) -> Any:
        socket.create_connection(("127.0.0.1", 9), 1)

    assert "reaches no network" in run_source(source(collect), {}).told


def test_a_connection_may_be_allowed(tmp_path: Path) -> None:
    import socket

    def collect(request: Request, context: Context) -> Any:
        with socket.socket() as server, socket.socket() as client:
            server.bind(("127.0.0.1", 0))
            server.listen()
            client.connect(server.getsockname())
        return []

    assert run_source(source(collect), {}, network=True).error is None


def test_rows_are_made_texts_as_in_a_collection() -> None:
    import pandas as pd

    def collect(request: Request, context: Context) -> Any:
        yield [{"a": 1.50, "b": True}, {"a": None}]
        yield pd.DataFrame({"c": [1, 2]})

    assert run_source(source(collect), {}).rows == [
        {"a": "1.5", "b": "true", "c": None},
        {"a": None, "b": None, "c": None},
        {"a": None, "b": None, "c": "1"},
        {"a": None, "b": None, "c": "2"},
    ]


def test_rows_of_one_key_collapse_or_contradict() -> None:
    row = {"id": "1", "x": "a"}
    assert conflicts(Run(rows=[row, dict(row)]), ("id",)).rows == [row]
    assert conflicts(Run(rows=[row, {"id": "1", "x": "b"}]), ("id",)).family == "answer"
    assert conflicts(Run(rows=[row, dict(row)]), ()).rows == [row, row]


def test_the_clock_ticks_as_told() -> None:
    clock = fixed_clock(tick=60)
    assert [clock(), clock()] == [FIXED_NOW, FIXED_NOW + timedelta(seconds=60)]


# -- Verdicts -------------------------------------------------------------------------------------

GOOD = Run(rows=[{"id": "1", "x": "a"}, {"id": "2", "x": "b"}])


def test_all_rows_in_another_order_are_the_same() -> None:
    assert outcome_of(GOOD, Run(rows=GOOD.rows[::-1]), ("same",)) == ""


def test_a_column_that_is_empty_everywhere_is_no_news() -> None:
    rows = [{**row, "y": None} for row in GOOD.rows]
    assert outcome_of(GOOD, Run(rows=rows), ("same",)) == ""


@pytest.mark.parametrize(
    ("rows", "expects", "told"),
    [
        (GOOD.rows[:1], ("same", "kept", "noted"), "1 of 2 rows were lost and nobody was told"),
        ([*GOOD.rows, GOOD.rows[0]], ("same", "kept", "noted"), "1 rows too many"),
        ([GOOD.rows[0], {"id": "2", "x": "c"}], ("same",), "1 of 2 rows changed"),
        (GOOD.rows, ("answer",), "it went unnoticed; expected an AnswerError"),
        ([GOOD.rows[0], {"id": "2", "x": "{'cximpact-planted': 1}"}], ("kept",), "another type"),
    ],
)
def test_what_is_lost_doubled_or_changed_is_told(
    rows: list[dict[str, str | None]], expects: tuple[str, ...], told: str
) -> None:
    assert told in outcome_of(GOOD, Run(rows=rows), expects)


def test_fewer_rows_with_a_note_are_told_to_somebody() -> None:
    run = Run(rows=GOOD.rows[:1])
    run.heard.notes.append("1 row left out")
    assert outcome_of(GOOD, run, ("noted",)) == ""
    assert outcome_of(GOOD, run, ("same",)) != ""


def test_an_error_must_be_of_the_right_family() -> None:
    run = Run(error=TemporaryError("busy"))
    assert outcome_of(GOOD, run, ("temporary",)) == ""
    assert outcome_of(GOOD, run, ("source",)) == ""
    assert "family temporary (" in outcome_of(GOOD, run, ("answer",))
    assert "KeyError" in outcome_of(GOOD, Run(error=KeyError("id")), ("source",))


# -- Leaks ----------------------------------------------------------------------------------------

SECRETS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=8, max_size=40)


@given(SECRETS, st.text(max_size=20), st.text(max_size=20), st.integers(0, 6))
def test_a_secret_is_found_in_every_form(secret: str, before: str, after: str, form: int) -> None:
    import base64
    import json
    from urllib.parse import quote, quote_plus

    def coded(text: str) -> str:
        return base64.b64encode(text.encode("utf-8", "replace")).decode()

    said = [
        before + secret + after,
        before + quote(secret, safe="") + after,
        before + quote_plus(secret) + after,
        before + json.dumps(secret)[1:-1] + after,
        coded(before + secret + after),
        coded(before + secret + after).replace("+", "-").replace("/", "_"),
        before + secret.encode().hex() + after,
    ][form]
    assert leak_in([said], [secret]) is not None


def test_what_is_told_of_a_leak_does_not_leak() -> None:
    said = leak_in(["GET /x?key=hunter2-hunter2"], ["hunter2-hunter2"])
    assert said == "GET /x?key=[secret]"


def test_a_text_without_the_secret_is_fine() -> None:
    assert leak_in(["nothing to see", ""], ["hunter2-hunter2"]) is None
    assert leak_in(["anything"], []) is None


def test_the_shortest_texts_are_no_secrets() -> None:
    assert forms_of("abc") == set()


def test_the_environment_is_as_before() -> None:
    before = dict(os.environ)
    run_source(source(lambda request, context: []), {})
    assert dict(os.environ) == before
