"""Rows of many days, judged once for all days that are alike.

A row's day decides whether it lies in a measure's window, and nothing else of its outcome. Days
between the same two bounds of windows are alike: one of them stands for all while rules, numbers
and outcomes are worked out, and each day comes back only for the digests and the bounds. Of a
year of answers, that leaves a few hundred rows for all that is slow. It changes no result.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cximpact.sources.groups import digest_sql, grouped_sql
from cximpact.sources.keys import FACT_AFTER_DAY, FACT_BEFORE_DAY
from cximpact.sources.measures_sql import window_start
from cximpact.sources.quoting import day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cximpact.sources.engine import Engine
    from cximpact.sources.folding import CodedRows
    from cximpact.sources.query import Query

__all__ = ["group_by_days"]

# Below, the few more queries cost more than they save; above, lists of days would fill memory.
_LEAST, _MOST = 10_000, 2_000_000


def group_by_days(query: Query, coded: Sequence[CodedRows], rows: int, engine: Engine) -> bool:
    """Leave the sums of folded rows in the table `grouped`, where they allow that.

    Args:
        query: The source.
        coded: Rows that are numbers.
        rows: How many different rows there are, with those of `folded`.
        engine: Holds all other rows as `folded`.

    Returns:
        Whether it was done. KPI figures are kept by day, and a key looks at single rows: such
        sources go the plain way.
    """
    if not _LEAST <= rows <= _MOST or not _is_plainly_dated(query):
        return False
    at = query.plan.at(query.plan.fields["date"])
    engine.keep("days", _days_sql(query, coded, at))
    parts = [_alike_sql(query, at), *(_alike_coded_sql(query, each, at) for each in coded)]
    engine.keep("alike", f"SELECT row_number() OVER () AS row_no, * FROM ({_UNION.join(parts)})")
    engine.keep("understood", query.understood("FROM alike"))
    facts = f"{FACT_BEFORE_DAY} AS before_day, {FACT_AFTER_DAY} AS after_day"
    engine.keep("concluded", f"SELECT *, {facts} FROM ({query.concluded('FROM understood')})")
    if engine.rows("SELECT 1 FROM concluded WHERE outcome = 'ok' AND kind = 'kpi' LIMIT 1"):
        for name in ("days", "alike", "understood", "concluded"):
            engine.connection.execute(f"DROP TABLE {name}")
        return False
    joined = f"FROM concluded LEFT JOIN ({_told_sql()}) AS told USING (row_no)"
    engine.keep("grouped", grouped_sql(joined, query.plan, by_days=True))
    return True


def _is_plainly_dated(query: Query) -> bool:
    spec, plan = query.spec, query.plan
    is_odd = spec.key or spec.by or spec.duration or spec.unpivot or plan.has_references
    return not is_odd and plan.fields.get("date", "") in plan.days_only


def _days_sql(query: Query, coded: Sequence[CodedRows], at: int) -> str:
    """Return SQL of each cell of dates as held, the day it means, and one alike to judge for it.

    What is no date stands for itself.
    """
    measures = query.scorecard.measures.values()
    opening = {window_start(query.as_of, measure.window_months) for measure in measures}
    bounds = sorted({*opening, query.as_of})
    cases = " ".join(
        f"WHEN on_date <= {day(bound)} THEN {turn}" for turn, bound in enumerate(bounds)
    )
    between = f"CASE {cases} ELSE {len(bounds)} END"
    cells = [f"SELECT k{at} AS held FROM folded"]
    for rows in coded:
        # All days from the first to the last are fewer than the rows they would be looked up in.
        number = rows.codes.columns[at].cell("number")
        cells.append(f"SELECT {number} FROM range({rows.codes.columns[at].size}) AS r(number)")
    held = f"SELECT DISTINCT held FROM ({' UNION ALL '.join(cells)}) WHERE held IS NOT NULL"
    return (
        f"SELECT held, on_date, CASE WHEN on_date IS NULL THEN held "
        f"ELSE min(held) OVER (PARTITION BY on_date IS NULL, {between}) END AS stand_in "
        f"FROM (SELECT held, {query.date_sql('held')} AS on_date FROM ({held}))"
    )


_UNION = " UNION ALL BY NAME "
_ALIKE = "CAST(sum(mult) AS BIGINT) AS mult, list({'on_date': on_date, 'times': mult}) AS days"


def _alike_sql(query: Query, at: int) -> str:
    """Return SQL of the rows of `folded` but for their day, with a list of their days."""
    kept = "".join(f"k{other}, " for other in range(len(query.plan.headers)) if other != at)
    return (
        f"SELECT file, {kept}stand_in AS k{at}, {_ALIKE} "
        f"FROM folded LEFT JOIN days ON k{at} = held GROUP BY ALL"
    )


def _alike_coded_sql(query: Query, rows: CodedRows, at: int) -> str:
    """Return the like for rows that are numbers, which are read as such once they are few."""
    codes = rows.codes
    part = codes.part(at)
    others = (
        f"SELECT key - {part} * {codes.strides[at]} AS others, stand_in, {_ALIKE} FROM {rows.sql} "
        f"LEFT JOIN days ON {codes.cell(at)} = held GROUP BY ALL"
    )
    cells = "".join(
        f"{codes.cell(other, 'others')} AS k{other}, "
        for other in range(len(query.plan.headers))
        if other != at
    )
    return f"SELECT {rows.position} AS file, {cells}stand_in AS k{at}, mult, days FROM ({others})"


def _told_sql() -> str:
    """Return SQL of the first and last day of each row that counts, and its days' digests."""
    fact = "before_day || CAST(each.on_date AS VARCHAR) || after_day"
    rows = (
        "SELECT row_no, before_day, after_day, unnest(alike.days) AS each "
        "FROM concluded JOIN alike USING (row_no) WHERE outcome = 'ok'"
    )
    return (
        f"SELECT row_no, min(each.on_date) AS first_day, max(each.on_date) AS last_day, "
        f"sum({digest_sql(fact)} * each.times) AS digests FROM ({rows}) GROUP BY row_no"
    )
