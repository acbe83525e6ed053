"""The last step: rows become one line of sums for each cell and each outcome.

Sums are of whole numbers, a value in billionths and a square in units of 1e-18, as in
`cximpact.sources`; every sum and every key travels as text, so that no engine's type cuts it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ibis

from cximpact.warehouse.conditions import any_of
from cximpact.warehouse.verdicts import exact, is_success

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cximpact.model.measure import Measure

__all__ = ["CELL", "FIGURE", "SUMS", "summed"]

CELL = ("kind", "measure", "touchpoint", "criterion", "channel")
FIGURE = ("figure_day", "figure", "figure_error")
SUMS = ("answers", "good", "for_us", "against", "total", "squares", "cases", "exposed")

_SUM = "decimal(38,0)"


def summed(rows: Any, measures: Mapping[str, Measure]) -> Any:
    """Return sums by outcome, measure, touchpoint, criterion and channel.

    The figures of a `kpi` are kept by day. Rows that do not count have no cell.

    Args:
        rows: What `judged` returns.
        measures: By id.
    """
    ok = rows.outcome == "ok"
    rows = rows.select(
        outcome=rows.outcome,
        **{name: ibis.ifelse(ok, rows[name], _none("string")) for name in CELL},
        **_figures(rows, ok),
        mult=rows.mult,
        day=ibis.ifelse(ok, rows.date, _none("date")),
        is_unread=ok & (rows.kind == "rate") & ~rows.has_value & rows.present,
        **_added(rows, ok, measures),
    )
    grouped = rows.group_by(["outcome", *CELL, *FIGURE]).aggregate(
        rows=rows.mult.sum(),
        last=rows.day.max(),
        unread=ibis.ifelse(rows.is_unread, rows.mult, 0).sum(),
        **{name: rows[name].sum() for name in SUMS},
    )
    return grouped.select(
        *(name for name in ("outcome", *CELL)),
        **{name: _written(grouped[name]) for name in (*FIGURE, "last", "rows", "unread", *SUMS)},
    )


def _none(kind: str) -> Any:
    return ibis.null().cast(kind)


def _written(column: Any) -> Any:
    return column.cast("string")


def _figures(rows: Any, ok: Any) -> dict[str, Any]:
    given = ok & (rows.kind == "kpi")
    columns = {"figure_day": rows.date, "figure": rows.value, "figure_error": rows.error}
    return {
        name: ibis.ifelse(given, column, ibis.null().cast(column.type()))
        for name, column in columns.items()
    }


def _added(rows: Any, ok: Any, measures: Mapping[str, Measure]) -> dict[str, Any]:
    """Return what each row adds, as whole numbers; NULL where it adds nothing."""
    share, nps, mean, rate = (ok & (rows.kind == kind) for kind in ("share", "nps", "mean", "rate"))
    answered = ~rows.kind.isin(["rate", "kpi"])
    many = rows.mult.cast("decimal(12,0)")
    tally = _whole(ibis.ifelse(ok & answered, rows.tally, _none("decimal(28,12)")), 10) * many
    value = _whole(_billionths(ibis.ifelse(mean, rows.value, _none("decimal(28,12)"))), 19)

    def of(kind: str, test: Any) -> Any:
        named = [name for name in sorted(measures) if measures[name].kind == kind]
        return any_of((rows.measure == name) & test(measures[name]) for name in named)

    def times(amount: Any) -> Any:
        return (_billionths(amount) * many).cast(_SUM)

    def when(kind: Any, test: Any) -> Any:
        nothing = ibis.literal("0").cast(_SUM)
        counts = ibis.ifelse(ibis.coalesce(test, False), tally.cast(_SUM), nothing)
        return ibis.ifelse(kind, counts, _none(_SUM))

    return {
        "answers": ibis.ifelse(ok & ~answered, many, tally).cast(_SUM),
        "good": when(share, of("share", lambda each: is_success(rows, each))),
        "for_us": when(nps, of("nps", lambda each: rows.value >= exact(each.promoters_from))),
        "against": when(nps, of("nps", lambda each: rows.value <= exact(each.detractors_to))),
        "total": (value * tally).cast(_SUM),
        "squares": (value * value * tally).cast(_SUM),
        "cases": times(ibis.ifelse(rate, rows.tally, _none("decimal(28,12)"))),
        "exposed": times(ibis.ifelse(rate, rows.exposure, _none("decimal(28,12)"))),
    }


def _whole(value: Any, digits: int) -> Any:
    """Return a whole number in a type whose products fit 38 digits.

    Spark takes digits off a product that could have more; DuckDB computes in 18 digits where
    both factors have no more.
    """
    return value.cast(f"decimal({digits},0)")


def _billionths(value: Any) -> Any:
    # Rounded before it is multiplied: one engine would cut digits of the wider product.
    return (value.cast("decimal(27,9)") * 1_000_000_000).cast(_SUM)
