"""How a table changes with the columns of results that stand in it or right beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from cximpact.intake.files.cells import Area

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from cximpact.spreadsheet.cells import ColumnBlock
    from cximpact.spreadsheet.editing.tables import TableShape

__all__ = ["TableFit", "fit_table", "unique_header"]


@frozen
class TableFit:
    """What becomes of a table.

    Attributes:
        last_column: The column it ends at.
        names: The names of our columns in it, by column of the sheet.
        totals: Cells that it comes to use for totals, and that must be blank.
        notices: What the user should know.
    """

    last_column: int
    names: Mapping[int, str]
    totals: Area | None = None
    notices: tuple[str, ...] = ()


def fit_table(
    shape: TableShape, blocks: Sequence[ColumnBlock], emptied: Collection[Area], *, wanted: bool
) -> TableFit:
    """Return what becomes of a table when columns of ours are written or emptied.

    Args:
        shape: The table as it is.
        blocks: The columns written on its sheet.
        emptied: Areas of ours on its sheet that become blank, headers included.
        wanted: Whether columns right beside it are to become part of it.
    """
    area = shape.area
    at_header = {one.column: one for one in blocks if one.header_row == area.first_row}
    gone = {
        column
        for one in emptied
        if one.first_row <= area.first_row <= one.last_row
        for column in range(one.first_column, one.last_column + 1)
    } - set(at_header)
    last = area.last_column
    while last in gone and last > area.first_column:
        last -= 1
    shrunk = last
    extends = wanted and shape.header_rows and not shape.is_linked
    while extends and last + 1 in at_header and _fits(at_header[last + 1], shape):
        last += 1
    names = _names(shape, at_header, last)
    beside = wanted and any(column > last for column in at_header)
    totals = None
    if shape.totals_rows and last > max(shrunk, area.last_column):
        first = max(shrunk, area.last_column) + 1
        totals = Area(area.last_row - shape.totals_rows + 1, first, area.last_row, last)
    return TableFit(last, names, totals, (_told(shape),) if beside else ())


def _fits(block: ColumnBlock, shape: TableShape) -> bool:
    """Return whether the values of a column stand in the rows of a table."""
    last = shape.area.last_row - shape.totals_rows
    return not block.rows or (block.rows[0] > block.header_row and block.rows[-1] <= last)


def _told(shape: TableShape) -> str:
    return (
        f"results stand outside table '{shape.name}': when you sort it, they stay where they are, "
        "so run this again afterwards"
    )


def _names(shape: TableShape, at_header: Mapping[int, ColumnBlock], last: int) -> dict[int, str]:
    """Return names for our columns that no other column of the table has."""
    first = shape.area.first_column
    taken = {
        name.casefold()
        for column, name in enumerate(shape.columns, first)
        if column not in at_header and column <= last
    }
    names: dict[int, str] = {}
    if not shape.header_rows:
        return names
    for column in sorted(column for column in at_header if first <= column <= last):
        names[column] = unique_header(at_header[column].header, taken)
        taken.add(names[column].casefold())
    return names


def unique_header(header: str, taken: Collection[str]) -> str:
    """Return a header that differs from others, as Excel demands of tables.

    Args:
        header: The header.
        taken: The others, case folded.

    Example:
        >>> unique_header("Value", {"value"})
        'Value 2'
    """
    plain = " ".join(header.split()) or "Column"
    number, shown = 1, plain
    while shown.casefold() in taken:
        number += 1
        shown = f"{plain} {number}"
    return shown
