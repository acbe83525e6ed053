"""Where the caller wants the rows of sources to come from."""

from __future__ import annotations

from pathlib import Path

from attrs import frozen

__all__ = ["Wish"]


@frozen
class Wish:
    """Where the rows of sources are to come from; by default they are collected.

    Attributes:
        offline: From the workspace's newest snapshot.
        snapshot: From the snapshot in this folder.
    """

    offline: bool = False
    snapshot: Path | None = None
