"""Files become bytes and bytes become text, or a report that says what to do about it."""

from __future__ import annotations

import codecs
import re
from contextlib import contextmanager
from encodings.aliases import aliases
from stat import S_ISDIR, S_ISREG
from typing import TYPE_CHECKING

from cximpact.intake.files.problems import ProblemLog, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = [
    "MIB",
    "NO_NETWORK",
    "check_file",
    "decode_text",
    "is_address",
    "read_bytes",
    "refuse_unusable",
]

MIB = 1024 * 1024
NO_NETWORK = "download the file first; reading never uses the network"
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:(//|\\\\)")
_UTF8 = ("utf-8", "utf-8-sig")
_MARKS_OF_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# Python registers compressors, escapes and network notations as encodings too; a `zip` or
# `unicode_escape` in a settings file must not reach them.
_NOT_FOR_FILES = {"rot_13", "utf_7", "mbcs", "oem", "idna", "punycode"}
_ENCODINGS = {
    codec for codec in aliases.values() if not codec.endswith("_codec")
} - _NOT_FOR_FILES | {"utf_8_sig"}


def is_address(written: str) -> bool:
    """Return whether a text is the address of something on a network, and no path.

    Example:
        >>> is_address("s3://bucket/list.csv"), is_address("C:/list.csv")
        (True, False)
    """
    return bool(_URL.match(written))


def refuse_unusable(path: Path) -> None:
    """Make sure that the system can be asked about a path; nothing need be there.

    Raises:
        InputError: It cannot: the path is too long, holds a NUL, or runs in a circle.
    """
    try:
        path.stat()
    except FileNotFoundError:
        return
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        log = ProblemLog(str(path))
        log.add(f"the path cannot be used: {reason}")
        raise log.error() from None


def read_bytes(path: Path, *, name: str | None = None, most: int) -> bytes:
    """Return the bytes of a file.

    Args:
        path: The file.
        name: How the file is called in problems; its last part by default.
        most: The largest size accepted, in bytes.

    Raises:
        InputError: There is no such file, it is no regular file, cannot be read or is too large.
    """
    log = ProblemLog(name or path.name)
    with _access(path, log):
        # A pipe is told apart before it is opened, since opening one may wait forever.
        _check_regular(path, log, most)
        with path.open("rb") as stream:
            data = stream.read(most + 1)
    if len(data) > most:
        _too_large(log, most)
    log.raise_any()
    return data


def check_file(path: Path, *, name: str | None = None, most: int) -> None:
    """Make sure that a file is there and not too large, for readers that open it themselves.

    Args:
        path: The file.
        name: How the file is called in problems; its last part by default.
        most: The largest size accepted, in bytes.

    Raises:
        InputError: There is no such file, it is no regular file, cannot be read or is too large.
    """
    log = ProblemLog(name or path.name)
    with _access(path, log):
        _check_regular(path, log, most)


@contextmanager
def _access(path: Path, log: ProblemLog) -> Iterator[None]:
    """Turn what the system says against a file into a problem."""
    try:
        yield
    except FileNotFoundError:
        log.add("there is no such file", value=str(path), hint=_near_names(path))
        raise log.error() from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        hint = "check the name of the file and the right to read it"
        log.add(f"the file cannot be read: {reason}", value=str(path), hint=hint)
        raise log.error() from None


def _check_regular(path: Path, log: ProblemLog, most: int) -> None:
    """Refuse directories, and devices and pipes, which may never end."""
    status = path.stat()
    if S_ISDIR(status.st_mode):
        log.add("this is a folder, not a file", value=str(path), hint="name a file inside it")
    elif not S_ISREG(status.st_mode):
        log.add("this is not an ordinary file", value=str(path))
    elif status.st_size > most:
        _too_large(log, most)
    log.raise_any()


def _too_large(log: ProblemLog, most: int) -> None:
    size = f"{most // MIB:,} MiB" if most >= MIB else f"{most // 1024:,} KiB"
    log.add("the file is too large", expected=f"at most {size}")


def _near_names(path: Path) -> str:
    """Suggest a file of the same folder, or say that the folder itself is missing."""
    folder = path.parent
    if not folder.is_dir():
        return f"there is no folder '{folder}' either"
    try:
        names = [entry.name for entry in folder.iterdir() if entry.is_file()]
    except OSError:
        names = []
    return did_you_mean(path.name, names) or f"check the name; the folder is '{folder}'"


def decode_text(data: bytes, *, name: str, encoding: str = "utf-8") -> str:
    r"""Return bytes as text without byte order mark, with `\n` for every line end.

    Args:
        data: The bytes of the file.
        name: How the file is called in problems.
        encoding: Such as ``utf-8``, ``utf-16``, ``cp1252`` or ``latin-1``.

    Raises:
        InputError: The encoding is unknown, the bytes are not in it, or the text holds NULs.
    """
    log = ProblemLog(name)
    codec = _codec(encoding, log)
    if codec in _UTF8 and data.startswith(_MARKS_OF_UTF16):
        log.add("the file is encoded in UTF-16", expected=encoding, hint=_say_encoding("utf-16"))
        raise log.error()
    try:
        text = data.decode(codec)
    except UnicodeError as error:
        _not_in_encoding(data, codec, encoding, error, log)
        raise log.error() from None
    text = _with_plain_line_ends(text.removeprefix("\ufeff"))
    _refuse_nul(text, log)
    return text


def _codec(encoding: str, log: ProblemLog) -> str:
    """Return the codec of an encoding that is safe to use on files."""
    try:
        codec = codecs.lookup(encoding).name
    except (LookupError, ValueError):
        codec = ""
    if codec.replace("-", "_") not in _ENCODINGS and _alias(encoding) not in _ENCODINGS:
        known = {name.replace("_", "-") for name in _ENCODINGS} | {"cp1252", "utf-8", "utf-16"}
        hint = did_you_mean(encoding, sorted(known)) or "try utf-8, utf-16, cp1252 or latin-1"
        log.add("unknown encoding", field="encoding", value=encoding, hint=hint)
        raise log.error()
    return codec


def _alias(encoding: str) -> str:
    plain = encoding.lower().replace("-", "_").replace(" ", "_")
    return aliases.get(plain, plain)


def _not_in_encoding(
    data: bytes, codec: str, encoding: str, error: UnicodeError, log: ProblemLog
) -> None:
    """Name the first byte that does not belong, and its line."""
    start = error.start if isinstance(error, UnicodeDecodeError) else 0
    before = _with_plain_line_ends(data[:start].decode(codec, "replace"))
    byte = f"byte 0x{data[start]:02X} at offset {start:,}" if start < len(data) else "no bytes"
    hint = _say_encoding("cp1252") if codec in _UTF8 else _say_encoding("utf-8")
    line = before.count("\n") + 1
    log.add(f"the text is not encoded in {encoding}", line=line, value=byte, hint=hint)


def _say_encoding(encoding: str) -> str:
    return f"save the file as UTF-8 or, for a table, say 'encoding: {encoding}'"


def _with_plain_line_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _refuse_nul(text: str, log: ProblemLog) -> None:
    at = text.find("\0")
    if at < 0:
        return
    # Text in UTF-16 without its mark reads as UTF-8 in which every second character is NUL.
    head = text[:1000]
    wide = head.count("\0") * 4 > len(head)
    hint = _say_encoding("utf-16") if wide else "remove the NUL characters"
    line = text.count("\n", 0, at) + 1
    log.add("the text holds a NUL character", line=line, hint=hint)
    raise log.error()
