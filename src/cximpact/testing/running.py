"""One collection in this process, with everything it did: rows, words, waits, requests, error."""

from __future__ import annotations

import gc
import signal
import threading
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from datetime import date
from io import StringIO
from typing import TYPE_CHECKING, Any
from unittest import mock

from attrs import Factory, define, evolve

from cximpact.exceptions import (
    AnswerError,
    AuthenticationError,
    CximpactError,
    QueryError,
    SourceError,
    TemporaryError,
)
from cximpact.model.plugin import EvidenceSource, Kind
from cximpact.plugins import Request
from cximpact.plugins.isolation.places import place_of
from cximpact.testing.cells import Texts, as_texts, unrepeated
from cximpact.testing.contexts import Heard, ListeningContext, make_context
from cximpact.testing.exchanges import UnmatchedRequest
from cximpact.testing.faulty import TooManyRequests
from cximpact.testing.leaks import secrets_in

if TYPE_CHECKING:
    from types import FrameType

    from cximpact.plugins.http import HttpRequest

__all__ = ["Run", "check_source", "conflicts", "family_of", "run_source"]

_ALARM_EVERY = 0.25

_FAMILIES: dict[type[BaseException], str] = {
    AuthenticationError: "authentication",
    QueryError: "query",
    TemporaryError: "temporary",
    AnswerError: "answer",
    SourceError: "source",
}


def family_of(error: BaseException | None) -> str:
    """Return the family of an error, by its remedy; "plugin" for one that plugins must not raise.

    Examples:
        >>> family_of(TemporaryError("busy")), family_of(KeyError("id")), family_of(None)
        ('temporary', 'plugin', '')
    """
    if error is None:
        return ""
    return next((name for kind, name in _FAMILIES.items() if isinstance(error, kind)), "plugin")


@define
class Run:
    """What one collection did.

    Attributes:
        rows: Its rows, cells as the texts core keeps; none where it failed.
        error: What it raised.
        heard: What it told its context.
        printed: What it wrote to standard output and standard error.
        requests: What it asked over HTTP.
        secrets: The secrets it was given, and those it made of them.
    """

    rows: list[Texts] = Factory(list)
    error: BaseException | None = None
    heard: Heard = Factory(Heard)
    printed: str = ""
    requests: tuple[HttpRequest, ...] = ()
    secrets: tuple[str, ...] = ()

    @property
    def family(self) -> str:
        """The family of its error; "" where it worked."""
        return family_of(self.error)

    @property
    def ended(self) -> bool:
        """Whether the test ended it: it went on for ever, or asked what nobody recorded."""
        return isinstance(self.error, UnmatchedRequest | TooManyRequests | _StoppedError)

    @property
    def told(self) -> str:
        """Its error as text; one that plugins must not raise, with its place in their code."""
        if self.error is None:
            return ""
        if self.ended:
            return str(self.error)
        said = "".join(traceback.format_exception_only(self.error)).strip()
        place = place_of(self.error) if self.family == "plugin" else ""
        return f"{said} ({place})" if place else said

    def texts(self) -> Iterator[str]:
        """Yield every text that leaves the source."""
        heard = self.heard
        for said in (heard.progress, heard.logs, heard.notes, heard.queries, heard.cursors):
            yield from said
        yield self.printed
        error = self.error
        while error is not None:
            yield from _words_of(error)
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        for row in self.rows:
            for name, cell in row.items():
                yield name
                yield cell or ""


def _words_of(error: BaseException) -> Iterator[str]:
    for say in (str, repr, lambda each: repr(each.args)):
        with suppress(Exception):  # errors of plugins may fail to say what they are
            yield say(error)


def run_source(
    source: EvidenceSource,
    settings: Mapping[str, Any],
    *,
    kind: Kind | None = None,
    as_of: date | None = None,
    since: str | None = None,
    seconds: float = 30.0,
    network: bool = False,
    **given: Any,
) -> Run:
    """Collect from a source in this process; nothing it raises gets out.

    Args:
        source: Its descriptor.
        settings: What a workspace says; secrets as plain text.
        kind: The kind of rows; without one, the first it provides.
        as_of: The day of the decision; without one, the day of the context's clock.
        since: The cursor of an earlier collection.
        seconds: After which it is stopped.
        network: Whether it may open connections of its own.
        given: More for `make_context`.

    Examples:
        >>> letters = EvidenceSource("letters", "Letters", ["observations"], {}, lambda r, c: [[]])
        >>> run_source(letters, {}).rows
        []
    """
    context = make_context(settings, schema=source.settings, retry=source.retry, **given)
    request = Request(
        kind or source.provides[0], "evidence.tried", as_of or context.now.date(), since
    )
    return _watched(
        context, lambda: as_texts(source.collect(request, context)), seconds, network=network
    )


def check_source(
    source: EvidenceSource,
    settings: Mapping[str, Any],
    *,
    seconds: float = 30.0,
    network: bool = False,
    **given: Any,
) -> tuple[str, Run]:
    """Try connection and credentials; return what it said, and the run. See `run_source`."""
    context = make_context(settings, schema=source.settings, retry=source.retry, **given)
    said: list[str] = []

    def check() -> list[Texts]:
        said.append(source.check(context) if source.check else "")
        return []

    run = _watched(context, check, seconds, network=network)
    return (said[0] if said else ""), run


def _watched(
    context: ListeningContext, work: Callable[[], list[Texts]], seconds: float, *, network: bool
) -> Run:
    run = Run(heard=context.heard)
    printed = StringIO()
    with (
        redirect_stdout(printed),
        redirect_stderr(printed),
        _stopped_after(seconds),
        _no_time_lost(context.heard),
        _no_network(allowed=network),
    ):
        try:
            run.rows = work()
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            run.error = error
    run.printed = printed.getvalue()
    run.requests = tuple(getattr(context._transport, "requests", ()))
    run.secrets = (*secrets_in(context.settings), *context.heard.hidden)
    return run


class _StoppedError(BaseException):
    """The time is over; no `except Exception` of a source holds it back."""


@contextmanager
def _stopped_after(seconds: float) -> Iterator[None]:
    """Stop what runs too long, where the system and the thread allow it."""
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "SIGALRM"):
        yield
        return

    def stop(_: int, frame: FrameType | None) -> None:
        if not _is_lost(frame):
            raise _StoppedError(f"it took longer than {seconds:g} seconds")

    before = signal.signal(signal.SIGALRM, stop)
    # Again and again: what holds an error back once does not do so for ever.
    signal.setitimer(signal.ITIMER_REAL, seconds, _ALARM_EVERY)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _is_lost(frame: FrameType | None) -> bool:
    """Return whether the interpreter would drop an error raised now: while it clears up."""
    clearing = {getattr(each, "__code__", None) for each in gc.callbacks}
    while frame is not None:
        if frame.f_code in clearing or frame.f_code.co_name == "__del__":
            return True
        frame = frame.f_back
    return False


@contextmanager
def _no_time_lost(heard: Heard) -> Iterator[None]:
    """Let sleeps pass at once, those of a source that does not use its context, too."""
    with mock.patch("time.sleep", heard.wait):
        yield


@contextmanager
def _no_network(*, allowed: bool) -> Iterator[None]:
    """Refuse connections that a source opens by itself."""
    if allowed:
        yield
        return

    def refuse(*_: object) -> None:
        raise AssertionError("a connection was opened; a test reaches no network")

    with mock.patch("socket.socket.connect", refuse), mock.patch("socket.getaddrinfo", refuse):
        yield


def conflicts(run: Run, key: tuple[str, ...]) -> Run:
    """Return a run as core takes it: equal rows of one key once, unequal ones an error."""
    try:
        return evolve(run, rows=unrepeated(run.rows, key))
    except CximpactError as error:
        return evolve(run, rows=[], error=error)
