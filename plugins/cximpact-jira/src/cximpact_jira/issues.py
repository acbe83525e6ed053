"""What customers reported, as observations: one row an issue."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, tzinfo

from attrs import field, frozen

from cximpact.plugins import Context, Request
from cximpact_jira.cells import Row, cell, named, words
from cximpact_jira.changelog import Histories, open_histories
from cximpact_jira.columns import Column, asked_columns, tell_unseen
from cximpact_jira.cursor import reach_of
from cximpact_jira.fields import read_fields
from cximpact_jira.jql import bounded
from cximpact_jira.search import Issue, pages
from cximpact_jira.site import open_site
from cximpact_jira.times import hours_between, moment, written, zone

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

    What each issue has is made into text here: text leaves the process as it is.

    Attributes:
        columns: More fields.
        channel: How the word reached us.
        days: The time zone days are counted in.
        backwards: Keys of issues that were resolved before they were created.
    """

    columns: tuple[Column, ...]
    channel: str
    days: tzinfo
    backwards: list[str] = field(factory=list)

    def row(self, issue: Issue, reopened: int | None) -> Row:
        fields, key = issue.fields, issue.key
        begun = fields.get("created")
        created = moment(begun, "created", key)
        text = written(created, begun)
        row: Row = {
            "ref": key,
            "date": text[:10] if self.days is UTC else self._day(created),
            "created": text,
            "resolved": None,
            "hours_to_resolve": None,
            "reopened": None if reopened is None else str(reopened),
            "status": named(fields.get("status")),
            "type": named(fields.get("issuetype")),
            "priority": named(fields.get("priority")),
            "labels": words(fields.get("labels"), "labels", key),
            "components": words(fields.get("components"), "components", key),
            "project": cell(issue.inside("project", "key")),
            "count": "1",
            "channel": self.channel,
        }
        ended = fields.get("resolutiondate")
        if ended is not None:
            resolved = moment(ended, "resolutiondate", key)
            row["resolved"] = written(resolved, ended)
            row["hours_to_resolve"] = self._hours(created, resolved, key)
        for column in self.columns:
            row[column.name] = column.of(issue)
        return row

    def _day(self, created: datetime) -> str:
        return created.astimezone(self.days).date().isoformat()

    def _hours(self, created: datetime, resolved: datetime, key: str) -> str | None:
        hours = hours_between(created, resolved)
        if hours is None:
            self.backwards.append(key)
            return None
        return repr(hours)


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
    asked = dict.fromkeys((*_OWN_FIELDS, *(one.shows.id for one in columns)))
    count = 0
    for issues in pages(client, jql, list(asked), settings.get("page_size", 100)):
        reopened = _reopened(histories, issues)
        yield [reader.row(issue, reopened.get(issue.id)) for issue in issues]
        count += len(issues)
        context.progress(f"{count:,} issues")
    _tell(context, reader, histories)


def _reopened(histories: Histories | None, issues: list[Issue]) -> dict[str, int]:
    """Return how often each issue was reopened, by id; empty where that is not asked for."""
    return histories.reopened([issue.id for issue in issues]) if histories else {}


def _tell(context: Context, reader: _Reader, histories: Histories | None) -> None:
    tell_unseen(reader.columns, context)
    if reader.backwards:
        count = len(reader.backwards)
        context.note(
            f"{count:,} {'issue' if count == 1 else 'issues'} resolved before creation:"
            " hours_to_resolve is left empty"
        )
    if histories is not None and histories.unknown:
        count = len(histories.unknown)
        context.note(
            f"{count} {'status' if count == 1 else 'statuses'} in the histories"
            f" {'is' if count == 1 else 'are'} gone: reopening from or into it is not counted"
        )
