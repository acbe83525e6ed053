"""Whether the cells of a column fit what it may mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cximpact.intake.lists.cell_values import UnfitCellError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from cximpact.intake.files.cells import Cell

__all__ = ["different", "misfits"]


def different(cells: Iterable[Cell]) -> Iterable[Cell]:
    """Return each different cell once: most columns repeat a few values."""
    return {(type(cell), cell): cell for cell in cells}.values()


def misfits(cells: Iterable[Cell], reader: Callable[[Cell], object]) -> bool:
    """Return whether a reader refuses a cell."""
    for cell in different(cells):
        try:
            reader(cell)
        except UnfitCellError:
            return True
    return False
