"""Which of the areas that are named as ours still hold what we wrote.

A name alone is no proof: its column may hold other things by now, or somebody else may have
defined it. What an area begins with has to be ours, else it is left alone like any other cell.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from cximpact.intake.files.cells import Area

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cximpact.intake.files.xlsx_values import Grid
    from cximpact.spreadsheet.cells import OwnedArea

__all__ = ["trusted_areas"]

_SIGN = "cx "
"""What our headers and the titles of our sheets begin with, letter case aside."""


def trusted_areas(
    named: Mapping[str, OwnedArea], sheets: Mapping[str, str], grid: Callable[[str], Grid]
) -> dict[str, OwnedArea]:
    """Return the areas that are ours, each no larger than what its sheet holds.

    Args:
        named: Areas by key, from the names defined in the workbook.
        sheets: The names of its sheets, by those names without letter case.
        grid: Gives the values of a sheet.
    """
    found = {}
    for key, each in named.items():
        if not key.startswith(("column.", "sheet.")):
            found[key] = each
            continue
        sheet = sheets.get(each.sheet.casefold())
        area = None if sheet is None else _ours(key, each.area, grid(sheet))
        if sheet is not None and area is not None:
            found[key] = evolve(each, sheet=sheet, area=area)
    return found


def _ours(key: str, area: Area, grid: Grid) -> Area | None:
    """Return an area without rows and columns that hold nothing; None if it is not ours."""
    if key.startswith("column.") and area.first_column != area.last_column:
        return None
    first = grid.crop(Area(area.first_row, area.first_column, area.first_row, area.first_column))
    text = first.columns[0][0] if first.columns and first.columns[0] else None
    if not isinstance(text, str) or not text.casefold().startswith(_SIGN):
        return None
    last_row = grid.first_row + grid.height - 1
    last_column = grid.first_column + len(grid.columns) - 1
    return evolve(
        area,
        last_row=max(min(area.last_row, last_row), area.first_row),
        last_column=max(min(area.last_column, last_column), area.first_column),
    )
