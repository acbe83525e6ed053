"""Lines that add up other lines: totals are left out, whatever else does so is told."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from attrs import evolve

from cximpact.intake.files.cells import Area, cell_name, is_blank
from cximpact.intake.lists.totals import is_total

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cximpact.intake.files.cells import Cell
    from cximpact.spreadsheet.finding.blocks import Block
    from cximpact.spreadsheet.finding.formulas import Formulas
    from cximpact.spreadsheet.finding.headers import HeaderRows

__all__ = ["told_from_sums"]

_FEWEST = 2
_LONGEST_WORD = 2


def told_from_sums(
    block: Block, formulas: Formulas, rows: HeaderRows
) -> tuple[Block, tuple[str, ...]]:
    """Return a table without its totals, and the cells of lines that add up other lines.

    A row that adds up lines is a total if it is called one (*Total marketing*) or not called
    anything. Any other may be a programme above its projects, and stays.

    Args:
        block: The table.
        formulas: What formulas tell of cells.
        rows: The rows of its sheet.
    """
    sums = _sums(block, formulas)
    totals = {row for row in sums if _is_called_total(_inside(rows, row, block.area))}
    told = tuple(sums[row] for row in sorted(sums) if row not in totals)
    if not totals:
        return block, told
    lines = [row for row in block.lines if row not in totals]
    was_last = block.lines[-1] == block.area.last_row
    last = lines[-1] if lines and was_last else block.area.last_row
    area = evolve(block.area, last_row=last)
    every = tuple(sorted({*block.totals, *totals}))
    return evolve(block, lines=lines, totals=every, area=area), told


def _sums(block: Block, formulas: Formulas) -> dict[int, str]:
    """Return per line that adds up at least two others the address of the cell that does."""
    lines, found = set(block.lines), dict[int, str]()
    for (row, column), (first, last) in sorted(formulas.sums.items()):
        inside = block.area.first_column <= column <= block.area.last_column
        others = bisect_right(block.lines, last) - bisect_left(block.lines, first)
        if row in lines and inside and others - (first <= row <= last) >= _FEWEST:
            found.setdefault(row, cell_name(row, column))
    return found


def _inside(rows: HeaderRows, row: int, area: Area) -> list[Cell]:
    left = rows.first_column
    return rows.cells(row)[max(area.first_column - left, 0) : area.last_column - left + 1]


def _is_called_total(cells: Sequence[Cell]) -> bool:
    label = next((cell for cell in cells if isinstance(cell, str) and not is_blank(cell)), None)
    if label is None:
        return True
    words = label.split()
    ends = (words[:count] for count in range(1, _LONGEST_WORD + 1))
    starts = (words[-count:] for count in range(1, _LONGEST_WORD + 1))
    return any(is_total(" ".join(some)) for some in (*ends, *starts))
