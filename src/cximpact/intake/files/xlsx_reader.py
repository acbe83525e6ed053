"""Workbooks become tables: choose the sheet and the part of it, then take headers and rows."""

from __future__ import annotations

from itertools import compress
from xml.parsers import expat

from cximpact.intake.files.cells import (
    Area,
    Cell,
    ErrorCell,
    UncachedFormula,
    area_of,
    cell_name,
    is_blank,
    text_of,
)
from cximpact.intake.files.problems import ProblemLog, did_you_mean
from cximpact.intake.files.raw_table import Origin, RawTable, ReadOptions, named_columns
from cximpact.intake.files.xlsx_prescan import Package, open_package
from cximpact.intake.files.xlsx_quick_scan import quick_sheet
from cximpact.intake.files.xlsx_scan import has_values, refuse_extent, scan_sheet
from cximpact.intake.files.xlsx_values import Grid, UnreadableSheetError, read_grid
from cximpact.intake.files.xlsx_workbook import Workbook, defined_table, read_workbook

__all__ = ["read_xlsx", "sheet_grid"]


def read_xlsx(data: bytes, options: ReadOptions, *, name: str) -> RawTable:
    """Return one table of a workbook.

    Text stays text, numbers without a fraction become whole, dates come as dates, times of day
    and durations as text, empty cells as None. Blank rows are skipped. Failed formulas become
    `ErrorCell`, formulas whose result was never stored `UncachedFormula`.

    Args:
        data: The content of the file.
        options: Which `sheet`, `cells`, `table` and `header_row` to read.
        name: How the file is called in problems.

    Raises:
        InputError: The file is no workbook or an unsafe one, the sheet or table is not in it or
            not stated though several sheets hold values, or the headers are wrong.
    """
    log = ProblemLog(name)
    package = open_package(data, name=name)
    workbook = read_workbook(package)
    sheet, area = _choose(package, workbook, options, log)
    grid = _grid(package, workbook, sheet, log)
    return _table(grid if area is None else grid.crop(area), sheet, options, log)


def sheet_grid(package: Package, workbook: Workbook, sheet: str) -> Grid:
    """Return all values of a sheet, with marks where a formula failed or has no stored result.

    Args:
        package: A checked package.
        workbook: Its parts.
        sheet: The name of one of its sheets.

    Raises:
        InputError: The sheet is damaged, or its values reach too far apart.
    """
    return _grid(package, workbook, sheet, ProblemLog(package.name))


def _choose(
    package: Package, workbook: Workbook, options: ReadOptions, log: ProblemLog
) -> tuple[str, Area | None]:
    """Return the sheet, and the part of it that is wanted."""
    if options.table is not None:
        found = defined_table(package, workbook, options.table)
        if not isinstance(found, list):
            return found.sheet, found.area
        hint = did_you_mean(options.table, found) or f"the tables are: {', '.join(found) or 'none'}"
        log.add("there is no such table", field="table", value=options.table, hint=hint)
    area = None if options.cells is None else area_of(options.cells)
    if options.cells is not None and area is None:
        expected = "an area such as A5:H40"
        log.add("not an area of cells", field="cells", value=options.cells, expected=expected)
    log.raise_any()
    return _sheet(package, workbook, options.sheet, log), area


def _sheet(package: Package, workbook: Workbook, wanted: str | None, log: ProblemLog) -> str:
    names = list(workbook.sheets)
    listed = f"the sheets are: {', '.join(names)}"
    if wanted is not None and wanted not in names:
        hint = did_you_mean(wanted, names) or listed
        log.add("there is no such sheet", field="sheet", value=wanted, hint=hint)
        raise log.error()
    if wanted is not None:
        return wanted
    filled = names if len(names) == 1 else _filled(package, workbook, log)
    if len(filled) != 1:
        message = "several sheets hold values" if filled else "all sheets are empty"
        log.add(message, expected="one sheet", hint=f"say 'sheet'; {listed}")
        raise log.error()
    return filled[0]


def _filled(package: Package, workbook: Workbook, log: ProblemLog) -> list[str]:
    filled = []
    for name, part in workbook.sheets.items():
        try:
            if has_values(package.read(part)):
                filled.append(name)
        except (expat.ExpatError, ValueError) as error:
            raise _damaged(name, error, log) from None
    return filled


def _grid(package: Package, workbook: Workbook, sheet: str, log: ProblemLog) -> Grid:
    quick = quick_sheet(package, workbook, workbook.sheets[sheet])
    if quick is not None:
        refuse_extent(quick.scan, sheet, log)
        return quick.grid()
    return _thorough_grid(package, workbook, sheet, log)


def _thorough_grid(package: Package, workbook: Workbook, sheet: str, log: ProblemLog) -> Grid:
    xml = package.read(workbook.sheets[sheet])
    try:
        scan = scan_sheet(xml)
        refuse_extent(scan, sheet, log)
        return read_grid(package, workbook, xml, scan)
    except (expat.ExpatError, UnreadableSheetError, ValueError) as error:
        raise _damaged(sheet, error, log) from None


def _damaged(sheet: str, error: Exception, log: ProblemLog) -> Exception:
    hint = "open the workbook in a spreadsheet program and save it anew"
    log.add(f"the sheet cannot be read: {error}", sheet=sheet, hint=hint)
    return log.error()


def _table(grid: Grid, sheet: str, options: ReadOptions, log: ProblemLog) -> RawTable:
    at = options.header_row or grid.first_filled()
    index = -1 if at is None else at - grid.first_row
    if at is None or not 0 <= index < grid.height or all(map(is_blank, grid.row(index))):
        where = None if at is None else f"row {at}"
        log.add("there are no headers", sheet=sheet, field=where, expected="a row of headers")
        raise log.error()
    headers = _headers(grid.row(index), at, grid.first_column, sheet, log)
    columns, numbers = _below(grid, index)
    return named_columns(
        headers,
        columns,
        numbers,
        log,
        origin=Origin.SHEET,
        header_line=at,
        sheet=sheet,
        first_position=grid.first_column,
    )


def _below(grid: Grid, header: int) -> tuple[list[list[Cell]], list[int]]:
    """Return the columns below the headers without blank rows, and the sheet row of each row."""
    blank = [row for row in grid.blank_rows() if row > header]
    numbers = list(range(grid.first_row + header + 1, grid.first_row + grid.height))
    columns = [column[header + 1 :] for column in grid.columns]
    if blank:
        kept = bytearray(b"\1") * len(numbers)
        for row in blank:
            kept[row - header - 1] = 0
        columns = [list(compress(column, kept)) for column in columns]
        numbers = list(compress(numbers, kept))
    return columns, numbers


def _headers(
    cells: list[Cell], row: int, first_column: int, sheet: str, log: ProblemLog
) -> list[str]:
    for column, cell in enumerate(cells, first_column):
        if isinstance(cell, ErrorCell | UncachedFormula):
            where = cell_name(row, column)
            log.add("a header holds no text", sheet=sheet, cell=where, value=text_of(cell))
    return [text_of(cell).strip() for cell in cells]
