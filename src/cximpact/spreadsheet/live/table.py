"""The sheet of formulas as columns over proposals, and what stands above them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property

from attrs import Factory, define, evolve, frozen

from cximpact.intake.files.cells import Area, column_letters
from cximpact.spreadsheet.cells import CellValue, Formula, Look, Put
from cximpact.spreadsheet.ownership import reference
from cximpact.spreadsheet.sheets.looks import HEADER

__all__ = ["NAME", "NUMBER", "Column", "LiveTable", "grid_of"]

NUMBER = Look(number="General", align="right")
NAME = evolve(HEADER, wrap=False)

Text = Callable[[int], str]
"""Gives the formula of a row of the sheet."""


@frozen(slots=False)
class Column:
    """A column of the sheet of formulas.

    Attributes:
        sheet: The name of the sheet.
        number: Which column, counted from 1.
        first: The row of the first proposal.
        last: The row of the last one.
    """

    sheet: str
    number: int
    first: int
    last: int

    @cached_property
    def letters(self) -> str:
        """The letters of the column."""
        return column_letters(self.number)

    def at(self, row: int) -> str:
        """Return the cell of a row, for formulas of the same sheet."""
        return f"${self.letters}{row}"

    def top(self, row: int) -> str:
        """Return a cell above the proposals, for formulas of the same sheet."""
        return f"${self.letters}${row}"

    @property
    def all(self) -> str:
        """All proposals, for formulas of the same sheet."""
        return f"${self.letters}${self.first}:${self.letters}${self.last}"

    @property
    def outside(self) -> str:
        """All proposals, for formulas of other sheets."""
        return reference(self.sheet, Area(self.first, self.number, self.last, self.number))


@define(eq=False)
class LiveTable:
    """Collects the columns of the sheet of formulas, left to right.

    Attributes:
        sheet: The name of the sheet.
        first: The row of the first proposal; the headers stand right above.
        count: How many proposals there are.
        headers: The headers so far.
        columns: The cells so far, column by column.
        loose: Cells above the headers and below the proposals, by row and column.
    """

    sheet: str
    first: int
    count: int
    headers: list[str] = Factory(list)
    columns: list[list[Put | None]] = Factory(list)
    loose: dict[tuple[int, int], Put] = Factory(dict)

    def values(self, header: str, values: Iterable[CellValue], look: Look = NUMBER) -> Column:
        """Add a column of cells; None and "" leave a cell blank."""
        cells = [None if value is None or value == "" else Put(value, look) for value in values]
        self.headers.append(header)
        self.columns.append(cells)
        return Column(self.sheet, len(self.columns), self.first, self.first + self.count - 1)

    def formulas(
        self, header: str, text: Text, results: Sequence[float | str], look: Look = NUMBER
    ) -> Column:
        """Add a column of formulas, each with its result."""
        made = (Formula(text(row), result) for row, result in enumerate(results, self.first))
        return self.values(header, made, look)

    def span(self, columns: Sequence[Column], row: int) -> str:
        """Return the cells of neighboring columns in a row; in a row of the top, too."""
        mark = "$" if row < self.first else ""
        first, last = columns[0].letters, columns[-1].letters
        return f"${first}{mark}{row}:${last}{mark}{row}"

    def put_top(self, row: int, column: int, value: CellValue, look: Look = NUMBER) -> None:
        """Put a cell above the headers."""
        self.loose[row, column] = Put(value, look)

    def cells(self) -> Iterator[tuple[int, int, Put]]:
        """Yield all cells with their rows and columns."""
        for (row, column), put in self.loose.items():
            yield row, column, put
        for number, header in enumerate(self.headers, 1):
            yield self.first - 1, number, Put(header, NAME)
        for number, cells in enumerate(self.columns, 1):
            for row, cell in enumerate(cells, self.first):
                if cell is not None:
                    yield row, number, cell


def grid_of(cells: Iterable[tuple[int, int, Put]]) -> list[list[Put | None]]:
    """Return cells as rows from A1 on.

    Example:
        >>> [[cell is not None for cell in row] for row in grid_of([(2, 2, Put(1.0))])]
        [[], [False, True]]
    """
    rows: list[list[Put | None]] = []
    for row, column, put in sorted(cells, key=lambda cell: cell[:2]):
        rows.extend([] for _ in range(row - len(rows)))
        line = rows[row - 1]
        line.extend([None] * (column - len(line)))
        line[column - 1] = put
    return rows
