"""Headers in one row or several: merged cells spread out, rows joined to unique names."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from attrs import frozen

from cximpact.intake.files.cells import (
    MOST_COLUMNS,
    Cell,
    ErrorCell,
    UncachedFormula,
    column_letters,
    is_blank,
    text_of,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cximpact.intake.files.cells import Area
    from cximpact.intake.files.xlsx_values import Grid
    from cximpact.spreadsheet.finding.layout import Layout

__all__ = ["HeaderRows", "Headers", "is_label", "joined_headers", "label_of"]

_HIGHEST_MERGE = 4
_YEARS = range(1900, 2200)


@frozen(eq=False)
class Headers:
    """The headers of a table.

    Attributes:
        first_row: The first of their rows.
        last_row: The last.
        names: One per column, "" where there is none; all others different.
        aliases: Other names: those of all rows joined, where that differs.
        doubles: Columns whose name an earlier one has; it is told apart by their letters.
    """

    first_row: int
    last_row: int
    names: tuple[str, ...]
    aliases: dict[str, str]
    doubles: dict[int, str]

    @property
    def all_names(self) -> tuple[str, ...]:
        """The names that are there, and the other names."""
        return (*(name for name in self.names if name), *self.aliases)


class HeaderRows:
    """Rows of a sheet as headers: a merged cell's text stands in all of its cells."""

    def __init__(self, grid: Grid, layout: Layout) -> None:
        self.grid = grid
        self.first_column = grid.first_column
        self.width = len(grid.columns)
        self._blank: list[Cell] = [None] * self.width
        self._merged: dict[int, list[Area]] = {}
        covered: dict[int, int] = {}
        for area in layout.merged:
            # Headers are never merged over many rows; data, or a whole sheet, may be.
            if area.last_row - area.first_row < _HIGHEST_MERGE:
                for row in range(area.first_row, area.last_row + 1):
                    # Merged cells do not overlap, so those of a row are no more than its cells.
                    wide = covered.get(row, 0) + area.last_column - area.first_column + 1
                    if wide <= MOST_COLUMNS:
                        covered[row] = wide
                        self._merged.setdefault(row, []).append(area)

    def cells(self, row: int) -> list[Cell]:
        """Return the cells of a row as they stand."""
        at = row - self.grid.first_row
        return self.grid.rows[at] if 0 <= at < self.grid.height else self._blank

    def below(self, column: int, rows: Sequence[int]) -> list[Cell]:
        """Return the cells of a column in some rows, all of which are there."""
        at = column - self.first_column
        if not 0 <= at < self.width:
            return [None] * len(rows)
        cells, top = self.grid.columns[at], self.grid.first_row
        return [cells[row - top] for row in rows]

    def spread(self, row: int) -> list[Cell]:
        """Return the cells of a row, the value of a merged cell in all of its cells."""
        merged = self._merged.get(row)
        if not merged:
            return self.cells(row)
        found = list(self.cells(row))
        for area in merged:
            value = self._value(area.first_row, area.first_column)
            for at in self._inside(area):
                found[at] = value
        return found

    def starts(self, row: int, column: int) -> int:
        """Return the row in which the merged cell at a place begins; `row` if it is not merged."""
        for area in self._merged.get(row, ()):
            if area.first_column <= column <= area.last_column:
                return area.first_row
        return row

    def tall(self, row: int) -> set[int]:
        """Return the places in a row, from 0, whose merged cell begins in a row above."""
        merged = (area for area in self._merged.get(row, ()) if area.first_row < row)
        return {at for area in merged for at in self._inside(area)}

    def across(self, row: int) -> list[Area]:
        """Return the cells of a row that are merged over several columns."""
        merged = self._merged.get(row, [])
        return [area for area in merged if area.last_column > area.first_column]

    def is_text(self, row: int, *, strictly: bool) -> bool:
        """Return whether a row holds texts and years, two or more of them, and little else."""
        if strictly:
            return self._is_all_text(row)
        filled = [cell for cell in self.spread(row) if not is_blank(cell)]
        labels = (len(filled) + 1) // 2 + 1
        return len(filled) > 1 and sum(map(is_label, filled)) >= min(labels, len(filled))

    def _is_all_text(self, row: int) -> bool:
        """Return whether a row holds two or more labels and nothing else; most lines do not."""
        filled = 0
        for cell in self.spread(row):
            if not is_blank(cell):
                if not is_label(cell):
                    return False
                filled += 1
        return filled > 1

    def _value(self, row: int, column: int) -> Cell:
        at = column - self.first_column
        return self.cells(row)[at] if 0 <= at < self.width else None

    def _inside(self, area: Area) -> range:
        first = max(area.first_column - self.first_column, 0)
        return range(first, min(area.last_column - self.first_column + 1, self.width))


def is_label(cell: Cell) -> bool:
    """Return whether a cell may be part of a header: a text, a year, a date."""
    if isinstance(cell, str):
        return any(map(str.isalpha, cell)) or len(cell) <= _HIGHEST_MERGE or cell.isdigit()
    if isinstance(cell, bool | ErrorCell | UncachedFormula):
        return False
    return cell in _YEARS if isinstance(cell, int | float) else True


def label_of(cell: Cell) -> str:
    """Return the text of one header cell, in one line."""
    return " ".join(text_of(cell).split())


def joined_headers(rows: HeaderRows, first: int, last: int, columns: range) -> Headers:
    """Return unique headers from one or several rows.

    The lowest text of a column is its header where no other column has it; where one has, and
    where it is a mere number such as a year, the texts above it come first: *Capex 2027*.

    Args:
        rows: The rows of the sheet.
        first: The first row that may hold headers.
        last: The last.
        columns: The columns of the table, counted from 1.
    """
    stacks = _stacks(rows, first, last, columns)
    lowest = [stack[-1] if stack else "" for stack in stacks]
    full = [" ".join(dict.fromkeys(stack)) for stack in stacks]
    counts = Counter(name.casefold() for name in lowest)
    names = [
        low if counts[low.casefold()] == 1 and any(map(str.isalpha, low)) else long
        for low, long in zip(lowest, full, strict=True)
    ]
    used = any(name != low for name, low in zip(names, lowest, strict=True))
    starts = [rows.starts(last, column) for column in columns]
    top = first if used else max(first, min([last, *starts]))
    aliases = {long: name for long, name in zip(full, names, strict=True) if long != name}
    unique, doubles = _told_apart(names, columns)
    return Headers(top, last, tuple(unique), aliases, doubles)


def _stacks(rows: HeaderRows, first: int, last: int, columns: range) -> list[list[str]]:
    """Return per column the texts over each other, from the top."""
    stacks: list[list[str]] = [[] for _ in columns]
    for row in range(first, last + 1):
        labels = [label_of(cell) for cell in _cut(rows, rows.spread(row), columns)]
        # A heading stands over all columns below it, a header over one: its cell's first.
        labels = (
            _filled_right(labels) if row < last else _first_of_merged(rows, row, labels, columns)
        )
        for stack, label in zip(stacks, labels, strict=True):
            if label and (not stack or stack[-1] != label):
                stack.append(label)
    return stacks


def _first_of_merged(rows: HeaderRows, row: int, labels: list[str], columns: range) -> list[str]:
    covered = {
        column
        for area in rows.across(row)
        for column in range(max(area.first_column + 1, columns.start), area.last_column + 1)
        if column < columns.stop
    }
    return [
        "" if column in covered else label for column, label in zip(columns, labels, strict=True)
    ]


def _cut(rows: HeaderRows, cells: Sequence[Cell], columns: range) -> list[Cell]:
    left = columns.start - rows.first_column
    wanted: list[Cell] = [None] * max(-left, 0)
    wanted += cells[max(left, 0) : max(columns.stop - rows.first_column, 0)]
    return wanted + [None] * (len(columns) - len(wanted))


def _filled_right(labels: list[str]) -> list[str]:
    """Let a heading over several columns, which stands in the first, stand over all of them."""
    found, last = [], ""
    for label in labels:
        last = label or last
        found.append(last)
    return found


def _told_apart(names: list[str], columns: range) -> tuple[list[str], dict[int, str]]:
    """Add the letters of the column to a name that an earlier column has."""
    seen: set[str] = set()
    found, doubles = [], {}
    for name, column in zip(names, columns, strict=True):
        shown = name
        if name and name.casefold() in seen:
            doubles[column] = name
            shown = f"{name} (column {column_letters(column)})"
        found.append(shown)
        seen.add(shown.casefold())
    return found, doubles
