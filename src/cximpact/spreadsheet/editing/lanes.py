"""What is to be written into the cells of a sheet, row by row."""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, TypeAlias

from attrs import field, frozen

from cximpact.intake.files.cells import Area
from cximpact.spreadsheet.cells import CellValue, Look

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

__all__ = [
    "Lane",
    "Plan",
    "RowEdits",
    "column_rows",
    "emptied_rows",
    "overlap",
    "plan_of",
]


@frozen(eq=False)
class Lane:
    """What the cells of one column have in common.

    Attributes:
        column: The column, counted from 1.
        look: How the cells look that are new.
        source: The column whose style they start from; 0 starts from the default style.
        owned: Where cells may be overwritten, as ranges of rows.
        kept: Where cells keep the style they have.
        restyled: Styles that are replaced even there.
    """

    column: int
    look: Look = Look()
    source: int = 0
    owned: tuple[range, ...] = ()
    kept: tuple[range, ...] = ()
    restyled: frozenset[int] = frozenset()

    def owns(self, row: int) -> bool:
        """Return whether the cell of a row may be overwritten."""
        return _within(row, self.owned)

    def keeps(self, row: int) -> bool:
        """Return whether the cell of a row keeps its style."""
        return _within(row, self.kept)


def _within(row: int, ranges: tuple[range, ...]) -> bool:
    for rows in ranges:  # noqa: SIM110 - asked for every cell, and a third faster like this
        if row in rows:
            return True
    return False


RowEdits: TypeAlias = tuple[int, tuple[Lane, ...], Sequence[CellValue]]
"""A row, its cells from left to right, and the value of each; None leaves a cell blank."""


@frozen(eq=False)
class Plan:
    """All that is to be written into one sheet.

    Attributes:
        rows: Gives the rows, ascending.
        areas: The areas they lie in.
    """

    rows: Callable[[], Iterator[RowEdits]] = field(repr=False)
    areas: tuple[Area, ...]

    def touched(self, area: Area) -> bool:
        """Return whether an area has a cell in common with what is written."""
        return any(overlap(area, own) for own in self.areas)


def overlap(one: Area, other: Area) -> Area | None:
    """Return the cells that two areas have in common."""
    first_row, last_row = max(one.first_row, other.first_row), min(one.last_row, other.last_row)
    first = max(one.first_column, other.first_column)
    last = min(one.last_column, other.last_column)
    return (
        Area(first_row, first, last_row, last) if first_row <= last_row and first <= last else None
    )


def column_rows(
    lanes: Sequence[tuple[Lane, Lane]],
    headers: Sequence[str],
    header_row: int,
    rows: Sequence[int],
    values: Sequence[Sequence[CellValue]],
) -> Iterator[RowEdits]:
    """Yield the rows of columns that stand side by side in the same rows.

    Args:
        lanes: Of each column, for its header and for its values.
        headers: Of each column.
        header_row: The row of the headers.
        rows: The rows of the values, ascending.
        values: Of each column, one per row.
    """
    yield header_row, tuple(lane for lane, _ in lanes), headers
    below = tuple(lane for _, lane in lanes)
    blank = [None] * len(lanes)
    at = header_row + 1
    for row, cells in zip(rows, zip(*values, strict=True), strict=True):
        for gap in range(at, row):
            yield gap, below, blank
        yield row, below, cells
        at = row + 1


def emptied_rows(lanes: Sequence[Lane], rows: range) -> Iterator[RowEdits]:
    """Yield rows whose cells become blank."""
    together, blank = tuple(lanes), [None] * len(lanes)
    for row in rows:
        yield row, together, blank


def plan_of(groups: Sequence[Callable[[], Iterator[RowEdits]]], areas: Iterable[Area]) -> Plan:
    """Return groups of rows as one; where several name a cell, the last group counts."""
    if len(groups) == 1:
        return Plan(groups[0], tuple(areas))
    return Plan(lambda: _combined(groups), tuple(areas))


def _combined(groups: Sequence[Callable[[], Iterator[RowEdits]]]) -> Iterator[RowEdits]:
    merged = heapq.merge(*(group() for group in groups), key=itemgetter(0))
    for row, same in groupby(merged, key=itemgetter(0)):
        by_column = {
            lane.column: (lane, value)
            for _, lanes, values in same
            for lane, value in zip(lanes, values, strict=True)
        }
        cells = [by_column[column] for column in sorted(by_column)]
        yield row, tuple(lane for lane, _ in cells), [value for _, value in cells]
