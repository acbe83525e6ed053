"""A clock that stands still, or ticks as told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

__all__ = ["FIXED_NOW", "fixed_clock"]

FIXED_NOW = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
"""The moment at which collections in tests begin, unless a test says otherwise."""


def fixed_clock(start: datetime = FIXED_NOW, *, tick: float = 0.0) -> Callable[[], datetime]:
    """Return a clock that shows `start` and moves on only when it is looked at.

    Args:
        start: What it shows first.
        tick: Seconds it moves on at each look; 0 stands still.

    Examples:
        >>> clock = fixed_clock(tick=60)
        >>> clock().minute, clock().minute
        (0, 1)
    """
    looks = iter(range(2**62))

    def now() -> datetime:
        return start + timedelta(seconds=tick * next(looks))

    return now
