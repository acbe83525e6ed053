"""The file of collected rows, written by the host in a folder that no worker knows of."""

from __future__ import annotations

import os
import re
import tempfile
from pathlib import Path
from typing import BinaryIO

from attrs import define, field

from cximpact.plugins.isolation.frames import decoded
from cximpact.plugins.isolation.redaction import Redactor

__all__ = ["NotRowsError", "RowsFile"]

_BLOCK = 1 << 20


class NotRowsError(Exception):
    """What came is not rows."""


@define
class RowsFile:
    """Rows as JSON lines, each a list of cells, one for each of the columns known by then.

    Attributes:
        path: Where they are.
        columns: The columns, in the order they were first seen.
        count: How many rows.
    """

    path: Path
    _file: BinaryIO
    columns: tuple[str, ...] = ()
    count: int = 0
    _head: bytes = field(init=False, default=b"")
    _width: int = field(init=False, default=0)
    _count: int = field(init=False, default=0)

    @classmethod
    def create(cls, folder: Path, name: str) -> RowsFile:
        """Begin a file.

        Args:
            folder: Where to put it; created if it is missing.
            name: Part of its name, for people.
        """
        folder.mkdir(parents=True, exist_ok=True)
        stem = re.sub(r"[^\w.-]+", "_", name)[:60]
        descriptor, path = tempfile.mkstemp(".jsonl", f"{stem}-", folder)
        return cls(Path(path), os.fdopen(descriptor, "wb"))

    def add(self, message: bytes) -> None:
        """Write some rows as a worker sent them; see `cximpact.plugins.rows.reading.encoded_rows`.

        They are counted, not read: what reads them later finds out whether each is one.

        Raises:
            NotRowsError: They are not of the form that a worker sends.
        """
        head, _, rows = message.partition(b"\n")
        if head != self._head:
            self._columns_of(head)
        whole = rows.startswith(b"[") and rows.endswith(b"]\n")
        cells = rows.count(b"\t") + self._count
        if not whole or rows.count(b"\n") != self._count or cells != self._count * self._width:
            raise NotRowsError
        self._file.write(rows)
        self.count += self._count

    def _columns_of(self, head: bytes) -> None:
        """Take what the first line of a message says."""
        columns, count = _checked(head)
        if columns[: len(self.columns)] != self.columns:
            raise NotRowsError
        self.columns, self._width = columns, len(columns)
        self._head, self._count = head, count

    def finish(self) -> None:
        """Close the file."""
        self._file.close()

    def holds_secret(self, redactor: Redactor) -> bool:
        """Return whether a secret stands in the rows, which are all written."""
        with self.path.open("rb") as file:
            while lines := file.readlines(_BLOCK):
                if redactor.in_rows(b"".join(lines)):
                    return True
        return False

    def discard(self) -> None:
        """Remove the file."""
        self._file.close()
        self.path.unlink(missing_ok=True)


def _checked(head: bytes) -> tuple[tuple[str, ...], int]:
    message = decoded(head)
    if not isinstance(message, dict) or message.keys() != {"columns", "count"}:
        raise NotRowsError
    columns, count = message["columns"], message["count"]
    if not isinstance(columns, list) or not columns or type(count) is not int or count < 1:
        raise NotRowsError
    if not all(type(name) is str for name in columns) or len(set(columns)) < len(columns):
        raise NotRowsError
    return tuple(columns), count
