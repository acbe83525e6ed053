"""The result as flat tables: what data frames and CSV files are made of.

A table is a mapping from column name to a list of plain values; None stands for "not known".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from cximpact.model.evaluation import Recommendation, SetAsideResult, Summary
from cximpact.model.evidence import Condition
from cximpact.report import dependence_tables as depends
from cximpact.report.columns import Rows, Table, rows_of, table_of
from cximpact.report.described import lines_of
from cximpact.report.listed import Listed

RECOMMENDATION_COLUMNS = (
    "rank action title unit cost currency cost_unknown value value_low value_high customer_value "
    "business_value selection_share coverage screened failed_gates reason would_take"
).split()


def recommendations(found: Sequence[Listed]) -> Rows:
    """Return the ranked list: one row per recommendation, best first.

    Columns are those of `RECOMMENDATION_COLUMNS` after `proposal`, then one column
    ``score:<criterion>`` per criterion in the scorecard's order.
    """
    criteria = found[0].scores if found else ()
    columns = ["proposal", *RECOMMENDATION_COLUMNS, *(f"score:{name}" for name in criteria)]
    return Rows(columns, (_recommendation_row(item) for item in found))


def _recommendation_row(item: Listed) -> list[Any]:
    return [
        item.proposal,
        item.rank,
        item.action,
        item.title,
        item.unit,
        None if item.cost is None else item.cost.amount,
        None if item.cost is None else item.cost.currency,
        ", ".join(item.cost_unknown),
        item.value.expected,
        item.value.low,
        item.value.high,
        item.customer_value,
        item.business_value,
        item.selection_share,
        item.coverage,
        item.screened,
        ", ".join(item.failed_gates),
        item.reason,
        " ".join(item.would_take),
        *item.scores.values(),
    ]


def criteria(found: Iterable[Recommendation]) -> Rows:
    """Return one row per recommendation and criterion."""
    columns = "proposal criterion group weight score low high contribution evidence notes".split()
    return Rows(
        columns,
        (
            [
                item.proposal,
                line.criterion,
                line.group,
                line.weight,
                line.score,
                line.low,
                line.high,
                line.contribution,
                "; ".join(line.evidence),
                "; ".join(line.notes),
            ]
            for item in found
            for line in item.criteria
        ),
    )


def touchpoints(conditions: Iterable[Condition]) -> Table:
    """Return one row per touchpoint and journey criterion: how good it is today.

    Where sources failed, a column `lacks` names those that could have told of it.
    """
    cells = list(conditions)
    columns = "touchpoint criterion condition sd label measurements".split()
    table = table_of(
        columns,
        (
            [
                cell.touchpoint,
                cell.criterion,
                cell.mean,
                cell.sd,
                cell.label,
                len(cell.measurements),
            ]
            for cell in cells
        ),
    )
    if any(cell.lacks for cell in cells):
        table["lacks"] = [", ".join(cell.lacks) for cell in cells]
    return table


def impacts(found: Iterable[Listed]) -> Rows:
    """Return one row per recommendation, touchpoint and journey criterion it changes."""
    columns = (
        "proposal touchpoint criterion condition net harm delta_value customers_helped "
        "customers_harmed screened paths"
    ).split()
    return Rows(
        columns,
        (
            [
                item.proposal,
                point.touchpoint,
                point.criterion,
                point.condition,
                point.net,
                point.harm,
                point.delta_value,
                point.customers_helped,
                point.customers_harmed,
                point.screened,
                "; ".join(" > ".join(path.steps) for path in point.paths),
            ]
            for item in found
            for point in item.touchpoints
        ),
    )


def gates(found: Iterable[Listed]) -> Rows:
    """Return one row per recommendation and gate."""
    columns = "proposal gate mode outcome reason".split()
    return Rows(
        columns,
        (
            [item.proposal, gate.gate, gate.mode, gate.outcome, gate.reason]
            for item in found
            for gate in item.gates
        ),
    )


def evidence(conditions: Iterable[Condition]) -> Table:
    """Return one row per measurement and the condition it counts in."""
    columns = (
        "touchpoint criterion source measure channel n date age_months freshness figure "
        "error condition condition_error precision"
    ).split()
    return table_of(
        columns,
        (
            [
                cell.touchpoint,
                cell.criterion,
                item.source,
                item.measure,
                item.channel,
                item.n,
                item.on.isoformat(),
                item.age_months,
                item.freshness,
                item.figure,
                item.error,
                item.condition,
                item.condition_error,
                item.precision,
            ]
            for cell in conditions
            for item in cell.measurements
        ),
    )


def set_aside(items: Iterable[SetAsideResult]) -> Table:
    """Return one row per thing that was read and does not count."""
    columns = "what reason count file rows".split()
    return table_of(
        columns,
        ([item.what, item.reason, item.count, item.file, ", ".join(item.rows)] for item in items),
    )


ROWS: Mapping[str, Callable[[Summary, Sequence[Recommendation]], Rows]] = {
    "recommendations": lambda _, found: recommendations(lines_of(found)),
    "criteria": lambda _, found: criteria(found),
    "touchpoints": lambda summary, _: rows_of(touchpoints(summary.touchpoints)),
    "impacts": lambda _, found: impacts(lines_of(found)),
    "gates": lambda _, found: gates(lines_of(found)),
    "evidence": lambda summary, _: rows_of(evidence(summary.touchpoints)),
    "set_aside": lambda summary, _: rows_of(set_aside(summary.set_aside)),
    "ranks": lambda _, found: rows_of(depends.ranks(lines_of(found))),
    "acceptability": lambda _, found: rows_of(depends.acceptability(lines_of(found))),
    "pairs": lambda summary, _: rows_of(depends.pairs(summary)),
    "cores": lambda _, found: rows_of(depends.cores(lines_of(found))),
    "portfolios": lambda summary, _: rows_of(depends.portfolios(summary)),
    "weights": lambda summary, _: rows_of(depends.weights(summary)),
    "sensitivity": lambda summary, _: rows_of(depends.sensitivity(summary)),
    "tornado": lambda summary, _: rows_of(depends.tornado(summary)),
    "binding": lambda summary, _: rows_of(depends.binding(summary)),
    "frontier": lambda summary, _: rows_of(depends.frontier(summary)),
    "information": lambda summary, _: rows_of(depends.information(summary)),
    "scenarios": lambda summary, _: rows_of(depends.scenarios(summary)),
}
"""Every table by its name, row by row: rows are made as they are gone through."""
