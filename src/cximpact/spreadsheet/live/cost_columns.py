"""What proposals cost, from the user's cells where a formula can follow them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cximpact.model.money import minor_digits
from cximpact.spreadsheet.cells import CellValue, Formula, Look
from cximpact.spreadsheet.live.inputs import CostInput, cost_input
from cximpact.spreadsheet.live.table import Column

if TYPE_CHECKING:
    from cximpact.spreadsheet.live.ground import Ground

__all__ = ["Priced", "cost_column"]

_MONEY = Look(number="#,##0.00", align="right")


class Priced(NamedTuple):
    """What proposals cost.

    Attributes:
        column: The column; None where no proposal costs anything and no budget asks for it.
        as_values: How many costs enter as values.
        found: Where they come from.
    """

    column: Column | None
    as_values: int
    found: CostInput


def cost_column(ground: Ground, line: Column) -> Priced:
    """Add what proposals cost."""
    if not ground.has_costs:
        return Priced(None, 0, CostInput())
    money = ground.money
    found = cost_input(ground.result.case, ground.spec, ground.lines, money.total, money.currency)
    first = ground.table.first
    cells = [_cost(ground, line, found, at, first + at) for at in range(ground.table.count)]
    as_values = sum(not found.live[at] for at in money.total)
    title = f"Cost, {money.currency}" if money.currency else "Cost"
    return Priced(ground.table.values(title, cells, _MONEY), as_values, found)


def _cost(ground: Ground, line: Column, found: CostInput, at: int, row: int) -> CellValue:
    amount = ground.money.amount(at)
    if not found.live[at]:
        return None if amount is None else float(amount)
    digits = minor_digits(ground.money.currency)
    entries = [
        [f"INDEX({ground.lines.column(header)},{line.at(row)})" for header in entry]
        for entry in found.headers
    ]
    count = "+".join(f"COUNT({','.join(cells)})" for cells in entries)
    whole = "+".join(_amount(cells, digits) for cells in entries)
    text = f'IF({line.at(row)}=0,"",IF({count}=0,"",ROUND({whole},{digits})))'
    return Formula(text, "" if amount is None else float(amount))


def _amount(cells: list[str], digits: int) -> str:
    """Return the formula of one line of cost, rounded to the minor unit; 0 where it is blank."""
    if len(cells) == 1:
        return f"ROUND(N({cells[0]}),{digits})"
    low, likely, high = cells
    mean = f"(N({low})+4*N({likely})+N({high}))/6"
    # The likely one alone is a plain figure.
    return f"ROUND(IF(COUNT({low},{high})=0,N({likely}),{mean}),{digits})"
