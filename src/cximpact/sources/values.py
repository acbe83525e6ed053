"""The third layers of SQL: days and numbers of a row, read; and what they add to the statistics.

Sums are of whole numbers: a value in billionths, a square in units of 1e-18.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cximpact.sources.measures_sql import MEASURE_COLUMNS, is_one_of, measures_sql
from cximpact.sources.moments import day_of, has_time, moment_sql
from cximpact.sources.number_texts import DECIMAL, SQUARES, is_mended, meant_sql, written_sql
from cximpact.sources.plan import NUMBERS
from cximpact.sources.quoting import day

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from cximpact.model.measure import Measure
    from cximpact.model.source import EvidenceSpec
    from cximpact.sources.plan import Plan
    from cximpact.sources.table import Form

__all__ = ["counted_sql", "moment_of", "read_sql", "valued_sql"]

_MICROSECONDS = {"minutes": 60_000_000, "hours": 3_600_000_000, "days": 86_400_000_000}


def read_sql(source: str, spec: EvidenceSpec, plan: Plan, forms: Sequence[Form]) -> str:
    """Return SQL of rows with their texts read as times and numbers, NULL where they are none."""

    def moment(text: str, header: str) -> str:
        return moment_of(text, header, spec, plan, forms)

    pair = (spec.duration.start, spec.duration.end) if spec.duration else spec.by or ()
    names = zip(("first", "second"), pair, strict=False)
    last = spec.duration.end if spec.duration else (spec.by or ("",))[0]
    header = plan.fields.get("date", "" if spec.unpivot else last)
    numbers = NUMBERS[spec.kind]
    columns = {
        "on_date": day_of(moment("raw_date", header)),
        "written": written_sql("raw", spec.reading),
        **{name: moment(f"raw_{name}", which) for name, which in names},
        **{
            name: f"CASE WHEN raw_{name} <> '' "
            f"THEN {written_sql(f'raw_{name}', spec.reading, _type_of(name))} END"
            for name in numbers
            if name in plan.fields
        },
        **{name: f"CAST(NULL AS {_type_of(name)})" for name in numbers if name not in plan.fields},
    }
    listed = ", ".join(f"{sql} AS {name}" for name, sql in columns.items())
    return f"SELECT *, {listed} FROM ({source})"


def _type_of(name: str) -> str:
    return SQUARES if name == "sum_of_squares" else DECIMAL


def moment_of(text: str, header: str, spec: EvidenceSpec, plan: Plan, forms: Sequence[Form]) -> str:
    """Return SQL of the local time that a text of some column stands for."""
    form = forms[plan.at(header)] if header in plan.headers else ""
    if form == "date":  # written by DuckDB itself; what is longer or shorter is no day of a record
        return f"CASE WHEN strlen({text}) = 10 THEN TRY_CAST({text} AS TIMESTAMP) END"
    # Only texts are written in the source's pattern.
    pattern = spec.reading.dates if form == "text" else ""
    return moment_sql(text, pattern, spec.offset_minutes)


def valued_sql(
    source: str,
    spec: EvidenceSpec,
    plan: Plan,
    measures: Mapping[str, Measure],
    as_of: date,
) -> str:
    """Return SQL of rows joined with their measure, with `value`, `day` and `mended`."""
    late = f"(second IS NOT NULL AND CAST(second AS DATE) <= {day(as_of)})"
    value, on = meant_sql("written", "raw", "form"), "on_date"
    if spec.duration:
        unit = _MICROSECONDS[spec.duration.unit]
        value = f"CAST((epoch_us(second) - epoch_us(first)) / {unit} AS {DECIMAL})"
    elif spec.by:
        kept = f"CASE WHEN {is_done(as_of)} THEN {_in_time()} WHEN {late} THEN false END"
        value = f"CAST(CAST({kept} AS INTEGER) AS {DECIMAL})"
        # Open work is dated by the day it was due, unless the table dates it otherwise.
        undated = "raw_date = ''" if "date" in plan.fields else f"NOT {is_done(as_of)}"
        on = f"CASE WHEN {undated} AND {late} THEN CAST(second AS DATE) ELSE on_date END"
    # What is not written as a percentage needs no mending.
    mended = "false" if spec.duration or spec.by else is_mended("written", "raw", "form")
    names = ", ".join(MEASURE_COLUMNS)
    return (
        f"SELECT r.*, m.*, {value} AS value, {on} AS day, {mended} AS mended, "
        f"{is_one_of(measures, 'raw', spec.reading)} AS is_listed, {_tally(spec, plan)} AS tally "
        f"FROM ({source}) AS r LEFT JOIN {measures_sql(measures, as_of)} AS m({names}) "
        "ON r.measure = m.id"
    )


def is_done(as_of: date) -> str:
    """Return SQL that is true where work was done by the day of the decision."""
    return f"(first IS NOT NULL AND CAST(first AS DATE) <= {day(as_of)})"


def _in_time() -> str:
    both = f"({has_time('first')} AND {has_time('second')})"
    by_day = "CAST(first AS DATE) <= CAST(second AS DATE)"
    return f"CASE WHEN {both} THEN first <= second ELSE {by_day} END"


def _tally(spec: EvidenceSpec, plan: Plan) -> str:
    """Return SQL of what a row counts: of a rate the cases, of all else the answers."""
    if spec.kind == "measurements":
        return "CASE WHEN kind = 'rate' THEN count WHEN kind = 'kpi' THEN 1 ELSE n END"
    if "count" in plan.fields:
        return "count"
    return "CASE WHEN kind = 'rate' AND has_value THEN value ELSE 1 END"


def counted_sql(source: str, spec: EvidenceSpec) -> str:
    """Return SQL of rows with what each adds to the statistics, as whole numbers.

    `answers` n; `good`, `for_us`, `against`, `total`, `cases`, `exposed` in billionths; `squares`
    in 1e-18.
    """
    given = spec.kind == "measurements"
    success = "value >= 1" if spec.by else _success()
    good = "coalesce(successes, value * n)" if given else _when(success)
    for_us = "promoters" if given else _when("value >= promoters_from")
    against = "detractors" if given else _when("value <= detractors_to")
    each = "coalesce(rows_counted, 1)" if given else "1"
    rows = f"CASE WHEN kind IN ('rate', 'kpi') THEN {each} ELSE tally END"
    total, times = "value", "CAST(tally AS HUGEINT)"
    if given:  # a sum stands for all of its values; a value, for each that the row counts
        total = "coalesce(sum_of_values, value)"
        times = f"CASE WHEN sum_of_values IS NULL THEN {times} ELSE 1 END"
    columns = {
        "answers": f"CAST({rows} AS HUGEINT)",
        "good": _of_kind("share", good),
        "for_us": _of_kind("nps", for_us),
        "against": _of_kind("nps", against),
        "total": _of_kind("mean", total, times),
        "squares": _squares(given=given),
        "cases": _of_kind("rate", "tally"),
        "exposed": _of_kind("rate", "exposure"),
    }
    listed = ", ".join(f"{sql} AS {name}" for name, sql in columns.items())
    return f"SELECT *, {listed} FROM ({source})"


def _success() -> str:
    numeric = "coalesce(value >= least, true) AND coalesce(value <= most, true)"
    return f"CASE WHEN textual THEN is_listed ELSE {numeric} END"


def _when(condition: str) -> str:
    return f"CASE WHEN {condition} THEN tally ELSE 0 END"


def _of_kind(kind: str, amount: str, times: str = "1") -> str:
    billionths = f"CAST(CAST({amount} AS {DECIMAL}) * 1000000000 AS HUGEINT) * {times}"
    return f"CASE WHEN outcome = 'ok' AND kind = '{kind}' THEN {billionths} END"


def _squares(*, given: bool) -> str:
    """Return SQL of the sum of squares; of a given mean, what its standard error stands for.

    From s = sd/√n: Σx² = (n − 1)·sd² + n·m² = (n − 1)·n·s² + n·m².
    """
    square = "CAST(value * 1000000000 AS HUGEINT) * CAST(value * 1000000000 AS HUGEINT)"
    square = f"{square} * CAST(tally AS HUGEINT)"
    if given:
        spread = "CAST(coalesce(error, 0) * 1000000000 AS HUGEINT)"
        square = f"{square} + {spread} * {spread} * CAST(tally * (tally - 1) AS HUGEINT)"
        # In two parts: times 1e18 at once, a large sum would not fit the type.
        whole, one = "trunc(sum_of_squares)", "1000000000000000000"
        part = f"CAST((sum_of_squares - {whole}) * {one} AS HUGEINT)"
        square = f"coalesce(CAST({whole} AS HUGEINT) * {one} + {part}, {square})"
    return f"CASE WHEN outcome = 'ok' AND kind = 'mean' THEN {square} END"
