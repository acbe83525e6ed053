"""Initiatives, ideas or epics, as proposals: one row an issue."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial

from attrs import field, frozen

from cximpact.plugins import Context, Request
from cximpact_jira.cells import Cell, Row, cell, count_of, typed
from cximpact_jira.fields import Field, asked_columns, read_fields
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
        unit: The field that names the unit.
        statement: The field that says what changes for the customer.
        columns: More fields by their column.
        requires: Which links lead to what a proposal cannot do without.
        customers: Which links lead to customer-reported issues.
        faults: What could not be shown, counted.
    """

    unit: Field
    statement: Field
    columns: dict[str, Field]
    requires: Ends
    customers: Ends
    faults: Counter[str] = field(factory=Counter)

    @property
    def fields(self) -> list[str]:
        """Ids of the fields to ask for."""
        more = [one.id for one in (self.unit, self.statement, *self.columns.values())]
        return list(dict.fromkeys((*_OWN_FIELDS, *more)))

    def row(self, issue: Issue) -> Row:
        fields, key = issue.fields, issue.key
        links = ends(fields.get("issuelinks"), key)
        row: Row = {
            "id": key,
            "title": cell(fields.get("summary"), partial(self._unseen, "title")),
            "unit": self._shown(issue, "unit", self.unit),
            "status": cell(fields.get("status")),
            "statement": self._shown(issue, "statement", self.statement),
            "type": cell(fields.get("issuetype")),
            "requires": ", ".join(self.requires.of(links)) or None,
            "linked_count": len(self.customers.of(links)),
            "votes": count_of(fields.get("votes"), "votes", f"votes of {key}"),
            "ref": key,
        }
        for column, asked in self.columns.items():
            row[column] = self._shown(issue, column, asked)
        return row

    def _shown(self, issue: Issue, column: str, asked: Field) -> Cell:
        value, what = issue.fields.get(asked.id), f"{column} of {issue.key}"
        return typed(value, asked.kind, what, partial(self._unseen, column))

    def _unseen(self, column: str) -> None:
        self.faults[column] += 1


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
        book.find(settings.get("unit", "project")),
        book.find(settings.get("statement", "description")),
        asked_columns(book, settings.get("fields", ()), OWN_COLUMNS),
        Ends(requires) if requires else Ends(nothing=True),
        Ends(customers, listed(settings.get("customer_projects"))),
    )
    rows: list[Row] = []
    for issues in pages(client, jql, reader.fields, settings.get("page_size", 100)):
        rows += [reader.row(issue) for issue in issues]
        context.progress(f"{len(rows):,} proposals")
    _keep_inside(rows, context)
    for column, times in sorted(reader.faults.items()):
        context.note(f"{column!r} of {times:,} proposals is a person or cannot be shown")
    for start in range(0, len(rows), _AT_ONCE):
        yield rows[start : start + _AT_ONCE]


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
