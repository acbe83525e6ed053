"""What single cells say for sure, whatever is wrong with them: what is wrong is told elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cximpact.intake.lists.cell_values import UnfitCellError, text_in, truth_in

if TYPE_CHECKING:
    from cximpact.intake.files.cells import Cell

__all__ = ["says_yes", "sure_text"]


def sure_text(cell: Cell, unfit: str = "") -> str:
    """Return a cell as text without outer spaces.

    Args:
        cell: The cell.
        unfit: What is returned for a failed formula, which says nothing.

    Example:
        >>> sure_text(" A-1 "), sure_text(2), sure_text(None)
        ('A-1', '2', '')
    """
    try:
        return text_in(cell)
    except UnfitCellError:
        return unfit


def says_yes(cell: Cell) -> bool:
    """Return whether a cell is a plain yes.

    Example:
        >>> says_yes("yes"), says_yes("no"), says_yes("perhaps")
        (True, False, False)
    """
    try:
        return truth_in(cell) is True
    except UnfitCellError:
        return False
