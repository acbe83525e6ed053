"""Initiatives as proposals."""

from __future__ import annotations

import pytest
from jira_server import INITIATIVES, JiraSite

from cximpact.plugins import AnswerError, QueryError

PLAN = {"project": "INI", "fields": ["Cost (EUR)", "Ease"]}


def by_id(rows: list[dict]) -> dict[str, dict]:
    return {row["id"]: row for row in rows}


def test_every_initiative_is_a_proposal(reading) -> None:
    rows = by_id(reading("jira-proposals", **PLAN).rows())
    assert sorted(rows) == sorted(f"INI-{at}" for at in range(1, INITIATIVES + 1))
    assert rows["INI-5"] == {
        "id": "INI-5",
        "title": "Initiative 5",
        "unit": "Initiatives",
        "status": "Open",
        "statement": "Customers of letter 5 understand why. @someone\nSecond. @someone",
        "type": "Initiative",
        "requires": None,
        "linked_count": 1,
        "votes": 5,
        "ref": "INI-5",
        "Cost (EUR)": 5002.5,
        "Ease": 2,
    }


def test_the_unit_can_be_any_field(reading) -> None:
    rows = reading("jira-proposals", **PLAN, unit="Department").rows()
    assert {row["unit"] for row in rows} == {"Service - Letters"}


def test_links_are_read_in_the_direction_that_their_words_say(reading) -> None:
    rows = by_id(reading("jira-proposals", **PLAN, requires="is blocked by").rows())
    assert rows["INI-8"]["requires"] == "INI-7"
    assert rows["INI-9"]["requires"] is None
    turned = by_id(reading("jira-proposals", **PLAN, requires=["Blocks"]).rows())
    assert turned["INI-8"]["requires"] == "INI-1, INI-7"


def test_what_a_proposal_needs_outside_the_list_is_noted(reading) -> None:
    asked = reading("jira-proposals", **PLAN, requires="is blocked by")
    rows = by_id(asked.rows())
    assert rows["INI-7"]["requires"] is None
    assert asked.heard.notes == [
        "INI-7 cannot do without OPS-9, which the query does not give as a proposal"
    ]


def test_linked_reports_of_customers_are_counted(reading) -> None:
    rows = by_id(
        reading(
            "jira-proposals", **PLAN, customer_links="relates to", customer_projects=["SUP"]
        ).rows()
    )
    assert [rows[f"INI-{at}"]["linked_count"] for at in range(1, 9)] == [1, 2, 3, 0, 1, 2, 3, 0]
    every = by_id(reading("jira-proposals", **PLAN).rows())
    assert every["INI-8"]["linked_count"] == 2


def test_words_that_no_link_has_are_refused(reading) -> None:
    with pytest.raises(QueryError, match="did you mean 'is blocked by'"):
        reading("jira-proposals", **PLAN, requires="is blokced by").rows()


def test_a_link_that_cannot_be_read_is_an_error(reading, site: JiraSite) -> None:
    site.issues["INI-3"]["issuelinks"] = [{"id": "1", "type": None}]
    with pytest.raises(AnswerError, match="link of INI-3"):
        reading("jira-proposals", **PLAN).rows()


def test_jql_alone_is_bounded_by_a_day_before_jira_cloud(reading) -> None:
    asked = reading("jira-proposals", jql="type = Initiative")
    assert len(asked.rows()) == INITIATIVES
    assert asked.heard.queries == [
        '(type = Initiative) AND created >= "2000-01-01" ORDER BY created, key'
    ]


def test_two_readings_agree(reading) -> None:
    first, second = (reading("jira-proposals", **PLAN).rows() for _ in range(2))
    assert first == second
