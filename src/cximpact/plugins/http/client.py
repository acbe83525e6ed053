"""A client for one system: only below its address, tried again with patience, errors by remedy."""

from __future__ import annotations

import json
import random
import re
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import unquote, urlencode, urlsplit

from cximpact.exceptions import (
    AuthenticationError,
    QueryError,
    SourceError,
    TemporaryError,
    printable,
)
from cximpact.model.plugin import Retry
from cximpact.plugins.http.messages import HttpRequest, HttpResponse, Transport
from cximpact.plugins.http.patience import wait_before
from cximpact.plugins.secrets import MASK, Secret

__all__ = ["HttpClient"]

_NO_SYSTEM = "not an address of a system: expected one like https://example.org"
_UNSENDABLE = re.compile(r"[\x00-\x20\x7f]")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_PLAIN = ("Accept", "Content-Type", "User-Agent")
# Shorter header values ("no-cache") are words that an answer may well use by itself.
_SHORTEST_SECRET = 12
_LONGEST_REFUSAL = 10_000


class HttpClient:
    """Asks one system; see `Context.http`.

    Args:
        base_url: Where the system is, such as ``https://example.atlassian.net``.
        transport: Carries the requests.
        headers: Sent with every request; values may be secrets.
        retry: How often, and how patiently, a request is made again.
        log: Takes a line per request, without query or secrets.
        sleep: Waits some seconds.
        chance: Gives a number in [0, 1), for the jitter of waits.
        timeout: Seconds to wait for an answer.
    """

    def __init__(
        self,
        base_url: str,
        *,
        transport: Transport,
        headers: Mapping[str, str | Secret] | None = None,
        retry: Retry = Retry(),  # noqa: B008  (frozen)
        log: Callable[[str], None] = lambda _: None,
        sleep: Callable[[float], None] = time.sleep,
        chance: Callable[[], float] = random.random,
        timeout: float = 60.0,
    ) -> None:
        self._base = _checked_base(base_url)
        self._transport = transport
        self._headers = dict(headers or {})
        self._retry = retry
        self._log = log
        self._sleep = sleep
        self._chance = chance
        self._timeout = timeout

    def get(
        self,
        path: str,
        params: Mapping[str, Any] | None = None,
        *,
        headers: Mapping[str, str | Secret] | None = None,
    ) -> HttpResponse:
        """Return the answer to a GET.

        Args:
            path: Below the base address, such as ``/rest/api/3/field``.
            params: Query parameters; lists are repeated, None is left out.
            headers: For this request only.

        Raises:
            AuthenticationError: 401 or 403.
            QueryError: Any other 4xx: what was asked is refused.
            TemporaryError: Busy, broken or out of reach, over all tries.
            SourceError: A redirect, or an answer that cannot be used.
        """
        return self._send("GET", path, params, None, headers)

    def post(
        self,
        path: str,
        body: Any,
        *,
        headers: Mapping[str, str | Secret] | None = None,
    ) -> HttpResponse:
        """Return the answer to a POST of JSON that changes nothing; errors as for `get`."""
        return self._send("POST", path, None, json.dumps(body, allow_nan=False).encode(), headers)

    def _send(
        self,
        method: str,
        path: str,
        params: Mapping[str, Any] | None,
        body: bytes | None,
        headers: Mapping[str, str | Secret] | None,
    ) -> HttpResponse:
        sent = self._all_headers(headers, body)
        request = HttpRequest(
            method, self._base + _checked_path(path) + _query(params, path), sent, body
        )
        place = f"{method} {urlsplit(request.url).path}"
        for attempt in range(1, self._retry.attempts + 1):
            try:
                answer = self._transport.send(request, self._timeout)
            except TemporaryError as error:
                wait, reason = wait_before(attempt, self._retry, {}, self._chance), str(error)
            else:
                self._log(f"{place}: {answer.status}")
                if not _is_busy(answer.status):
                    return _accepted(answer, place, sent)
                wait = wait_before(attempt, self._retry, answer.headers, self._chance)
                reason = _busy(answer.status)
            if wait is None:
                raise TemporaryError(f"{place}: {reason} ({attempt} tries)", tried=True)
            self._log(f"{place}: {reason}; again in {wait:.1f} s")
            self._sleep(wait)
        raise AssertionError("the last try has no wait")

    def _all_headers(
        self, more: Mapping[str, str | Secret] | None, body: bytes | None
    ) -> dict[str, str]:
        whole: dict[str, str | Secret] = {
            "Accept": "application/json",
            "User-Agent": "cximpact",
            **({"Content-Type": "application/json"} if body is not None else {}),
            **self._headers,
            **(more or {}),
        }
        return {name: _sendable(name, value) for name, value in whole.items()}


def _checked_base(base_url: str) -> str:
    """Return an address that paths can be put behind."""
    try:
        parts = urlsplit(base_url)
        port = parts.port
    except (ValueError, AttributeError, TypeError):
        raise QueryError(_NO_SYSTEM) from None
    if parts.scheme not in ("http", "https") or not parts.hostname or port == 0:
        raise QueryError(_NO_SYSTEM)
    if parts.username is not None or parts.password is not None:
        raise QueryError("an address with a password in it; give the password by itself")
    if parts.query or parts.fragment or _UNSENDABLE.search(base_url):
        raise QueryError("an address of a system ends before any '?', '#' or space")
    return base_url.rstrip("/")


def _checked_path(path: str) -> str:
    """Return a path that stays below the base address."""
    if not path.startswith("/") or path.startswith("//"):
        raise SourceError("a path must begin with one '/'")
    steps = unquote(path.partition("?")[0]).replace("\\", "/").split("/")
    if "#" in path or _UNSENDABLE.search(path) or not {".", ".."}.isdisjoint(steps):
        raise SourceError("a path with '#', '..', a space or a control character in it")
    return path


def _sendable(name: str, value: str | Secret) -> str:
    """Return the text of a header; a text that cannot be sent is not shown."""
    text = value.reveal() if isinstance(value, Secret) else value
    try:
        text.encode("latin-1")
    except UnicodeEncodeError:
        raise QueryError(f"the header {name} holds characters that cannot be sent") from None
    if _UNPRINTABLE.search(text) or text != text.strip():
        raise QueryError(
            f"the header {name} holds a line end or outer spaces; is there one behind the token?"
        )
    return text


def _query(params: Mapping[str, Any] | None, path: str) -> str:
    given = {name: value for name, value in (params or {}).items() if value is not None}
    return ("&" if "?" in path else "?") + urlencode(given, doseq=True) if given else ""


def _is_busy(status: int) -> bool:
    """Whether a later try may succeed: 501 and 505 say that none will."""
    return status in (408, 425, 429) or (status >= 500 and status not in (501, 505))


def _busy(status: int) -> str:
    return "too many requests (429)" if status == 429 else f"the system is in trouble ({status})"


def _accepted(answer: HttpResponse, place: str, sent: Mapping[str, str]) -> HttpResponse:
    """Return an answer that can be used; raise what says how to mend any other."""
    if 200 <= answer.status < 300:
        return answer
    if answer.status in (401, 403):
        meaning = "the credentials are refused" if answer.status == 401 else "access is forbidden"
        raise AuthenticationError(f"{place}: {meaning} ({answer.status})")
    if 300 <= answer.status < 400:
        raise SourceError(
            f"{place}: the system sends us elsewhere ({answer.status}); check its address"
        )
    raise QueryError(f"{place}: refused ({answer.status}){_told(answer, sent)}")


def _told(answer: HttpResponse, sent: Mapping[str, str]) -> str:
    """Return what the system says about a refusal, shortened, without what it echoes of us."""
    said = " ".join((_messages(answer.text) or answer.text[:_LONGEST_REFUSAL]).split())
    for value in (text for name, text in sent.items() if name not in _PLAIN):
        for secret in (value, value.rpartition(" ")[2]):
            if len(secret) >= _SHORTEST_SECRET:
                said = said.replace(secret, MASK)
    return f": {printable(said, 300)}" if said and not said.startswith("<") else ""


def _messages(text: str) -> str:
    """Return what an answer in JSON says under keys such as `message`, "" where it has none."""
    try:
        data = json.loads(text[:_LONGEST_REFUSAL])
    except (ValueError, RecursionError):
        return ""
    return "; ".join(dict.fromkeys(_texts(data)))[:_LONGEST_REFUSAL]


def _texts(data: Any, key: str = "") -> Iterator[str]:
    """Yield the texts under keys of messages; under `errors`, those of every field."""
    if isinstance(data, Mapping):
        for name, each in data.items():
            yield from _texts(each, "message" if key == "errors" else name.lower())
    elif isinstance(data, list):
        for each in data:
            yield from _texts(each, key)
    elif isinstance(data, str) and data and ("message" in key or key in ("error", "errors")):
        yield data
