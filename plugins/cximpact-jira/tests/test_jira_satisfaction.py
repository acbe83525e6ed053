"""Satisfaction ratings, read from the fields that Service Management adds to a site."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from jira_server import FIELDS, REPORTED, JiraSite, created_at, field, rating

from cximpact.plugins import AnswerError, QueryError

RATED = [at for at in range(1, REPORTED + 1) if at % 3 and at % 5 == 0]


def test_ratings_are_found_whatever_the_fields_are_called(reading) -> None:
    rows = reading("jira-satisfaction", project="SUP").rows()
    assert [row["ref"] for row in rows] == [f"SUP-{at}" for at in RATED]
    assert [row["value"] for row in rows] == [rating(at) for at in RATED]


def test_a_rating_is_dated_on_its_own_day(reading) -> None:
    rows = reading("jira-satisfaction", project="SUP").rows()
    expected = [(created_at(at) + timedelta(hours=at % 50 + 1, days=1)).date() for at in RATED]
    assert [row["date"] for row in rows] == expected


def test_a_row_says_what_was_rated_and_nothing_of_who_did(reading) -> None:
    (first, *others) = reading("jira-satisfaction", project="SUP", fields=["Request Type"]).rows()
    assert first == {
        "ref": "SUP-5",
        "date": date(2025, 3, 3),
        "value": 3,
        "type": "Complaint",
        "project": "SUP",
        "labels": None,
        "components": "Billing",
        "channel": "survey",
        "Request Type": "Ask about Billing",
    }
    assert "Mia" not in repr(others)


def test_a_rating_without_a_day_is_dated_at_the_resolution(reading, site: JiraSite) -> None:
    site.issues["SUP-5"]["customfield_10051"] = None
    asked = reading("jira-satisfaction", project="SUP")
    resolved = datetime.fromisoformat(site.issues["SUP-5"]["resolutiondate"])
    assert asked.rows()[0]["date"] == resolved.date()
    assert asked.heard.notes == ["1 request has a rating without a day, dated at the resolution"]


def test_an_empty_rating_is_none_and_noted(reading, site: JiraSite) -> None:
    site.issues["SUP-5"]["customfield_10050"] = {"rating": None}
    asked = reading("jira-satisfaction", project="SUP")
    assert len(asked.rows()) == len(RATED) - 1
    assert asked.heard.notes == ["1 request has an empty rating"]


def test_plain_numbers_are_ratings_too(reading, site: JiraSite) -> None:
    site.issues["SUP-5"]["customfield_10050"] = 4
    assert reading("jira-satisfaction", project="SUP").rows()[0]["value"] == 4


@pytest.mark.parametrize("given", [{"rating": 6}, {"rating": 0}, {"rating": True}, "good", [3], {}])
def test_a_rating_off_the_scale_is_an_error(reading, site: JiraSite, given: object) -> None:
    site.issues["SUP-5"]["customfield_10050"] = given
    with pytest.raises(AnswerError, match="rating of SUP-5"):
        reading("jira-satisfaction", project="SUP").rows()


def test_a_site_without_ratings_says_what_to_do(reading, site: JiraSite, monkeypatch) -> None:
    plain = [one for one in FIELDS if "feedback" not in str(one["schema"].get("custom"))]
    monkeypatch.setattr(site, "fields", lambda asked: plain)
    monkeypatch.setattr("jira_server.FIELDS", plain)
    with pytest.raises(QueryError, match="Jira Service Management"):
        reading("jira-satisfaction", project="SUP").rows()
    rows = reading("jira-satisfaction", project="INI", rating="Cost (EUR)", rated="Created").rows
    with pytest.raises(AnswerError, match="rating of INI"):
        rows()


def test_two_fields_of_the_type_must_be_told_apart(reading, monkeypatch) -> None:
    other = field(10059, "CSAT", "sd-feedback", "com.atlassian.servicedesk:sd-request-feedback")
    monkeypatch.setattr("jira_server.FIELDS", [*FIELDS, other])
    with pytest.raises(QueryError, match="customfield_10050, customfield_10059"):
        reading("jira-satisfaction", project="SUP").rows()
    named = reading("jira-satisfaction", project="SUP", rating="Zufriedenheit").rows()
    assert len(named) == len(RATED)
