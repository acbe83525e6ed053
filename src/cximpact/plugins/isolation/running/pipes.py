"""Reading pipes without being held up by whoever writes, or does not."""

from __future__ import annotations

import os
import queue
from contextlib import suppress
from threading import Event, Thread
from typing import BinaryIO

from attrs import define, field

__all__ = ["Reader"]

_PIECE = 1 << 20
_TICK = 0.05
_PATIENCE = 5.0


@define
class Reader:
    """Reads a pipe in a thread of its own, so that waiting for it can end; bounded."""

    pipe: BinaryIO
    pieces: queue.Queue[bytes] = field(init=False, factory=lambda: queue.Queue(16))
    closed: Event = field(init=False, factory=Event)
    at_end: Event = field(init=False, factory=Event)
    thread: Thread = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.thread = Thread(target=self._read, daemon=True)
        self.thread.start()

    def _read(self) -> None:
        piece = b"."
        while piece and not self.closed.is_set():
            try:
                piece = os.read(self.pipe.fileno(), _PIECE)
            except (OSError, ValueError):
                piece = b""
            while not self.closed.is_set():
                with suppress(queue.Full):
                    self.pieces.put(piece, timeout=_TICK)
                    break
        self.at_end.set()

    def next(self) -> bytes | None:
        """Return the next piece; b"" at the end, None if there is none yet."""
        try:
            return self.pieces.get(timeout=_TICK)
        except queue.Empty:
            return None

    def close(self) -> None:
        """Stop reading; whoever writes must be gone."""
        self.closed.set()
        self.thread.join(_PATIENCE)
        with suppress(OSError):
            self.pipe.close()
