"""What a worker prints: the beginning and the end are kept, however much there is."""

from __future__ import annotations

import os

from attrs import define, field

__all__ = ["Captured"]

_HEAD = 16 * 1024
_TAIL = 32 * 1024
_PIECE = 1 << 16


@define
class Captured:
    """Reads a pipe that must never fill up, since a full one would stop who writes.

    Attributes:
        descriptor: The pipe; reading it does not wait.
        count: Bytes read.
        head: The first bytes.
        tail: The last bytes that are not in the head.
    """

    descriptor: int
    count: int = 0
    head: bytearray = field(factory=bytearray)
    tail: bytearray = field(factory=bytearray)
    open: bool = True

    def read(self, pieces: int = 16) -> None:
        """Take what is there, at most some pieces of it."""
        for _ in range(pieces):
            try:
                piece = os.read(self.descriptor, _PIECE)
            except BlockingIOError:
                return
            except OSError:
                piece = b""
            if not piece:
                self.open = False
                return
            self._keep(piece)

    def _keep(self, piece: bytes) -> None:
        self.count += len(piece)
        room = _HEAD - len(self.head)
        self.head += piece[:room]
        self.tail += piece[room:]
        del self.tail[:-_TAIL]

    def told(self) -> dict[str, object]:
        """Return it as plain data: head, tail, and how many bytes between them are lost."""
        return {
            "head": self.head.decode("utf-8", "replace"),
            "tail": self.tail.decode("utf-8", "replace"),
            "lost": self.count - len(self.head) - len(self.tail),
        }
