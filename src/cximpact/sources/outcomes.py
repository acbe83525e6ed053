"""What becomes of each row: it counts, is set aside for a reason, or is a mistake to mend.

The first that applies, from what the row is about to what it says: a row of another year is not
asked for a readable number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from cximpact.sources.mapping import FILTERED, HAS_NUL, NO_RULE
from cximpact.sources.quoting import day, literals
from cximpact.sources.values import is_done

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from cximpact.model.scorecard import Scorecard
    from cximpact.model.source import EvidenceSpec
    from cximpact.sources.plan import Plan

__all__ = ["FAULTS", "REASONS", "Fault", "judged_sql"]

REASONS = {
    "filtered": "filtered out",
    "no rule": "no rule matched",
    "no touchpoint": "touchpoint not given",
    "no measure": "measure not given",
    "no date": "date not given",
    "after": "after as_of",
    "before": "outside the window",
    "missing": "no value (missing)",
    "no due": "no due date",
    "not due": "not done and not due yet",
    "unfinished": "not finished by as_of",
    "backwards": "ends before it starts",
    "empty": "n is 0",
    "repeat": "repeats a row of the same key",
}
"""Why a row does not count, by its outcome."""


@frozen
class Fault:
    """A mistake in a cell.

    Attributes:
        message: What is wrong.
        text: SQL of what was found.
        field: Our field it was found in; its column is named in the problem.
        expected: What would have been right.
    """

    message: str
    text: str
    field: str
    expected: str | None = None


FAULTS = {
    "!nul": Fault("a cell of the row holds a NUL character", "''", "row"),
    "!touchpoint": Fault("unknown touchpoint", "touchpoint", "touchpoint"),
    "!measure": Fault("unknown measure", "measure", "measure"),
    "!criterion": Fault("unknown journey criterion", "criterion", "criterion"),
    "!date": Fault("not a date", "raw_date", "date"),
    "!first": Fault("not a date", "raw_first", "first"),
    "!second": Fault("not a date", "raw_second", "second"),
    "!value": Fault("not a number", "raw", "value"),
    "!scale": Fault("outside the measure's scale", "raw", "value"),
    "!count": Fault("not a count", "raw_count", "count", "a whole number, 0 or more"),
    "!cases": Fault("not a count", "raw", "value", "a number, 0 or more"),
    "!exposure": Fault("not an exposure", "raw_exposure", "exposure", "a number, 0 or more"),
    "!error": Fault("not a standard error", "raw_error", "error", "a number, 0 or more"),
    "!n": Fault("not a number of answers", "raw_n", "n", "a whole number, 0 or more"),
    "!successes": Fault("not a number of successes", "raw_successes", "successes", "0 to n"),
    "!promoters": Fault("not a number of promoters", "raw_promoters", "promoters", "0 to n"),
    "!detractors": Fault(
        "not a number of detractors", "raw_detractors", "detractors",
        "0 to n, promoters and detractors together no more than n",
    ),
    "!sum_of_values": Fault(
        "not a sum of n values", "raw_sum_of_values", "sum_of_values",
        "n values within the measure's scale, summed up, beside 'sum_of_squares'",
    ),
    "!sum_of_squares": Fault(
        "not a sum of n squares", "raw_sum_of_squares", "sum_of_squares",
        "the squares of the values whose sum is 'sum_of_values'",
    ),
    "!rows_counted": Fault(
        "not a number of rows", "raw_rows_counted", "rows_counted", "a whole number, 1 or more"
    ),
    "!conflict": Fault(
        "rows of the same key say different things", "raw", "value",
        "one value for each key (and period)",
    ),
}  # fmt: skip
"""Mistakes by outcome."""


def judged_sql(
    source: str, spec: EvidenceSpec, plan: Plan, scorecard: Scorecard, as_of: date
) -> str:
    """Return SQL of rows with their `outcome`: ``ok``, one of `REASONS`, or one of `FAULTS`."""
    cases = [*_about(scorecard), *_when(spec, as_of), *_said(spec, plan, as_of)]
    listed = " ".join(f"WHEN {condition} THEN '{outcome}'" for outcome, condition in cases)
    return f"SELECT *, CASE {listed} ELSE 'ok' END AS outcome FROM ({source})"


def _about(scorecard: Scorecard) -> Iterator[tuple[str, str]]:
    points = literals(point.id for point in scorecard.journey.touchpoints)
    criteria = literals(each.id for each in scorecard.criteria if each.kind == "journey")
    yield "!nul", f"rule = {HAS_NUL}"
    yield "filtered", f"rule = {FILTERED}"
    yield "no rule", f"rule = {NO_RULE}"
    yield "no touchpoint", "touchpoint = ''"
    yield "no measure", "measure = ''"
    yield "!touchpoint", f"(touchpoint IN {points}) IS NOT TRUE"
    yield "!measure", "kind IS NULL"
    yield "!criterion", f"criterion <> '' AND (criterion IN {criteria}) IS NOT TRUE"


def _when(spec: EvidenceSpec, as_of: date) -> Iterator[tuple[str, str]]:
    if spec.by or spec.duration:
        yield "!first", "raw_first <> '' AND first IS NULL"
        yield "!second", "raw_second <> '' AND second IS NULL"
    if spec.by:
        yield "no due", "second IS NULL"
        yield "not due", f"NOT {is_done(as_of)} AND CAST(second AS DATE) > {day(as_of)}"
    yield "!date", "raw_date <> '' AND on_date IS NULL"
    yield "no date", "day IS NULL"
    yield "after", f"day > {day(as_of)}"
    yield "before", "day <= opens"


def _said(spec: EvidenceSpec, plan: Plan, as_of: date) -> Iterator[tuple[str, str]]:
    if spec.kind == "measurements":
        yield from _given()
    else:
        yield from _observed(spec, plan, as_of)
    if "exposure" in plan.fields:
        yield "!exposure", "kind = 'rate' AND raw_exposure <> '' AND (exposure >= 0) IS NOT TRUE"
    if "error" in plan.fields:
        yield "!error", "kind IN ('kpi', 'mean') AND raw_error <> '' AND (error >= 0) IS NOT TRUE"
    # What is no answer, but a share of answers or done in time, is 0 to 1 whatever their scale.
    is_answer = spec.kind != "measurements" and not spec.by
    shares = "true" if is_answer else "(kind <> 'share' OR (lowest = 0 AND highest = 1))"
    yield (
        "!scale",
        (
            f"kind IN ('nps', 'mean', 'share') AND NOT textual AND {shares} "
            "AND (value < lowest OR value > highest)"
        ),
    )


def _observed(spec: EvidenceSpec, plan: Plan, as_of: date) -> Iterator[tuple[str, str]]:
    if spec.duration:
        yield "missing", "kind <> 'rate' AND (first IS NULL OR second IS NULL)"
        yield "unfinished", f"CAST(second AS DATE) > {day(as_of)}"
        yield "backwards", "kind <> 'rate' AND value < 0"
    elif not spec.by:
        needed = "(kind <> 'rate' OR (has_value AND NOT {counted}))".format(
            counted=str("count" in plan.fields).lower()
        )
        yield "missing", f"{needed} AND raw = ''"
        yield "!value", f"{needed} AND NOT (kind = 'share' AND textual) AND value IS NULL"
        yield "!cases", "kind = 'rate' AND has_value AND tally < 0"
    if "count" in plan.fields:
        yield "missing", "raw_count = ''"
        yield "!count", "(count >= 0) IS NOT TRUE OR (kind <> 'rate' AND count <> trunc(count))"
        yield "empty", "kind <> 'rate' AND count = 0"


def _given() -> Iterator[tuple[str, str]]:
    yield "missing", "kind = 'rate' AND raw_count = ''"
    yield "!count", "kind = 'rate' AND (count >= 0) IS NOT TRUE"
    yield "missing", "kind = 'kpi' AND raw = ''"
    yield "missing", "kind IN ('share', 'nps', 'mean') AND raw_n = ''"
    yield "!n", "kind IN ('share', 'nps', 'mean') AND ((n >= 0) IS NOT TRUE OR n <> trunc(n))"
    yield "empty", "kind IN ('share', 'nps', 'mean') AND n = 0"
    yield "missing", "kind = 'share' AND raw_successes = '' AND raw = ''"
    summed = "(raw_sum_of_values <> '' OR raw_sum_of_squares <> '')"
    yield "missing", f"kind = 'mean' AND raw = '' AND NOT {summed}"
    yield "missing", "kind = 'nps' AND (raw_promoters = '' OR raw_detractors = '')"
    yield from _summed(f"kind = 'mean' AND {summed}")
    needed = (
        f"(kind = 'kpi' OR (kind = 'mean' AND NOT {summed}) "
        "OR (kind = 'share' AND raw_successes = ''))"
    )
    yield "!value", f"{needed} AND value IS NULL"
    yield "!scale", "kind = 'share' AND raw_successes = '' AND (value < 0 OR value > 1)"
    for name, kind in (("successes", "share"), ("promoters", "nps"), ("detractors", "nps")):
        yield (
            f"!{name}",
            (f"kind = '{kind}' AND raw_{name} <> '' AND ({name} BETWEEN 0 AND n) IS NOT TRUE"),
        )
    yield "!detractors", "kind = 'nps' AND promoters + detractors > n"
    rows = "(rows_counted >= 1) IS NOT TRUE OR rows_counted <> trunc(rows_counted)"
    yield "!rows_counted", f"kind IN ('rate', 'kpi') AND raw_rows_counted <> '' AND ({rows})"


def _summed(condition: str) -> Iterator[tuple[str, str]]:
    """Sums that n values of the scale can have; floats suffice to tell, with a little room."""
    total, squares = "CAST(sum_of_values AS DOUBLE)", "CAST(sum_of_squares AS DOUBLE)"
    low, high = "CAST(lowest AS DOUBLE)", "CAST(highest AS DOUBLE)"
    far = f"greatest(abs({low}), abs({high}))"
    fits = f"{total} BETWEEN {low} * n - 1e-9 * n * {far} AND {high} * n + 1e-9 * n * {far}"
    yield "!sum_of_values", f"{condition} AND ({fits}) IS NOT TRUE"
    least, most = f"{total} * {total} / n", f"n * {far} * {far}"
    fits = f"{squares} BETWEEN {least} * (1 - 1e-9) AND {most} * (1 + 1e-9)"
    yield "!sum_of_squares", f"{condition} AND ({fits}) IS NOT TRUE"
