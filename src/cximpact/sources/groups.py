"""The last layer of SQL: rows become one line of sums for each cell and each outcome."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cximpact.sources.keys import FACT
from cximpact.sources.references import NO_REFERENCES, first_references

if TYPE_CHECKING:
    from cximpact.sources.plan import Plan

__all__ = ["SUMS", "grouped_sql"]

SUMS = ("answers", "good", "for_us", "against", "total", "squares", "cases", "exposed")
"""What is summed of rows that count."""

_COUNTS = "outcome = 'ok'"
# 88 of the 128 bits of a digest: that many can be added up for 2^39 rows without overflow.
_DIGEST = f"CAST(md5_number({FACT}) >> 40 AS HUGEINT)"


def grouped_sql(source: str, plan: Plan) -> str:
    """Return SQL of sums by file, outcome, measure, touchpoint, criterion and channel.

    KPI figures are kept by day and figure. `print` adds up the digests of rows that count, so
    that it depends on which rows there are and not on their order.
    """
    cell = ("kind", "measure", "touchpoint", "criterion", "channel")
    figure = {"figure_day": "day", "figure": "value", "figure_error": "error"}
    keys = [
        "file",
        "outcome",
        *(f"CASE WHEN outcome = 'ok' THEN {name} END AS {name}" for name in cell),
        *(
            f"CASE WHEN outcome = 'ok' AND kind = 'kpi' THEN {sql} END AS {name}"
            for name, sql in figure.items()
        ),
    ]
    sums = [
        "sum(CAST(mult AS HUGEINT)) AS rows",
        "max(CASE WHEN outcome = 'ok' THEN day END) AS last",
        f"sum(CASE WHEN outcome = 'ok' THEN {_DIGEST} * mult END) AS print",
        "sum(CASE WHEN outcome = 'ok' AND mended THEN mult ELSE 0 END) AS mended",
        "sum(CASE WHEN outcome = 'ok' AND kind = 'rate' AND NOT has_value AND raw <> '' "
        "THEN mult ELSE 0 END) AS unread",
        "bool_or(outcome = 'missing' AND kind <> 'rate') AS lacks_value",
        *(f"sum(CASE WHEN outcome = 'ok' THEN {name} * mult END) AS {name}" for name in SUMS),
    ]
    if plan.has_references:
        sums.append(f"{first_references(_COUNTS)} AS refs")
    grouped = f"SELECT {', '.join([*keys, *sums])} FROM ({source}) GROUP BY ALL"
    return grouped if plan.has_references else f"SELECT *, {NO_REFERENCES} AS refs FROM ({grouped})"
