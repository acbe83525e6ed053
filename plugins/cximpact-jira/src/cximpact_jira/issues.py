"""What customers reported, as observations: one row an issue."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, tzinfo
from functools import partial

from attrs import field, frozen

from cximpact.plugins import Context, Request
from cximpact_jira.cells import Row, cell, typed, words
from cximpact_jira.changelog import Histories, open_histories
from cximpact_jira.cursor import reach_of
from cximpact_jira.fields import Field, asked_columns, read_fields
from cximpact_jira.jql import bounded
from cximpact_jira.search import Issue, pages
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

    def row(self, issue: Issue, reopened: int | None) -> Row:
        fields, key = issue.fields, issue.key
        created = moment(fields.get("created"), f"created of {key}")
        row: Row = {
            "ref": key,
            "date": created.astimezone(self.days).date(),
            "created": created,
            **self._resolved(issue, created),
            "reopened": reopened,
            "status": cell(fields.get("status")),
            "type": cell(fields.get("issuetype")),
            "priority": cell(fields.get("priority")),
            "labels": words(fields.get("labels"), f"labels of {key}"),
            "components": words(fields.get("components"), f"components of {key}"),
            "project": cell(issue.inside("project", "key")),
            "count": 1,
            "channel": self.channel,
        }
        for column, asked in self.columns.items():
            unseen = partial(self._unseen, column)
            row[column] = typed(fields.get(asked.id), asked.kind, f"{column} of {key}", unseen)
        return row

    def _resolved(self, issue: Issue, created: datetime) -> Row:
        if issue.fields.get("resolutiondate") is None:
            return {"resolved": None, "hours_to_resolve": None}
        resolved = moment(issue.fields["resolutiondate"], f"resolutiondate of {issue.key}")
        hours = hours_between(created, resolved)
        if hours is None:
            self.faults["resolved before creation, so that hours_to_resolve is empty"] += 1
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
        yield [reader.row(issue, reopened.get(issue.id)) for issue in issues]
        count += len(issues)
        context.progress(f"{count:,} issues")
    _tell(context, reader.faults, histories)


def _reopened(histories: Histories | None, issues: list[Issue]) -> dict[str, int]:
    """Return how often each issue was reopened, by id; empty where that is not asked for."""
    return histories.reopened([issue.id for issue in issues]) if histories else {}


def _tell(context: Context, faults: Counter[str], histories: Histories | None) -> None:
    for what, times in sorted(faults.items()):
        context.note(f"{times:,} {'issue' if times == 1 else 'issues'} {what}")
    if histories is not None and histories.unknown:
        count = len(histories.unknown)
        context.note(
            f"{count} {'status' if count == 1 else 'statuses'} in the histories"
            f" {'is' if count == 1 else 'are'} gone: reopening from or into it is not counted"
        )
