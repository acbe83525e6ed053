"""Tables without a name: where their headers stand, and where they end."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from attrs import define, evolve, frozen

from cximpact.intake.files.cells import Area, Cell, ErrorCell, UncachedFormula, is_blank
from cximpact.intake.lists.totals import is_total
from cximpact.spreadsheet.finding.headers import Headers, is_label, joined_headers, label_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cximpact.spreadsheet.finding.headers import HeaderRows
    from cximpact.spreadsheet.finding.words import Words

__all__ = ["Block", "block_inside", "blocks_of"]

_MOST_ABOVE = 3
_MOST_BELOW = 2
_PEEK = 20
_CLOSELY = 200
_FEWEST_FOR_HEADINGS = 3
_DENSE = 0.5
_FEWEST_EXACT = 2
_NAMING = frozenset(("id", "title"))
_MOST_TABLES = 200
_MOST_LOOKED_AT = 100_000


@frozen(eq=False)
class Block:
    """Headers and lines of a table.

    Attributes:
        headers: Its headers.
        area: Its cells from the first row of headers to the last line.
        lines: The rows of its lines: blank ones, totals and headings are none.
        totals: The rows that add up others.
        headings: The rows with one text that stands over the lines below it.
        below: The first and last row of what stands below it and is not part of it.
    """

    headers: Headers
    area: Area
    lines: list[int]
    totals: tuple[int, ...] = ()
    headings: tuple[int, ...] = ()
    below: tuple[int, int] | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The headers that are there."""
        return tuple(name for name in self.headers.names if name)

    @property
    def all_names(self) -> tuple[str, ...]:
        """The headers that are there, and what else they may be called."""
        return self.headers.all_names


def block_inside(rows: HeaderRows, area: Area, words: Words | None) -> Block:
    """Return the table that fills a known area.

    Args:
        rows: The rows of its sheet.
        area: From its headers to its last row.
        words: What is looked for, where its headers may stand in several rows or below a title;
            None if they stand in its first row, as in Excel tables.
    """
    columns = range(area.first_column, area.last_column + 1)
    end = min(area.last_row, rows.grid.first_row + rows.grid.height - 1)
    first = last = area.first_row
    if words is not None:
        first, last = _headers_inside(rows, evolve(area, last_row=end), words)
    headers = joined_headers(rows, first, last, columns)
    below = range(last + 1, end + 1)
    block = _filled(rows, headers, columns, below, headings=words is not None)
    return block if words is not None else evolve(block, area=area)


def blocks_of(rows: HeaderRows, words: Words) -> Iterator[Block]:
    """Yield the tables of a sheet, as far as their headers tell them.

    Args:
        rows: The rows of the sheet.
        words: What is looked for among headers.
    """
    grid = rows.grid
    end = grid.first_row + grid.height
    row = grid.first_row
    search = _Search()
    while row < end and search.goes_on:
        found = _headers_at(rows, row, words, search)
        if not found:
            row += 1
            continue
        last = found[0][0].last_row
        stop = _next_headers(rows, last + 1, end, words, search)
        bottoms = []
        for headers, columns in found:
            block = _filled(rows, headers, columns, range(last + 1, stop), headings=True)
            bottoms.append(block.area.last_row)
            search.tables += 1
            if block.lines:
                yield block
        row = max(last, *bottoms) + 1


@define
class _Search:
    """How far the search for headers on a sheet has come.

    Attributes:
        tables: The headers found; a sheet has a few, and one of thousands is made to be slow.
        cells: The cells of rows like headers that were looked at.
    """

    tables: int = 0
    cells: int = 0

    @property
    def goes_on(self) -> bool:
        """Whether more is to be looked at."""
        return self.tables < _MOST_TABLES and self.cells < _MOST_LOOKED_AT


def _headers_at(
    rows: HeaderRows, row: int, words: Words, search: _Search | None = None
) -> list[tuple[Headers, range]]:
    """Return the headers that begin in a row, from left to right; none if it has none."""
    # Far down only lines are to be expected, and to look at each more closely takes long.
    is_far = row > rows.grid.first_row + _CLOSELY
    if not rows.is_text(row, strictly=is_far):
        return []
    if search is not None:
        search.cells += rows.width
    if is_far and not words.may_be_a_list(_labels_around(rows, row)):
        return []
    last = row
    for below in range(row + 1, row + _MOST_BELOW + 1):
        if not _completes(rows, last, below):
            break
        last = below
    found = []
    for columns in _segments(rows, row, last, words):
        headers = joined_headers(rows, _top(rows, row, columns), last, columns)
        if words.are_a_list(headers.all_names):
            found.append((headers, columns))
    return found


def _labels_around(rows: HeaderRows, row: int) -> Iterator[str]:
    """Yield the labels in a row, and in those that may be headers with it."""
    others = range(max(row - _MOST_ABOVE, 1), row + _MOST_BELOW + 1)
    for each in (row, *(other for other in others if other != row)):
        yield from (label_of(cell) for cell in rows.cells(each) if isinstance(cell, str))


def _top(rows: HeaderRows, row: int, columns: range) -> int:
    """Return the first row above that still holds headings of columns."""
    top = row
    for above in range(row - 1, max(row - _MOST_ABOVE, 0), -1):
        cells = [cell for cell in _within(rows, above, columns) if not is_blank(cell)]
        across = [
            area
            for area in rows.across(above)
            if area.first_column < columns.stop and columns.start <= area.last_column
        ]
        if not cells or not all(map(is_label, cells)) or not (across or len(cells) > 1):
            break
        top = above
    return top


def _completes(rows: HeaderRows, row: int, below: int) -> bool:
    """Return whether a row goes on with the headers above it: it fills what they leave open."""
    upper, lower = rows.cells(row), rows.spread(below)
    filled = [at for at, cell in enumerate(upper) if not is_blank(cell)]
    under = [at for at, cell in enumerate(rows.cells(below)) if not is_blank(cell)]
    if not filled or not under or not all(is_label(lower[at]) for at in under):
        return False
    open_ = {at for at in range(filled[0], len(upper)) if is_blank(upper[at])}
    starts = {at for at in filled if at + 1 in open_}
    tall = rows.tall(below).intersection(under)
    own = set(under) - tall
    leaves = set(filled) - starts
    return bool(own & open_) and not own & leaves and own <= open_ | starts


def _segments(rows: HeaderRows, first: int, last: int, words: Words) -> list[range]:
    """Return the columns of the tables whose headers stand in some rows, side by side.

    A blank column parts two tables only if each has headers of its own that name lines; many
    people leave narrow columns blank inside one table.
    """
    cells = _lowest(rows, first, last)
    filled = _filled_below(rows, last)
    parts: list[list[int]] = []
    for at, cell in enumerate(cells):
        if is_blank(cell) and not (parts and filled[at]):
            continue
        if parts and parts[-1][-1] == at - 1:
            parts[-1].append(at)
        else:
            parts.append([at])
    left = rows.first_column
    merged = _put_together(filled, cells, parts, words)
    return [range(part[0] + left, part[-1] + left + 1) for part in merged]


def _lowest(rows: HeaderRows, first: int, last: int) -> list[Cell]:
    """Return per column the lowest cell of some rows that is not blank."""
    found = list(rows.spread(first))
    for row in range(first + 1, last + 1):
        pairs = zip(found, rows.spread(row), strict=True)
        found = [above if is_blank(cell) else cell for above, cell in pairs]
    return found


def _put_together(
    filled: list[int], cells: list[Cell], parts: list[list[int]], words: Words
) -> list[list[int]]:
    """Return which runs of columns make one table."""
    found: list[list[int]] = []
    before: frozenset[str] = frozenset()
    lines = 0
    for part in parts:
        if not all(_may_be_header(cells[at]) for at in part):
            continue
        meanings = words.meanings(label_of(cells[at]) for at in part)
        own = reduce(or_, (filled[at] for at in part))
        if not found or (meanings & _NAMING and before & _NAMING):
            found.append(list(part))
            before, lines = meanings, own
        elif meanings or words.mapped or _is_dense(lines, own):
            found[-1].extend(part)
            before, lines = before | meanings, lines | own
    return found


def _may_be_header(cell: Cell) -> bool:
    """Return whether a cell is a label, blank, or a formula whose text is not known."""
    return is_label(cell) or is_blank(cell) or isinstance(cell, ErrorCell | UncachedFormula)


def _filled_below(rows: HeaderRows, row: int) -> list[int]:
    """Return per column which of the next rows hold a value, each row as one bit."""
    found = [0] * rows.width
    end = rows.grid.first_row + rows.grid.height
    for bit, below in enumerate(range(row + 1, min(row + _PEEK + 1, end))):
        for at, cell in enumerate(rows.cells(below)):
            if not is_blank(cell):
                found[at] |= 1 << bit
    return found


def _is_dense(main: int, part: int) -> bool:
    """Return whether columns behind a blank one are filled line by line, as part of a table is.

    Args:
        main: The rows in which the table before them has values, each as one bit.
        part: Those in which they have.
    """
    both = (main & part).bit_count()
    return main > 0 and not part & ~main and both >= _DENSE * main.bit_count()


def _headers_inside(rows: HeaderRows, area: Area, words: Words) -> tuple[int, int]:
    """Return the rows of headers of a named area: by their words, else its first filled row."""
    columns = range(area.first_column, area.last_column + 1)
    for row in range(area.first_row, min(area.first_row + _PEEK, area.last_row) + 1):
        for headers, _ in _headers_at(rows, row, words):
            if headers.last_row <= area.last_row:
                return max(_top(rows, row, columns), area.first_row), headers.last_row
    if _headers_at(rows, area.first_row - 1, words):
        # Some names stand for the lines alone, and their headers are right above.
        return max(_top(rows, area.first_row - 1, columns), 1), area.first_row - 1
    filled = (
        row
        for row in range(area.first_row, area.last_row + 1)
        if any(not is_blank(cell) for cell in _within(rows, row, columns))
    )
    first = next(filled, area.first_row)
    return first, first


def _next_headers(rows: HeaderRows, start: int, end: int, words: Words, search: _Search) -> int:
    """Return the row of the next headers below, `end` if there are none."""
    for row in range(start, end):
        if not search.goes_on:
            break
        for headers, _ in _headers_at(rows, row, words, search):
            # Lines of a table can sound like headers; two exact words are no accident.
            if len(words.meanings(headers.names, exactly=True)) >= _FEWEST_EXACT:
                return row
    return end


def _filled(
    rows: HeaderRows, headers: Headers, columns: range, below: range, *, headings: bool
) -> Block:
    """Return a table with its lines, told from blank rows, totals, headings and notes below."""
    lines: list[int] = []
    totals: list[int] = []
    alone: list[int] = []
    for row in below:
        cells = [cell for cell in _within(rows, row, columns) if not is_blank(cell)]
        if not cells:
            continue
        if is_total(cells[0]):
            totals.append(row)
        elif headings and len(cells) == 1 and len(columns) >= _FEWEST_FOR_HEADINGS:
            alone.append(row)
        else:
            lines.append(row)
    last = lines[-1] if lines else headers.last_row
    notes = [row for row in alone if row > last]
    return Block(
        headers,
        Area(headers.first_row, columns.start, last, columns.stop - 1),
        lines,
        tuple(totals),
        tuple(row for row in alone if row < last),
        (notes[0], notes[-1]) if notes else None,
    )


def _within(rows: HeaderRows, row: int, columns: range) -> list[Cell]:
    cells, left = rows.cells(row), rows.first_column
    return cells[max(columns.start - left, 0) : max(columns.stop - left, 0)]
