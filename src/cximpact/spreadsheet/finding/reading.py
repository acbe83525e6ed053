"""A table that was chosen becomes columns and lines; what cannot be read is refused by address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve, frozen

from cximpact.intake.files.cells import (
    Area,
    Cell,
    ErrorCell,
    UncachedFormula,
    cell_name,
    column_letters,
    is_blank,
    text_of,
)
from cximpact.intake.files.problems import ProblemLog
from cximpact.intake.files.raw_table import Origin, RawTable
from cximpact.spreadsheet.finding.found import FoundTable
from cximpact.spreadsheet.finding.sums import told_from_sums

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cximpact.spreadsheet.finding.book import Book
    from cximpact.spreadsheet.finding.candidates import Candidate
    from cximpact.spreadsheet.finding.words import Words

__all__ = ["read_found"]

_MOST_ROWS = 5


@frozen(eq=False)
class _Reader:
    book: Book
    candidate: Candidate
    words: Words
    log: ProblemLog

    @property
    def sheet(self) -> str:
        return self.candidate.sheet

    @property
    def columns(self) -> range:
        area = self.candidate.block.area
        return range(area.first_column, area.last_column + 1)


def read_found(book: Book, candidate: Candidate, words: Words) -> FoundTable:
    """Return a candidate as a table.

    Args:
        book: The workbook.
        candidate: What was chosen.
        words: What is looked for among headers.

    Raises:
        InputError: It has no lines or headers, a header that counts stands twice, or cells among
            its lines are merged; each with its address.
    """
    formulas = book.formulas(candidate.sheet)
    block, sums = told_from_sums(candidate.block, formulas, book.rows(candidate.sheet))
    candidate = evolve(candidate, block=block)
    reader = _Reader(book, candidate, words, ProblemLog(book.name))
    _check_headers(reader)
    _check_merged(reader)
    if not block.lines:
        hint = "fill it in, or name another with --table"
        reader.log.add(
            "the table has no lines", sheet=reader.sheet, cell=_corner(block.area), hint=hint
        )
    reader.log.raise_any()
    raw, unnamed = _raw(reader)
    own = book.own_columns(reader.sheet)
    return FoundTable(
        sheet=reader.sheet,
        table=candidate.table,
        header_row=block.headers.last_row,
        area=block.area,
        raw=raw,
        notices=tuple(_notices(reader, unnamed, sums)),
        own_columns=own,
        aliases=block.headers.aliases,
        currencies=_currencies(reader, raw),
    )


def _currencies(reader: _Reader, raw: RawTable) -> dict[str, dict[str, str]]:
    """Return by header what the number formats of amounts and answers show."""
    wanted = {
        raw.positions[at]: (header, at)
        for at, header in enumerate(raw.headers)
        if reader.words.meaning(header) == "cost"
        or reader.words.criteria_in([header])
        or reader.words.is_mapped(header)
    }
    rows = {
        column: {
            row
            for row, cell in zip(raw.lines, raw.columns[at], strict=True)
            if isinstance(cell, int | float) and not isinstance(cell, bool)
        }
        for column, (_, at) in wanted.items()
    }
    found = reader.book.currencies(reader.sheet, rows)
    return {wanted[column][0]: shown for column, shown in found.items() if shown}


def _corner(area: Area) -> str:
    return cell_name(area.first_row, area.first_column)


def _check_headers(reader: _Reader) -> None:
    headers = reader.candidate.block.headers
    for column, name in headers.doubles.items():
        if reader.words.meaning(name) or reader.words.is_mapped(name):
            reader.log.add(
                "two columns have one name",
                sheet=reader.sheet,
                cell=cell_name(headers.last_row, column),
                value=name,
                hint="give each column a name of its own",
            )
    cells = reader.book.rows(reader.sheet).spread(headers.last_row)
    left = reader.book.rows(reader.sheet).first_column
    for column in reader.columns:
        cell = cells[column - left] if 0 <= column - left < len(cells) else None
        if isinstance(cell, ErrorCell | UncachedFormula):
            reader.log.add(
                "a header holds no text",
                sheet=reader.sheet,
                cell=cell_name(headers.last_row, column),
                value=text_of(cell),
                expected="the name of the column",
            )
    if not any(headers.names):
        where = _corner(reader.candidate.block.area)
        reader.log.add("there are no headers", sheet=reader.sheet, cell=where)


def _check_merged(reader: _Reader) -> None:
    """Refuse merged cells among the lines: only the first of them holds a value."""
    block = reader.candidate.block
    lines = set(block.lines)
    for area in reader.book.layout(reader.sheet).merged:
        if area.last_row <= block.headers.last_row or area.first_row > block.area.last_row:
            continue
        if area.last_column < reader.columns.start or area.first_column >= reader.columns.stop:
            continue
        if lines.isdisjoint(range(area.first_row, area.last_row + 1)):
            continue
        reader.log.add(
            "cells of the table are merged",
            sheet=reader.sheet,
            cell=_span(area),
            expected="one value per cell",
            hint="take the merge off and write the value into each line it is meant for",
        )


def _span(area: Area) -> str:
    return f"{_corner(area)}:{cell_name(area.last_row, area.last_column)}"


def _raw(reader: _Reader) -> tuple[RawTable, list[int]]:
    """Return headers and lines, and the columns that hold values but have no header."""
    block, rows = reader.candidate.block, reader.book.rows(reader.sheet)
    own = reader.book.own_columns(reader.sheet)
    kept: list[tuple[str, int, list[Cell]]] = []
    unnamed: list[int] = []
    blank: list[int] = []
    for name, column in zip(block.headers.names, reader.columns, strict=True):
        if column in own:
            continue
        cells = rows.below(column, block.lines)
        if name:
            kept.append((name, column, cells))
        else:
            (blank if all(map(is_blank, cells)) else unnamed).append(column)
    table = RawTable(
        reader.book.name,
        tuple(name for name, _, _ in kept),
        tuple(cells for _, _, cells in kept),
        list(block.lines),
        sheet=reader.sheet,
        origin=Origin.SHEET,
        header_line=block.headers.last_row,
        positions=tuple(column for _, column, _ in kept),
        unnamed=tuple(map(column_letters, [*blank, *unnamed])),
    )
    return table, unnamed


def _notices(reader: _Reader, unnamed: Sequence[int], sums: Sequence[str]) -> list[str]:
    block, layout = reader.candidate.block, reader.book.layout(reader.sheet)
    found = []
    if block.totals:
        found.append(f"{_rows(block.totals)} left out: {_are(block.totals, 'totals')}")
    if block.headings:
        found.append(f"{_rows(block.headings)} left out: {_are(block.headings, 'headings')}")
    if block.below is not None:
        first, last = block.below
        found.append(f"{_rows(range(first, last + 1))} not read: below the table")
    hidden = [row for row in block.lines if row in layout.hidden_rows]
    if hidden:
        found.append(f"{_rows(hidden)} counted, though hidden or filtered out")
    covered = [column for column in reader.columns if layout.is_hidden(column)]
    if covered:
        found.append(f"{_columns(covered)} read, though hidden")
    if sums:
        cells = _some("cell", "cells", sums)
        found.append(f"{cells} {'adds' if len(sums) == 1 else 'add'} up lines that count, too")
    elsewhere = _elsewhere(reader)
    if elsewhere:
        cells = _some("cell", "cells", elsewhere)
        found.append(f"{cells} fed from another workbook: what was stored last counts")
    if reader.sheet in reader.book.workbook.hidden:
        found.append("the sheet is hidden")
    if unnamed:
        found.append(f"{_columns(unnamed)} not read: without a header")
    return [f"sheet {reader.sheet}: {each}" for each in found]


def _are(rows: Sequence[int], what: str) -> str:
    return f"a row of {what}" if len(rows) == 1 else f"rows of {what}"


def _elsewhere(reader: _Reader) -> list[str]:
    """Return the cells of lines whose formulas look into other workbooks."""
    lines = set(reader.candidate.block.lines)
    cells = sorted(reader.book.formulas(reader.sheet).elsewhere)
    return [
        cell_name(row, column) for row, column in cells if row in lines and column in reader.columns
    ]


def _rows(rows: Sequence[int]) -> str:
    return _some("row", "rows", list(map(str, rows[:_MOST_ROWS])), len(rows))


def _columns(columns: Sequence[int]) -> str:
    return _some("column", "columns", list(map(column_letters, columns)))


def _some(one: str, several: str, named: Sequence[str], count: int | None = None) -> str:
    """Return a few of many by name, and how many more there are."""
    number = len(named) if count is None else count
    more = f" and {number - _MOST_ROWS:,} more" if number > _MOST_ROWS else ""
    return f"{one if number == 1 else several} {', '.join(named[:_MOST_ROWS])}{more}"
