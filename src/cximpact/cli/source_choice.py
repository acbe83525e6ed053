"""The options ``--offline`` and ``--snapshot``, on every command that reads a workspace."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

__all__ = ["from_snapshot", "snapshot_words"]

_Decorated = TypeVar("_Decorated", bound=Callable[..., Any])


def from_snapshot(function: _Decorated) -> _Decorated:
    """Give a command both options; its function gets `offline` and `snapshot`."""
    offline = click.option(
        "--offline", is_flag=True, help="Ask no source; read the workspace's newest snapshot."
    )
    snapshot = click.option(
        "--snapshot",
        type=click.Path(path_type=Path),
        metavar="FOLDER",
        help="Ask no source; read this snapshot.",
    )
    return offline(snapshot(function))


def snapshot_words(offline: bool, snapshot: Path | None) -> tuple[str | Path, ...]:
    """Return the options by which another command reads what this one read.

    Example:
        >>> snapshot_words(True, None)
        ('--offline',)
    """
    return ("--offline",) * offline + (() if snapshot is None else ("--snapshot", snapshot))
