"""Looks into an .xlsx package before any parser does, and refuses what could harm one.

A workbook is a zip file of XML parts. Sizes stated in a zip file are not believed: bytes are
counted while they are decompressed. XML parts with a DOCTYPE are refused, since entities declared
there can grow without bound or name other files.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING

from attrs import field, frozen

from cximpact.intake.files.problems import ProblemLog
from cximpact.intake.files.text_files import MIB

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Package", "open_package"]

_MOST_PARTS = 2_000
_LARGEST_PART = 256 * MIB
_LARGEST_TOTAL = 1024 * MIB
_HIGHEST_RATIO = 200
_RATIO_COUNTS_FROM = MIB
_CHUNK = MIB

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PART_HEADER = b"PK\x01\x02"
_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
    OverflowError,
)
_XML_NAME = re.compile(r"\.(?:xml|rels|vml)$", re.IGNORECASE)
_UNSAFE_NAME = re.compile(r"^/|\\|\0|^[A-Za-z]:|(?:^|/)\.\.?(?:/|$)")
# "<!" in UTF-8, UTF-16 of either order, and UTF-32: a quick test before the exact one.
_OPENINGS = (b"<!", b"<\0!", b"<\0\0\0!")
_DECLARATION = re.compile(
    rb"<\0{0,3}!\0{0,3}(?:D\0{0,3}O\0{0,3}C|E\0{0,3}N\0{0,3}T)", re.IGNORECASE
)
_LONGEST_DECLARATION = 32
_STATED_ENCODING = re.compile(rb"""^<\?xml[^>]{0,200}?encoding\s*=\s*["']([^"']*)["']""")


class _UnfitPartError(ValueError):
    """A part that must not be read further; its text says why."""


@frozen(eq=False)
class Package:
    """The XML parts of a workbook that passed all checks.

    Attributes:
        name: The file, as shown to people.
    """

    name: str
    _archive: zipfile.ZipFile = field(repr=False)
    _parts: dict[str, zipfile.ZipInfo] = field(repr=False)

    def find(self, part: str) -> str | None:
        """Return the name of a part as the package spells it; letter case does not count."""
        return self._parts[part.casefold()].filename if part.casefold() in self._parts else None

    def read(self, part: str) -> bytes:
        """Return the bytes of an XML part, which are in UTF-8.

        Raises:
            InputError: There is no such part, or it is in another encoding.
        """
        return b"".join(self.chunks(part))

    def chunks(self, part: str) -> Iterator[bytes]:
        """Yield the bytes of an XML part, which are in UTF-8, piece by piece.

        Raises:
            InputError: There is no such part, or it is in another encoding.
        """
        log = ProblemLog(self.name)
        if part.casefold() not in self._parts:
            log.add("a part of the workbook is missing", value=part, hint="save the workbook anew")
            raise log.error()
        for number, chunk in enumerate(_chunks(self._archive, self._parts[part.casefold()])):
            if number == 0 and not _is_utf8(chunk):
                log.add("a part of the workbook is not in UTF-8", value=part)
                raise log.error()
            yield chunk


def open_package(data: bytes, *, name: str) -> Package:
    """Return the parts of a workbook, all of them checked.

    Args:
        data: The content of the file.
        name: How it is called in problems.

    Raises:
        InputError: It is no .xlsx workbook, is damaged or locked, or has parts that are too many,
            too large, compressed too highly, of unsafe or equal names, or with a DOCTYPE.
    """
    log = ProblemLog(name)
    _check_format(data, log)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except _UNREADABLE:
        log.add("the workbook is damaged or cut short", hint="save or download it anew")
        raise log.error() from None
    # Its own `is_dir` fails on a part whose name begins with a NUL, which is refused below.
    parts = [info for info in archive.infolist() if not info.filename.endswith("/")]
    _check_names(parts, log)
    _check_sizes(parts, len(data), log)
    log.raise_any()
    _check_content(archive, parts, log)
    if not any(info.filename.casefold() == "[content_types].xml" for info in parts):
        hint = "save it as .xlsx in the program that made it"
        log.add("this is a zip file, but no .xlsx workbook", hint=hint)
    log.raise_any()
    readable = [info for info in parts if not _is_media(info)]
    return Package(name, archive, {info.filename.casefold(): info for info in readable})


def _check_format(data: bytes, log: ProblemLog) -> None:
    """Tell files that are no zip, and count parts before the zip module lists them all."""
    if data.startswith(_OLE):
        hint = "open it in a spreadsheet program and save it as .xlsx, without a password"
        log.add("this is an .xls workbook, or one locked with a password", hint=hint)
    elif not data.startswith(b"PK"):
        hint = "save it as .xlsx; a text file should end in .csv"
        log.add("this is no .xlsx workbook", hint=hint)
    elif data.count(_PART_HEADER) > _MOST_PARTS:
        log.add("the workbook has too many parts", expected=f"at most {_MOST_PARTS:,}")
    log.raise_any()


def _check_names(parts: list[zipfile.ZipInfo], log: ProblemLog) -> None:
    seen: set[str] = set()
    for info in parts:
        folded = info.filename.casefold()
        if folded in seen:
            message = "two parts of the workbook have one name, or differ only in letter case"
            log.add(message, value=info.filename)
        seen.add(folded)
        if _UNSAFE_NAME.search(info.orig_filename):
            log.add("a part of the workbook has an unsafe name", value=info.orig_filename)
        if info.flag_bits & 0x1:
            hint = "save the workbook without a password"
            log.add("a part of the workbook is locked", value=info.filename, hint=hint)
        elif info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            log.add("a part is compressed in an unusual way", value=info.filename)


def _check_sizes(parts: list[zipfile.ZipInfo], size: int, log: ProblemLog) -> None:
    for info in parts:
        try:
            _check_part_size(info, info.file_size)
        except _UnfitPartError as error:
            log.add(str(error), value=info.filename)
    if sum(info.file_size for info in parts) > _LARGEST_TOTAL:
        expected = f"at most {_LARGEST_TOTAL // MIB:,} MiB"
        log.add("the workbook is too large when decompressed", expected=expected)
    if sum(info.compress_size for info in parts) > size:
        log.add("the parts of the workbook overlap", hint="save the workbook anew")


def _check_part_size(info: zipfile.ZipInfo, size: int) -> None:
    if size > _LARGEST_PART:
        raise _UnfitPartError(f"a part is larger than {_LARGEST_PART // MIB} MiB")
    if size > _RATIO_COUNTS_FROM and size > _HIGHEST_RATIO * max(info.compress_size, 1):
        raise _UnfitPartError("a part is compressed more highly than sheets are")


def _check_content(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo], log: ProblemLog) -> None:
    """Decompress every part that could be read later, and look for declarations."""
    for info in parts:
        if _is_media(info):
            continue
        try:
            _scan(archive, info)
        except _UnfitPartError as error:
            log.add(str(error), value=info.filename)
        except _UNREADABLE:
            message = "a part of the workbook is damaged, or its stated size is not its size"
            log.add(message, value=info.filename, hint="save or download the workbook anew")
    log.raise_any()


def _scan(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> None:
    tail, is_xml = b"", False
    for number, chunk in enumerate(_chunks(archive, info)):
        if number == 0:
            is_xml = _looks_like_xml(info, chunk)
        # What lies across the border of two chunks is looked at by itself, to copy neither.
        border = tail + chunk[:_LONGEST_DECLARATION]
        if is_xml and (_has_declaration(chunk) or _has_declaration(border)):
            raise _UnfitPartError("a part has a DOCTYPE or ENTITY declaration")
        tail = chunk[-_LONGEST_DECLARATION:]


def _has_declaration(xml: bytes) -> bool:
    # The search for a single byte is many times as fast as any other, and "!" is rare.
    if b"!" not in xml or not any(sign in xml for sign in _OPENINGS):
        return False
    return _DECLARATION.search(xml) is not None


def _looks_like_xml(info: zipfile.ZipInfo, head: bytes) -> bool:
    if _XML_NAME.search(info.filename):
        return True
    return head.lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n").startswith(b"<")


def _is_utf8(head: bytes) -> bool:
    """Tell by the mark at the beginning of a part, and by what its declaration states."""
    stated = _STATED_ENCODING.match(head.removeprefix(b"\xef\xbb\xbf"))
    is_other = stated and stated[1].lower() not in (b"utf-8", b"utf8", b"us-ascii", b"ascii")
    return not (is_other or b"\0" in head[:4] or head[:2] in (b"\xff\xfe", b"\xfe\xff"))


def _is_media(info: zipfile.ZipInfo) -> bool:
    """Pictures are never read, and some (SVG) rightly have a DOCTYPE."""
    return info.filename.casefold().startswith("xl/media/")


def _chunks(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield the decompressed bytes of a part, counted as they come."""
    size = 0
    with archive.open(info) as stream:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            _check_part_size(info, size)
            yield chunk
    if size != info.file_size:
        raise zipfile.BadZipFile
