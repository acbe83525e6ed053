"""From the user's cells to scores, contributions and values, column by column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isnan
from typing import TYPE_CHECKING

import numpy as np
from attrs import frozen

from cximpact.scoring.rounding import round9
from cximpact.spreadsheet.cells import CellValue, Formula
from cximpact.spreadsheet.live.entered_columns import ANCHOR_ROW, Entry, entries, line_column
from cximpact.spreadsheet.live.pieces import piecewise
from cximpact.spreadsheet.live.table import Column
from cximpact.spreadsheet.sheets.looks import NOTE

if TYPE_CHECKING:
    from cximpact.model.scorecard import Criterion
    from cximpact.spreadsheet.live.ground import Ground

__all__ = ["GROUP_WEIGHT_ROW", "WEIGHT_ROW", "Scored", "score_columns"]

WEIGHT_ROW = 4
GROUP_WEIGHT_ROW = 5


@frozen(eq=False)
class Scored:
    """The columns of scores and values.

    Attributes:
        line: Which line of the user's table a proposal stands in, the header being 1; 0 if gone.
        order: Positions of the criteria in the order of their columns: those of customers first,
            and among them those that are rated or measured.
        score: By position of the criterion.
        contribution: By position of the criterion.
        value: V.
        value9: V at nine decimals, by which everything is compared.
        customer: Customer value; None without customer criteria.
        business: Business value; None without business criteria.
        coverage: Scored share of weight.
        as_values: How many scores of ratings and quantities enter as values.
    """

    line: Column
    order: tuple[int, ...]
    score: Mapping[int, Column]
    contribution: Mapping[int, Column]
    value: Column
    value9: Column
    customer: Column | None
    business: Column | None
    coverage: Column
    as_values: int

    def columns(self, positions: Sequence[int]) -> list[Column]:
        """Return the score columns of some criteria, from left to right."""
        return [self.score[at] for at in self.order if at in positions]


def score_columns(ground: Ground) -> Scored:
    """Add the columns from ids to values, and return where they are."""
    line = line_column(ground)
    criteria = ground.result.case.scorecard.criteria
    order = tuple(sorted(range(len(criteria)), key=lambda at: _place(criteria[at])))
    entered = entries(ground, line, order)
    score = {at: _score(ground, at, entered[at]) for at in order}
    _weights_on_top(ground, score)
    contribution = {at: _contribution(ground, at, score[at]) for at in order}
    every = [contribution[at] for at in order]
    found = ground.result.scores
    table = ground.table
    value = table.formulas(
        "Value", lambda row: f"SUM({table.span(every, row)})", found.value.tolist()
    )
    value9 = table.formulas(
        "Value, 9 decimals", lambda row: f"ROUND({value.at(row)},9)", round9(found.value).tolist()
    )
    groups = {
        group: [score[at] for at in order if criteria[at].group == group]
        for group in ("customer", "business")
    }
    return Scored(
        line,
        order,
        score,
        contribution,
        value,
        value9,
        _group_value(ground, "Customer value", groups["customer"], found.customer_value.tolist()),
        _group_value(ground, "Business value", groups["business"], found.business_value.tolist()),
        _coverage(ground, [score[at] for at in order]),
        _as_values(ground, entered),
    )


def _place(criterion: Criterion) -> tuple[bool, bool, str]:
    return criterion.group != "customer", criterion.kind == "journey", criterion.id


def _score(ground: Ground, at: int, entry: Entry) -> Column:
    table, found = ground.table, entry.source
    scores = ground.result.scores.score[:, at].tolist()
    number = len(table.columns) + 1
    here = Column(table.sheet, number, table.first, table.first + table.count - 1)
    cells = [
        _scored(entry, here, place, row, score)
        for place, (row, score) in enumerate(enumerate(scores, table.first))
    ]
    column = table.values(f"{ground.result.case.scorecard.criteria[at].id}: score", cells)
    for row, point in enumerate(found.points if entry.amounts else (), ANCHOR_ROW):
        table.put_top(row, column.number, point.score)
    return column


def _scored(entry: Entry, here: Column, place: int, row: int, score: float) -> CellValue:
    """Return one score: from what was entered, from answers that are values, or a value."""
    found, amounts, means = entry.source, entry.amounts, entry.means
    times = f"*{entry.reach.at(row)}" if entry.reach else ""
    if amounts is not None and found.live[place]:
        anchors = range(ANCHOR_ROW, ANCHOR_ROW + len(found.points))
        scored = piecewise(amounts.at(row), amounts, here, anchors)
        text = f'IF({amounts.at(row)}="","",{scored}{times})'
        return Formula(text, "" if isnan(score) else score)
    if means is not None and not isnan(score):
        return Formula(f'IF({means.at(row)}="",{score!r},{means.at(row)}{times})', score)
    return None if isnan(score) else score


def _weights_on_top(ground: Ground, score: Mapping[int, Column]) -> None:
    criteria, scores = ground.result.case.scorecard.criteria, ground.result.scores
    table = ground.table
    for at, column in score.items():
        weight = Formula(ground.weights.weight(criteria[at].id), float(scores.weights[at]))
        inside = Formula(ground.weights.inside(criteria[at].id), float(scores.group_weights[at]))
        table.put_top(WEIGHT_ROW, column.number, weight)
        table.put_top(GROUP_WEIGHT_ROW, column.number, inside)
    table.put_top(WEIGHT_ROW, 3, "Weight", NOTE)
    table.put_top(GROUP_WEIGHT_ROW, 3, "Weight inside its group", NOTE)
    table.put_top(ANCHOR_ROW, 3, "Anchors: amounts and their scores", NOTE)


def _contribution(ground: Ground, at: int, score: Column) -> Column:
    scores, name = ground.result.scores, ground.result.case.scorecard.criteria[at].id
    parts = scores.weights[at] * np.nan_to_num(scores.score[:, at], nan=0.0)
    weight = score.top(WEIGHT_ROW)

    def text(row: int) -> str:
        return f'IF({score.at(row)}="",0,{weight}*{score.at(row)})'

    return ground.table.formulas(f"{name}: contribution", text, parts.tolist())


def _group_value(
    ground: Ground, title: str, columns: Sequence[Column], values: Sequence[float]
) -> Column | None:
    if not columns:
        return None
    table = ground.table
    weights = table.span(columns, GROUP_WEIGHT_ROW)
    return table.formulas(
        title, lambda row: f"SUMPRODUCT({table.span(columns, row)},{weights})", values
    )


def _coverage(ground: Ground, columns: Sequence[Column]) -> Column:
    table = ground.table
    weights = table.span(columns, WEIGHT_ROW)

    def text(row: int) -> str:
        scored = f'SUMPRODUCT(--({table.span(columns, row)}<>""),{weights})'
        return f"IF(SUM({weights})=0,0,{scored}/SUM({weights}))"

    return table.formulas("Coverage", text, ground.result.scores.coverage.tolist())


def _as_values(ground: Ground, entered: Mapping[int, Entry]) -> int:
    """Return how many scores of ratings and quantities enter as values."""
    criteria, score = ground.result.case.scorecard.criteria, ground.result.scores.score
    given = ~np.isnan(score)
    return sum(
        int(given[place, at])
        for at, entry in entered.items()
        if criteria[at].kind != "journey"
        for place in range(len(given))
        if not (entry.source.live and entry.source.live[place])
    )
