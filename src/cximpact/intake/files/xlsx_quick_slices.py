"""Cuts the XML of a sheet, as it is decompressed, into slices of whole rows.

What stands around the rows is small and goes to a full XML parser, which also makes sure that no
cell is hidden there. The rows themselves are only cut here, not understood.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.parsers import expat

from cximpact.intake.files.text_files import MIB

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["NotPlainError", "check_characters", "row_slices"]

_BEGIN = b"<sheetData>"
_END = b"</sheetData>"
_ROW_END = b"</row>"
# More than the longest row that a sheet can have, written plainly.
_LONGEST_SLICE = 8 * MIB
_LONGEST_FRAME = 64 * MIB
# What no XML may hold: most control characters, and two code points that are no characters.
_CONTROLS = bytes(each for each in range(32) if each not in b"\t\n\r")
_NO_CHARACTERS = ("\ufffe".encode(), "\uffff".encode())
_CELL_TAGS = frozenset({"sheetData", "row", "c", "v", "is"})


class NotPlainError(Exception):
    """A sheet is not of the plain form common programs write; that says nothing against it."""


def check_characters(xml: bytes) -> None:
    """Make sure that XML is in UTF-8 and without characters that no XML may hold.

    Raises:
        NotPlainError: It is not.
    """
    if len(xml.translate(None, _CONTROLS)) != len(xml):
        raise NotPlainError
    if xml.isascii():
        return
    try:
        xml.decode()
    except UnicodeDecodeError:
        raise NotPlainError from None
    if any(each in xml for each in _NO_CHARACTERS):
        raise NotPlainError


def row_slices(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the rows of a sheet, some at a time, each slice ending where a row ends.

    Args:
        chunks: The part of the sheet, in UTF-8, piece by piece.

    Raises:
        NotPlainError: The part is not of the plain form; slices yielded before are void then.
        xml.parsers.expat.ExpatError: What stands around the rows is damaged.
    """
    pieces = iter(chunks)
    head, rest = _head(pieces)
    while _END not in rest:
        cut = rest.rfind(_ROW_END) + len(_ROW_END)
        if cut >= len(_ROW_END):
            yield rest[:cut]
            rest = rest[cut:]
        chunk = next(pieces, b"")
        if not chunk or len(rest) > _LONGEST_SLICE:
            raise NotPlainError
        rest += chunk
    rows, _, tail = rest.partition(_END)
    if rows:
        yield rows
    _check_frame(head + _BEGIN, _END + _joined(tail, pieces))


def _head(pieces: Iterator[bytes]) -> tuple[bytes, bytes]:
    """Return what stands before the rows, and the beginning of them."""
    head = b""
    while _BEGIN not in head:
        chunk = next(pieces, b"")
        if not chunk or len(head) > _LONGEST_SLICE:
            raise NotPlainError
        head += chunk
    before, _, after = head.partition(_BEGIN)
    return before, after


def _joined(tail: bytes, pieces: Iterator[bytes]) -> bytes:
    found, size = [tail], len(tail)
    for piece in pieces:
        found.append(piece)
        size += len(piece)
        if size > _LONGEST_FRAME:
            raise NotPlainError
    return b"".join(found)


def _check_frame(head: bytes, tail: bytes) -> None:
    """Make sure that the rows are what the sheet holds, and all cells there are."""
    # In comments and the like, what looks like the place of the rows may be text.
    if b"<!" in head + tail or b"<?" in head[1:] + tail:
        raise NotPlainError
    found: list[list[str]] = []
    path: list[str] = []

    def start(name: str, _: dict[str, str]) -> None:
        path.append(name)
        if name.rpartition(":")[2] in _CELL_TAGS:
            found.append(path[:])

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _: path.pop()
    parser.Parse(head + tail, True)
    if found != [["worksheet", "sheetData"]]:
        raise NotPlainError
