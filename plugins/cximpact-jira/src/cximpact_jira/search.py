"""Issues that match a query, page by page; memory holds one page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from cximpact.plugins import AnswerError
from cximpact_jira.paging import followed

if TYPE_CHECKING:
    from cximpact.plugins.http import HttpClient

__all__ = ["Issue", "is_key", "pages"]

_PARTS = (str, str, dict)
_KEY = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,80}-[0-9]{1,12}")


class Issue(NamedTuple):
    """An issue as Jira sends it; a tuple, since a hundred thousand of them are made.

    Attributes:
        id: Its number in the site.
        key: What people call it, such as ``SUP-7``.
        fields: The fields that were asked for, by their ids.
    """

    id: str
    key: str
    fields: dict[str, Any]

    def inside(self, field: str, name: str) -> Any:
        """Return one part of a field that is an object; None where there is none."""
        held = self.fields.get(field)
        return held.get(name) if isinstance(held, dict) else None


def is_key(text: object) -> bool:
    """Return whether a text is an issue's key."""
    return isinstance(text, str) and _KEY.fullmatch(text) is not None


def pages(
    client: HttpClient, jql: str, fields: Sequence[str], page_size: int
) -> Iterator[list[Issue]]:
    """Yield the issues of a query, a page at a time.

    Args:
        client: For the site.
        jql: A bounded query.
        fields: Ids of the fields to ask for; without them Jira sends ids only.
        page_size: How many issues to ask for at once.

    Raises:
        AnswerError: A page or an issue is not as it should be; see `followed`.
    """
    body = {"jql": jql, "fields": list(fields), "maxResults": page_size}
    for page in followed(client, "/rest/api/3/search/jql", body, "issues", _identity):
        yield [Issue(issue["id"], issue["key"], issue["fields"]) for issue in page]


def _identity(issue: Any) -> str:
    if isinstance(issue, dict):
        key: Any = issue.get("key")
        parts = (type(key), type(issue.get("id")), type(issue.get("fields")))
        if parts == _PARTS and _KEY.fullmatch(key):
            return str(key)
    raise AnswerError("search: an issue without id, key or fields")
