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
from cximpact_jira.paging import followed
from cximpact_jira.site import parsed

if TYPE_CHECKING:
    from cximpact.plugins.http import HttpClient

__all__ = ["Histories", "open_histories"]

_AT_ONCE = 1000


@frozen
class Histories:
    """Counts how often issues came back from being done.

    Attributes:
        client: For the site.
        done: Of each status by its id, whether it means that work is done.
        unknown: Ids of statuses in histories that exist no more; changes from or into such a
            status are not counted.
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
        whole = list(counts)
        for start in range(0, len(whole), _AT_ONCE):
            counted: set[tuple[str, str]] = set()
            for issue, history, items in self._histories(whole[start : start + _AT_ONCE]):
                if issue not in counts:
                    raise AnswerError("changelog: the history of an issue that was not asked for")
                if (issue, history) not in counted:
                    counted.add((issue, history))
                    counts[issue] += sum(map(self._is_reopening, items))
        return counts

    def _histories(self, ids: Sequence[str]) -> Iterator[tuple[str, str, list[Any]]]:
        body = {"issueIdsOrKeys": ids, "fieldIds": ["status"], "maxResults": _AT_ONCE}
        path = "/rest/api/3/changelog/bulkfetch"
        for page in followed(self.client, path, body, "issueChangeLogs", _identity):
            for log in page:
                for history in log["changeHistories"]:
                    yield log["issueId"], history["id"], history["items"]

    def _is_reopening(self, item: Any) -> bool:
        try:
            if item.get("fieldId", item.get("field")) != "status":
                return False
            before, after = item["from"], item["to"]
            self.unknown.update({before, after} - self.done.keys())
            return self.done.get(before, False) and not self.done.get(after, True)
        except (AttributeError, KeyError, TypeError):
            raise AnswerError("changelog: a change that cannot be read") from None


def _identity(log: Any) -> str:
    """Return what tells one issue's part of a page from others, having looked at its parts."""
    try:
        ids = [log["issueId"], *(history["id"] for history in log["changeHistories"])]
        sound = all(isinstance(history["items"], list) for history in log["changeHistories"])
        if not sound or not all(isinstance(one, str) for one in ids):
            raise TypeError
    except (KeyError, TypeError):
        raise AnswerError("changelog: a history that cannot be read") from None
    return " ".join(ids)


def open_histories(client: HttpClient) -> Histories:
    """Return what counts reopenings, with the statuses of the site.

    Raises:
        AnswerError: The statuses cannot be read.
    """
    listed = parsed(client.get("/rest/api/3/status"), list, "statuses")
    try:
        done = {_text(one["id"]): _text(one["statusCategory"]["key"]) == "done" for one in listed}
    except (KeyError, TypeError):
        raise AnswerError("statuses: one of them has no id or category") from None
    return Histories(client, done)


def _text(value: object) -> str:
    if not isinstance(value, str) or not value:
        raise TypeError
    return value
