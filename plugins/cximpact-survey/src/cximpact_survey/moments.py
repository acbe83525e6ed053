"""Days of answers: read as they are written, counted in one time zone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo

from cximpact.plugins import QueryError

__all__ = ["Days", "zone_of"]

_UTC_NAMES = {"z": "UTC", "gmt": "UTC"}


def zone_of(name: str) -> tzinfo:
    """Return a time zone by its name in the IANA database.

    Raises:
        QueryError: There is none of that name.
    """
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(_UTC_NAMES.get(name.casefold(), name))
    except (KeyError, ValueError, OSError):
        raise QueryError(
            f"there is no time zone {name!r} here: expected one like Europe/Berlin (on Windows,"
            " 'pip install tzdata' brings them)"
        ) from None


class Days:
    """Reads the days of one column.

    Args:
        patterns: How times are written, as for `strptime`; ISO 8601 is always read.
        written: The zone they are written in; None if the file does not say.
        counted: The zone in which days are counted; None for the one they are written in.
        blank: Days that mean that there is none.
    """

    def __init__(
        self,
        patterns: Sequence[str] = (),
        *,
        written: str = "",
        counted: str = "",
        blank: frozenset[str] = frozenset(),
    ) -> None:
        self._patterns = tuple(patterns)
        self._written = zone_of(written) if written and counted else None
        self._counted = zone_of(counted) if counted else None
        self._blank = blank
        self._known: dict[str, str | None] = {}

    def day(self, text: str) -> str | None:
        """Return the day of a time as ``2026-01-31``; None where there is none.

        Raises:
            ValueError: It is no time of any pattern.
        """
        if text not in self._known:
            if len(self._known) > 100_000:
                self._known.clear()
            self._known[text] = self._read(text.strip())
        return self._known[text]

    def _read(self, text: str) -> str | None:
        if not text:
            return None
        moment = self._moment(text)
        if self._counted is not None and len(text) > 10:
            if moment.tzinfo is None and self._written is not None:
                moment = moment.replace(tzinfo=self._written)
            if moment.tzinfo is not None:
                moment = moment.astimezone(self._counted)
        day = moment.date().isoformat()
        return None if day in self._blank else day

    def _moment(self, text: str) -> datetime:
        for pattern in self._patterns:
            try:
                return datetime.strptime(text, pattern)
            except ValueError:
                continue
        iso = text[:-4] + "+00:00" if text.endswith(" UTC") else text
        return datetime.fromisoformat(iso)
