"""Moments as Jira writes them, and days in the time zone that the workspace counts in."""

from __future__ import annotations

from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

from cximpact.plugins import AnswerError, QueryError

__all__ = ["hours_between", "moment", "zone"]


def moment(text: object, what: str) -> datetime:
    """Return a moment such as ``2026-03-01T10:00:00.000+0100``, with its offset.

    Args:
        text: What Jira wrote.
        what: Which field of which issue, for the message.

    Raises:
        AnswerError: It is no moment, or one without an offset.
    """
    try:
        read = datetime.fromisoformat(text)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        raise AnswerError(f"{what} is no moment") from None
    if read.tzinfo is None:
        raise AnswerError(f"{what} has no offset from UTC")
    return read


def zone(name: str) -> tzinfo:
    """Return a time zone by its name.

    Raises:
        QueryError: There is none of that name.
    """
    try:
        return ZoneInfo(name)
    except (ValueError, OSError):
        raise QueryError(f"time_zone {name!r} is not known; write one like Europe/Berlin") from None


def hours_between(start: datetime, end: datetime) -> float | None:
    """Return the hours from start to end, or None where the end comes first.

    Example:
        >>> from datetime import UTC
        >>> hours_between(datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 3, 2, 12, tzinfo=UTC))
        36.0
    """
    seconds = (end - start).total_seconds()
    return round(seconds / 3600, 4) if seconds >= 0 else None
