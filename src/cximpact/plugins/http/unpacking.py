"""The body of an answer from its pieces: unpacked, whole, and never larger than allowed."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

from cximpact.exceptions import AnswerError, TemporaryError, printable

__all__ = ["LARGEST_ANSWER", "whole_body"]

LARGEST_ANSWER = 256 * 2**20
"""Bytes of the largest answer, after unpacking."""

_STEP = 1 << 20
_GZIP = 16 + zlib.MAX_WBITS


def whole_body(pieces: Iterable[bytes], encoding: str, largest: int = LARGEST_ANSWER) -> bytes:
    """Return a body, unpacked.

    It is unpacked in steps, so that a small answer that would grow beyond all bounds is refused
    before it has grown.

    Args:
        pieces: As they come from the network.
        encoding: The header ``content-encoding``.
        largest: Bytes it may have.

    Raises:
        AnswerError: Too large, or packed in a way that was not asked for, or not unpackable.
        TemporaryError: The packed data break off.

    Examples:
        >>> whole_body([b"[1,", b"2]"], "")
        b'[1,2]'
    """
    name = encoding.strip().lower()
    if name not in ("", "identity", "gzip", "x-gzip"):
        raise AnswerError(f"the answer is packed in an unknown way ({printable(name, 20)})")
    parts, size = [], 0
    for part in _unzipped(pieces) if "gzip" in name else pieces:
        size += len(part)
        if size > largest:
            raise AnswerError(f"an answer of more than {largest // 2**20} MiB")
        parts.append(part)
    return b"".join(parts)


def _unzipped(pieces: Iterable[bytes]) -> Iterator[bytes]:
    member = zlib.decompressobj(_GZIP)
    begun = False
    for piece in pieces:
        rest = piece
        while rest:
            if member.eof:  # a file of several members, one after the other
                member = zlib.decompressobj(_GZIP)
            try:
                yield member.decompress(rest, _STEP)
            except zlib.error:
                raise AnswerError("the answer cannot be unpacked") from None
            begun = True
            rest = member.unconsumed_tail or member.unused_data
    if begun:
        yield member.flush()
    if begun and not member.eof:
        raise TemporaryError("the answer broke off")
