"""The two things that Ibis does not say alike for every engine."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import ibis
import ibis.expr.datatypes as dt

from cximpact.intake.lists.matching import SPACES

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["day_in_zone", "hides_zones", "trimmed"]

# Elsewhere trim() takes the signs to strip as its second argument.
_TRIM = {"postgres": "btrim", "risingwave": "btrim", "pyspark": "btrim", "databricks": "btrim"}
_EPOCH = "1970-01-01"
_DAY = 86_400


@cache
def _strip(name: str) -> Callable[..., Any]:
    def strip(text: Any, signs: Any) -> Any: ...

    takes = ((dt.string, dt.string), dt.string)
    made: Callable[..., Any] = ibis.udf.scalar.builtin(strip, name=name, signature=takes)
    return made


@cache
def _microseconds(kind: Any) -> Callable[..., Any]:
    def since_1970(moment: Any) -> Any: ...

    takes = ((kind,), dt.int64)
    made: Callable[..., Any] = ibis.udf.scalar.builtin(since_1970, name="epoch_us", signature=takes)
    return made


def trimmed(text: Any, engine: str) -> Any:
    """Return a text without outer spaces: those of `SPACES`, not line ends, as the core does."""
    return ibis.coalesce(_strip(_TRIM.get(engine, "trim"))(text, SPACES), "")


def hides_zones(engine: str) -> bool:
    """Return whether a column of times does not tell if it has a zone."""
    return engine in {"pyspark", "databricks"}


def day_in_zone(moment: Any, minutes: int, engine: str) -> Any:
    """Return the day of a moment that has a zone, counted some minutes east of UTC.

    It goes by seconds since 1970, which no session's own time zone moves.
    """
    if engine == "duckdb":
        # Ibis drops the zone before it counts seconds, and DuckDB then means the session's.
        since = _microseconds(moment.type())(moment)
        seconds = (since / 1_000_000).floor().cast("int64")
    else:
        # Part seconds would be rounded up, into the next day just before midnight.
        seconds = moment.truncate("s").epoch_seconds().cast("int64")
    days = ((seconds + minutes * 60) / _DAY).floor().cast("int32")
    return ibis.date(_EPOCH) + days.as_interval("D")
