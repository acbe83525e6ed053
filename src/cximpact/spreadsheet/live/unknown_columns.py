"""Whether a cost is not known that a budget would have to pay for, as formulas where they follow.

A proposal with such a cost enters as it was scored: no number stands in its cell. Of the others
a formula sees when a word such as `tbd` is written over a cost, which the sum leaves out. Where
there is but one column of costs, the cost is then missing as a whole, and needs no such column.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from cximpact.decision.unknown_costs import is_asked, unknown_under
from cximpact.intake.files.cells import text_of
from cximpact.model.proposal import UnknownCost
from cximpact.spreadsheet.cells import CellValue, Formula

if TYPE_CHECKING:
    from cximpact.spreadsheet.live.ground import Ground
    from cximpact.spreadsheet.live.inputs import CostInput
    from cximpact.spreadsheet.live.table import Column

__all__ = ["unknown_column", "unpayable"]

_FIELDS = ("fund", "category", "period", "unit")
_DASHES = "-\u2013\u2014"


def unpayable(ground: Ground) -> list[bool]:
    """Return which proposals have a cost that is not known, and that a budget would pay for."""
    case = ground.result.case
    return [bool(unknown_under(case, at)) for at in range(len(case.proposals))]


def unknown_column(ground: Ground, line: Column, found: CostInput) -> Column | None:
    """Add whether a cost is not known that a budget would pay for: 1 if so.

    Args:
        ground: What all columns are made from.
        line: Where each proposal's line is.
        found: Where costs come from.

    Returns:
        The column; None where no cost is unknown, and none can become so.
    """
    table = ground.table
    cells = [
        _cell(ground, line, found, at, unknown) for at, unknown in enumerate(unpayable(ground))
    ]
    if not any(cells):
        return None
    return table.values("Cost unknown to a budget", cells)


def _cell(ground: Ground, line: Column, found: CostInput, at: int, unknown: bool) -> CellValue:
    headers = list(_asked(ground, found, at)) if len(found.headers) > 1 and found.live[at] else []
    if not headers:
        return int(unknown)
    row = ground.table.first + at
    words = [_is_word(f"INDEX({ground.lines.column(each)},{line.at(row)})") for each in headers]
    return Formula(f"IF({line.at(row)}=0,0,IF(OR({','.join(words)}),1,0))", 0)


def _is_word(cell: str) -> str:
    """Return the formula of whether a cell holds text that is more than a dash."""
    text = f"TRIM({cell})"
    for dash in _DASHES:
        text = f'SUBSTITUTE({text},"{dash}","")'
    return f'AND(ISTEXT({cell}),{text}<>"")'


def _asked(ground: Ground, found: CostInput, at: int) -> Iterator[str]:
    """Yield the columns of costs of one proposal that a budget would pay for."""
    for headers, said in zip(found.headers, found.said, strict=True):
        fields = (_field(ground, said, name, at) for name in _FIELDS)
        if is_asked(ground.result.case, at, UnknownCost(headers[0], "", *fields)):
            yield from headers


def _field(ground: Ground, said: Any, name: str, at: int) -> str:
    """Return what a column of costs says of itself, or a column beside it of each line."""
    stated = said.get(name) if isinstance(said, Mapping) else None
    if not isinstance(stated, Mapping):
        return "" if stated is None else text_of(stated).strip()
    text = text_of(ground.lines.cell(at, str(stated["column"]))).strip()
    return str(stated.get("values", {}).get(text, text))
