"""Writes columns of results into a sheet, and lets tables and filters follow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve, frozen

from cximpact.intake.files.cells import Area, area_of, cell_name
from cximpact.intake.files.problems import ProblemLog
from cximpact.spreadsheet.editing.column_plan import area_of_block, column_plan, covers
from cximpact.spreadsheet.editing.lanes import overlap
from cximpact.spreadsheet.editing.markup import parse
from cximpact.spreadsheet.editing.sheet_edit import edit_sheet
from cximpact.spreadsheet.editing.sheet_pass import SheetJob
from cximpact.spreadsheet.editing.table_fit import TableFit, fit_table
from cximpact.spreadsheet.editing.tables import reshaped
from cximpact.spreadsheet.ownership import reference
from cximpact.spreadsheet.package.relationships import relationships

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from cximpact.spreadsheet.cells import ColumnBlock, OwnedArea
    from cximpact.spreadsheet.editing.book_parts import BookParts, BookSheet, BookTable
    from cximpact.spreadsheet.editing.sheet_edit import Edited

__all__ = ["ColumnTask", "apply", "write_columns"]

_FILTER_NAME = "_xlnm._FilterDatabase"


@frozen(eq=False)
class ColumnTask:
    """Columns to be written into one sheet.

    Attributes:
        sheet: The sheet.
        blocks: The columns, all of this sheet.
        owned: All areas of ours on it.
        emptied: Areas of ours that become blank where nothing is written.
        table: The Excel table that is to hold columns beside it; "" for none.
    """

    sheet: BookSheet
    blocks: Sequence[ColumnBlock]
    owned: Mapping[str, OwnedArea]
    emptied: Sequence[Area]
    table: str = ""


def write_columns(book: BookParts, task: ColumnTask) -> tuple[str, ...]:
    """Write columns, and return what the user should know.

    Raises:
        InputError: Cells are in the way; all of them are named.
    """
    tables = book.tables(task.sheet.part)
    fits = {one.part: _fit(one, task) for one in tables if _is_concerned(one, task)}
    _refuse_foreign(book, task, tables, fits)
    headers = {column: name for fit in fits.values() for column, name in fit.names.items()}
    totals = [fit.totals for fit in fits.values() if fit.totals]
    emptied, told = _with_headers_kept(task, tables, fits)
    plan = column_plan(task.blocks, headers, task.owned, emptied, totals)
    job = SheetJob(
        task.sheet.name,
        plan,
        widen_filter=None if fits else _run(task.blocks),
        from_1904=book.workbook.from_1904,
        widths={one.column: one.width for one in task.blocks},
    )
    edited = apply(book, task.sheet, job)
    for one in tables:
        if fit := fits.get(one.part):
            new = reshaped(book.read(one.part), fit.last_column, fit.names)
            _replace(book, one.part, new)
    if edited.filtered is not None:
        text = reference(task.sheet.name, edited.filtered)
        book.workbook.set_local_text(_FILTER_NAME, task.sheet.place, text)
    notices = [notice for fit in fits.values() for notice in fit.notices]
    return (*edited.notices, *notices, *told)


def apply(book: BookParts, sheet: BookSheet, job: SheetJob) -> Edited:
    """Edit a sheet, and keep it among the changes.

    Raises:
        InputError: Cells are in the way, or the sheet is damaged.
    """
    edited = edit_sheet(book.chunks(sheet.part), job, book.styles, book.file)
    book.refuse_full_styles()
    book.changes.replace(sheet.part, edited.content.chunks)
    if edited.has_formulas:
        book.drop_calculation_order()
    return edited


def _replace(book: BookParts, part: str, new: bytes) -> None:
    """Replace a part unless nothing changes, so that it stays as it was in the file."""
    if new != book.read(part):
        book.changes.replace(part, new)


def _is_concerned(table: BookTable, task: ColumnTask) -> bool:
    """Return whether a table holds columns of ours, or is to."""
    if table.shape.name.casefold() == task.table.casefold():
        return True
    areas = [*task.emptied, *(area_of_block(one) for one in task.blocks)]
    ours = [one.area for one in task.owned.values()]
    common = [found for area in areas if (found := overlap(table.shape.area, area))]
    return any(covers(own, one) for own in ours for one in common)


def _fit(table: BookTable, task: ColumnTask) -> TableFit:
    wanted = table.shape.name.casefold() == task.table.casefold()
    return fit_table(table.shape, task.blocks, task.emptied, wanted=wanted)


def _with_headers_kept(
    task: ColumnTask, tables: Sequence[BookTable], fits: Mapping[str, TableFit]
) -> tuple[list[Area], list[str]]:
    """Return the areas to empty; no column in the middle of a table can be without a header."""
    emptied, told = list(task.emptied), []
    written = {block.column for block in task.blocks}
    for table in tables:
        fit = fits.get(table.part)
        area = table.shape.area
        for at, one in enumerate(emptied):
            inside = fit is not None and area.first_column <= one.first_column <= fit.last_column
            is_header = one.first_row == area.first_row and table.shape.header_rows
            if inside and is_header and one.first_column not in written:
                emptied[at] = evolve(one, first_row=min(one.first_row + 1, one.last_row))
                header = cell_name(one.first_row, one.first_column)
                told.append(
                    f"sheet '{task.sheet.name}': the header {header} stays, since columns of "
                    f"yours follow it in table '{table.shape.name}'"
                )
    return emptied, told


def _run(blocks: Sequence[ColumnBlock]) -> Area | None:
    """Return the first columns that stand side by side, as one area."""
    ordered = sorted(blocks, key=lambda block: block.column)
    if not ordered:
        return None
    areas = [area_of_block(ordered[0])]
    for one in ordered[1:]:
        if one.column == areas[-1].last_column + 1 and one.header_row == ordered[0].header_row:
            areas.append(area_of_block(one))
    last_row = max(area.last_row for area in areas)
    first = areas[0]
    return Area(first.first_row, first.first_column, last_row, areas[-1].last_column)


def _refuse_foreign(
    book: BookParts,
    task: ColumnTask,
    tables: Sequence[BookTable],
    fits: Mapping[str, TableFit],
) -> None:
    """Refuse cells that belong to other tables or to pivot tables, blank or not."""
    log = ProblemLog(book.file)
    areas = [area_of_block(one) for one in task.blocks]
    for table in tables:
        fit, area = fits.get(table.part), table.shape.area
        if fit is not None and fit.last_column > area.last_column:
            rows = (area.first_row, area.last_row)
            areas.append(Area(rows[0], area.last_column + 1, rows[1], fit.last_column))
    taken = [
        (f"table '{one.shape.name}'", one.shape.area) for one in tables if one.part not in fits
    ]
    taken += [("a pivot table", area) for area in _pivots(book, task.sheet.part)]
    for name, area in taken:
        common = next((found for one in areas if (found := overlap(area, one))), None)
        if common is not None:
            log.add(
                f"results were to be written here, but the cell belongs to {name}",
                sheet=task.sheet.name,
                cell=cell_name(common.first_row, common.first_column),
                hint="say where else the results go (--at)",
            )
    log.raise_any()


def _pivots(book: BookParts, part: str) -> list[Area]:
    found: Collection[str] = [
        one.part for one in relationships(book.changes, part) if one.kind == "pivotTable"
    ]
    nodes = [book.parsed(name, parse).first("location") for name in found if name]
    return [area for node in nodes if node and (area := area_of(node.attributes.get("ref", "")))]
