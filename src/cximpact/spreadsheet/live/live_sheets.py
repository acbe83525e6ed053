"""A live workbook: *CX weights*, *CX live*, and the formulas beside the user's lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from attrs import Factory, frozen

from cximpact.decision.costs import costs
from cximpact.scoring.weights import group_shares
from cximpact.spreadsheet.cells import CellValue, Formula, SheetBlock
from cximpact.spreadsheet.live.entered_columns import ANCHOR_ROW
from cximpact.spreadsheet.live.figures import (
    Figure,
    budget_field,
    limit_figures,
    points_field,
    weight_figures,
)
from cximpact.spreadsheet.live.gate_columns import followed_gates, gate_columns
from cximpact.spreadsheet.live.ground import Ground
from cximpact.spreadsheet.live.lines import Lines
from cximpact.spreadsheet.live.live_notes import live_notes
from cximpact.spreadsheet.live.pieces import MOST_POINTS, answer_points, plain_points
from cximpact.spreadsheet.live.rank_columns import Ranked, rank_columns
from cximpact.spreadsheet.live.ranked_list import ranked_list
from cximpact.spreadsheet.live.score_columns import score_columns
from cximpact.spreadsheet.live.table import LiveTable, grid_of
from cximpact.spreadsheet.live.way import Way, way_of
from cximpact.spreadsheet.live.weights_sheet import WeightsSheet
from cximpact.spreadsheet.sheets.looks import NOTE, TITLE

if TYPE_CHECKING:
    from cximpact.decision.costs import Costs
    from cximpact.intake.spec import WorkspaceSpec
    from cximpact.pipeline import Result
    from cximpact.spreadsheet.finding.found import FoundTable

__all__ = ["MOST_LINES", "TITLES", "LiveParts", "live"]

MOST_LINES = 2_000
"""Beyond so many proposals a workbook is not made live: calculating it anew would take too long."""

TITLES: Mapping[str, str] = {"sheet.weights": "CX weights", "sheet.live": "CX live"}
"""What our sheets are called in a new workbook, by what they are owned as."""
_WIDTHS = (6, 14, 42, 9)


@frozen(eq=False)
class LiveParts:
    """What makes a workbook live.

    Attributes:
        blocks: The sheets *CX weights* and *CX live*.
        columns: By kind of result, what stands in each line of the user's table.
        notes: What the formulas do and leave out.
    """

    blocks: tuple[SheetBlock, ...]
    columns: Mapping[str, Sequence[CellValue]] = Factory(dict)
    notes: tuple[str, ...] = ()


def live(
    result: Result,
    found: FoundTable,
    spec: WorkspaceSpec,
    *,
    titles: Mapping[str, str] = TITLES,
    stated: Mapping[str, float] | None = None,
) -> LiveParts:
    """Return what makes a workbook live; as long as nothing is changed it gives the evaluation.

    Args:
        result: The evaluation.
        found: The user's table.
        spec: The workspace that reads it.
        titles: What our sheets are called in the workbook: one may have been renamed, or its
            name taken by a sheet of the user's.
        stated: From `stated_figures`: what is stated where the user's own figures were used.

    Returns:
        No sheets and no columns, but a note, where there are no proposals or too many of them.
    """
    count = len(result.case.proposals)
    if not 0 < count <= MOST_LINES:
        return LiveParts((), notes=(_too_many(count),))
    money = costs(result.case)
    way = way_of(result, money)
    figures = tuple(_figures(result, money, way, stated or {}))
    weights = WeightsSheet(titles["sheet.weights"], figures, _weights(result, figures))
    lines = Lines.of(found, spec, result.case.proposals.ids)
    table = LiveTable(titles["sheet.live"], _first_row(result), count)
    ground = Ground(result, spec, lines, table, weights.cells, money)
    scored = score_columns(ground)
    gated = gate_columns(ground, scored)
    ranked = rank_columns(ground, scored, gated, way)
    notes = live_notes(ground, scored, gated, ranked, way)
    blocks = (weights.block(tuple(ranked_list(ground, ranked, way)), notes), _live_block(table))
    return LiveParts(blocks, _columns(ground, ranked), notes)


def _too_many(count: int) -> str:
    return (
        f"{count:,} proposals: values are written instead of formulas, which calculate up to "
        f"{MOST_LINES:,} lines"
    )


def _figures(
    result: Result, money: Costs, way: Way, stated: Mapping[str, float]
) -> Iterator[Figure]:
    card = result.case.scorecard
    yield from weight_figures(card, stated)
    gates = result.decision.gates
    followed = followed_gates(gates, lacking=result.case.lacks_evidence)
    for figure in limit_figures(card.policy.gates, stated):
        if figure.field.split(".")[1] in followed:
            yield figure
    if way == "fill":
        budget = money.budgets[0].budget
        limit = float(budget.limit.amount)
        key = budget_field(budget.id)
        title = f"{budget.id}, {budget.limit.currency}".removesuffix(", ")
        yield Figure(key, title, "", limit, stated.get(key, limit), most=1e15, number="#,##0.00")


def _weights(result: Result, figures: Sequence[Figure]) -> dict[str, tuple[float, float]]:
    """Return per field the weight inside its group and of the whole, as in the evaluation."""
    scores, card = result.scores, result.case.scorecard
    found = {
        points_field(each.id): (float(scores.group_weights[at]), float(scores.weights[at]))
        for at, each in enumerate(card.criteria)
    }
    shares = group_shares(card)
    return found | {
        each.field: (shares[each.field.removeprefix("groups.")], 0.0)
        for each in figures
        if each.field.startswith("groups.")
    }


def _first_row(result: Result) -> int:
    """Return the row of the first proposal, below the anchors of all value functions."""
    most = 3  # a list may have a scale of its own
    for each in result.case.scorecard.criteria:
        points = each.value_points if each.kind == "quantity" else answer_points(each, None)
        most = max(most, len(plain_points(points)) if each.kind != "journey" else 0)
    return ANCHOR_ROW + min(most, MOST_POINTS) + 1


def _live_block(table: LiveTable) -> SheetBlock:
    table.put_top(1, 1, "CX live: the method as formulas", TITLE)
    table.put_top(1, 6, "Change figures on the sheet of weights and in your own table.", NOTE)
    return SheetBlock(
        key="sheet.live",
        title=table.sheet,
        rows=grid_of(table.cells()),
        widths=(*_WIDTHS, *(max(9, len(name) + 3) for name in table.headers[len(_WIDTHS) :])),
        freeze=(table.first - 1, 3),
    )


def _columns(ground: Ground, ranked: Ranked) -> dict[str, Sequence[CellValue]]:
    """Return what stands in each line of the user's table, by kind of result."""
    table, lines = ground.table, ground.lines
    line = _outside(table, 4)
    found: dict[str, Sequence[CellValue]] = {}
    for key, column in ranked.shown.items():
        text = f'IFERROR(INDEX({column.outside},MATCH({lines.own_line()},{line},0)),"")'
        results = [_value(put.value) if put else "" for put in table.columns[column.number - 1]]
        found[key] = [
            _aside(key) if at < 0 else Formula(text, results[at]) for at in lines.proposals
        ]
    return found


def _outside(table: LiveTable, number: int) -> str:
    from cximpact.spreadsheet.live.table import Column

    return Column(table.sheet, number, table.first, table.first + table.count - 1).outside


def _aside(key: str) -> CellValue:
    return "set aside" if key == "action" else None


def _value(value: CellValue) -> float | str | bool:
    if isinstance(value, Formula):
        return value.value
    return value if isinstance(value, str | int | float) else ""
