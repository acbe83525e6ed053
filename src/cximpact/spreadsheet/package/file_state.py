"""What a file held at some moment, to tell whether somebody changed it since."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from attrs import frozen

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["FileState"]


@frozen
class FileState:
    """The size of a file's content and its SHA-256.

    The time of its last change is left out on purpose: a file that was only touched, or copied
    back by a program that synchronizes folders, holds what it held. Nor would an equal time prove
    anything, since two changes can fall into one tick of the clock.
    """

    size: int
    digest: bytes

    @classmethod
    def of_bytes(cls, data: bytes) -> FileState:
        """Return the state of a file that holds this."""
        return cls(len(data), hashlib.sha256(data).digest())

    @classmethod
    def of_file(cls, path: Path) -> FileState:
        """Return the state of a file as it is now.

        Raises:
            OSError: It cannot be read.
        """
        with path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").digest()
            return cls(stream.tell(), digest)

    def is_still(self, path: Path) -> bool:
        """Return whether a file holds this now; one that is gone or unreadable does not."""
        try:
            return path.stat().st_size == self.size and FileState.of_file(path) == self
        except OSError:
            return False
