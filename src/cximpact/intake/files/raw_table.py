"""A table as it was found: headers, columns of cells, and the place of every row."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from cximpact.intake.files.cells import Cell, cell_name, column_letters, is_blank

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cximpact.intake.files.problems import ProblemLog

__all__ = ["Origin", "RawTable", "ReadOptions", "named_columns"]


class Origin(Enum):
    """What a table was read from; it decides how its rows are called in problems."""

    TEXT = "text"
    SHEET = "sheet"
    FRAME = "frame"


@frozen
class ReadOptions:
    """How a file is to be read; what is not stated is found out.

    Attributes:
        delimiter: What separates the fields of a text file; one of ``,`` ``;`` tab and ``|``
            is found out from the header.
        encoding: The encoding of a text file.
        quotechar: What encloses fields that hold delimiters; None if nothing does.
        sheet: The sheet of a workbook; needed if several hold anything.
        header_row: The line or sheet row of the headers, counted from 1; by default the first
            that is not blank.
        cells: The part of a sheet that is the table, headers included, such as ``A5:H40``.
        table: The name of a table defined in the workbook, in place of `sheet` and `cells`.
    """

    delimiter: str | None = None
    encoding: str = "utf-8"
    quotechar: str | None = '"'
    sheet: str | None = None
    header_row: int | None = None
    cells: str | None = None
    table: str | None = None


@frozen(eq=False)
class RawTable:
    """A table, column by column, before anything in it was understood.

    Attributes:
        name: The file or frame, as shown to people.
        headers: The names of the columns, all different and none empty.
        columns: The cells of each column, from the first row to the last.
        lines: Per row its line in the text file (the first, if it has several), its row in the
            sheet, or its position in the frame counted from 0.
        sheet: The sheet, if it comes from a workbook.
        origin: What it was read from.
        header_line: The line or sheet row of the headers.
        positions: Per column its place in the file counted from 1, dropped columns included.
        unnamed: The columns that were dropped since they had neither header nor values, by
            their letters.
        above: The texts of the rows above the headers, one for each column, where they were
            asked for.
    """

    name: str
    headers: tuple[str, ...]
    columns: tuple[list[Cell], ...] = field(repr=False)
    lines: Sequence[int] = field(repr=False)
    sheet: str | None = None
    origin: Origin = Origin.TEXT
    header_line: int | None = None
    positions: tuple[int, ...] = field(repr=False, default=())
    unnamed: tuple[str, ...] = ()
    above: tuple[tuple[str, ...], ...] = field(repr=False, default=())

    @property
    def n_rows(self) -> int:
        """The number of rows, the header not counted."""
        return len(self.lines)

    def column(self, header: str) -> list[Cell]:
        """Return the cells under a header.

        Raises:
            KeyError: There is no such header.
        """
        return self.columns[self._index(header)]

    def place(self, row: int, header: str | None = None) -> dict[str, str | int | None]:
        """Return where a cell stands, as keywords of `Problem`.

        Args:
            row: The row, counted from 0.
            header: The column; without it the place of the whole row is returned.

        Example:
            ``Problem("not a number", **table.place(3, "cost"))``
        """
        number = self.lines[row]
        if self.origin is Origin.TEXT:
            return {"file": self.name, "line": number, "field": header}
        if self.origin is Origin.SHEET and header is not None:
            cell = cell_name(number, self._position(header))
            return {"file": self.name, "sheet": self.sheet, "cell": cell, "field": header}
        where = f"row {number}" if header is None else f"row {number}, {header}"
        return {"file": self.name, "sheet": self.sheet, "field": where}

    def row_name(self, row: int) -> str:
        """Return what people call a row: ``line 3`` of a text file, ``row 3`` of a sheet.

        Args:
            row: The row, counted from 0.
        """
        return f"{'line' if self.origin is Origin.TEXT else 'row'} {self.lines[row]}"

    def header_place(self, header: str | None = None) -> dict[str, str | int | None]:
        """Return where a header (or the row of headers) stands, as keywords of `Problem`."""
        place: dict[str, str | int | None] = {"file": self.name, "field": header}
        if self.origin is Origin.TEXT:
            place["line"] = self.header_line
        elif self.origin is Origin.SHEET:
            place["sheet"] = self.sheet
            if header is not None and self.header_line is not None:
                place["cell"] = cell_name(self.header_line, self._position(header))
        return place

    def _index(self, header: str) -> int:
        if header not in self.headers:
            raise KeyError(header)
        return self.headers.index(header)

    def _position(self, header: str) -> int:
        index = self._index(header)
        return self.positions[index] if self.positions else index + 1


def named_columns(
    headers: Sequence[str],
    columns: Sequence[list[Cell]],
    lines: Sequence[int],
    log: ProblemLog,
    *,
    origin: Origin,
    header_line: int | None,
    sheet: str | None = None,
    first_position: int = 1,
) -> RawTable:
    """Return a table of the columns that have a name, or note why that cannot be.

    A column without header and without values is dropped; one with values is a problem, as is
    a header that stands twice.

    Args:
        headers: One per column, white space around them removed.
        columns: The cells under each.
        lines: Per row its line, sheet row or position.
        log: Takes the problems, and is the one place that knows the file's name.
        origin: What is being read.
        header_line: The line or sheet row of the headers.
        sheet: The sheet.
        first_position: The place of the first column in the file, counted from 1.

    Raises:
        InputError: A header is missing or stands twice, or something was noted before.
    """
    kept: dict[str, int] = {}
    unnamed: list[str] = []
    for index, (header, cells) in enumerate(zip(headers, columns, strict=True)):
        letters = column_letters(first_position + index)
        where = _header_where(origin, header_line, sheet, letters)
        if header in kept:
            hint = "give each column a name of its own"
            log.add("two columns have one name", value=header, hint=hint, **where)
        elif header:
            kept[header] = index
        elif all(map(is_blank, cells)):
            unnamed.append(letters)
        else:
            hint = "name the column, empty it, or say 'header_row' if the headers stand elsewhere"
            message = f"column {letters} holds values but has no header"
            log.add(message, kind="a column without header", hint=hint, **where)
    log.raise_any()
    return RawTable(
        log.file,
        tuple(kept),
        tuple(columns[index] for index in kept.values()),
        lines,
        sheet=sheet,
        origin=origin,
        header_line=header_line,
        positions=tuple(first_position + index for index in kept.values()),
        unnamed=tuple(unnamed),
    )


def _header_where(
    origin: Origin, header_line: int | None, sheet: str | None, letters: str
) -> dict[str, Any]:
    if origin is Origin.SHEET:
        return {"sheet": sheet, "cell": f"{letters}{header_line}"}
    return {"line": header_line}
