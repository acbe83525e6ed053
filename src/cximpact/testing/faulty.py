"""A transport with one fault in it."""

from __future__ import annotations

from cximpact.plugins.http import HttpRequest, HttpResponse, Transport
from cximpact.testing.exchanges import UnmatchedRequest, json_answer
from cximpact.testing.faults.fault import Meddler, Spot
from cximpact.testing.paging import Paging

__all__ = ["FaultyTransport", "TooManyRequests"]


class TooManyRequests(BaseException):
    """A source asks on and on; no `except Exception` of it holds this back."""


class FaultyTransport:
    """Passes requests on, and lets one thing go wrong.

    Args:
        inner: Where requests go.
        fault: Name of a fault, or a function that meddles.
        at: The request at which it strikes, counted from 1.
        paging: How pages are laid out, for faults of pages.
        most: Requests after which the source is stopped.

    Attributes:
        requests: What was asked, in order.

    Examples:
        >>> from cximpact.testing import RecordedTransport
        >>> inner = RecordedTransport({"GET /letters": []})
        >>> faulty = FaultyTransport(inner, "server-error-once")
        >>> request = HttpRequest("GET", "https://letters.example/letters")
        >>> faulty.send(request, 1.0).status, faulty.send(request, 1.0).status
        (500, 200)
    """

    def __init__(
        self,
        inner: Transport,
        fault: str | Meddler,
        *,
        at: int = 1,
        paging: Paging | None = None,
        most: int = 2_000,
    ) -> None:
        self._inner = inner
        self._meddle = _meddler(fault, Spot(at, paging)) if isinstance(fault, str) else fault
        self._at = at
        self._most = most
        self.requests: list[HttpRequest] = []

    def send(self, request: HttpRequest, timeout: float) -> HttpResponse:
        """Return an answer, perhaps a wrong one."""
        self.requests.append(request)
        if len(self.requests) > self._most:
            raise TooManyRequests(
                f"it made more than {self._most:,} requests and went on: stop when pages bring"
                " nothing new"
            )
        return self._meddle(len(self.requests), request, lambda passed: self._pass(passed, timeout))

    def _pass(self, request: HttpRequest, timeout: float) -> HttpResponse:
        try:
            return self._inner.send(request, timeout)
        except UnmatchedRequest:
            if len(self.requests) <= self._at:
                raise
            # After a fault a source may ask with what the fault gave it; systems refuse that.
            return json_answer({"message": "there is no such thing"}, 400)


def _meddler(name: str, spot: Spot) -> Meddler:
    from cximpact.testing.faults import FAULTS

    if name not in FAULTS:
        from difflib import get_close_matches

        near = get_close_matches(name, FAULTS, n=1)
        raise ValueError(f"no fault is called {name!r}" + (f"; {near[0]}?" if near else ""))
    return FAULTS[name].plant(spot)
