"""Moments as Jira writes them, and days in the time zone that the workspace counts in."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo

from cximpact.plugins import AnswerError, QueryError

__all__ = ["hours_between", "moment", "written", "zone"]

_YEARS = range(1970, 2200)
_WHOLE = ".000+0000"


def moment(text: object, field: str, key: str) -> datetime:
    """Return a moment such as ``2026-03-01T10:00:00.000+0100``, in UTC.

    Args:
        text: What Jira wrote.
        field: Which field it is, for the message.
        key: Of which issue.

    Raises:
        AnswerError: It is no moment, has no offset, or lies beyond all reason.
    """
    try:
        read = datetime.fromisoformat(text)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        raise AnswerError(f"{field} of {key} is no moment") from None
    if read.tzinfo is None or read.year not in _YEARS:
        raise AnswerError(f"{field} of {key} has no offset from UTC, or lies beyond all reason")
    return read if read.tzinfo is UTC else read.astimezone(UTC)


def written(moment: datetime, text: object = None) -> str:
    """Return a moment in UTC as text, such as ``2026-03-01T09:00:00Z``.

    Args:
        moment: The moment.
        text: What it was read from, if that is known: mostly it needs hardly a change.
    """
    if isinstance(text, str) and text.endswith(_WHOLE) and text[7:11:3] == "-T" and len(text) == 28:
        return text[:19] + "Z"
    return moment.isoformat()[:-6] + "Z"  # instead of +00:00


def zone(name: str) -> tzinfo:
    """Return a time zone by its name.

    Raises:
        QueryError: There is none of that name.
    """
    if name == "UTC":  # known without a database of time zones, too
        return UTC
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise QueryError(f"time_zone {name!r} is not known; write one like Europe/Berlin") from None


def hours_between(start: datetime, end: datetime) -> float | None:
    """Return the hours from start to end, or None where the end comes first.

    Example:
        >>> hours_between(datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 3, 2, 12, tzinfo=UTC))
        36.0
    """
    seconds = (end - start).total_seconds()
    return round(seconds / 3600, 4) if seconds >= 0 else None
