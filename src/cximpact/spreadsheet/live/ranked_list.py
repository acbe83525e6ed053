"""The ranked list beside the weights, so that a change is seen where it is made."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cximpact.intake.files.cells import cell_name
from cximpact.spreadsheet.cells import CellValue, Formula, Look, Put
from cximpact.spreadsheet.live.filling import CHANGED_AREA
from cximpact.spreadsheet.live.table import NAME, Column
from cximpact.spreadsheet.live.weights_sheet import LIST_COLUMN, LIST_ROW
from cximpact.spreadsheet.ownership import reference
from cximpact.spreadsheet.results import POINTS
from cximpact.spreadsheet.sheets.looks import NOTE

if TYPE_CHECKING:
    from cximpact.spreadsheet.live.ground import Ground
    from cximpact.spreadsheet.live.rank_columns import Ranked
    from cximpact.spreadsheet.live.way import Way

__all__ = ["ranked_list"]

_COUNT = Look(number="0", align="right")
# Not in text format: a formula typed anew into a cell of text is shown, not calculated.
_TEXT = Look(number="General", align="left")
_POINTS = Look(number=POINTS, align="right")
_MONEY = Look(number="#,##0.00", align="right")

Cell = tuple[int, int, Put]


_FILLED = (
    "Something differs from the last scoring: the budget is filled in the order of value per cost. "
    "Score the workbook again for the best selection."
)


def ranked_list(ground: Ground, ranked: Ranked, way: Way) -> Iterator[Cell]:
    """Yield the cells of the ranked list.

    Args:
        ground: What columns are made from.
        ranked: The columns of the decision.
        way: How the selection is made when figures change.
    """
    if way == "fill":
        changed = reference(ground.table.sheet, CHANGED_AREA)
        text = f'IF({changed}=1,"{_FILLED}","")'
        yield LIST_ROW - 2, LIST_COLUMN, Put(Formula(text, ""), Look(bold=True, color="9C5700"))
    order = ground.result.decision.order.tolist()
    shown = list(_columns(ground, ranked))
    yield LIST_ROW, LIST_COLUMN, Put("Rank", NAME)
    for column, (title, _, _) in enumerate(shown, LIST_COLUMN + 1):
        yield LIST_ROW, column, Put(title, NAME)
    for rank in range(1, ground.table.count + 1):
        row = LIST_ROW + rank
        at = order[rank - 1] if rank <= len(order) else None
        here, place = cell_name(row, LIST_COLUMN), cell_name(row, LIST_COLUMN - 1)
        found = f'IFERROR(MATCH(${here},{ranked.rank.outside},0),"")'
        yield row, LIST_COLUMN - 1, Put(Formula(found, "" if at is None else at + 1), NOTE)
        yield row, LIST_COLUMN, Put(rank, _COUNT)
        for column, (_, source, look) in enumerate(shown, LIST_COLUMN + 1):
            cell = f"INDEX({source.outside},${place})"
            text = f'IF(${place}="","",IF({cell}="","",{cell}))'
            value = "" if at is None else _result(ground, source, at)
            yield row, column, Put(Formula(text, value), look)


def _columns(ground: Ground, ranked: Ranked) -> Iterator[tuple[str, Column, Look]]:
    table = ground.table
    last = table.first + table.count - 1
    yield "Id", Column(table.sheet, 2, table.first, last), _TEXT
    yield "Title", Column(table.sheet, 3, table.first, last), _TEXT
    for title, key, look in (
        ("Value", "value", _POINTS),
        ("Customer impact", "customer_impact", _POINTS),
        ("Action", "action", _TEXT),
    ):
        if key in ranked.shown:
            yield title, ranked.shown[key], look
    if ranked.cost is not None:
        yield "Cost", ranked.cost, _MONEY
        yield "Cumulative cost", ranked.shown["cumulative_cost"], _MONEY


def _result(ground: Ground, source: Column, at: int) -> float | str | bool:
    """Return what a cell of the sheet of formulas holds."""
    put = ground.table.columns[source.number - 1][at]
    value: CellValue = None if put is None else put.value
    if isinstance(value, Formula):
        return value.value
    return value if isinstance(value, str | int | float) else ""
