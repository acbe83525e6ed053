"""A client for one database of Tryton that can do nothing but read.

The protocol is that of Tryton's own clients: POST to ``/DATABASE/rpc/`` with ``id``, ``method``
and ``params``; a session is opened by ``common.db.login`` and named in the ``Authorization``
header (https://docs.tryton.org/latest/server/topics/rpc.html).
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from attrs import define, field

from cximpact.plugins import (
    AnswerError,
    AuthenticationError,
    QueryError,
    SourceError,
    TemporaryError,
)
from cximpact_finance.given import text
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
_HIGHEST = 2**63 - 1
_NOT_ALLOWED = ("not allowed", "access")


@define
class Tryton:
    """A session; `records` reads, and there is nothing that writes."""

    _client: HttpClient
    _path: str
    _page: int
    _session: Secret | None = field(default=None, repr=False)
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
            if not last < record["id"] <= _HIGHEST:
                raise AnswerError(f"{model}: record {str(record['id'])[:20]} is not of this page")
            last = record["id"]
        return last

    def call(self, method: str, *parameters: Any) -> Any:
        """Return the result of a method; the language is English so that errors can be sorted."""
        return self._rpc(method, [*parameters, {"language": "en"}])

    def login(self, context: Context) -> None:
        """Open a session.

        Raises:
            AuthenticationError: User or password are refused.
        """
        user = text(context.settings, "user")
        words = {"password": text(context.settings, "password")}
        answer = self._rpc("common.db.login", [user, words, "en"])
        if not isinstance(answer, list) or len(answer) < 2:
            raise AnswerError("the answer to the login is no session")
        number, token = answer[0], answer[1]
        if type(number) is not int or not isinstance(token, str):
            raise AnswerError("the answer to the login is no session")
        context.hide(token)
        whole = base64.b64encode(f"{user}:{number}:{token}".encode()).decode()
        self._session = context.hide(f"Session {whole}")

    def logout(self) -> None:
        """Close the session; that it fails changes nothing."""
        if self._session is not None:
            with suppress(SourceError):
                self._rpc("common.db.logout", [])

    def _rpc(self, method: str, parameters: list[Any]) -> Any:
        self._asked += 1
        headers = {} if self._session is None else {"Authorization": self._session}
        body = {"id": self._asked, "method": method, "params": parameters}
        answer = self._client.post(self._path, body, headers=headers).json()
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


@contextmanager
def opened(context: Context) -> Iterator[Tryton]:
    """Open a session and close it again.

    Args:
        context: With ``url``, ``database``, ``user`` and ``password``.
    """
    settings = context.settings
    # The server packs longer answers whether or not it was told that they can be unpacked.
    client = context.http(text(settings, "url"), headers={"Accept-Encoding": "gzip"})
    page = int(text(settings, "page") or 500)
    tryton = Tryton(client, f"/{text(settings, 'database')}/rpc/", page)
    tryton.login(context)
    try:
        yield tryton
    finally:
        tryton.logout()
