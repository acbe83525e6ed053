"""Time limits for databases inside this process, which have no setting for it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Connection

__all__ = ["by_interrupt", "by_progress", "unbounded"]

_STEPS = 10_000


@contextmanager
def unbounded(_: Connection, __: float) -> Iterator[None]:
    """Leave the limit to the database."""
    yield


@contextmanager
def by_progress(connection: Connection, seconds: float) -> Iterator[None]:
    """Let SQLite look at the time every so many steps of its machine."""
    inner = connection.connection.driver_connection
    end = time.monotonic() + seconds
    inner.set_progress_handler(lambda: time.monotonic() > end, _STEPS)  # type: ignore[union-attr]
    try:
        yield
    finally:
        inner.set_progress_handler(None, 0)  # type: ignore[union-attr]


@contextmanager
def by_interrupt(connection: Connection, seconds: float) -> Iterator[None]:
    """Interrupt DuckDB from another thread when the time is over."""
    inner = connection.connection.driver_connection
    timer = threading.Timer(seconds, inner.interrupt)  # type: ignore[union-attr]
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
