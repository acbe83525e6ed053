"""What customers reported, read from a site of 1,200 issues."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from jira_server import (
    NOW,
    OAUTH,
    REPORTED,
    TOPICS,
    JiraSite,
    created_at,
    reopenings,
)

from cximpact.plugins import AnswerError, AuthenticationError, QueryError, TemporaryError

SUPPORT = {"project": "SUP"}
PERSONAL = ("Mia", "Krystof", "mia@", "5b10a2844c20165700ede21g")


def test_every_issue_is_read_once_over_short_and_empty_pages(reading) -> None:
    rows = reading("jira-issues", **SUPPORT).rows()
    assert [row["ref"] for row in rows] == [f"SUP-{at}" for at in range(1, REPORTED + 1)]


@pytest.mark.parametrize("page_size", [1, 7, 100, 5000])
def test_the_size_of_pages_changes_nothing(reading, page_size: int) -> None:
    asked = {"project": "SUP", "jql": "type = Complaint"}
    refs = [row["ref"] for row in reading("jira-issues", **asked, page_size=page_size).rows()]
    assert refs == [f"SUP-{at}" for at in range(1, REPORTED + 1, 2)]


def test_a_row_says_when_it_was_created_and_how_long_it_took(reading) -> None:
    rows = {row["ref"]: row for row in reading("jira-issues", **SUPPORT).rows()}
    assert rows["SUP-1"] == {
        "ref": "SUP-1",
        "date": "2025-03-01",
        "created": "2025-03-01T00:30:00Z",
        "resolved": "2025-03-01T02:30:00Z",
        "hours_to_resolve": "2.0",
        "reopened": None,
        "status": "Resolved",
        "type": "Complaint",
        "priority": "Medium",
        "labels": None,
        "components": "Billing",
        "project": "SUP",
        "count": "1",
        "channel": "complaint",
    }
    assert rows["SUP-6"]["labels"] == "letters; german"
    assert rows["SUP-3"]["resolved"] is None
    assert rows["SUP-3"]["hours_to_resolve"] is None


def test_hours_and_components_add_up_over_all_issues(reading) -> None:
    rows = reading("jira-issues", **SUPPORT).rows()
    resolved = [at for at in range(1, REPORTED + 1) if at % 3]
    assert sum(float(row["hours_to_resolve"] or 0) for row in rows) == sum(
        at % 50 + 1 for at in resolved
    )
    assert Counter(row["components"] for row in rows) == dict.fromkeys(TOPICS, REPORTED / 4)


def test_days_are_counted_in_the_stated_time_zone(reading) -> None:
    (first, *_) = reading("jira-issues", **SUPPORT, time_zone="America/New_York").rows()
    assert first["date"] == "2025-02-28"
    assert first["created"] == "2025-03-01T00:30:00Z"
    with pytest.raises(QueryError, match="Mars/Base"):
        reading("jira-issues", **SUPPORT, time_zone="Mars/Base").rows()


def test_the_query_is_bounded_and_told(reading) -> None:
    asked = reading("jira-issues", **SUPPORT, jql="type = Complaint", months=6)
    asked.rows()
    # 6 months of 30.4375 days are 183 days, and one day for time zones.
    first = (NOW - timedelta(days=184)).date()
    assert asked.heard.queries == [
        f'project in ("SUP") AND (type = Complaint) AND created >= "{first}" ORDER BY created, key'
    ]


def test_only_issues_of_the_stated_months_are_read(reading) -> None:
    rows = reading("jira-issues", **SUPPORT, months=6).rows()
    first = datetime(2025, 8, 29, tzinfo=UTC)
    assert len(rows) == sum(created_at(at) >= first for at in range(1, REPORTED + 1))


def test_reopenings_are_counted_from_histories_of_any_length(reading, site: JiraSite) -> None:
    asked = reading("jira-issues", **SUPPORT, reopened=True)
    rows = asked.rows()
    assert [row["reopened"] for row in rows] == [
        str(reopenings(at)) for at in range(1, REPORTED + 1)
    ]
    assert asked.heard.notes == [
        "1 status in the histories is gone: reopening from or into it is not counted"
    ]
    asked_histories = site.asked.count("POST /rest/api/3/changelog/bulkfetch")
    assert asked_histories < 3 * site.asked.count("POST /rest/api/3/search/jql")


def test_histories_are_not_asked_for_unless_named(reading, site: JiraSite) -> None:
    reading("jira-issues", **SUPPORT).rows()
    assert "POST /rest/api/3/changelog/bulkfetch" not in site.asked


def test_fields_are_found_by_name_in_any_case_or_by_id(reading) -> None:
    fields = ["Touchpoint", "request type", "customfield_10060", "Summary"]
    rows = reading("jira-issues", **SUPPORT, fields=fields).rows()
    assert rows[0]["Touchpoint"] == "billing"
    assert rows[0]["request type"] == "Ask about Billing"
    assert rows[0]["customfield_10060"] == 1.5
    assert rows[2]["customfield_10060"] is None
    assert rows[0]["Summary"] == "Complaint 1 of a customer"


def test_a_field_can_be_given_a_column_of_another_name(reading) -> None:
    rows = reading("jira-issues", **SUPPORT, fields={"where": "Touchpoint"}).rows()
    assert rows[3]["where"] == "letters"


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        (["Impact"], r"customfield_10110 \(of project 20001\), customfield_10111"),
        (["Touchpiont"], "did you mean 'Touchpoint'"),
        (["Account manager"], "holds people"),
        (["Reporter"], "holds people"),
        ({"status": "Touchpoint"}, "a column 'status' already"),
    ],
)
def test_a_field_that_cannot_be_meant_is_refused(reading, fields: object, told: str) -> None:
    with pytest.raises(QueryError, match=told):
        reading("jira-issues", **SUPPORT, fields=fields).rows()


def test_no_person_reaches_a_row_a_note_or_a_log(reading) -> None:
    asked = reading("jira-issues", **SUPPORT, fields=["Description", "Anything"], reopened=True)
    shown = repr(asked.rows()) + repr(asked.heard)
    assert not [name for name in PERSONAL if name in shown]
    assert any("'Anything' is a person" in note for note in asked.heard.notes)


def test_a_site_that_limits_requests_is_waited_for(reading) -> None:
    asked = reading("jira-issues", of=JiraSite(limited_every=4), **SUPPORT)
    assert len(asked.rows()) == REPORTED
    assert set(asked.heard.waits) == {7.0}


def test_a_site_that_only_limits_is_left_after_some_tries(reading) -> None:
    with pytest.raises(TemporaryError, match="too many requests"):
        reading("jira-issues", of=JiraSite(limited_every=1), **SUPPORT).rows()


def test_a_token_that_expires_half_way_ends_the_reading(reading) -> None:
    with pytest.raises(AuthenticationError, match="credentials"):
        reading("jira-issues", of=JiraSite(expires_after=6), **SUPPORT).rows()


def test_a_wrong_token_is_refused_and_not_shown(reading) -> None:
    asked = reading("jira-issues", **SUPPORT, token="wrong-secret-555")  # noqa: S106
    with pytest.raises(AuthenticationError) as caught:
        asked.rows()
    assert "wrong-secret-555" not in f"{caught.value!r} {asked.heard} {asked.context!r}".replace(
        repr(asked.heard.hidden), ""
    )


def test_an_oauth_token_is_sent_as_bearer(reading) -> None:
    rows = reading("jira-issues", **SUPPORT, auth="bearer", token=OAUTH).rows()
    assert len(rows) == REPORTED


def test_an_api_token_needs_an_email(reading) -> None:
    with pytest.raises(QueryError, match="email"):
        reading("jira-issues", **SUPPORT, email="").rows()


def test_a_token_is_not_sent_without_encryption(reading, site: JiraSite) -> None:
    with pytest.raises(QueryError, match="https"):
        reading("jira-issues", **SUPPORT, site="http://jira.example").rows()
    assert not site.asked


def test_jql_that_jira_refuses_is_told_with_what_jira_says(reading) -> None:
    with pytest.raises(QueryError, match="Error in the JQL Query"):
        reading("jira-issues", **SUPPORT, jql="colour ~ red").rows()


@pytest.mark.parametrize("hours", [-12, -5, 0, 5, 14])
def test_changes_are_not_missed_in_any_time_zone(reading, hours: int) -> None:
    """JQL reads moments in the time zone of the token's owner."""
    site = JiraSite(offset=-hours)
    last = NOW - timedelta(days=20)
    asked = reading("jira-issues", of=site, **SUPPORT, since=f"{last.isoformat()} 2024-02-29")
    refs = {row["ref"] for row in asked.rows()}
    changed = {
        key
        for key, held in site.issues.items()
        if key.startswith("SUP") and datetime.fromisoformat(held["updated"]) >= last
    }
    assert changed <= refs
    assert len(refs) < REPORTED / 2
    assert "keep their earlier rows" in asked.heard.notes[0]


def test_the_cursor_of_one_reading_serves_the_next(reading) -> None:
    first = reading("jira-issues", **SUPPORT)
    assert len(first.rows()) == REPORTED
    (cursor,) = first.heard.cursors
    again = reading("jira-issues", **SUPPORT, since=cursor)
    assert len(again.rows()) < 20


def test_more_months_than_last_time_are_read_whole(reading) -> None:
    (cursor,) = _cursors(reading("jira-issues", **SUPPORT, months=3))
    more = reading("jira-issues", **SUPPORT, months=24, since=cursor)
    assert len(more.rows()) == REPORTED


def _cursors(asked) -> list[str]:
    asked.rows()
    return asked.heard.cursors


@pytest.mark.parametrize(
    "cursor", ["2999-01-01T00:00:00+00:00 2024-02-29", "tomorrow", "2026-01-01T00:00 2024-02-29"]
)
def test_a_cursor_from_the_future_or_from_elsewhere_is_refused(reading, cursor: str) -> None:
    with pytest.raises(QueryError):
        reading("jira-issues", **SUPPORT, since=cursor).rows()


def test_an_issue_resolved_before_it_was_created_has_no_hours(reading, site: JiraSite) -> None:
    site.issues["SUP-1"]["resolutiondate"] = "2024-01-01T00:00:00.000+0000"
    asked = reading("jira-issues", **SUPPORT)
    assert asked.rows()[0]["hours_to_resolve"] is None
    assert asked.heard.notes == ["1 issue resolved before creation: hours_to_resolve is left empty"]


@pytest.mark.parametrize("created", [None, "yesterday", "2026-01-01", 5])
def test_an_issue_without_its_moment_is_an_error(reading, site: JiraSite, created: object) -> None:
    site.issues["SUP-9"]["created"] = created
    site._matching = lambda jql: ["SUP-9"]  # type: ignore[method-assign]
    with pytest.raises(AnswerError, match="created of SUP-9"):
        reading("jira-issues", **SUPPORT).rows()
