"""The entries of a zip file as they stand in it, so that they can be carried over unread."""

from __future__ import annotations

import struct
import zipfile

from attrs import field, frozen

__all__ = ["StoredEntry", "dos_time", "stored_entry", "without_zip64"]

_LOCAL = struct.Struct("<4s5H3I2H")
_LOCAL_SIGN = b"PK\x03\x04"
_IS_UTF8 = 0x800
_ZIP64 = 0x0001
_EXTRA = struct.Struct("<HH")


@frozen(eq=False)
class StoredEntry:
    """One entry of a zip file.

    Attributes:
        info: What the directory of the zip file says of it.
        name: Its name as stored.
        extra: Further fields in front of its content; they can differ from the directory's.
        content: Its content, compressed as it is.
    """

    info: zipfile.ZipInfo
    name: bytes
    extra: bytes = field(repr=False)
    content: memoryview = field(repr=False)


def stored_entry(data: bytes, info: zipfile.ZipInfo) -> StoredEntry:
    """Return an entry of a zip file as it stands there.

    Args:
        data: The zip file.
        info: What its directory says of the entry.

    Raises:
        BadZipFile: There is no such entry at its place.
    """
    start = info.header_offset + _LOCAL.size
    if start > len(data):
        raise zipfile.BadZipFile("an entry lies outside the file")
    sign, *_, name_size, extra_size = _LOCAL.unpack_from(data, info.header_offset)
    content_at = start + name_size + extra_size
    content = memoryview(data)[content_at : content_at + info.compress_size]
    if sign != _LOCAL_SIGN or len(content) != info.compress_size:
        raise zipfile.BadZipFile("an entry is not where it should be")
    extra = data[start + name_size : content_at]
    return StoredEntry(info, _stored_name(info), extra, content)


def _stored_name(info: zipfile.ZipInfo) -> bytes:
    return info.orig_filename.encode("utf-8" if info.flag_bits & _IS_UTF8 else "cp437")


def without_zip64(extra: bytes) -> bytes:
    """Return extra fields without the one for large sizes, which is written anew if needed.

    Fields that cannot be told apart are kept as they are.
    """
    kept, at = [], 0
    while at + _EXTRA.size <= len(extra):
        kind, size = _EXTRA.unpack_from(extra, at)
        end = at + _EXTRA.size + size
        if kind != _ZIP64:
            kept.append(extra[at:end])
        at = end
    return b"".join(kept) + extra[at:]


def dos_time(info: zipfile.ZipInfo) -> tuple[int, int]:
    """Return the time and the date of an entry as a zip file writes them."""
    year, month, day, hour, minute, second = info.date_time
    return hour << 11 | minute << 5 | second // 2, (year - 1980) << 9 | month << 5 | day
