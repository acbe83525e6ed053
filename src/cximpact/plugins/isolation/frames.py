"""Messages between a worker and the host: framed, marked and checked, so that noise is noticed.

A frame is a mark that nobody else knows, the kind of message, its length, a checksum, then the
message as JSON. Whatever else a plugin writes into the channel, by accident, is not taken for one.
"""

from __future__ import annotations

import json
import os
import struct
from collections.abc import Iterator
from typing import Any, NoReturn
from zlib import crc32

from attrs import define, field

__all__ = [
    "LARGEST_FRAME",
    "MARK_BYTES",
    "FrameError",
    "Frames",
    "decoded",
    "encoded",
    "framed",
    "write_all",
]

MARK_BYTES = 8
LARGEST_FRAME = 64 * 2**20
_HEAD = struct.Struct(f">{MARK_BYTES}s10sII")


class FrameError(Exception):
    """The bytes are not those of a frame."""


def encoded(message: Any) -> bytes:
    """Return a message as JSON in UTF-8.

    Raises:
        ValueError: JSON or UTF-8 cannot hold it: NaN, half a character, a circle.
        TypeError: It is not plain data.
    """
    return json.dumps(message, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def framed(mark: bytes, kind: str, body: bytes) -> bytes:
    """Return a message as a frame.

    Args:
        mark: The `MARK_BYTES` bytes that both sides know.
        kind: At most ten letters.
        body: The message, encoded.

    Raises:
        ValueError: The message is longer than `LARGEST_FRAME`.
    """
    if len(body) > LARGEST_FRAME:
        raise ValueError(f"a message of more than {LARGEST_FRAME // 2**20} MiB")
    return _HEAD.pack(mark, kind.encode(), len(body), crc32(body)) + body


def write_all(descriptor: int, data: bytes) -> None:
    """Write all of it, however little the system takes at once."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


@define
class Frames:
    """Puts frames together again from pieces of a stream.

    Examples:
        >>> frames = Frames(b"12345678")
        >>> frame = framed(b"12345678", "note", encoded("hello"))
        >>> list(frames.take(frame[:7])), list(frames.take(frame[7:]))
        ([], [('note', b'"hello"')])
    """

    mark: bytes
    _kept: bytearray = field(init=False, factory=bytearray)

    def take(self, piece: bytes) -> Iterator[tuple[str, bytes]]:
        """Yield kind and message, still encoded, of each frame that is whole now.

        Raises:
            FrameError: These are no frames.
        """
        self._kept += piece
        while len(self._kept) >= _HEAD.size:
            mark, kind, length, checksum = _HEAD.unpack_from(self._kept)
            if mark != self.mark or length > LARGEST_FRAME:
                raise FrameError
            end = _HEAD.size + length
            if len(self._kept) < end:
                return
            body = bytes(memoryview(self._kept)[_HEAD.size : end])
            del self._kept[:end]
            if crc32(body) != checksum:
                raise FrameError
            yield kind.rstrip(b"\0").decode("ascii", "replace"), body

    @property
    def between(self) -> bool:
        """Whether the last frame is whole, so that the stream may end here."""
        return not self._kept


def decoded(body: bytes) -> Any:
    """Return a message from its JSON.

    Raises:
        FrameError: It is none.
    """
    try:
        return json.loads(body, parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise FrameError from None


def _refuse(_: str) -> NoReturn:
    raise ValueError
