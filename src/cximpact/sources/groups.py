"""The last layer of SQL: rows become one line of sums for each cell and each outcome."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cximpact.sources.keys import fact_sql
from cximpact.sources.references import NO_REFERENCES, first_references

if TYPE_CHECKING:
    from cximpact.sources.plan import Plan

__all__ = ["SUMS", "USED", "digest_sql", "grouped_sql"]

SUMS = ("answers", "good", "for_us", "against", "total", "squares", "cases", "exposed")
"""What is summed of rows that count."""

USED = (
    "file", "outcome", "kind", "measure", "touchpoint", "criterion", "channel", "day", "value",
    "error", "mult", "mended", "has_value", "raw", *SUMS,
)  # fmt: skip
"""What is read of a row, besides its digests and references."""

_COUNTS = "outcome = 'ok'"


def digest_sql(fact: str) -> str:
    """Return SQL of a fact's digest as a whole number.

    88 of its 128 bits: that many can be added up for 2^39 rows without overflow.
    """
    return f"CAST(md5_number({fact}) >> 40 AS HUGEINT)"


def grouped_sql(source: str, kind: str, plan: Plan, *, by_days: bool = False) -> str:
    """Return SQL of sums by file, outcome, measure, touchpoint, criterion and channel.

    KPI figures are kept by day and figure. `print` adds up the digests of rows that count, so
    that it depends on which rows there are and not on their order.

    Args:
        source: SQL of rows with their outcome, and what each adds.
        kind: Of the source.
        plan: The columns.
        by_days: Whether a row stands for rows of several days, and carries the `first_day`, the
            `last_day` and the summed `digests` of them.
    """
    first, last = ("first_day", "last_day") if by_days else ("day", "day")
    digests = "digests" if by_days else f"{digest_sql(fact_sql(kind))} * mult"
    sums = [
        "sum(CAST(mult AS HUGEINT)) AS rows",
        f"min(CASE WHEN outcome = 'ok' THEN {first} END) AS since",
        f"max(CASE WHEN outcome = 'ok' THEN {last} END) AS last",
        f"sum(CASE WHEN outcome = 'ok' THEN {digests} END) AS print",
        "sum(CASE WHEN outcome = 'ok' AND mended THEN mult ELSE 0 END) AS mended",
        "sum(CASE WHEN outcome = 'ok' AND kind = 'rate' AND NOT has_value AND raw <> '' "
        "THEN mult ELSE 0 END) AS unread",
        "bool_or(outcome = 'missing' AND kind <> 'rate') AS lacks_value",
        *(f"sum(CASE WHEN outcome = 'ok' THEN {name} * mult END) AS {name}" for name in SUMS),
    ]
    if plan.has_references:
        sums.append(f"{first_references(_COUNTS)} AS refs")
    grouped = f"SELECT {', '.join([*_keys(), *sums])} FROM ({source}) GROUP BY ALL"
    return grouped if plan.has_references else f"SELECT *, {NO_REFERENCES} AS refs FROM ({grouped})"


def _keys() -> list[str]:
    cell = ("kind", "measure", "touchpoint", "criterion", "channel")
    figure = {"figure_day": "day", "figure": "value", "figure_error": "error"}
    return [
        "file",
        "outcome",
        *(f"CASE WHEN outcome = 'ok' THEN {name} END AS {name}" for name in cell),
        *(
            f"CASE WHEN outcome = 'ok' AND kind = 'kpi' THEN {sql} END AS {name}"
            for name, sql in figure.items()
        ),
    ]
