"""What a worker says to the host: each message framed, without secrets, from one process only."""

from __future__ import annotations

import os
import time
from threading import Lock
from typing import Any

from attrs import define, field

from cximpact.plugins.isolation.frames import encoded, framed, write_all
from cximpact.plugins.isolation.redaction import Redactor

__all__ = ["Channel"]

_LONGEST_LINE = 20_000
_PROGRESS_EVERY = 0.1


@define
class Channel:
    """The way to the host.

    Attributes:
        descriptor: Where to write.
        mark: Begins every frame.
        redactor: Knows the secrets.
    """

    descriptor: int
    mark: bytes
    redactor: Redactor
    _owner: int = field(init=False, factory=os.getpid)
    _lock: Lock = field(init=False, factory=Lock)
    _next_progress: float = field(init=False, default=0.0)

    def tell(self, kind: str, text: object) -> None:
        """Say a line: progress, log, note, query, cursor, or a text to hide from now on."""
        line = text if isinstance(text, str) else str(text)
        if kind == "hide":
            self.redactor.add(line)
            self.send(kind, line)
            return
        if kind == "progress" and self._too_soon():
            return
        self.send(kind, self.redactor.cut(line, _LONGEST_LINE))

    def _too_soon(self) -> bool:
        now = time.monotonic()
        if now < self._next_progress:
            return True
        self._next_progress = now + _PROGRESS_EVERY
        return False

    def send(self, kind: str, message: Any) -> None:
        """Send a message as it is."""
        if isinstance(message, str):
            message = message.encode("utf-8", "replace").decode()
        self.send_encoded(kind, encoded(message))

    def send_encoded(self, kind: str, body: bytes) -> None:
        """Send a message that was encoded already.

        A process that the plugin forked says nothing here: two voices would be taken for noise.
        """
        if os.getpid() != self._owner:
            return
        with self._lock:
            write_all(self.descriptor, framed(self.mark, kind, body))
