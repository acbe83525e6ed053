"""Faults of connections and of status codes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from cximpact.exceptions import TemporaryError
from cximpact.plugins.http import HttpRequest, HttpResponse
from cximpact.testing.exchanges import json_answer
from cximpact.testing.faults.fault import (
    Ask,
    Fault,
    Meddler,
    Scene,
    Spot,
    every_request,
    from_then_on,
    once,
)

if TYPE_CHECKING:
    from cximpact.model.plugin import EvidenceSource
    from cximpact.testing.running import Run

__all__ = ["ANSWER_FAULTS", "ELSEWHERE", "stayed_at_home"]

ELSEWHERE = "elsewhere.example"
_DAY = 86_400


def _status(status: int, said: str, **headers: str) -> Ask:
    named = {name.replace("_", "-"): text for name, text in headers.items()}

    def reply(_: HttpRequest) -> HttpResponse:
        return json_answer({"message": said}, status, named)

    return reply


def _busy_until(_: HttpRequest) -> HttpResponse:
    now = datetime.now(UTC)
    headers = {
        "date": format_datetime(now, usegmt=True),
        "retry-after": format_datetime(now + timedelta(seconds=4), usegmt=True),
    }
    return json_answer({"message": "too many requests"}, 429, headers)


def _broken(said: str) -> Ask:
    def reply(_: HttpRequest) -> HttpResponse:
        raise TemporaryError(said)

    return reply


def _every_other(spot: Spot) -> Meddler:
    """Let every first try fail from a request on, and every second try work."""
    failed: set[tuple[str, bytes | None]] = set()
    busy = _status(503, "try again")

    def meddle(count: int, request: HttpRequest, ask: Ask) -> HttpResponse:
        asked = (request.url, request.body)
        if count >= spot.at and asked not in failed:
            failed.add(asked)
            return busy(request)
        return ask(request)

    return meddle


def _later_requests(scene: Scene) -> Iterator[Spot]:
    yield from (spot for spot in every_request(scene) if spot.at > 1)


def _first_request(_: Scene) -> Iterator[Spot]:
    yield Spot(1)


def _waited(low: float, high: float) -> Callable[[Run, EvidenceSource, Spot], str]:
    def check(run: Run, source: EvidenceSource, _: Spot) -> str:
        if run.error is not None and source.retry.attempts == 1:
            return ""
        if any(low <= seconds <= high for seconds in run.heard.waits):
            return ""
        return f"it waited {run.heard.waits} seconds; between {low:g} and {high:g} were asked for"

    return check


def _not_waited_for(run: Run, source: EvidenceSource, _: Spot) -> str:
    longest = max(run.heard.waits, default=0.0)
    if longest > source.retry.longest_wait:
        return f"it waited {longest:g} seconds; its longest wait is {source.retry.longest_wait:g}"
    return ""


def _tried_enough(run: Run, source: EvidenceSource, spot: Spot) -> str:
    tries = len(run.requests) - spot.at + 1
    if tries > source.retry.attempts:
        return f"it tried {tries} times; its descriptor says {source.retry.attempts}"
    return ""


def stayed_at_home(run: Run, _: EvidenceSource, __: Spot) -> str:
    """Return what is wrong with a run that asked another host; "" where none did."""
    hosts = {urlsplit(request.url).hostname for request in run.requests}
    return f"it asked {ELSEWHERE}, with its credentials" if ELSEWHERE in hosts else ""


def _once_in_trouble(name: str, status: int, summary: str) -> Fault:
    return Fault(name, summary, ("same",), once(_status(status, "trouble")), every_request)


def _refused(name: str, status: int, summary: str) -> Fault:
    reply = _status(status, "refused")
    return Fault(name, summary, ("query", "answer", "noted"), from_then_on(reply), every_request)


def _moved(location: str) -> Callable[[Spot], Meddler]:
    headers: Mapping[str, str] = {"location": location, "content-type": "text/html"}
    return from_then_on(lambda _: HttpResponse(302, headers, b""))


_LONG = f"too many requests, come back in {_DAY} seconds"

ANSWER_FAULTS = (
    Fault(
        "credentials-refused",
        "401 from the first request on",
        ("authentication",),
        from_then_on(_status(401, "who are you?")),
        _first_request,
    ),
    Fault(
        "credentials-expire",
        "401 from a later request on: a token that ran out",
        ("authentication",),
        from_then_on(_status(401, "token expired")),
        _later_requests,
        lacking="the source makes one request only",
    ),
    Fault(
        "credentials-refused-once",
        "one 401 in between; a source that can log in again may",
        ("authentication", "same"),
        once(_status(401, "token expired")),
        every_request,
    ),
    Fault(
        "access-forbidden",
        "403: known, and not allowed",
        ("authentication",),
        from_then_on(_status(403, "not for you")),
        every_request,
    ),
    Fault(
        "busy-with-seconds",
        "429 with Retry-After: 3",
        ("same",),
        once(_status(429, "too many requests", retry_after="3")),
        every_request,
        _waited(3, 6),
    ),
    Fault(
        "busy-until",
        "429 with Retry-After as a date four seconds ahead",
        ("same",),
        once(_busy_until),
        every_request,
        _waited(2, 6),
    ),
    Fault(
        "busy-without-hint",
        "429 that does not say how long",
        ("same",),
        once(_status(429, "too many requests")),
        every_request,
        _waited(0.000_001, 3600),
    ),
    Fault(
        "busy-for-a-day",
        "429 with Retry-After: 86400, longer than anyone waits",
        ("temporary",),
        from_then_on(_status(429, _LONG, retry_after=str(_DAY))),
        every_request,
        _not_waited_for,
    ),
    Fault(
        "busy-for-good",
        "429 to every try",
        ("temporary",),
        from_then_on(_status(429, "too many requests", retry_after="1")),
        every_request,
        _tried_enough,
    ),
    _once_in_trouble("server-error-once", 500, "one 500, then the answer"),
    _once_in_trouble("bad-gateway-once", 502, "one 502, then the answer"),
    _once_in_trouble("unavailable-once", 503, "one 503, then the answer"),
    _once_in_trouble("gateway-timeout-once", 504, "one 504, then the answer"),
    Fault(
        "every-first-try-fails",
        "503 to the first try of every request",
        ("same",),
        _every_other,
        _first_request,
    ),
    Fault(
        "server-error-for-good",
        "500 to every try",
        ("temporary",),
        from_then_on(_status(500, "trouble")),
        every_request,
        _tried_enough,
    ),
    Fault(
        "timeout-once",
        "no answer in time, once",
        ("same",),
        once(_broken("no answer within 60 seconds")),
        every_request,
    ),
    Fault(
        "timeout-for-good",
        "no answer in time to every try",
        ("temporary",),
        from_then_on(_broken("no answer within 60 seconds")),
        every_request,
        _tried_enough,
    ),
    Fault(
        "connection-refused",
        "nobody listens",
        ("temporary",),
        from_then_on(_broken("no connection")),
        every_request,
        _tried_enough,
    ),
    Fault(
        "answer-broken-off-once",
        "the connection breaks in the middle of an answer, once",
        ("same",),
        once(_broken("the answer broke off")),
        every_request,
    ),
    _refused("bad-request", 400, "400: the question is refused"),
    _refused("not-found", 404, "404: there is no such thing"),
    _refused("gone", 410, "410: an endpoint that was switched off"),
    _refused("not-understood", 422, "422: the question does not fit the schema"),
    Fault(
        "redirect-elsewhere",
        "302 to another host, where credentials must not go",
        ("source",),
        _moved(f"https://{ELSEWHERE}/stolen"),
        every_request,
        stayed_at_home,
    ),
    Fault(
        "redirect-to-login",
        "302 to a page that asks people to log in",
        ("source",),
        _moved("/login?next=%2F"),
        every_request,
    ),
)
