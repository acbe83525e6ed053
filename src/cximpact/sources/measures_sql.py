"""What the scorecard says of each measure, as a small table that rows are joined with."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from typing import TYPE_CHECKING

from cximpact.model.source import Reading, Test
from cximpact.sources.quoting import choice, day, exact, literal
from cximpact.sources.row_tests import holds

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cximpact.model.measure import Measure

__all__ = ["MEASURE_COLUMNS", "bounds_of", "is_one_of", "measures_sql", "window_start"]

MEASURE_COLUMNS = (
    "id",
    "kind",
    "opens",
    "lowest",
    "highest",
    "promoters_from",
    "detractors_to",
    "least",
    "most",
    "textual",
)
DAYS_PER_MONTH = 30.4375
# Without a scale of its own, an answer beyond this is a slip of the pen.
_WIDEST = (-1e6, 1e6)
_NPS = (0.0, 10.0)


def measures_sql(measures: Mapping[str, Measure], as_of: date) -> str:
    """Return SQL of all measures, one row each, with `MEASURE_COLUMNS`."""
    rows = [_row(measures[name], as_of) for name in sorted(measures)]
    nothing = f"({', '.join('NULL' for _ in MEASURE_COLUMNS)})"
    return f"(VALUES {', '.join(rows) or nothing})"


def _row(measure: Measure, as_of: date) -> str:
    success = measure.success
    textual = bool(success and success.one_of)
    lowest, highest = bounds_of(measure)
    # A share that states no success is one of ones and zeros.
    least = 1.0 if success is None else success.at_least
    cells = [
        literal(measure.id),
        literal(measure.kind),
        day(window_start(as_of, measure.window_months)),
        _bound(lowest),
        _bound(highest),
        exact(measure.promoters_from),
        exact(measure.detractors_to),
        _bound(least),
        _bound(success.at_most if success else None),
        str(textual).lower(),
    ]
    return f"({', '.join(cells)})"


def bounds_of(measure: Measure) -> tuple[float | None, float | None]:
    """Return the lowest and highest answer that is no slip of the pen; None where any may be."""
    if measure.kind == "nps":
        return measure.scale or _NPS
    if measure.kind == "mean":
        return measure.scale or _WIDEST
    if measure.kind == "share" and measure.success is None:
        return 0.0, 1.0
    if measure.kind == "share" and measure.success and not measure.success.one_of:
        return measure.scale or (None, None)
    return None, None


def _bound(value: float | None) -> str:
    return exact(0.0).replace("'0.0'", "NULL") if value is None else exact(value)


def window_start(as_of: date, months: float) -> date:
    """Return the last day before a window that ends at `as_of`, in calendar months.

    A day that the earlier month does not have becomes its last; a part of a month counts
    30.4375 days.

    Example:
        >>> window_start(date(2022, 3, 31), 1), window_start(date(2024, 2, 29), 12)
        (datetime.date(2022, 2, 28), datetime.date(2023, 2, 28))
    """
    whole = int(months)
    count = as_of.year * 12 + as_of.month - 1 - whole
    if count < 12:
        return date.min
    year, month = divmod(count, 12)
    last = calendar.monthrange(year, month + 1)[1]
    start = date(year, month + 1, min(as_of.day, last))
    return start - timedelta(days=round((months - whole) * DAYS_PER_MONTH))


def is_one_of(measures: Mapping[str, Measure], text: str, reading: Reading) -> str:
    """Return SQL that is true where a text is one of its measure's texts of success."""
    tests = {
        literal(name): holds(Test("", one_of=measure.success.one_of), text, reading)
        for name, measure in sorted(measures.items())
        if measure.success and measure.success.one_of
    }
    return choice("measure", tests, "false")
