"""Cuts large XML parts, as they are decompressed, into slices of whole rows or shared texts.

What stands around them is small and goes to a full XML parser, which also makes sure that no cell
is hidden there. The slices themselves are only cut here, not understood.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.parsers import expat

from attrs import frozen

from cximpact.intake.files.text_files import MIB

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["NotPlainError", "check_characters", "row_slices", "text_slices"]

# More than the longest row that a sheet can have, written plainly.
_LONGEST_SLICE = 8 * MIB
_LONGEST_FRAME = 64 * MIB
# What no XML may hold: most control characters, and two code points that are no characters.
_CONTROLS = bytes(each for each in range(32) if each not in b"\t\n\r")
_NO_CHARACTERS = ("\ufffe".encode(), "\uffff".encode())


@frozen
class _Cut:
    """How a part is cut.

    Attributes:
        begin: The tag before the first unit.
        unit_end: What each unit ends with.
        end: The tag after the last unit.
        path: The elements that the units stand in.
        tags: The elements that may stand nowhere else.
    """

    begin: re.Pattern[bytes]
    unit_end: bytes
    end: bytes
    path: tuple[str, ...]
    tags: frozenset[str]


_ROWS = _Cut(
    re.compile(b"<sheetData>"),
    b"</row>",
    b"</sheetData>",
    ("worksheet", "sheetData"),
    frozenset({"sheetData", "row", "c", "v", "is"}),
)
_TEXTS = _Cut(
    re.compile(rb"<sst(?: [^<>]*[^<>/])?>"),
    b"</si>",
    b"</sst>",
    ("sst",),
    frozenset({"sst", "si", "t", "r"}),
)


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
    return _slices(chunks, _ROWS)


def text_slices(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the items of the shared texts, some at a time, each slice ending where one ends.

    Args:
        chunks: The part that holds them, in UTF-8, piece by piece.

    Raises:
        NotPlainError: The part is not of the plain form; slices yielded before are void then.
        xml.parsers.expat.ExpatError: What stands around the items is damaged.
    """
    return _slices(chunks, _TEXTS)


def _slices(chunks: Iterable[bytes], cut: _Cut) -> Iterator[bytes]:
    pieces = iter(chunks)
    head, rest = _head(pieces, cut)
    while cut.end not in rest:
        last = rest.rfind(cut.unit_end) + len(cut.unit_end)
        if last >= len(cut.unit_end):
            yield rest[:last]
            rest = rest[last:]
        chunk = next(pieces, b"")
        if not chunk or len(rest) > _LONGEST_SLICE:
            raise NotPlainError
        rest += chunk
    units, _, tail = rest.partition(cut.end)
    if units:
        yield units
    _check_frame(head, cut.end + _joined(tail, pieces), cut)


def _head(pieces: Iterator[bytes], cut: _Cut) -> tuple[bytes, bytes]:
    """Return what stands before the units, and the beginning of them."""
    head = b""
    while (found := cut.begin.search(head)) is None:
        chunk = next(pieces, b"")
        if not chunk or len(head) > _LONGEST_SLICE:
            raise NotPlainError
        head += chunk
    return head[: found.end()], head[found.end() :]


def _joined(tail: bytes, pieces: Iterator[bytes]) -> bytes:
    found, size = [tail], len(tail)
    for piece in pieces:
        found.append(piece)
        size += len(piece)
        if size > _LONGEST_FRAME:
            raise NotPlainError
    return b"".join(found)


def _check_frame(head: bytes, tail: bytes, cut: _Cut) -> None:
    """Make sure that the units are all there are, and stand where they should."""
    # In comments and the like, what looks like their place may be text.
    if b"<!" in head + tail or b"<?" in head[1:] + tail:
        raise NotPlainError
    found: list[tuple[str, ...]] = []
    path: list[str] = []

    def start(name: str, _: dict[str, str]) -> None:
        path.append(name)
        if name.rpartition(":")[2] in cut.tags:
            found.append(tuple(path))

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _: path.pop()
    parser.Parse(head + tail, True)
    if found != [cut.path]:
        raise NotPlainError
