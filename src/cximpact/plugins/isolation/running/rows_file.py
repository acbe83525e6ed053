"""The file of collected rows, written by the host in a folder that no worker knows of."""

from __future__ import annotations

import json
import os
import re
import tempfile
from pathlib import Path
from typing import Any, BinaryIO

from attrs import define, field

from cximpact.plugins.isolation.redaction import Redactor
from cximpact.plugins.rows.cells import PLAIN

__all__ = ["NotRowsError", "RowsFile"]

_BLOCK = 1 << 20
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode


class NotRowsError(Exception):
    """What came is not rows."""


@define
class RowsFile:
    """Rows as JSON lines, each with every column.

    Attributes:
        path: Where they are.
        columns: The columns, in the order they were first seen.
        count: How many rows.
    """

    path: Path
    _file: BinaryIO
    columns: tuple[str, ...] = ()
    count: int = 0
    _widened: bool = field(init=False, default=False)

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

    def add(self, message: Any) -> None:
        """Write some rows as a worker sent them.

        Raises:
            NotRowsError: They are not of the form that a worker sends.
        """
        columns, rows = _checked(message)
        if columns != self.columns:
            if columns[: len(self.columns)] != self.columns:
                raise NotRowsError
            self._widened = self._widened or self.count > 0
            self.columns = columns
        lines = [_encode(dict(zip(columns, row, strict=True))) for row in rows]
        self._file.write("".join(f"{line}\n" for line in lines).encode())
        self.count += len(rows)

    def finish(self) -> None:
        """Close the file, with all columns in every row."""
        self._file.close()
        if self._widened:
            self._widen()

    def _widen(self) -> None:
        """Write the rows again that were written before the last column was seen."""
        empty = dict.fromkeys(self.columns)
        wide = self.path.with_suffix(".wide")
        with self.path.open(encoding="utf-8") as rows, wide.open("w", encoding="utf-8") as file:
            for row in rows:
                file.write(_encode({**empty, **json.loads(row)}) + "\n")
        wide.replace(self.path)

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


def _checked(message: Any) -> tuple[tuple[str, ...], list[list[str | None]]]:
    if not isinstance(message, dict) or message.keys() != {"columns", "rows"}:
        raise NotRowsError
    columns, rows = message["columns"], message["rows"]
    if not isinstance(columns, list) or not isinstance(rows, list):
        raise NotRowsError
    if not all(type(name) is str for name in columns) or len(set(columns)) < len(columns):
        raise NotRowsError
    width = len(columns)
    for row in rows:
        if type(row) is not list or len(row) != width or not set(map(type, row)) <= PLAIN:
            raise NotRowsError
    return tuple(columns), rows
