"""An edited part, kept compressed in memory until it is saved."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["Spool"]

_FAST = 1


class Spool:
    """Bytes that were made once and can be read as often as needed.

    A sheet is edited in one pass, so that everything it could be refused for is known before the
    file is touched; its new text, often a hundred megabytes, must wait somewhere until then.

    Example:
        >>> b"".join(Spool([b"a", b"b"]).chunks())
        b'ab'
    """

    def __init__(self, chunks: Iterable[bytes]) -> None:
        packer = zlib.compressobj(_FAST)
        packed = [packer.compress(chunk) for chunk in chunks]
        self._packed = [one for one in [*packed, packer.flush()] if one]

    def chunks(self) -> Iterator[bytes]:
        """Yield the bytes, piece by piece."""
        unpacker = zlib.decompressobj()
        for piece in self._packed:
            if text := unpacker.decompress(piece):
                yield text
        if rest := unpacker.flush():
            yield rest
