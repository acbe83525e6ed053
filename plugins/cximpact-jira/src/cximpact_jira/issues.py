"""What customers reported, as observations: one row an issue."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, tzinfo
from functools import partial
from typing import Any

from attrs import field, frozen

from cximpact.plugins import Context, Request
from cximpact_jira.cells import Row, cell, words
from cximpact_jira.changelog import Histories, open_histories
from cximpact_jira.cursor import reach_of
from cximpact_jira.fields import Field, asked_columns, read_fields
from cximpact_jira.jql import bounded
from cximpact_jira.search import pages
from cximpact_jira.site import open_site
from cximpact_jira.times import hours_between, moment, zone

__all__ = ["OWN_COLUMNS", "collect"]

OWN_COLUMNS = (
    *("ref", "date", "created", "resolved", "hours_to_resolve", "reopened", "status", "type"),
    *("priority", "labels", "components", "project", "count", "channel"),
)
_OWN_FIELDS = (
    *("created", "resolutiondate", "status", "issuetype", "priority", "labels", "components"),
    "project",
)


@frozen
class _Reader:
    """Makes rows of issues.

    Attributes:
        columns: More fields by their column.
        channel: How the word reached us.
        days: The time zone days are counted in.
        faults: What could not be shown, counted.
    """

    columns: dict[str, Field]
    channel: str
    days: tzinfo
    faults: Counter[str] = field(factory=Counter)

    def row(self, issue: dict[str, Any], reopened: int | None) -> Row:
        fields, key = issue["fields"], issue["key"]
        created = moment(fields.get("created"), f"created of {key}")
        row: Row = {
            "ref": key,
            "date": created.astimezone(self.days).date(),
            "created": created,
            **self._resolved(fields, key, created),
            "reopened": reopened,
            "status": cell(fields.get("status")),
            "type": cell(fields.get("issuetype")),
            "priority": cell(fields.get("priority")),
            "labels": words(fields.get("labels") or []),
            "components": words(fields.get("components") or []),
            "project": (fields.get("project") or {}).get("key"),
            "count": 1,
            "channel": self.channel,
        }
        for column, asked in self.columns.items():
            row[column] = cell(fields.get(asked.id), partial(self._unseen, column))
        return row

    def _resolved(self, fields: dict[str, Any], key: str, created: datetime) -> Row:
        if fields.get("resolutiondate") is None:
            return {"resolved": None, "hours_to_resolve": None}
        resolved = moment(fields["resolutiondate"], f"resolutiondate of {key}")
        hours = hours_between(created, resolved)
        if hours is None:
            self.faults[
                "resolved before they were created, so that they have no hours_to_resolve"
            ] += 1
        return {"resolved": resolved, "hours_to_resolve": hours}

    def _unseen(self, column: str) -> None:
        self.faults[f"whose {column!r} is a person or cannot be shown, so that it is empty"] += 1


def collect(request: Request, context: Context) -> Iterator[list[Row]]:
    """Yield the rows of customer-reported issues, a page at a time; see the README."""
    settings = context.settings
    days = zone(settings.get("time_zone", "UTC"))
    reach = reach_of(request, context)
    jql = bounded(settings, since=reach.since, changed=reach.changed)
    context.query(jql)
    client = open_site(context)
    columns = asked_columns(read_fields(client), settings.get("fields", ()), OWN_COLUMNS)
    histories = open_histories(client) if settings.get("reopened") else None
    reader = _Reader(columns, settings.get("channel", "complaint"), days)
    asked = dict.fromkeys((*_OWN_FIELDS, *(one.id for one in columns.values())))
    count = 0
    for issues in pages(client, jql, list(asked), settings.get("page_size", 100)):
        reopened = _reopened(histories, issues)
        yield [reader.row(issue, reopened.get(issue["key"])) for issue in issues]
        count += len(issues)
        context.progress(f"{count:,} issues")
    _tell(context, reader.faults, histories)


def _reopened(histories: Histories | None, issues: list[dict[str, Any]]) -> dict[str, int]:
    """Return how often each issue was reopened, by key; empty where that is not asked for."""
    if histories is None:
        return {}
    counts = histories.reopened([str(issue.get("id")) for issue in issues])
    return {issue["key"]: counts[str(issue.get("id"))] for issue in issues}


def _tell(context: Context, faults: Counter[str], histories: Histories | None) -> None:
    for what, times in sorted(faults.items()):
        context.note(f"{times:,} {'issues' if times > 1 else 'issue'} {what}")
    if histories is not None and histories.unknown:
        context.note(
            f"{len(histories.unknown)} statuses in the histories exist no more: what was reopened"
            " from or into them is not counted"
        )
