"""Tables without a name: where their headers stand, and where they end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve, frozen

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
    while row < end:
        found = _headers_at(rows, row, words)
        if not found:
            row += 1
            continue
        last = found[0][0].last_row
        stop = _next_headers(rows, last + 1, end, words)
        bottoms = []
        for headers, columns in found:
            block = _filled(rows, headers, columns, range(last + 1, stop), headings=True)
            bottoms.append(block.area.last_row)
            if block.lines:
                yield block
        row = max(last, *bottoms) + 1


def _headers_at(rows: HeaderRows, row: int, words: Words) -> list[tuple[Headers, range]]:
    """Return the headers that begin in a row, from left to right; none if it has none."""
    # Far down only lines are to be expected, and to look at each more closely takes long.
    if not rows.is_text(row, strictly=row > rows.grid.first_row + _CLOSELY):
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
    tall = {at for at in under if rows.starts(below, at + rows.first_column) < below}
    own = set(under) - tall
    leaves = set(filled) - starts
    return bool(own & open_) and not own & leaves and own <= open_ | starts


def _segments(rows: HeaderRows, first: int, last: int, words: Words) -> list[range]:
    """Return the columns of the tables whose headers stand in some rows, side by side.

    A blank column parts two tables only if each has headers of its own that name lines; many
    people leave narrow columns blank inside one table.
    """
    cells = _lowest(rows, first, last)
    parts: list[list[int]] = []
    for at, cell in enumerate(cells):
        if is_blank(cell) and not (parts and _has_values(rows, last, at)):
            continue
        if parts and parts[-1][-1] == at - 1:
            parts[-1].append(at)
        else:
            parts.append([at])
    left = rows.first_column
    merged = _put_together(rows, last, cells, parts, words)
    return [range(part[0] + left, part[-1] + left + 1) for part in merged]


def _lowest(rows: HeaderRows, first: int, last: int) -> list[Cell]:
    """Return per column the lowest cell of some rows that is not blank."""
    found = list(rows.spread(first))
    for row in range(first + 1, last + 1):
        pairs = zip(found, rows.spread(row), strict=True)
        found = [above if is_blank(cell) else cell for above, cell in pairs]
    return found


def _put_together(
    rows: HeaderRows, row: int, cells: list[Cell], parts: list[list[int]], words: Words
) -> list[list[int]]:
    """Return which runs of columns make one table."""
    found: list[list[int]] = []
    for part in parts:
        meanings = words.meanings(label_of(cells[at]) for at in part)
        before = words.meanings(label_of(cells[at]) for at in found[-1]) if found else frozenset()
        if not all(_may_be_header(cells[at]) for at in part):
            continue
        if not found or (meanings & _NAMING and before & _NAMING):
            found.append(list(part))
        elif meanings or words.mapped or _is_dense(rows, row, found[-1], part):
            found[-1].extend(part)
    return found


def _may_be_header(cell: Cell) -> bool:
    """Return whether a cell is a label, blank, or a formula whose text is not known."""
    return is_label(cell) or is_blank(cell) or isinstance(cell, ErrorCell | UncachedFormula)


def _has_values(rows: HeaderRows, row: int, at: int) -> bool:
    return any(not is_blank(rows.cells(below)[at]) for below in range(row + 1, row + _PEEK + 1))


def _is_dense(rows: HeaderRows, row: int, main: list[int], part: list[int]) -> bool:
    """Return whether columns behind a blank one are filled line by line, as part of a table is."""
    both = lines = 0
    for below in range(row + 1, row + _PEEK + 1):
        cells = rows.cells(below)
        has_line = any(not is_blank(cells[at]) for at in main)
        has_part = any(not is_blank(cells[at]) for at in part)
        if has_part and not has_line:
            return False
        lines += has_line
        both += has_line and has_part
    return lines > 0 and both >= _DENSE * lines


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


def _next_headers(rows: HeaderRows, start: int, end: int, words: Words) -> int:
    """Return the row of the next headers below, `end` if there are none."""
    for row in range(start, end):
        for headers, _ in _headers_at(rows, row, words):
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
