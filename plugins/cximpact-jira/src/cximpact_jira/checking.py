"""Tries a source's connection, credentials, fields and query without reading any issue."""

from __future__ import annotations

from cximpact.plugins import AnswerError, Context
from cximpact_jira.columns import asked_columns
from cximpact_jira.fields import read_fields
from cximpact_jira.jql import bounded
from cximpact_jira.site import open_site, parsed

__all__ = ["check"]


def check(context: Context) -> str:
    """Return a line about what was reached.

    Raises:
        SourceError: Something is not as the settings say.
    """
    settings = context.settings
    client = open_site(context)
    book = read_fields(client)
    asked_columns(book, settings.get("fields", ()), ())
    for named in ("unit", "statement", "rating", "rated"):
        if settings.get(named):
            book.find(settings[named])
    query = bounded(settings).partition(" ORDER BY ")[0]
    answer = client.post("/rest/api/3/search/approximate-count", {"jql": query})
    count = parsed(answer, dict, "count").get("count")
    if not isinstance(count, int):
        raise AnswerError("count: expected a number")
    return f"reached, {len(book.fields)} fields, about {count:,} issues before any limit of time"
