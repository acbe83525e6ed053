"""A context as core would make it, in this process, that remembers what it is told."""

from __future__ import annotations

import copy
import tempfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import Factory, define, frozen

from cximpact.plugins import Context, Retry, Secret
from cximpact.testing.clock import FIXED_NOW
from cximpact.testing.exchanges import UnmatchedRequest

if TYPE_CHECKING:
    from cximpact.plugins.http import HttpRequest, HttpResponse, Transport

__all__ = ["Heard", "ListeningContext", "make_context"]


@define
class Heard:
    """What a source told its context.

    Attributes:
        progress: What it said it was doing.
        logs: Lines for whoever looks into a failure.
        notes: What readers of the result must know.
        queries: What it said it asked.
        cursors: Where it said to go on the next time.
        hidden: Texts it made of secrets.
        waits: Seconds it waited, each time; none of them passed.
    """

    progress: list[str] = Factory(list)
    logs: list[str] = Factory(list)
    notes: list[str] = Factory(list)
    queries: list[str] = Factory(list)
    cursors: list[str] = Factory(list)
    hidden: list[str] = Factory(list)
    waits: list[float] = Factory(list)

    def tell(self, kind: str, text: str) -> None:
        """Remember one line."""
        lists = {
            "progress": self.progress,
            "log": self.logs,
            "note": self.notes,
            "query": self.queries,
            "cursor": self.cursors,
            "hide": self.hidden,
        }
        lists[kind].append(text)

    def wait(self, seconds: float) -> None:
        """Remember a wait instead of waiting."""
        self.waits.append(float(seconds))


@frozen(eq=False)
class ListeningContext(Context):
    """A `Context` for tests; `heard` is what the source told it."""

    heard: Heard = Factory(Heard)


class _NoNetwork:
    """The transport of a test that recorded nothing."""

    def send(self, request: HttpRequest, timeout: float) -> HttpResponse:  # noqa: ARG002
        raise UnmatchedRequest(
            f"{request.method} {request.url.partition('?')[0]}: tests reach no network; give"
            " make_context a transport"
        )


def make_context(
    settings: Mapping[str, Any],
    *,
    schema: Mapping[str, Any] | None = None,
    transport: Transport | None = None,
    folder: Path | None = None,
    scratch: Path | None = None,
    now: datetime = FIXED_NOW,
    retry: Retry = Retry(),  # noqa: B008  (frozen)
) -> ListeningContext:
    """Return a context as core hands to `collect` and `check`; waits pass at once.

    Args:
        settings: As a workspace states them, with each secret as plain text or a `Secret`.
        schema: The source's settings schema: its defaults are filled in, and what it flags as
            secret becomes a `Secret`.
        transport: Answers requests; without one, any request fails.
        folder: The workspace's folder; without one, the current folder.
        scratch: The source's own folder; without one, a new temporary folder.
        now: When the collection begins.
        retry: How requests are tried again.

    Examples:
        >>> context = make_context({"site": "https://letters.example"})
        >>> context.note("2 letters have no date")
        >>> context.heard.notes
        ['2 letters have no date']
    """
    heard = Heard()
    return ListeningContext(
        settings=_filled(settings, schema or {}),
        now=now,
        folder=folder or Path.cwd(),
        scratch=scratch or Path(tempfile.mkdtemp(prefix="cximpact-")),
        retry=retry,
        tell=heard.tell,
        transport=transport or _NoNetwork(),
        sleep=heard.wait,
        heard=heard,
    )


def _filled(said: Any, schema: Mapping[str, Any]) -> Any:
    """Return settings with the schema's defaults, and its secrets wrapped."""
    if schema.get("secret") and isinstance(said, str):
        return Secret(said)
    if isinstance(said, Mapping):
        known = schema.get("properties", {})
        others = schema.get("additionalProperties")
        rest = others if isinstance(others, Mapping) else {}
        given = {name: _filled(value, known.get(name, rest)) for name, value in said.items()}
        # Defaults are copied: a source that changed one would change it for all.
        defaults = {
            name: _filled(copy.deepcopy(each["default"]), each)
            for name, each in known.items()
            if name not in said and "default" in each
        }
        return {**defaults, **given}
    if isinstance(said, list | tuple):
        items = schema.get("items")
        return [_filled(each, items if isinstance(items, Mapping) else {}) for each in said]
    return said
