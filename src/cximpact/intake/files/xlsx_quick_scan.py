"""Reads a sheet that is written the way all common programs do, several times as fast.

It answers only if every tag among the rows is one of plain cells; anything else is left to the
thorough reading, which gives the same values. No cell takes room before the extent of all of them
is known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.parsers import expat

import numpy as np
from attrs import Factory, define, field

from cximpact.intake.files.xlsx_calamine import UnreadableSheetError
from cximpact.intake.files.xlsx_quick_cells import Cells, take_cells
from cximpact.intake.files.xlsx_quick_slices import NotPlainError, row_slices
from cximpact.intake.files.xlsx_quick_tags import take_tags
from cximpact.intake.files.xlsx_quick_values import Values
from cximpact.intake.files.xlsx_scan import SheetScan
from cximpact.intake.files.xlsx_values import Grid

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from cximpact.intake.files.cells import Cell
    from cximpact.intake.files.xlsx_prescan import Package
    from cximpact.intake.files.xlsx_workbook import Workbook

__all__ = ["QuickSheet", "quick_scan", "quick_sheet"]


@define(eq=False)
class _Block:
    """Some cells: row, column and value of each."""

    rows: NDArray[np.int32]
    columns: NDArray[np.int32]
    values: NDArray[np.object_]


@define(eq=False)
class QuickSheet:
    """The values of a sheet before they are laid out.

    Attributes:
        scan: How far they reach; failed formulas are not in it but among the values.
    """

    scan: SheetScan = Factory(SheetScan)
    _blocks: list[_Block] = field(factory=list, repr=False)

    def grid(self) -> Grid:
        """Return the values laid out; the extent is to be checked before."""
        scan = self.scan
        if not scan.values:
            return Grid(1, 1, [])
        height = scan.last_row - scan.first_row + 1
        width = scan.last_column - scan.first_column + 1
        cells: NDArray[np.object_] = np.empty((width, height), object)
        for block in self._blocks:
            cells[block.columns - scan.first_column, block.rows - scan.first_row] = block.values
        columns: list[list[Cell]] = cells.tolist()
        return Grid(scan.first_row, scan.first_column, columns)


def quick_scan(xml: bytes) -> SheetScan | None:
    """Return the extent of a plainly written sheet, or None if it needs the full pass.

    Args:
        xml: The part of the sheet, in UTF-8.

    Raises:
        xml.parsers.expat.ExpatError: What stands around the rows is damaged.
    """
    scan = SheetScan()
    try:
        for cells in _cells([xml]):
            _reach(scan, cells)
    except NotPlainError:
        return None
    return scan


def quick_sheet(package: Package, workbook: Workbook, part: str) -> QuickSheet | None:
    """Return the values of a plainly written sheet, or None if it needs the thorough reading.

    Args:
        package: The checked package.
        workbook: Its parts.
        part: The part of the sheet.

    Raises:
        InputError: The part is missing or not in UTF-8.
    """
    sheet = QuickSheet()
    values = Values(package, workbook)
    try:
        for cells in _cells(package.chunks(part)):
            _reach(sheet.scan, cells)
            sheet._blocks.append(_Block(cells.rows, cells.columns, values.of(cells)))
    except (NotPlainError, UnreadableSheetError, expat.ExpatError, ValueError):
        # What is wrong, if anything is, the thorough reading says best.
        return None
    return sheet


def _cells(chunks: Iterable[bytes]) -> Iterator[Cells]:
    return (take_cells(take_tags(each)) for each in row_slices(chunks))


def _reach(scan: SheetScan, cells: Cells) -> None:
    if not len(cells.rows):
        return
    scan.values += len(cells.rows)
    scan.first_row = min(scan.first_row, int(cells.rows.min()))
    scan.last_row = max(scan.last_row, int(cells.rows.max()))
    scan.first_column = min(scan.first_column, int(cells.columns.min()))
    scan.last_column = max(scan.last_column, int(cells.columns.max()))
