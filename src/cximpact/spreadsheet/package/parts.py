"""Reads a workbook as the parts it is made of: sheets, styles, macros, pictures and all others."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import field, frozen

from cximpact.exceptions import InternalError
from cximpact.intake.files.problems import ProblemLog
from cximpact.intake.files.text_files import MIB, read_bytes
from cximpact.intake.files.xlsx_prescan import Package, open_package
from cximpact.spreadsheet.package.file_state import FileState
from cximpact.spreadsheet.package.kinds import refuse_binary_parts, refuse_other_kinds
from cximpact.spreadsheet.package.stored_entries import StoredEntry, stored_entry

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Parts"]

_LARGEST_WORKBOOK = 256 * MIB
_CHUNK = 256 * 1024


@frozen(eq=False)
class Parts:
    """All parts of a workbook, as they were in its file when it was read.

    The file is read once and held in memory, compressed as it is, so that what is saved later
    comes from one state of it even if somebody saves it in between.

    Attributes:
        path: The file, as it was named.
        package: Its XML parts for the readers of values; they passed all checks.
        state: What the file held, to tell whether it was changed since.
    """

    path: Path
    package: Package = field(repr=False)
    state: FileState = field(repr=False)
    _data: bytes = field(repr=False)
    _archive: zipfile.ZipFile = field(repr=False)
    _by_fold: dict[str, zipfile.ZipInfo] = field(repr=False)

    @classmethod
    def open(cls, path: Path | str) -> Parts:
        """Return the parts of a workbook, after all checks against harmful files passed.

        Args:
            path: An .xlsx, .xlsm, .xltx or .xltm file.

        Raises:
            InputError: There is no such file, it is no such workbook, or not a safe one.
        """
        path = Path(path)
        data = read_bytes(path, most=_LARGEST_WORKBOOK)
        refuse_other_kinds(path.name, data)
        package = open_package(data, name=path.name)
        archive = zipfile.ZipFile(io.BytesIO(data))
        by_fold = {info.filename.casefold(): info for info in archive.infolist()}
        refuse_binary_parts(path.name, by_fold)
        parts = cls(path, package, FileState.of_bytes(data), data, archive, by_fold)
        parts._refuse_misplaced()
        return parts

    @property
    def name(self) -> str:
        """How the workbook is called in problems."""
        return self.path.name

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all parts, in the order of the file."""
        return tuple(info.filename for info in self._archive.infolist() if not info.is_dir())

    @property
    def is_signed(self) -> bool:
        """Whether the workbook bears a digital signature, which any change makes invalid."""
        return any(name.startswith("_xmlsignatures/") for name in self._by_fold)

    def find(self, name: str) -> str | None:
        """Return the name of a part as the file spells it; letter case does not count."""
        info = self._by_fold.get(name.casefold())
        return None if info is None or info.is_dir() else info.filename

    def read(self, name: str) -> bytes:
        """Return the content of a part.

        Raises:
            InternalError: There is no such part.
        """
        return b"".join(self.chunks(name))

    def chunks(self, name: str) -> Iterator[bytes]:
        """Yield the content of a part piece by piece, so that a large one needs little memory.

        Raises:
            InternalError: There is no such part.
            InputError: It is damaged (only pictures can be; all others were checked).
        """
        info = self._info(name)
        left = info.file_size
        try:
            with self._archive.open(info) as stream:
                # Not more than the size that was checked: what a picture states is not believed.
                while chunk := stream.read(min(_CHUNK, left + 1)):
                    left -= len(chunk)
                    if left < 0:
                        raise zipfile.BadZipFile
                    yield chunk
            if left:
                raise zipfile.BadZipFile
        except (zipfile.BadZipFile, EOFError, ValueError, OSError):
            raise self._damaged(info.filename) from None

    def stored(self) -> Iterator[StoredEntry]:
        """Yield every entry of the file as it is stored there, folders too, in its order."""
        return (stored_entry(self._data, info) for info in self._archive.infolist())

    @property
    def comment(self) -> bytes:
        """The comment of the whole file; almost always empty."""
        return self._archive.comment

    def _info(self, name: str) -> zipfile.ZipInfo:
        found = self._by_fold.get(name.casefold())
        if found is None or found.is_dir():
            raise InternalError(f"the workbook has no part '{name}'")
        return found

    def _refuse_misplaced(self) -> None:
        """Make sure that every entry can be carried over, pictures too, which no check reads."""
        for info in self._archive.infolist():
            try:
                stored_entry(self._data, info)
            except (zipfile.BadZipFile, ValueError):
                raise self._damaged(info.filename) from None

    def _damaged(self, part: str) -> Exception:
        log = ProblemLog(self.name)
        hint = "save or download the workbook anew"
        log.add("a part of the workbook is damaged", value=part, hint=hint)
        return log.error()
