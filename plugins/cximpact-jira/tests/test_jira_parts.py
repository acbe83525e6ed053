"""Queries, cells, and pages, one by one."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cximpact.plugins import AnswerError, QueryError
from cximpact.plugins.http import HttpClient, HttpRequest, HttpResponse
from cximpact_jira.cells import LONGEST, cell, typed, words
from cximpact_jira.jql import bounded
from cximpact_jira.search import pages
from cximpact_jira.times import moment, written


class Script:
    """Answers each request with the next of some pages."""

    def __init__(self, *answers: Any) -> None:
        self.answers = list(answers)
        self.bodies: list[Any] = []

    def send(self, request: HttpRequest, timeout: float) -> HttpResponse:
        self.bodies.append(json.loads(request.body or b"null"))
        return HttpResponse(200, {}, json.dumps(self.answers.pop(0)).encode())


def read(*answers: Any) -> tuple[list[str], Script]:
    script = Script(*answers)
    client = HttpClient("https://jira.example", transport=script)
    found = [issue.key for page in pages(client, "project = A", ["x"], 50) for issue in page]
    return found, script


def page(*keys: str, **more: Any) -> dict[str, Any]:
    return {"issues": [{"id": key, "key": key, "fields": {}} for key in keys], **more}


def test_pages_are_followed_by_their_token_alone() -> None:
    found, script = read(
        page("A-1", nextPageToken="t1", isLast=False),
        page(nextPageToken="t2"),
        page("A-2", nextPageToken="t3", isLast=True),
        page("A-3"),
    )
    assert found == ["A-1", "A-2", "A-3"]
    assert script.bodies == [
        {"jql": "project = A", "fields": ["x"], "maxResults": 50, **token}
        for token in ({}, *({"nextPageToken": f"t{at}"} for at in (1, 2, 3)))
    ]


@pytest.mark.parametrize("last", [{}, {"isLast": True}, {"nextPageToken": None}])
def test_a_page_without_a_token_is_the_last(last: dict[str, Any]) -> None:
    assert read(page("A-1", **last))[0] == ["A-1"]


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ([page("A-1", nextPageToken="t"), page("A-2", nextPageToken="t")], "circle"),
        ([page(nextPageToken=f"t{at}") for at in range(1500)], "circle"),
        ([page("A-1", isLast=False)], "not where"),
        ([page("A-1", nextPageToken=7)], "no text"),
        ([[]], "an object"),
        ([{"values": []}], "without a list of issues"),
        ([page("A-1", nextPageToken="t1"), page("A-1", nextPageToken="t2")], "circle"),
        ([page("no key")], "without id, key or fields"),
        ([{"issues": [{"id": "1"}]}], "without id, key or fields"),
        ([{"issues": [None]}], "without id, key or fields"),
        ([{"issues": [{"key": "A-1", "fields": []}]}], "without id, key or fields"),
    ],
)
def test_pages_that_break_their_contract_are_an_error(answers: list[Any], told: str) -> None:
    with pytest.raises(AnswerError, match=told):
        read(*answers)


def test_a_query_is_bounded_by_projects() -> None:
    assert bounded({"project": ["A", 'B"']}) == r'project in ("A", "B\"") ORDER BY created, key'


@pytest.mark.parametrize(
    "jql",
    [
        "type = Bug ORDER BY rank",
        "a = 1) OR (b = 2",
        "(a = 1",
        "a = 1)",
        'summary ~ "open',
        "summary ~ 'open",
        " ",
    ],
)
def test_jql_that_would_leave_its_parentheses_is_refused(jql: str) -> None:
    with pytest.raises(QueryError, match="jql"):
        bounded({"project": "A", "jql": jql})


def test_quoted_words_are_no_part_of_the_grammar() -> None:
    jql = 'summary ~ "a) order by \\" (" AND text ~ \'b)\''
    assert f"({jql})" in bounded({"jql": jql}, since=date(2025, 1, 1))


def test_a_query_for_everything_is_refused() -> None:
    with pytest.raises(QueryError, match="project"):
        bounded({}, since=date(2025, 1, 1))


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, None),
        ("text", "text"),
        (3.5, 3.5),
        (True, True),
        ([], None),
        (["a", "b"], "a; b"),
        ({"value": "Service", "child": {"value": "Letters"}}, "Service - Letters"),
        ({"id": "1", "name": "High"}, "High"),
        ({"votes": 4, "hasVoted": True}, 4),
        ({"watchCount": 2, "isWatching": False}, 2),
        ({"rating": 5}, 5),
        ({"name": "SLA", "completedCycles": [{"elapsedTime": {"millis": 1_800_000}}]}, 0.5),
        ({"name": "SLA", "completedCycles": []}, None),
        ({"requestType": {"name": "Ask"}, "currentStatus": {}}, "Ask"),
        ({"type": "doc", "content": []}, ""),
    ],
)
def test_a_value_is_shown_as_people_see_it(value: Any, shown: Any) -> None:
    assert cell(value) == shown


@pytest.mark.parametrize(
    "value", [{"accountId": "5b", "displayName": "Mia"}, [{"displayName": "Mia"}], {"odd": 1}]
)
def test_people_and_unknown_objects_are_not_shown(value: Any) -> None:
    unseen: list[bool] = []
    assert cell(value, lambda: unseen.append(True)) is None
    assert unseen


def test_text_is_such_as_any_system_can_hold() -> None:
    assert cell("half \ud800") == "half ?"
    with pytest.raises(AnswerError, match="more than Jira holds"):
        cell("x" * (LONGEST + 1))


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("5 pounds", "number"),
        (True, "number"),
        ([1], "number"),
        ("yesterday", "datetime"),
        ("9999-12-31T23:00:00.000-0500", "datetime"),
        ("2026-02-31", "date"),
        (5, "date"),
    ],
)
def test_a_value_of_another_type_than_the_site_says_is_an_error(value: Any, kind: str) -> None:
    with pytest.raises(AnswerError, match="Cost of A-1"):
        typed(value, kind, "Cost", "A-1")


def test_a_text_where_a_list_was_is_an_error() -> None:
    with pytest.raises(AnswerError, match="expected a list"):
        words("not a list", "labels", "A-1")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["name", "value", "child", "type", "votes", "completedCycles", "x"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(json_values)
def test_any_value_has_a_cell(value: Any) -> None:
    assert isinstance(cell(value), str | int | float | None)


@given(
    st.datetimes(datetime(1971, 1, 1), datetime(2199, 1, 1)),
    st.sampled_from([0, 1_000, 120_000, 999_000]),
    st.sampled_from([0, 60, -330, 765]),
)
def test_a_moment_is_written_the_same_whether_or_not_its_text_is_known(
    when: datetime, micros: int, offset: int
) -> None:
    zoned = when.replace(microsecond=micros, tzinfo=timezone(timedelta(minutes=offset)))
    text = zoned.strftime("%Y-%m-%dT%H:%M:%S.") + f"{micros // 1000:03}{zoned.strftime('%z')}"
    read = moment(text, "created", "A-1")
    assert read == zoned
    assert written(read, text) == written(read)
    assert written(read) == zoned.astimezone(UTC).isoformat().replace("+00:00", "Z")


@pytest.mark.parametrize(
    "text",
    ["2025-W01-1T10:00:00.000+0000", "2025-03-01 10:00:00.000+0000", "20250301T100000.000000+0000"],
)
def test_a_moment_in_an_odd_spelling_is_written_as_usual(text: str) -> None:
    read = moment(text, "created", "A-1")
    assert written(read, text) == written(read)


def test_objects_of_one_shape_are_each_shown_by_what_they_hold() -> None:
    assert cell({"id": "1", "name": "Billing"}) == "Billing"
    assert cell({"id": "1", "name": 7}) == "7"
    assert cell({"id": "1", "name": None}) is None
    assert cell({"id": "1", "name": "Letters", "accountId": "x"}) is None
    assert cell({"value": None, "name": "Letters"}) == "Letters"
    assert cell({"value": "EU", "child": {"value": "DE"}}) == "EU - DE"
