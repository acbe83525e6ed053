"""From the user's cells to scores, contributions and values, column by column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from attrs import frozen

from cximpact.evidence.pert import pert_mean
from cximpact.scoring.rounding import round9
from cximpact.spreadsheet.cells import CellValue, Formula
from cximpact.spreadsheet.live.inputs import ReachInput, ScoreInput, reach_input, score_input
from cximpact.spreadsheet.live.pieces import piecewise
from cximpact.spreadsheet.live.table import Column
from cximpact.spreadsheet.sheets.looks import NOTE, TEXT

if TYPE_CHECKING:
    from cximpact.model.scorecard import Criterion
    from cximpact.spreadsheet.live.ground import Ground

__all__ = ["GROUP_WEIGHT_ROW", "WEIGHT_ROW", "Scored", "score_columns"]

WEIGHT_ROW = 4
GROUP_WEIGHT_ROW = 5
ANCHOR_ROW = 8
"""The first row of the anchors of value functions, above the amounts and their scores."""


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
    line = _line_columns(ground)
    criteria = ground.result.case.scorecard.criteria
    order = tuple(sorted(range(len(criteria)), key=lambda at: _place(criteria[at])))
    inputs = {at: score_input(ground.result.case, ground.spec, ground.lines, at) for at in order}
    reach = _reach(ground, line, inputs)
    entered = {at: _entered(ground, line, at, inputs[at]) for at in order}
    score = {at: _score(ground, at, inputs[at], entered[at], reach) for at in order}
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
        _as_values(ground, inputs),
    )


def _place(criterion: Criterion) -> tuple[bool, bool, str]:
    return criterion.group != "customer", criterion.kind == "journey", criterion.id


def _line_columns(ground: Ground) -> Column:
    lines, table = ground.lines, ground.table
    everyone = range(len(lines.ids))
    table.values("No.", [at + 1 for at in everyone])
    key = table.values("Id", [_cell(lines.key(at)) for at in everyone], TEXT)
    table.values("Title", ground.result.case.proposals.titles, TEXT)
    return table.values(
        "Line",
        [_line(ground, key, at) for at in everyone],
    )


def _cell(cell: object) -> CellValue:
    found: CellValue = cell  # type: ignore[assignment]
    return found


def _line(ground: Ground, key: Column, at: int) -> CellValue:
    lines = ground.lines
    if lines.row_of[at] < 0:
        return -1.0  # there, but not to be told from another line: nothing in it is followed
    return Formula(lines.find(at, key.at(ground.table.first + at)), float(lines.number(at)))


def _followed(ground: Ground, line: Column, header: str, row: int, otherwise: str = '""') -> str:
    """Return the formula that takes a number from the user's cell."""
    here = line.at(row)
    cell = f"INDEX({ground.lines.column(header)},{here})"
    return f"IF({here}>0,IF(ISNUMBER({cell}),{cell},{otherwise}),{otherwise})"


def _reach(ground: Ground, line: Column, inputs: Mapping[int, ScoreInput]) -> Column | None:
    """Add the share of customers reached, where a formula needs it."""
    criteria = ground.result.case.scorecard.criteria
    rated = (
        any(found.live) and criteria[at].kind == "rating" and criteria[at].group == "customer"
        for at, found in inputs.items()
    )
    if not any(rated):
        return None
    found = reach_input(ground.result.case, ground.spec, ground.lines)
    if not any(found.live) and all(share == 1.0 for share in found.share):
        return None
    first = ground.table.first
    cells = [_share(ground, line, found, at, first + at) for at in range(len(found.share))]
    return ground.table.values("Reach", cells)


def _share(ground: Ground, line: Column, found: ReachInput, at: int, row: int) -> CellValue:
    if not found.live[at]:
        return found.share[at]
    taken = _followed(ground, line, found.header, row, "1")
    return Formula(f"MEDIAN(0,1,{taken})", found.share[at])


def _entered(ground: Ground, line: Column, at: int, found: ScoreInput) -> Column | None:
    """Add what the user entered on a criterion; return the column of the amount that is scored."""
    if not any(found.live):
        return None
    name = ground.result.case.scorecard.criteria[at].id
    words = ("low", "likely", "high") if len(found.headers) > 1 else ("entered",)
    columns = [
        _entered_column(ground, line, f"{name}: {word}", header, found, place)
        for place, (word, header) in enumerate(zip(words, found.headers, strict=True))
    ]
    amounts = columns[0] if len(columns) == 1 else _mean(ground, name, columns, found)
    for row, point in enumerate(found.points, ANCHOR_ROW):
        ground.table.put_top(row, amounts.number, point.amount)
    return amounts


def _entered_column(
    ground: Ground, line: Column, title: str, header: str, found: ScoreInput, place: int
) -> Column:
    first = ground.table.first
    cells = (
        Formula(_followed(ground, line, header, first + at), "" if number is None else number)
        if found.live[at]
        else None
        for at, number in enumerate(found.entered[place])
    )
    return ground.table.values(title, cells)


def _mean(ground: Ground, name: str, columns: Sequence[Column], found: ScoreInput) -> Column:
    low, likely, high = columns

    def text(row: int) -> str:
        cells = f"{low.at(row)}:{high.at(row)}"
        mean = f"({low.at(row)}+4*{likely.at(row)}+{high.at(row)})/6"
        return f'IF(COUNT({cells})<3,"",{mean})'

    numbers = [np.array([np.nan if n is None else n for n in each]) for each in found.entered]
    means = pert_mean(numbers[0], numbers[1], numbers[2])
    first = ground.table.first
    cells = (
        Formula(text(first + at), "" if np.isnan(mean) else mean) if found.live[at] else None
        for at, mean in enumerate(means.tolist())
    )
    return ground.table.values(f"{name}: expected", cells)


def _score(
    ground: Ground, at: int, found: ScoreInput, entered: Column | None, reach: Column | None
) -> Column:
    table, criterion = ground.table, ground.result.case.scorecard.criteria[at]
    scores = ground.result.scores.score[:, at].tolist()
    number = len(table.columns) + 1
    here = Column(table.sheet, number, table.first, table.first + table.count - 1)
    anchors = range(ANCHOR_ROW, ANCHOR_ROW + len(found.points))
    reached = reach if criterion.kind == "rating" and criterion.group == "customer" else None

    def text(row: int, amounts: Column) -> str:
        scored = piecewise(amounts.at(row), amounts, here, anchors)
        times = f"*{reached.at(row)}" if reached else ""
        return f'IF({amounts.at(row)}="","",{scored}{times})'

    cells = [
        Formula(text(row, entered), "" if np.isnan(score) else score)
        if entered is not None and found.live[place]
        else (None if np.isnan(score) else score)
        for place, (row, score) in enumerate(enumerate(scores, table.first))
    ]
    column = table.values(f"{criterion.id}: score", cells)
    for row, point in enumerate(found.points if entered else (), ANCHOR_ROW):
        table.put_top(row, column.number, point.score)
    return column


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


def _as_values(ground: Ground, inputs: Mapping[int, ScoreInput]) -> int:
    """Return how many scores of ratings and quantities enter as values."""
    criteria, score = ground.result.case.scorecard.criteria, ground.result.scores.score
    given = ~np.isnan(score)
    return sum(
        int(given[place, at])
        for at, found in inputs.items()
        if criteria[at].kind != "journey"
        for place in range(len(given))
        if not (found.live and found.live[place])
    )
