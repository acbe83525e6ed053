"""Pages that lead from one to the next by a token, with nothing lost and no circle."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from cximpact.plugins import AnswerError
from cximpact_jira.site import parsed

if TYPE_CHECKING:
    from cximpact.plugins.http import HttpClient

__all__ = ["followed"]

# Pages may be empty and still have a next one, but not for ever.
_EMPTY_AT_MOST = 100


def followed(
    client: HttpClient,
    path: str,
    body: Mapping[str, Any],
    rows: str,
    identity: Callable[[Any], str],
) -> Iterator[list[Any]]:
    """Yield the rows of each page that has any.

    There is no total. Pages may be short or empty; the last one is the one without a token,
    whatever its flag says.

    Args:
        client: For the site.
        path: Where pages are asked for, by POST.
        body: What is asked; the token is added.
        rows: The key of a page's rows.
        identity: Tells a row from others; raises `AnswerError` for what is none.

    Raises:
        AnswerError: A page has no rows, a token or a page comes twice, or a page says that more
            follow but not where.
    """
    what = path.rpartition("/api/3/")[2]
    asked = dict(body)
    tokens: set[str] = set()
    seen: set[int] = set()
    empty = 0
    while True:
        page = parsed(client.post(path, asked), dict, what)
        found = page.get(rows)
        if not isinstance(found, list):
            raise AnswerError(f"{what}: a page without a list of {rows}")
        mark = hash(tuple(map(identity, found)))
        token = _next(page, what)
        empty = 0 if found else empty + 1
        if (found and mark in seen) or token in tokens or empty > _EMPTY_AT_MOST:
            raise AnswerError(f"{what}: the pages go round in a circle")
        if found:
            seen.add(mark)
            yield found
        if token is None:
            return
        tokens.add(token)
        asked["nextPageToken"] = token


def _next(page: Mapping[str, Any], what: str) -> str | None:
    token = page.get("nextPageToken")
    if token is None or token == "":
        if page.get("isLast") is False:
            raise AnswerError(f"{what}: a page says that more follow, but not where")
        return None
    if not isinstance(token, str):
        raise AnswerError(f"{what}: the token of the next page is no text")
    return token
