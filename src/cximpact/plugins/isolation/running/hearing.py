"""What the host makes of a worker's messages: each is checked, bounded, and cleared of secrets."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from typing import Any

from attrs import define, field

from cximpact.exceptions import printable
from cximpact.plugins.isolation.frames import FrameError, Frames, decoded
from cximpact.plugins.isolation.jobs import Family, Job
from cximpact.plugins.isolation.redaction import Redactor
from cximpact.plugins.isolation.running.rows_file import NotRowsError, RowsFile

__all__ = ["Hearing", "RefusedError"]

_LONGEST_PROGRESS = 160
_LONGEST_NOTE = 1_000
_MOST_NOTES = 100
_LONGEST_QUERY = 4_000
_MOST_QUERIES = 20
_LONGEST_CURSOR = 10_000
_LOG_LINES = 400
_LONGEST_LOG_LINE = 2_000
_PROGRESS_EVERY = 0.1
_LONGEST_TRACE = 50_000
_MOST_HIDDEN = 1_000
_FAMILIES = ("authentication", "query", "temporary", "answer", "plugin", "died")


class RefusedError(Exception):
    """A run is ended by the host.

    Attributes:
        family: What kind of failure it is.
        reason: One sentence for people.
    """

    def __init__(self, family: Family, reason: str) -> None:
        self.family: Family = family
        self.reason = reason
        super().__init__(reason)


@define
class Hearing:
    """Listens to one worker.

    Attributes:
        job: What it does.
        redactor: Knows the secrets.
        frames: Puts its messages together.
        progress: Is told what it is doing.
        rows: The rows it sent; None where the job gives none.
        answered: Whether it said that it is done.
        answer: What it answered.
        failed: What it said went wrong.
    """

    job: Job
    redactor: Redactor
    frames: Frames
    progress: Callable[[str], None]
    rows: RowsFile | None
    answered: bool = False
    answer: Any = None
    failed: dict[str, Any] | None = None
    cursor: str | None = None
    _notes: dict[str, None] = field(init=False, factory=dict)
    _queries: dict[str, None] = field(init=False, factory=dict)
    _log: deque[str] = field(init=False, factory=lambda: deque(maxlen=_LOG_LINES))
    _size: int = field(init=False, default=0)
    _next_progress: float = field(init=False, default=0.0)
    _hidden: int = field(init=False, default=0)
    _leaks: bool = field(init=False, default=False)
    _looked_for: int | None = field(init=False, default=None)

    def hear(self, piece: bytes) -> None:
        """Take a piece of what the worker says.

        Raises:
            RefusedError: It is not what a worker says, or too much.
        """
        try:
            for kind, body in self.frames.take(piece):
                self._take(kind, body)
        except (FrameError, NotRowsError):
            raise RefusedError("plugin", "it wrote into the channel of cximpact itself") from None

    @property
    def finished(self) -> bool:
        """Whether the worker has said its last word."""
        return self.answered or self.failed is not None

    def _take(self, kind: str, body: bytes) -> None:
        if self.finished:
            raise FrameError
        if kind == "rows":
            self._take_rows(body)
            return
        message = decoded(body)
        if kind == "done":
            self.answered, self.answer = True, message
        elif kind == "failed":
            self.failed = _failure(message)
        elif isinstance(message, str) and kind in _LINES:
            _LINES[kind](self, message)
        else:
            raise FrameError

    def _take_rows(self, body: bytes) -> None:
        if self.rows is None:
            raise FrameError
        self._size += len(body)
        if self._size > self.job.rows_limit:
            raise RefusedError(
                "flood", f"it gave more than {_megabytes(self.job.rows_limit)} of rows"
            )
        self.rows.add(body)
        # Looked at while the worker makes the next ones; at the end only for what was told since.
        self._leaks = self._leaks or self.redactor.in_rows(body)
        if self._looked_for is None:
            self._looked_for = self.redactor.known

    def _take_progress(self, text: str) -> None:
        now = time.monotonic()
        if now >= self._next_progress:
            self._next_progress = now + _PROGRESS_EVERY
            line = self._line(text, _LONGEST_PROGRESS)
            self.progress(f"{self.job.name}: {line}")

    def _take_log(self, text: str) -> None:
        self._log.append(self._line(text, _LONGEST_LOG_LINE))

    def _take_note(self, text: str) -> None:
        if len(self._notes) < _MOST_NOTES:
            self._notes[self._line(text, _LONGEST_NOTE)] = None

    def _take_query(self, text: str) -> None:
        if len(self._queries) < _MOST_QUERIES:
            self._queries[self._line(text, _LONGEST_QUERY)] = None

    def _take_cursor(self, text: str) -> None:
        if len(text) > _LONGEST_CURSOR:
            raise RefusedError(
                "plugin", f"its cursor is longer than {_LONGEST_CURSOR:,} characters"
            )
        self.cursor = text

    def _take_hidden(self, text: str) -> None:
        self._hidden += 1
        if self._hidden > _MOST_HIDDEN:
            raise RefusedError("plugin", f"it hides more than {_MOST_HIDDEN:,} texts")
        self.redactor.add(text)

    def _line(self, text: str, longest: int) -> str:
        return printable(self.redactor.cut(text, longest), longest + 1)

    def rows_hold_secret(self) -> bool:
        """Return whether a secret stands in the rows, also one that was told of after them."""
        if self.rows is None or self._looked_for in (None, self.redactor.known):
            return self._leaks
        return self._leaks or self.rows.holds_secret(self.redactor)

    def notes(self) -> tuple[str, ...]:
        """Return the notes, each once."""
        return tuple(map(self.redactor.text, self._notes))

    def query(self) -> str:
        """Return what the system was asked, each query once."""
        return self.redactor.cut("; ".join(self._queries), _LONGEST_QUERY)

    def log(self) -> list[str]:
        """Return the last lines it logged."""
        return list(self._log)


def _failure(message: Any) -> dict[str, Any]:
    right = (
        isinstance(message, dict)
        and message.get("family") in _FAMILIES
        and isinstance(message.get("reason"), str)
        and isinstance(message.get("log"), str)
    )
    if not right:
        raise FrameError
    return {**message, "log": message["log"][:_LONGEST_TRACE]}


def _megabytes(count: int) -> str:
    return f"{count / 2**20:,.0f} MB" if count >= 2**20 else f"{count:,} bytes"


_LINES: dict[str, Callable[[Hearing, str], None]] = {
    "progress": Hearing._take_progress,
    "log": Hearing._take_log,
    "note": Hearing._take_note,
    "query": Hearing._take_query,
    "cursor": Hearing._take_cursor,
    "hide": Hearing._take_hidden,
}
