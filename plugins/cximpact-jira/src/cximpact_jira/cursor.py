"""Where the last reading ended: its moment, and the first day it asked for."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from attrs import frozen

from cximpact.plugins import Context, QueryError, Request
from cximpact_jira.jql import first_day

__all__ = ["Reach", "reach_of"]


@frozen
class Reach:
    """How far back a reading goes.

    Attributes:
        since: Only issues created on that day or later.
        changed: Only issues changed since that moment; None reads all.
    """

    since: date
    changed: datetime | None = None


def reach_of(request: Request, context: Context) -> Reach:
    """Return how far back to read, and keep the cursor for the next time.

    A cursor whose first day is later than today's does not cover what is asked now: all is read.

    Raises:
        QueryError: The cursor lies in the future or was not made here.
    """
    since = first_day(request.as_of, context.settings.get("months", 24))
    context.keep_cursor(f"{context.now.isoformat()} {since.isoformat()}")
    if request.since is None:
        return Reach(since)
    moment, first = _read(request.since)
    if moment > context.now + timedelta(days=1):
        raise QueryError("the last reading lies in the future: check the clock, and read all again")
    if first > since:
        return Reach(since)
    context.note(
        "only what changed was read again: issues that were deleted, moved away or no longer match"
        " keep their earlier rows"
    )
    return Reach(since, moment)


def _read(cursor: str) -> tuple[datetime, date]:
    try:
        moment, first = cursor.split(" ")
        read = datetime.fromisoformat(moment), date.fromisoformat(first)
    except ValueError:
        raise QueryError("the cursor of the last reading is none of ours: read all again") from None
    if read[0].tzinfo is None:
        raise QueryError("the cursor of the last reading is none of ours: read all again")
    return read
