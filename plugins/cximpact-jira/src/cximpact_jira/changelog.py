"""How often issues were reopened, from their history of statuses.

The history is asked for apart from the search, many issues at once and only changes of status:
what a search embeds (``expand=changelog``) is cut short for long histories, and carries every
other change and the people who made them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from cximpact.plugins import AnswerError
from cximpact_jira.site import parsed

if TYPE_CHECKING:
    from cximpact.plugins.http import HttpClient

__all__ = ["Histories", "open_histories"]

_PATH = "/rest/api/3/changelog/bulkfetch"
_AT_ONCE = 1000


@frozen
class Histories:
    """Counts how often issues came back from being done.

    Attributes:
        client: For the site.
        done: Of each status by its id, whether it means that work is done.
        unknown: Ids of statuses in histories that exist no more; changes between such a status
            and another are not counted.
    """

    client: HttpClient
    done: dict[str, bool]
    unknown: set[str] = field(factory=set)

    def reopened(self, ids: Sequence[str]) -> dict[str, int]:
        """Return for each issue's id how often its status went from done to not done.

        Raises:
            AnswerError: A history cannot be read, or belongs to no issue that was asked for.
        """
        counts = dict.fromkeys(ids, 0)
        for start in range(0, len(ids), _AT_ONCE):
            changes: set[tuple[str, str, int]] = set()
            for issue, history, at, item in self._changes(ids[start : start + _AT_ONCE]):
                if issue not in counts:
                    raise AnswerError("changelog: the history of an issue that was not asked for")
                if (issue, history, at) not in changes:
                    changes.add((issue, history, at))
                    counts[issue] += self._is_reopening(item)
        return counts

    def _is_reopening(self, item: dict[str, Any]) -> bool:
        if item.get("fieldId", item.get("field")) != "status":
            return False
        before, after = str(item.get("from")), str(item.get("to"))
        self.unknown.update({before, after} - self.done.keys())
        return self.done.get(before, False) and not self.done.get(after, True)

    def _changes(self, ids: Sequence[str]) -> Iterator[tuple[str, str, int, dict[str, Any]]]:
        """Yield issue, history, place in it and what changed, over all pages."""
        body: dict[str, Any] = {
            "issueIdsOrKeys": list(ids),
            "fieldIds": ["status"],
            "maxResults": _AT_ONCE,
        }
        seen: set[str] = set()
        while True:
            page = parsed(self.client.post(_PATH, body), dict, "changelog")
            yield from _of_page(page)
            token = page.get("nextPageToken")
            if not token:
                return
            if not isinstance(token, str) or token in seen:
                raise AnswerError("changelog: the pages go round in a circle")
            seen.add(token)
            body["nextPageToken"] = token


def _of_page(page: dict[str, Any]) -> Iterator[tuple[str, str, int, dict[str, Any]]]:
    try:
        for log in page["issueChangeLogs"]:
            for history in log["changeHistories"]:
                for at, item in enumerate(history["items"]):
                    yield str(log["issueId"]), str(history["id"]), at, dict(item)
    except (KeyError, TypeError, ValueError):
        raise AnswerError("changelog: a history that cannot be read") from None


def open_histories(client: HttpClient) -> Histories:
    """Return what counts reopenings, with the statuses of the site.

    Raises:
        AnswerError: The statuses cannot be read.
    """
    listed = parsed(client.get("/rest/api/3/status"), list, "statuses")
    try:
        done = {str(one["id"]): one["statusCategory"]["key"] == "done" for one in listed}
    except (KeyError, TypeError):
        raise AnswerError("statuses: one of them has no id or category") from None
    return Histories(client, done)
