"""To whom the way tells, in a few words, what is being done."""

from __future__ import annotations

from collections.abc import Callable

__all__ = ["Progress", "silent"]

Progress = Callable[[str], None]


def silent(_: str) -> None:
    """Report progress to nobody."""
