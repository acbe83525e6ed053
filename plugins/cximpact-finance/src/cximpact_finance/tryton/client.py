"""A client for one database of Tryton that can do nothing but read.

The protocol is that of Tryton's own clients: POST to ``/DATABASE/rpc/`` with ``id``, ``method``
and ``params``. User and password go along with each request (HTTP Basic), so that no session has
to be opened, and none is left open (https://docs.tryton.org/latest/server/topics/rpc.html).
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from attrs import define, field

from cximpact.plugins import (
    AnswerError,
    AuthenticationError,
    QueryError,
    SourceError,
    TemporaryError,
)
from cximpact_finance.given import text
from cximpact_finance.tryton.fields import id_in
from cximpact_finance.tryton.values import decoded, encoded

if TYPE_CHECKING:
    from cximpact.plugins import Context, Secret
    from cximpact.plugins.http import HttpClient

__all__ = ["Tryton", "opened"]

_FAMILIES: dict[str, type[SourceError]] = {
    "LoginException": AuthenticationError,
    "ConcurrencyException": TemporaryError,
    "RateLimitException": TemporaryError,
    "TimeOutException": TemporaryError,
}
_NOT_ALLOWED = ("not allowed", "access")


@define
class Tryton:
    """One database; `records` reads, and there is nothing that writes."""

    _client: HttpClient
    _path: str
    _page: int
    _asked: int = field(init=False, default=0)

    def records(
        self, model: str, domain: Sequence[Any], fields: Sequence[str]
    ) -> Iterator[dict[str, Any]]:
        """Yield all records of a model that a domain selects, in the order of their ids.

        Pages begin after the last id, so that records made meanwhile shift nothing.

        Args:
            model: Such as ``project.work``.
            domain: Clauses of Tryton's search.
            fields: What is read; ``account.code`` reaches through a relation.
        """
        last = 0
        while True:
            page = self._page_after(model, domain, fields, last)
            if not page:
                return
            last = self._next(model, page, last)
            yield from page

    def _page_after(
        self, model: str, domain: Sequence[Any], fields: Sequence[str], last: int
    ) -> list[dict[str, Any]]:
        """Return the page after an id: each record whole, with the id that it was asked for."""
        narrowed = [*domain, ["id", ">", last]]
        order = [["id", "ASC"]]
        parameters = [encoded(narrowed), 0, self._page, order, list(fields)]
        page = self.call(f"model.{model}.search_read", *parameters)
        if not isinstance(page, list) or len(page) > self._page:
            raise AnswerError(f"{model}: the answer is no page of records")
        for record in page:
            _check(model, record, fields)
        return page

    def _next(self, model: str, page: list[dict[str, Any]], last: int) -> int:
        """Put a page in order and return its last id.

        Raises:
            AnswerError: A record came twice: other records may be missing for it.
        """
        page.sort(key=lambda record: int(record["id"]))
        for record in page:
            if id_in(record) <= last:
                raise AnswerError(f"{model}: record {record['id']} is not of this page")
            last = record["id"]
        return last

    def call(self, method: str, *parameters: Any) -> Any:
        """Return the result of a method; the language is English so that errors can be sorted."""
        self._asked += 1
        whole = [*parameters, {"language": "en"}]
        body = {"id": self._asked, "method": method, "params": whole}
        answer = self._client.post(self._path, body).json()
        if not isinstance(answer, Mapping) or answer.get("id") != self._asked:
            raise AnswerError(f"{method}: the answer belongs to another question")
        if "error" in answer:
            raise _error(method, answer["error"])
        if "result" not in answer:
            raise AnswerError(f"{method}: the answer holds no result")
        return decoded(answer["result"])


def _check(model: str, record: Any, fields: Sequence[str]) -> None:
    """Refuse a record that lacks a field, or is none."""
    if not isinstance(record, dict) or type(record.get("id")) is not int:
        raise AnswerError(f"{model}: a record without an id")
    for name in fields:
        first = name.partition(".")[0]
        if name not in record and first not in record and f"{first}." not in record:
            raise AnswerError(f"{model}: record {record['id']} has no field '{name}'")


def _error(method: str, error: Any) -> SourceError:
    """Return an error of the server by its remedy; its trace stays where it is."""
    parts = error if isinstance(error, list) and error else [str(error)]
    name = str(parts[0])
    told = parts[1] if len(parts) > 1 and name in {*_FAMILIES, "UserError", "UserWarning"} else name
    message = str(told[0] if isinstance(told, list) and told else told).splitlines() or [name]
    said = f"{method}: {message[0][:300]}"
    family = _FAMILIES.get(name, QueryError)
    if name == "UserError" and any(word in said.lower() for word in _NOT_ALLOWED):
        family = AuthenticationError
    return family(said)


def opened(context: Context) -> Tryton:
    """Return a client of a database; nothing is asked yet.

    Args:
        context: With ``url``, ``database``, ``user`` and ``password``.

    Raises:
        QueryError: The address would show the password to everyone on the way.
    """
    settings = context.settings
    url, user = text(settings, "url"), text(settings, "user")
    host = urlsplit(url).hostname or ""
    if url.startswith("http:") and host not in ("localhost", "127.0.0.1", "::1"):
        raise QueryError("settings.url: the password goes over https only")
    if ":" in user:
        raise QueryError("settings.user: a user's name with a colon cannot be sent")
    whole = base64.b64encode(f"{user}:{text(settings, 'password')}".encode()).decode()
    # The server packs longer answers whether or not it was told that they can be unpacked.
    headers: dict[str, str | Secret] = {"Accept-Encoding": "gzip"}
    headers["Authorization"] = context.hide(f"Basic {whole}")
    page = int(text(settings, "page") or 500)
    return Tryton(context.http(url, headers=headers), f"/{text(settings, 'database')}/rpc/", page)
