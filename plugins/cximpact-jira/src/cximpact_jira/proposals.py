"""Initiatives, ideas or epics, as proposals: one row an issue."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from attrs import frozen

from cximpact.plugins import Context, Request
from cximpact_jira.cells import Row, count_of, named
from cximpact_jira.columns import Column, asked_columns, tell_unseen
from cximpact_jira.fields import read_fields
from cximpact_jira.jql import bounded, listed
from cximpact_jira.links import Ends, ends, known_words
from cximpact_jira.search import Issue, pages
from cximpact_jira.site import open_site

__all__ = ["OWN_COLUMNS", "collect"]

OWN_COLUMNS = (
    *("id", "title", "unit", "status", "statement", "type", "requires", "linked_count", "votes"),
    "ref",
)
_OWN_FIELDS = ("summary", "status", "issuetype", "issuelinks", "votes")
_AT_ONCE = 500


@frozen
class _Reader:
    """Makes rows of issues.

    Attributes:
        shown: Title, unit and statement.
        columns: More fields.
        requires: Which links lead to what a proposal cannot do without.
        customers: Which links lead to customer-reported issues.
    """

    shown: tuple[Column, ...]
    columns: tuple[Column, ...]
    requires: Ends
    customers: Ends

    @property
    def fields(self) -> list[str]:
        """Ids of the fields to ask for."""
        more = [column.shows.id for column in (*self.shown, *self.columns)]
        return list(dict.fromkeys((*_OWN_FIELDS, *more)))

    def row(self, issue: Issue) -> Row:
        fields, key = issue.fields, issue.key
        links = ends(fields.get("issuelinks"), key)
        title, unit, statement = (column.of(issue) for column in self.shown)
        row: Row = {
            "id": key,
            "title": title,
            "unit": unit,
            "status": named(fields.get("status")),
            "statement": statement,
            "type": named(fields.get("issuetype")),
            "requires": ", ".join(self.requires.of(links)) or None,
            "linked_count": len(self.customers.of(links)),
            "votes": count_of(fields.get("votes"), "votes", key),
            "ref": key,
        }
        return row | {column.name: column.of(issue) for column in self.columns}


def collect(request: Request, context: Context) -> Iterator[list[Row]]:  # noqa: ARG001
    """Yield the rows of proposals; see the README.

    All are held until the last is read: only then is it known which links lead to proposals.
    """
    settings = context.settings
    jql = bounded(settings)
    context.query(jql)
    client = open_site(context)
    book = read_fields(client)
    requires, customers = listed(settings.get("requires")), listed(settings.get("customer_links"))
    known_words(client, [*requires, *customers])
    reader = _Reader(
        asked_columns(book, _shown(settings), ()),
        asked_columns(book, settings.get("fields", ()), OWN_COLUMNS),
        Ends(requires) if requires else Ends(nothing=True),
        Ends(customers, listed(settings.get("customer_projects"))),
    )
    rows: list[Row] = []
    for issues in pages(client, jql, reader.fields, settings.get("page_size", 100)):
        rows += [reader.row(issue) for issue in issues]
        context.progress(f"{len(rows):,} proposals")
    _keep_inside(rows, context)
    tell_unseen((*reader.shown, *reader.columns), context)
    for start in range(0, len(rows), _AT_ONCE):
        yield rows[start : start + _AT_ONCE]


def _shown(settings: Mapping[str, Any]) -> dict[str, str]:
    return {
        "title": "summary",
        "unit": settings.get("unit", "project"),
        "statement": settings.get("statement", "description"),
    }


def _keep_inside(rows: Sequence[Row], context: Context) -> None:
    """Take links to issues that are no proposals out of `requires`, and say which."""
    ids = {row["id"] for row in rows}
    for row in rows:
        wanted = str(row["requires"] or "").split(", ") if row["requires"] else []
        outside = [key for key in wanted if key not in ids]
        if outside:
            row["requires"] = ", ".join(key for key in wanted if key in ids) or None
            context.note(
                f"{row['id']} cannot do without {', '.join(outside)},"
                " which the query does not give as a proposal"
            )
