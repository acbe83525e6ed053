"""Columns of results as cells of a sheet: which may be overwritten, and what they look like."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from attrs import evolve

from cximpact.intake.files.cells import Area
from cximpact.spreadsheet.cells import Look
from cximpact.spreadsheet.editing.lanes import (
    Lane,
    column_rows,
    emptied_rows,
    plan_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from cximpact.spreadsheet.cells import ColumnBlock, OwnedArea
    from cximpact.spreadsheet.editing.lanes import Plan, RowEdits

__all__ = ["DATE_NUMBER", "area_of_block", "column_plan", "covers"]

DATE_NUMBER = "yyyy-mm-dd"
"""How dates are shown where nothing else is said."""


def area_of_block(block: ColumnBlock) -> Area:
    """Return the cells of a column, from its header to its last value."""
    last = block.rows[-1] if block.rows else block.header_row
    return Area(block.header_row, block.column, max(last, block.header_row), block.column)


def covers(outer: Area, inner: Area) -> bool:
    """Return whether an area holds all cells of another."""
    return (
        outer.first_row <= inner.first_row
        and outer.last_row >= inner.last_row
        and outer.first_column <= inner.first_column
        and outer.last_column >= inner.last_column
    )


def column_plan(
    blocks: Sequence[ColumnBlock],
    headers: Mapping[int, str],
    owned: Mapping[str, OwnedArea],
    emptied: Sequence[Area],
    blank: Sequence[Area] = (),
) -> Plan:
    """Return what is to be written into a sheet for columns of results.

    Args:
        blocks: The columns, all of one sheet.
        headers: Headers that differ from those of the blocks, by column.
        owned: All areas of ours on this sheet.
        emptied: Areas of ours that become blank where nothing is written.
        blank: Other cells that must be blank.
    """
    ordered = sorted(blocks, key=lambda block: block.column)
    ours = _ranges(one.area for one in owned.values())
    gone = [
        one for one in (*blank, *emptied) if not any(covers(area_of_block(b), one) for b in blocks)
    ]
    groups: list[Callable[[], Iterator[RowEdits]]] = [_emptied(area, ours) for area in gone]
    for same in _alike(ordered):
        lanes = [_lanes(block, ordered, owned, ours) for block in same]
        shown = [headers.get(block.column, block.header) for block in same]
        values = [block.values for block in same]
        groups.append(partial(column_rows, lanes, shown, same[0].header_row, same[0].rows, values))
    return plan_of(groups, [*map(area_of_block, ordered), *gone])


def _ranges(areas: Iterable[Area]) -> dict[int, tuple[range, ...]]:
    """Return the rows of each column that areas cover."""
    found: dict[int, tuple[range, ...]] = {}
    for area in areas:
        for column in range(area.first_column, area.last_column + 1):
            rows = range(area.first_row, area.last_row + 1)
            found[column] = (*found.get(column, ()), rows)
    return found


def _emptied(area: Area, ours: Mapping[int, tuple[range, ...]]) -> Callable[[], Iterator[RowEdits]]:
    columns = range(area.first_column, area.last_column + 1)
    lanes = [Lane(column, owned=ours.get(column, ())) for column in columns]
    return partial(emptied_rows, lanes, range(area.first_row, area.last_row + 1))


def _alike(blocks: Sequence[ColumnBlock]) -> list[list[ColumnBlock]]:
    """Return the columns grouped by their rows; most often they all have the same."""
    groups: list[list[ColumnBlock]] = []
    for block in blocks:
        for group in groups:
            one = group[0]
            if one.header_row == block.header_row and (
                one.rows is block.rows or list(one.rows) == list(block.rows)
            ):
                group.append(block)
                break
        else:
            groups.append([block])
    return groups


def _lanes(
    block: ColumnBlock,
    ordered: Sequence[ColumnBlock],
    owned: Mapping[str, OwnedArea],
    ours: Mapping[int, tuple[range, ...]],
) -> tuple[Lane, Lane]:
    """Return what the header of a column is written by, and what its values are."""
    columns = {one.column for one in ordered if one.header_row == block.header_row}
    source = block.column - 1
    while source in columns:
        source -= 1
    old = owned.get(block.key)
    kept = _ranges([old.area]).get(block.column, ()) if old else ()
    header = Lane(block.column, Look(), source, ours.get(block.column, ()), kept)
    return header, evolve(header, look=_look(block))


def _look(block: ColumnBlock) -> Look:
    has_dates = any(isinstance(value, date) for value in block.values)
    return (
        evolve(block.look, number=DATE_NUMBER)
        if has_dates and not block.look.number
        else block.look
    )
