"""The archive that an export comes in: one file, and not a larger one than anybody means."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from cximpact.plugins import AnswerError

__all__ = ["LARGEST", "opened_archive"]

LARGEST = 1 << 30
_STEEPEST = 200
_SMALL = 1 << 20
_MOST_FILES = 16


@contextmanager
def opened_archive(body: bytes) -> Iterator[IO[bytes]]:
    """Open the CSV file in an archive.

    Raises:
        AnswerError: It is no archive, is cut short or damaged, holds not exactly one CSV file, or
            unpacks to more than `LARGEST` bytes or 200 times its size.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive, archive.open(_member(archive)) as member:
            yield _Bounded(member, max(_SMALL, min(LARGEST, _STEEPEST * len(body))))  # type: ignore[misc]
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError) as error:
        if isinstance(error, RuntimeError) and "password" not in str(error):
            raise
        raise AnswerError("the export is no archive that can be unpacked; it may be cut") from None
    except _zlib_error():
        raise AnswerError("the export is damaged: it cannot be unpacked") from None


def _zlib_error() -> type[Exception]:
    import zlib

    return zlib.error


def _member(archive: zipfile.ZipFile) -> zipfile.ZipInfo:
    files = [each for each in archive.infolist() if not each.is_dir()]
    tables = [each for each in files if each.filename.lower().endswith(".csv")]
    if len(tables) != 1 or len(files) > _MOST_FILES:
        raise AnswerError(
            f"the export holds {len(files)} files, {len(tables)} of them CSV; one CSV"
        )
    return tables[0]


class _Bounded:
    """A file that refuses to be longer than it may be, whatever its archive says of it."""

    def __init__(self, stream: IO[bytes], most: int) -> None:
        self._stream, self._left = stream, most

    def read(self, size: int = -1) -> bytes:
        piece = self._stream.read(size)
        self._left -= len(piece)
        if self._left < 0:
            raise AnswerError("the export unpacks to far more than its size: it is not read")
        return piece
