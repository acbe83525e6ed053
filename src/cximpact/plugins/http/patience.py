"""How long to wait before a request is made again."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from cximpact.model.plugin import Retry

__all__ = ["wait_before"]

_SECONDS = re.compile(r"[0-9]+(\.[0-9]+)?")


def wait_before(
    attempt: int, retry: Retry, headers: Mapping[str, str], chance: Callable[[], float]
) -> float | None:
    """Return the seconds to wait after a failed try, or None to give up.

    Exponential back-off with "equal jitter" (M. Brooker, "Exponential Backoff and Jitter", AWS
    Architecture Blog, 2015): half of the wait is fixed, half is random.

    Args:
        attempt: Which try failed, counted from 1.
        retry: How patient to be.
        headers: Of the answer, names in small letters; ``retry-after`` (seconds, or a date as RFC
            9110, section 10.2.3 has it) comes first.
        chance: Gives a number in [0, 1).

    Examples:
        >>> wait_before(2, Retry(first_wait=1.0), {}, lambda: 0.5)
        1.5
    """
    if attempt >= retry.attempts:
        return None
    asked = _asked_for(headers)
    if asked is not None:
        return asked if asked <= retry.longest_wait else None
    full = min(retry.first_wait * 2.0 ** (attempt - 1), retry.longest_wait)
    return float(full / 2 + full / 2 * chance())


def _asked_for(headers: Mapping[str, str]) -> float | None:
    """Return how long the system asks to be left alone; None where it says nothing readable."""
    said = headers.get("retry-after", "").strip()
    if _SECONDS.fullmatch(said):
        return float(said[:12])
    until = _moment(said)
    if until is None:
        return None
    # By the system's own clock where it shows it: ours may be wrong.
    now = _moment(headers.get("date", "")) or datetime.now(UTC)
    return max(0.0, (until - now).total_seconds())


def _moment(said: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(said)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
