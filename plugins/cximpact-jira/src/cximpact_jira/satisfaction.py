"""Satisfaction ratings of Jira Service Management, as observations from 1 to 5.

They are read from the two fields that Service Management adds to the site, found by their types
since their names are translated. The service desk's own API gives the same rating, but one
request at a time and together with what the customer wrote.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, tzinfo

from attrs import field, frozen

from cximpact.plugins import AnswerError, Context, QueryError, Request
from cximpact_jira.cells import Row, cell, named, words
from cximpact_jira.columns import Column, asked_columns, tell_unseen
from cximpact_jira.cursor import reach_of
from cximpact_jira.fields import Field, FieldBook, read_fields
from cximpact_jira.jql import bounded
from cximpact_jira.search import Issue, pages
from cximpact_jira.site import open_site
from cximpact_jira.times import moment, zone

__all__ = ["OWN_COLUMNS", "RATED", "RATING", "collect"]

RATING = "com.atlassian.servicedesk:sd-request-feedback"
RATED = "com.atlassian.servicedesk:sd-request-feedback-date"
OWN_COLUMNS = (*("ref", "date", "value", "type", "project", "labels", "components", "channel"),)
_OWN_FIELDS = ("created", "resolutiondate", "issuetype", "project", "labels", "components")


@frozen
class _Reader:
    """Makes rows of rated requests.

    Attributes:
        rating: The field of the rating.
        rated: The field of its day.
        columns: More fields.
        channel: How the word reached us.
        days: The time zone days are counted in.
        faults: What could not be used as it is, counted.
    """

    rating: Field
    rated: Field | None
    columns: tuple[Column, ...]
    channel: str
    days: tzinfo
    faults: Counter[str] = field(factory=Counter)

    def row(self, issue: Issue) -> Row | None:
        """Return the row of a request, or None where the customer did not rate it."""
        fields, key = issue.fields, issue.key
        value = self._value(issue)
        if value is None:
            return None
        row: Row = {
            "ref": key,
            "date": self._rated_on(issue).astimezone(self.days).date(),
            "value": value,
            "type": named(fields.get("issuetype")),
            "project": cell(issue.inside("project", "key")),
            "labels": words(fields.get("labels"), "labels", key),
            "components": words(fields.get("components"), "components", key),
            "channel": self.channel,
        }
        for column in self.columns:
            row[column.name] = column.of(issue)
        return row

    def _value(self, issue: Issue) -> float | None:
        held = issue.fields.get(self.rating.id)
        value = held.get("rating", held) if isinstance(held, dict) else held
        if value is None:
            self.faults["an empty rating"] += held is not None
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or not 1 <= value <= 5:
            raise AnswerError(f"the rating of {issue.key} is no number from 1 to 5")
        return value

    def _rated_on(self, issue: Issue) -> datetime:
        """Return the moment of the rating; without one, that of the resolution it is about."""
        own = issue.fields.get(self.rated.id) if self.rated else None
        if own is None:
            self.faults["a rating without a day, dated at the resolution"] += 1
        when = own or issue.fields.get("resolutiondate") or issue.fields.get("created")
        return moment(when, "day of the rating", issue.key)


def collect(request: Request, context: Context) -> Iterator[list[Row]]:
    """Yield the rows of satisfaction ratings, a page at a time; see the README."""
    settings = context.settings
    days = zone(settings.get("time_zone", "UTC"))
    reach = reach_of(request, context)
    jql = bounded(settings, since=reach.since, changed=reach.changed)
    context.query(jql)
    client = open_site(context)
    book = read_fields(client)
    reader = _Reader(
        *_rating_fields(book, settings.get("rating"), settings.get("rated")),
        asked_columns(book, settings.get("fields", ()), OWN_COLUMNS),
        settings.get("channel", "survey"),
        days,
    )
    shown = (reader.rating, reader.rated, *(column.shows for column in reader.columns))
    more = [one.id for one in shown if one]
    asked = list(dict.fromkeys((*_OWN_FIELDS, *more)))
    count = 0
    for issues in pages(client, jql, asked, settings.get("page_size", 100)):
        rows = [row for issue in issues if (row := reader.row(issue)) is not None]
        if rows:
            yield rows
        count += len(issues)
        context.progress(f"{count:,} requests")
    tell_unseen(reader.columns, context)
    for what, times in sorted(reader.faults.items()):
        if times:
            context.note(f"{times:,} {'request has' if times == 1 else 'requests have'} {what}")


def _rating_fields(
    book: FieldBook, rating: str | None, rated: str | None
) -> tuple[Field, Field | None]:
    found = book.find(rating) if rating else book.of_type(RATING)
    if found is None:
        raise QueryError(
            "the site has no satisfaction ratings, or the token's owner may not see them: they"
            " come with Jira Service Management; another field can be named under rating"
        )
    return found, book.find(rated) if rated else book.of_type(RATED)
