"""One recorded exchange: a request and what was answered, and how requests are told apart."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import parse_qs, urlsplit

from attrs import field, frozen

from cximpact.exceptions import TemporaryError
from cximpact.plugins.http import HttpRequest, HttpResponse

__all__ = ["ANY", "Recording", "UnmatchedRequest", "json_answer", "path_with_query", "sent_json"]

ANY = "any"
"""Written for a query or a body that may be anything."""


class UnmatchedRequest(AssertionError):  # noqa: N818  (it says what happened, not what failed)
    """A source asked something that is not recorded; the message names what comes nearest."""


def json_answer(
    data: Any, status: int = 200, headers: Mapping[str, str] | None = None
) -> HttpResponse:
    """Return an answer of JSON.

    Examples:
        >>> json_answer({"letters": []}).body
        b'{"letters": []}'
    """
    kind = {"content-type": "application/json"}
    body = json.dumps(data, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return HttpResponse(status, {**kind, **(headers or {})}, body)


def path_with_query(url: str) -> str:
    """Return an address without its system.

    Examples:
        >>> path_with_query("https://letters.example/letters?page=2")
        '/letters?page=2'
    """
    parts = urlsplit(url)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def sent_json(request: HttpRequest) -> Any:
    """Return the body of a request as JSON, as text where it is none, None without a body."""
    if not request.body:
        return None
    try:
        return json.loads(request.body)
    except ValueError:
        return request.body.decode("utf-8", "replace")


@frozen
class Recording:
    """One request that is known, and its answers.

    Attributes:
        method: GET or POST.
        path: Below the system's address, without query.
        query: Parameters, each with its values in order; ``"any"`` for whatever is sent.
        body: The body as JSON (or text where it is none); ``"any"`` for whatever is sent.
        headers: Headers that must be sent, names in small letters; others may be.
        answers: Given one after the other; the last is repeated. None stands for a connection
            that broke.

    Examples:
        >>> Recording.of("GET /letters?page=2", answers=[{"letters": []}]).query
        {'page': ['2']}
    """

    method: str
    path: str
    query: Mapping[str, Sequence[str]] | str = field(factory=dict)
    body: Any = None
    headers: Mapping[str, str] = field(factory=dict, repr=False)
    answers: Sequence[HttpResponse | None] = field(factory=list, repr=False)

    @classmethod
    def of(
        cls,
        request: str,
        *,
        answers: Sequence[Any],
        query: Mapping[str, Any] | str | None = None,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
    ) -> Recording:
        """Return a recording from its short form.

        Args:
            request: Method and path, perhaps with a query: ``GET /letters?page=2``.
            answers: JSON data, `HttpResponse`, or None for a connection that broke.
            query: Parameters, instead of writing them behind the path.
            body: What must be sent, as JSON; ``"any"`` for whatever is sent.
            headers: Headers that must be sent.
        """
        method, _, address = request.partition(" ")
        parts = urlsplit(address)
        asked: Any = parse_qs(parts.query, keep_blank_values=True) if query is None else query
        return cls(
            method,
            parts.path,
            asked if isinstance(asked, str) else {name: _texts(asked[name]) for name in asked},
            body,
            {name.lower(): text for name, text in (headers or {}).items()},
            [each if _is_answer(each) else json_answer(each) for each in answers],
        )

    def differences(self, request: HttpRequest) -> list[str]:
        """Return in what a request differs from this one; nothing where it is this one."""
        parts = urlsplit(request.url)
        found = []
        if request.method != self.method:
            found.append(f"method {request.method} instead of {self.method}")
        if (parts.path or "/") != self.path:
            found.append(f"path {parts.path or '/'} instead of {self.path}")
        query = parse_qs(parts.query, keep_blank_values=True)
        if self.query not in (ANY, query):
            found.append(f"query {query} instead of {self.query}")
        sent = sent_json(request)
        if self.body not in (ANY, sent):
            found.append(f"body {_short(sent)} instead of {_short(self.body)}")
        given = {name.lower(): text for name, text in request.headers.items()}
        # Values are not shown: they may hold credentials.
        wrong = [name for name, text in self.headers.items() if given.get(name) != text]
        return found + [f"header {name} is not as recorded" for name in wrong]

    def answer(self, times: int) -> HttpResponse:
        """Return the answer to the request when it was made that many times before."""
        found = self.answers[min(times, len(self.answers) - 1)]
        if found is None:
            raise TemporaryError("no connection")
        return found

    def __str__(self) -> str:
        asked = "" if self.query in (ANY, {}) else f" {dict(self.query)}"  # type: ignore[arg-type]
        sent = "" if self.body is None else f" {_short(self.body)}"
        return f"{self.method} {self.path}{asked}{sent}"


def _is_answer(value: object) -> bool:
    return value is None or isinstance(value, HttpResponse)


def _texts(value: Any) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list | tuple) else [str(value)]


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 300 else text[:299] + "…"
