"""What a source is given to work with: its settings, a client, and ways to say what it does."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import Factory, field, frozen

from cximpact.model.plugin import Retry
from cximpact.plugins.secrets import Secret

if TYPE_CHECKING:
    from datetime import datetime

    from cximpact.plugins.http import HttpClient, Transport

__all__ = ["Context"]


def _nobody(*_: object) -> None:
    """Tell nobody."""


@frozen(eq=False)
class Context:
    """What core hands to `collect` and `check` of a source.

    Attributes:
        settings: What the workspace says under ``settings:``, checked against the schema, with
            its defaults filled in; every value given by reference is a `Secret`.
        now: The moment the collection began, in UTC: the only clock a source should use.
        folder: The workspace's folder, which relative paths in settings start from.
        scratch: An empty folder of the source's own, gone afterwards.
        retry: How requests are tried again, from the descriptor.
    """

    settings: Mapping[str, Any]
    now: datetime
    folder: Path
    scratch: Path
    retry: Retry = Retry()
    _tell: Callable[[str, str], None] = field(default=_nobody, repr=False)
    _transport: Transport | None = field(default=None, repr=False)
    _derived: list[str] = field(default=Factory(list), repr=False)
    _sleep: Callable[[float], None] = field(default=time.sleep, repr=False)

    def progress(self, text: str) -> None:
        """Say in a few words what is being done: ``context.progress("1,200 of 5,000 issues")``."""
        self._tell("progress", text)

    def log(self, text: str) -> None:
        """Keep a line for whoever looks into a failure."""
        self._tell("log", text)

    def note(self, text: str) -> None:
        """Say what a reader of the result must know, such as rows that could not be used."""
        self._tell("note", text)

    def query(self, text: str) -> None:
        """Say what the system was asked; it stands beside every score that rests on the answer."""
        self._tell("query", text)

    def keep_cursor(self, cursor: str) -> None:
        """Keep where to go on the next time; it comes back as `Request.since`."""
        self._tell("cursor", cursor)

    def wait(self, seconds: float) -> None:
        """Wait, such as for an export to be made; tests of a source pass the time at once."""
        self._sleep(seconds)

    def hide(self, text: str) -> Secret:
        """Return a text made of a secret (a header, a session id) as a secret of its own."""
        self._derived.append(text)
        self._tell("hide", text)
        return Secret(text)

    def http(
        self, base_url: str, *, headers: Mapping[str, str | Secret] | None = None
    ) -> HttpClient:
        """Return a client for one system; it honours `retry` and sorts errors by their remedy.

        Args:
            base_url: Where the system is; only addresses below it are asked.
            headers: Sent with every request; values may be secrets.
        """
        from cximpact.plugins.http import HttpClient, open_transport

        return HttpClient(
            base_url,
            transport=self._transport or open_transport(),
            headers=headers or {},
            retry=self.retry,
            log=self.log,
            sleep=self._sleep,
        )
