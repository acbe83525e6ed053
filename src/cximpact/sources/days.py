"""Rows of many days, judged once for all days that are alike.

A row's day decides whether it lies in a measure's window, and nothing else of its outcome. Days
between the same two bounds of windows are alike: one of them stands for all while rules, numbers
and outcomes are worked out, and each day comes back only for the digests and the bounds. Of a
year of answers, that leaves a few hundred rows for all that is slow. It changes no result.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cximpact.sources.groups import USED, digest_sql, grouped_sql
from cximpact.sources.keys import fact_after_day, fact_before_day
from cximpact.sources.measures_sql import window_start
from cximpact.sources.quoting import day

if TYPE_CHECKING:
    from cximpact.sources.engine import Engine
    from cximpact.sources.folding import CodedRows, Folded
    from cximpact.sources.query import Query

__all__ = ["group_by_days"]

# Below, the few more queries cost more than they save; above, lists of days would fill memory.
_LEAST, _MOST = 10_000, 2_000_000


def group_by_days(query: Query, folded: Folded, engine: Engine) -> bool:
    """Leave the sums of folded rows in the table `grouped`, where they allow that.

    Args:
        query: The source.
        folded: Its rows.
        engine: Holds them.

    Returns:
        Whether it was done. KPI figures are kept by day, and a key looks at single rows: such
        sources go the plain way.
    """
    if not _LEAST <= folded.count <= _MOST or not _is_plainly_dated(query):
        return False
    engine.keep("alike", _alike_sql(query, folded))
    engine.keep("understood", query.understood("FROM alike"))
    # Naming what the sums need leaves a quarter of the columns, and of the planning, out.
    used = f"row_no, {', '.join(USED)}"
    kind = query.spec.kind
    facts = f"{fact_before_day(kind)} AS before_day, {fact_after_day(kind)} AS after_day"
    engine.keep("concluded", f"SELECT {used}, {facts} FROM ({query.concluded('FROM understood')})")
    if _has_figures(query, engine):
        for name in ("alike", "understood", "concluded"):
            engine.connection.execute(f"DROP TABLE {name}")
        return False
    joined = f"FROM concluded LEFT JOIN ({_told_sql()}) AS told USING (row_no)"
    engine.keep("grouped", grouped_sql(joined, kind, query.plan, by_days=True))
    return True


def _has_figures(query: Query, engine: Engine) -> bool:
    if not any(measure.kind == "kpi" for measure in query.scorecard.measures.values()):
        return False
    found = "SELECT 1 FROM concluded WHERE outcome = 'ok' AND kind = 'kpi' LIMIT 1"
    return bool(engine.rows(found))


def _is_plainly_dated(query: Query) -> bool:
    spec, plan = query.spec, query.plan
    is_odd = spec.key or spec.by or spec.duration or spec.unpivot or plan.has_references
    return not is_odd and plan.fields.get("date", "") in plan.days_only


def _days_sql(query: Query, cells: str, name: str) -> str:
    """Return SQL of the day each cell of dates means, and the one alike to judge for it.

    What is no date stands for itself.

    Args:
        query: The source.
        cells: SQL of different cells as `held`.
        name: The column that `stand_in` names a cell by.
    """
    measures = query.scorecard.measures.values()
    opening = {window_start(query.as_of, measure.window_months) for measure in measures}
    bounds = sorted({*opening, query.as_of})
    cases = " ".join(
        f"WHEN on_date <= {day(bound)} THEN {turn}" for turn, bound in enumerate(bounds)
    )
    between = f"CASE {cases} ELSE {len(bounds)} END"
    return (
        f"SELECT {name}, on_date, CASE WHEN on_date IS NULL THEN {name} "
        f"ELSE min({name}) OVER (PARTITION BY on_date IS NULL, {between}) END AS stand_in "
        f"FROM (SELECT *, {query.date_sql('held')} AS on_date FROM ({cells}))"
    )


_ALIKE = "CAST(sum(mult) AS BIGINT) AS mult, list({'on_date': on_date, 'times': mult}) AS days"


def _alike_sql(query: Query, folded: Folded) -> str:
    """Return SQL of all rows but for their day, with a list of their days."""
    at = query.plan.at(query.plan.fields["date"])
    parts = [_alike_numbers_sql(query, rows, at) for rows in folded.coded]
    if folded.others or not parts:
        parts.append(_alike_cells_sql(query, at))
    return f"SELECT row_number() OVER () AS row_no, * FROM ({' UNION ALL BY NAME '.join(parts)})"


def _alike_cells_sql(query: Query, at: int) -> str:
    """Return the like of the rows of `folded`."""
    kept = "".join(f"k{other}, " for other in range(len(query.plan.headers)) if other != at)
    cells = f"SELECT DISTINCT k{at} AS held FROM folded WHERE held IS NOT NULL"
    return (
        f"SELECT file, {kept}stand_in AS k{at}, {_ALIKE} FROM folded "
        f"LEFT JOIN ({_days_sql(query, cells, 'held')}) AS days ON k{at} = held GROUP BY ALL"
    )


def _alike_numbers_sql(query: Query, rows: CodedRows, at: int) -> str:
    """Return the like of rows that are numbers, which are read as such once they are few.

    A row's number with the day of the one that stands for it is a single number to group by.
    """
    codes = rows.codes
    # All days from the first to the last are fewer than the rows they would be looked up in.
    days = codes.columns[at]
    cells = f"SELECT number, {days.cell('number')} AS held FROM range({days.size}) AS r(number)"
    numbers = (
        f"SELECT key + (stand_in - number) * {codes.strides[at]} AS stand_in, {_ALIKE} "
        f"FROM {rows.sql} JOIN ({_days_sql(query, cells, 'number')}) AS days "
        f"ON {codes.part(at)} = number GROUP BY 1"
    )
    decoded = "".join(
        f"{codes.cell(other, 'stand_in')} AS k{other}, " for other in range(len(query.plan.headers))
    )
    return f"SELECT {rows.position} AS file, {decoded}mult, days FROM ({numbers})"


def _told_sql() -> str:
    """Return SQL of the first and last day of each row that counts, and its days' digests."""
    fact = "concat(before_day, each.on_date, after_day)"
    rows = (
        "SELECT row_no, before_day, after_day, unnest(alike.days) AS each "
        "FROM concluded JOIN alike USING (row_no) WHERE outcome = 'ok'"
    )
    return (
        f"SELECT row_no, min(each.on_date) AS first_day, max(each.on_date) AS last_day, "
        f"sum({digest_sql(fact)} * each.times) AS digests FROM ({rows}) GROUP BY row_no"
    )
