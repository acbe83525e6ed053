"""Waiting: between half and all of what back-off allows, what a server asks for first."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cximpact.plugins import Retry
from cximpact.plugins.http.patience import wait_before

CHANCE = st.floats(0, 1, exclude_max=True)
RETRIES = st.builds(
    Retry,
    attempts=st.integers(1, 20),
    first_wait=st.floats(0, 100),
    longest_wait=st.floats(0, 1000),
)
NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)


def asked(retry_after: str, **more: str) -> float | None:
    headers = {"retry-after": retry_after, **more}
    return wait_before(1, Retry(longest_wait=60), headers, lambda: 0.0)


@given(st.integers(1, 25), RETRIES, CHANCE)
def test_the_wait_is_between_half_and_all_and_within_the_longest(
    attempt: int, retry: Retry, chance: float
) -> None:
    wait = wait_before(attempt, retry, {}, lambda: chance)
    if attempt >= retry.attempts:
        assert wait is None
        return
    full = min(retry.first_wait * 2 ** (attempt - 1), retry.longest_wait)
    assert wait is not None
    assert full / 2 <= wait <= full


@given(RETRIES, CHANCE, CHANCE)
def test_a_later_wait_may_be_longer_and_is_never_less_than_half_the_one_before(
    retry: Retry, one: float, other: float
) -> None:
    waits = [wait_before(n, retry, {}, lambda: one) for n in range(1, retry.attempts)]
    later = [wait_before(n, retry, {}, lambda: other) for n in range(2, retry.attempts)]
    for first, second in zip(waits, later, strict=False):
        assert first is not None
        assert second is not None
        assert second >= first / 2


@given(st.text(max_size=40), RETRIES)
def test_whatever_a_server_says_the_wait_is_a_length_of_time(said: str, retry: Retry) -> None:
    wait = wait_before(1, retry, {"retry-after": said}, lambda: 0.5)
    assert wait is None or 0 <= wait <= max(retry.longest_wait, retry.first_wait)


@given(st.integers(0, 10**15))
def test_seconds_are_waited_as_asked_or_not_at_all(seconds: int) -> None:
    assert asked(str(seconds)) == (float(seconds) if seconds <= 60 else None)


@pytest.mark.parametrize(("said", "wait"), [("0", 0.0), (" 3 ", 3.0), ("1.5", 1.5), ("60", 60.0)])
def test_seconds_may_be_written_like_this(said: str, wait: float) -> None:
    assert asked(said) == wait


@pytest.mark.parametrize("said", ["", "soon", "-5", "²", "1e3", "NaN", "9999", "Mon, 99 Foo"])
def test_what_cannot_be_read_is_as_if_it_were_not_said_or_too_long(said: str) -> None:
    assert asked(said) in (0.25, None)


@given(st.integers(0, 60))
def test_a_date_is_read_by_the_clock_of_the_server(seconds: int) -> None:
    """Ours may be wrong by hours; the header `date` is the server's own."""
    until = format_datetime(NOW + timedelta(seconds=seconds), usegmt=True)
    assert asked(until, date=format_datetime(NOW, usegmt=True)) == seconds


def test_without_the_servers_clock_a_date_is_read_by_ours() -> None:
    until = datetime.now(UTC) + timedelta(seconds=20)
    wait = asked(format_datetime(until, usegmt=True))
    assert wait is not None
    assert 17 < wait <= 20


def test_a_date_that_has_passed_means_now() -> None:
    assert asked(format_datetime(NOW - timedelta(days=1), usegmt=True)) == 0


def test_a_date_without_a_zone_is_in_utc() -> None:
    naive = (NOW + timedelta(seconds=5)).strftime("%a, %d %b %Y %H:%M:%S")
    assert asked(naive, date=format_datetime(NOW, usegmt=True)) == 5
