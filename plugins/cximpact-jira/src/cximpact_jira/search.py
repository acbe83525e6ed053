"""Issues that match a query, page by page; memory holds one page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from cximpact.plugins import AnswerError
from cximpact_jira.site import parsed

if TYPE_CHECKING:
    from cximpact.plugins.http import HttpClient

__all__ = ["pages"]

_PATH = "/rest/api/3/search/jql"
# Pages may be empty and still have a next one, but not for ever.
_EMPTY_AT_MOST = 1000


def pages(
    client: HttpClient, jql: str, fields: Sequence[str], page_size: int
) -> Iterator[list[dict[str, Any]]]:
    """Yield the issues of a query, a page at a time.

    There is no total. Pages may be short or empty; the last one is the one without a token.

    Args:
        client: For the site.
        jql: A bounded query.
        fields: Ids of the fields to ask for; without them Jira sends ids only.
        page_size: How many issues to ask for at once.

    Raises:
        AnswerError: A page has no issues, an issue no key or fields, a token comes twice, or a
            page says that more follow but not where.
    """
    body: dict[str, Any] = {"jql": jql, "fields": list(fields), "maxResults": page_size}
    seen: set[str] = set()
    empty = 0
    while True:
        page = parsed(client.post(_PATH, body), dict, "search")
        issues = _issues(page)
        empty = 0 if issues else empty + 1
        if issues:
            yield issues
        token = _next(page)
        if token is None:
            return
        if token in seen or empty > _EMPTY_AT_MOST:
            raise AnswerError("search: the pages go round in a circle")
        seen.add(token)
        body["nextPageToken"] = token


def _issues(page: dict[str, Any]) -> list[dict[str, Any]]:
    issues = page.get("issues")
    if not isinstance(issues, list):
        raise AnswerError("search: a page without a list of issues")
    for issue in issues:
        if (
            not isinstance(issue, dict)
            or not isinstance(issue.get("key"), str)
            or not isinstance(issue.get("fields"), dict)
        ):
            raise AnswerError("search: an issue without key or fields")
    return issues


def _next(page: dict[str, Any]) -> str | None:
    """Return the token of the next page; a page that says it is the last may still have one."""
    token = page.get("nextPageToken")
    if token is None or token == "":
        if page.get("isLast") is False:
            raise AnswerError("search: a page says that more follow, but not where")
        return None
    if not isinstance(token, str):
        raise AnswerError("search: the token of the next page is no text")
    return token
