"""Requests and answers as records, and what carries them: swap the carrier, not the library."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any, Protocol

from attrs import field, frozen

from cximpact.exceptions import AnswerError, printable

__all__ = ["HttpRequest", "HttpResponse", "Transport"]


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text} is no number")
    return number


_STRICT: Mapping[str, Any] = {"parse_constant": _finite, "parse_float": _finite}


@frozen
class HttpRequest:
    """What is sent.

    Attributes:
        method: GET, or POST for a query that does not fit into an address.
        url: The whole address.
        headers: Not shown in any text: they may hold credentials.
        body: What is sent along.
    """

    method: str
    url: str
    headers: Mapping[str, str] = field(factory=dict, repr=False)
    body: bytes | None = field(default=None, repr=False)


@frozen
class HttpResponse:
    """What came back, whole.

    Attributes:
        status: Such as 200.
        headers: By name in small letters.
        body: All bytes, decoded from any compression.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)

    def json(self) -> Any:
        """Return the body as JSON.

        Raises:
            AnswerError: It is none, is nested too deeply, or holds a number that is none.
        """
        try:
            return json.loads(self.body.decode("utf-8-sig"), **_STRICT)
        except (ValueError, RecursionError):
            kind = printable(self.headers.get("content-type") or "an unnamed kind")
            raise AnswerError(f"expected JSON, and the answer is no JSON ({kind})") from None

    @property
    def text(self) -> str:
        """The body as UTF-8 text, a byte order mark taken off."""
        return self.body.decode("utf-8-sig", errors="replace")


class Transport(Protocol):
    """Carries one request to where it belongs and brings back the answer."""

    def send(self, request: HttpRequest, timeout: float) -> HttpResponse:
        """Return the answer, whole.

        Raises:
            TemporaryError: There was none: no connection, no answer in time, or cut short.
        """
        ...
