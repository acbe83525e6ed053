"""What becomes of each row, in the words and in the order of `cximpact.sources.outcomes`."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import ibis

from cximpact.model.source import Test
from cximpact.sources.mapping import FILTERED, NO_RULE
from cximpact.sources.measures_sql import bounds_of, window_start
from cximpact.sources.quoting import bounded
from cximpact.warehouse.cells import DECIMAL
from cximpact.warehouse.conditions import any_of, is_same

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from cximpact.model.measure import Measure
    from cximpact.model.scorecard import Scorecard
    from cximpact.sources.plan import Plan

__all__ = ["exact", "is_success", "judged"]

_YEARS = (date(1900, 1, 1), date(2200, 1, 1))
_ANSWERED = ("share", "nps", "mean")


def judged(rows: Any, plan: Plan, scorecard: Scorecard, as_of: date) -> Any:
    """Return rows with `kind`, `tally` and `outcome`: ``ok``, a reason, or a mistake.

    Args:
        rows: What `understood` returns.
        plan: The columns of the source.
        scorecard: The names and measures that rows may have.
        as_of: The day of the decision.
    """
    measures = scorecard.measures
    kinds = [(name, measures[name].kind) for name in sorted(measures)]
    kind = rows.measure.cases(*kinds, else_=ibis.null().cast("string")) if kinds else None
    rows = rows.mutate(kind=ibis.null().cast("string") if kind is None else kind)
    rows = rows.mutate(tally=_tally(rows, plan))
    cases = [
        *_about(rows, scorecard),
        *_when(rows, measures, as_of),
        *_said(rows, plan, measures),
    ]
    return rows.mutate(outcome=ibis.cases(*[(test, name) for name, test in cases], else_="ok"))


def _tally(rows: Any, plan: Plan) -> Any:
    """Return what a row counts: of a rate the cases, of all else the answers."""
    if "count" in plan.fields:
        return rows["count"]
    one = ibis.literal("1").cast(DECIMAL)
    return ibis.ifelse((rows.kind == "rate") & rows.has_value, rows.value, one)


def _about(rows: Any, scorecard: Scorecard) -> Iterator[tuple[str, Any]]:
    points = sorted(point.id for point in scorecard.journey.touchpoints)
    criteria = sorted(each.id for each in scorecard.criteria if each.kind == "journey")
    yield "filtered", rows.rule == FILTERED
    yield "no rule", rows.rule == NO_RULE
    yield "no touchpoint", rows.touchpoint == ""
    yield "no measure", rows.measure == ""
    yield "!touchpoint", ~rows.touchpoint.isin(points) if points else ibis.literal(True)
    yield "!measure", rows.kind.isnull()
    yield "!criterion", ~rows.criterion.isin(["", *criteria])


def _when(rows: Any, measures: Mapping[str, Measure], as_of: date) -> Iterator[tuple[str, Any]]:
    first, last = (ibis.date(each) for each in _YEARS)
    yield "!date", (rows.date < first) | (rows.date > last)
    yield "no date", rows.date.isnull()
    yield "after", rows.date > ibis.date(as_of)
    yield "before", _by_measure(rows, measures, lambda each: _opens(rows, each, as_of))


def _opens(rows: Any, measure: Measure, as_of: date) -> Any:
    opens = window_start(as_of, measure.window_months)
    return rows.date <= ibis.date(max(opens, date(1, 1, 1)))


def _by_measure(rows: Any, measures: Mapping[str, Measure], test: Callable[[Measure], Any]) -> Any:
    """Return what is true where the test of a row's own measure is."""
    return any_of((rows.measure == name) & test(measures[name]) for name in sorted(measures))


def _said(rows: Any, plan: Plan, measures: Mapping[str, Measure]) -> Iterator[tuple[str, Any]]:
    rate, counted = rows.kind == "rate", "count" in plan.fields
    needed = ~rate if counted else ~rate | rows.has_value
    texts = [name for name, each in measures.items() if each.success and each.success.one_of]
    textual = rows.measure.isin(sorted(texts)) if texts else ibis.literal(False)
    yield "missing", needed & ~rows.present
    yield "!value", needed & ~textual & rows.value.isnull()
    yield "!cases", rate & rows.has_value & (rows.tally < 0)
    if counted:
        count = rows["count"]
        yield "missing", ~rows.has_count
        yield "!count", count.isnull() | (count < 0) | (~rate & (count != count.floor()))
        yield "empty", ~rate & (count == 0)
    yield "!exposure", rate & rows.has_exposure & (rows.exposure.isnull() | (rows.exposure < 0))
    wrong = rows.error.isnull() | (rows.error < 0)
    yield "!error", rows.kind.isin(["kpi", "mean"]) & rows.has_error & wrong
    yield "!scale", _by_measure(rows, measures, lambda each: _off_scale(rows, each))


def _off_scale(rows: Any, measure: Measure) -> Any:
    low, high = bounds_of(measure)
    if measure.kind not in _ANSWERED or low is None or high is None:
        return ibis.literal(False)
    return (rows.value < exact(low)) | (rows.value > exact(high))


def exact(value: float) -> Any:
    """Return a bound as a decimal, so that comparing it with a value is exact."""
    return ibis.literal(bounded(value)).cast(DECIMAL)


def is_success(rows: Any, measure: Measure) -> Any:
    """Return whether an answer counts as a success of its measure."""
    success = measure.success
    if success is None:
        return rows.value >= exact(1.0)
    if success.one_of:
        test = Test("", one_of=success.one_of)
        return is_same(test.one_of, rows.raw, rows.number, rows.present)
    at_least = (
        ibis.literal(True) if success.at_least is None else rows.value >= exact(success.at_least)
    )
    at_most = (
        ibis.literal(True) if success.at_most is None else rows.value <= exact(success.at_most)
    )
    return at_least & at_most
