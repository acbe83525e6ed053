"""A client for one system: only below its address, tried again with patience, errors by remedy."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

from cximpact.exceptions import AuthenticationError, QueryError, SourceError, TemporaryError
from cximpact.model.plugin import Retry
from cximpact.plugins.http.messages import HttpRequest, HttpResponse, Transport
from cximpact.plugins.http.patience import wait_before
from cximpact.plugins.secrets import Secret

__all__ = ["HttpClient"]

_BUSY = {408, 425, 429, 500, 502, 503, 504}


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
        parts = urlsplit(base_url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise QueryError("not an address of a system: expected one like https://example.org")
        if parts.username or parts.password:
            raise QueryError("an address with a password in it; give the password by itself")
        self._base = base_url.rstrip("/")
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
        return self._send("POST", path, None, json.dumps(body).encode(), headers)

    def _send(
        self,
        method: str,
        path: str,
        params: Mapping[str, Any] | None,
        body: bytes | None,
        headers: Mapping[str, str | Secret] | None,
    ) -> HttpResponse:
        if not path.startswith("/") or path.startswith("//"):
            raise SourceError("a path must begin with one '/'")
        request = HttpRequest(
            method, self._base + path + _query(params), self._all_headers(headers, body), body
        )
        place = f"{method} {urlsplit(request.url).path}"
        for attempt in range(1, self._retry.attempts + 1):
            try:
                answer = self._transport.send(request, self._timeout)
            except TemporaryError as error:
                wait, reason = wait_before(attempt, self._retry, {}, self._chance), str(error)
            else:
                self._log(f"{place}: {answer.status}")
                if answer.status not in _BUSY:
                    return _accepted(answer, place)
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
        return {
            name: value.reveal() if isinstance(value, Secret) else value
            for name, value in whole.items()
        }


def _query(params: Mapping[str, Any] | None) -> str:
    given = {name: value for name, value in (params or {}).items() if value is not None}
    return "?" + urlencode(given, doseq=True) if given else ""


def _busy(status: int) -> str:
    return "too many requests (429)" if status == 429 else f"the system is in trouble ({status})"


def _accepted(answer: HttpResponse, place: str) -> HttpResponse:
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
    raise QueryError(f"{place}: refused ({answer.status}){_told(answer)}")


def _told(answer: HttpResponse) -> str:
    """Return what the system says about a refusal, shortened."""
    said = " ".join(answer.text.split())
    return f": {said[:300]}" if said and not said.startswith("<") else ""
