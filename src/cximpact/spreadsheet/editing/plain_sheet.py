"""The fast way through a sheet, for XML written as plainly as spreadsheet programs write it.

Rows are found by searching for their tags, cells only where something is to be written, all else
is passed on as it is. Whatever is not understood at once ends the pass, and the exact way starts
over.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from cximpact.intake.files.cells import (
    MOST_COLUMNS,
    MOST_SHEET_ROWS,
    column_letters,
    column_number,
)
from cximpact.spreadsheet.editing.markup import spliced
from cximpact.spreadsheet.editing.row_cells import CellView, RowView
from cximpact.spreadsheet.editing.sheet_pass import UnusualXmlError

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from cximpact.spreadsheet.editing.formula_watch import FormulaWatch
    from cximpact.spreadsheet.editing.lanes import Lane, RowEdits
    from cximpact.spreadsheet.editing.row_cells import RowWriter
    from cximpact.spreadsheet.editing.sheet_pass import SheetPass

__all__ = ["plain_pass"]

_MOST_PENDING = 16 * 1024 * 1024
_OPEN, _CLOSE = b"<sheetData", b"</sheetData>"
# Searched for one by one, which takes a fifth of the time that one expression takes.
_NOT_PLAIN = (b"<!", b"<?", b"xmlns")
_FOREIGN = re.compile(rb":(?:row|c|f)[\s/>]")
_ADDRESS = re.compile(rb'<c r="([^"]*)"')
_LETTERS = re.compile(rb"(?:[A-Z]{1,3} )+")
_MOST_KNOWN = 10_000
_ATTRIBUTES = rb'((?: [A-Za-z][A-Za-z0-9.:]*="[^"<>&]*")*) ?'
_ROW = re.compile(rb'\s*(<row r="([1-9][0-9]{0,6})"' + _ATTRIBUTES + rb"(/?)>)")
_CELL = re.compile(
    rb'\s*<c r="([A-Z]{1,3})([0-9]{1,7})"' + _ATTRIBUTES + rb"(?:/>|>(.*?)</c>)", re.DOTALL
)
_BLANK = re.compile(rb"(?:<v>\s*</v>|<v/>|<is><t>\s*</t></is>|<is><t/></is>|<is/>)?")
_FORMULA = re.compile(rb"<f" + _ATTRIBUTES + rb"/?>")
_ANY_FORMULA = re.compile(rb"<f[ />]")
_PAIR = re.compile(rb' ([A-Za-z0-9.:]+)="([^"]*)"')
_STYLE = re.compile(rb' s="([0-9]{1,8})"')
_SPANS = re.compile(rb' spans="([0-9]{1,5}):([0-9]{1,5})"')
_HEIGHT = re.compile(rb' (?:ht|customHeight)="[^"]*"')
_OWN_CELL = (
    rb'( s="[0-9]{1,8}")?(?: t="[A-Za-z]+")?(?:/>|>(?:<v>[^<]*</v>|'
    rb'<is><t(?: xml:space="preserve")?>[^<]*</t></is>)</c>)'
)
_KINDS = (b't="shared"', b't="array"', b't="dataTable"')
_OWN_FORMAT = (b' customFormat="1"', b' customFormat="true"')


def plain_pass(chunks: Iterator[bytes], work: SheetPass) -> Iterator[bytes]:
    """Yield the XML of a sheet with its edits, while it comes in.

    Raises:
        UnusualXmlError: It is not as plain as it should be; nothing that was yielded counts.
    """
    head, buffer = _head(chunks)
    edited, writer, watch = work.begin(head)
    yield edited
    if buffer.startswith(b"<sheetData/>"):
        rows = b"".join(writer.new_row(one) for one in work.job.plan.rows())
        yield b"<sheetData>" + rows + _CLOSE if rows else b"<sheetData/>"
        yield work.finish(buffer[len(b"<sheetData/>") :] + b"".join(chunks))
        return
    if not buffer.startswith(b"<sheetData>"):
        raise UnusualXmlError
    yield b"<sheetData>"
    reader = _Rows(work.job.plan.rows(), writer, watch)
    tail = yield from _body(buffer[len(b"<sheetData>") :], chunks, reader)
    yield reader.rest()
    yield _CLOSE
    yield work.finish(tail + b"".join(chunks))


def _head(chunks: Iterator[bytes]) -> tuple[bytes, bytes]:
    """Return what comes before the rows, and what was read beyond it."""
    buffer = b""
    for chunk in chunks:
        buffer += chunk
        at = buffer.find(_OPEN)
        if 0 <= at < len(buffer) - len(_OPEN) - 2:
            head = buffer[:at]
            if b"<!" in head or head.count(b"<?") > 1:
                raise UnusualXmlError
            return head, buffer[at:]
        if len(buffer) > _MOST_PENDING:
            break
    raise UnusualXmlError


def _body(buffer: bytes, chunks: Iterator[bytes], reader: _Rows) -> Generator[bytes, None, bytes]:
    """Yield the rows, whole ones at a time; return what comes after them."""
    while (end := buffer.find(_CLOSE)) < 0:
        cut = buffer.rfind(b"</row>") + len(b"</row>")
        if cut >= len(b"</row>"):
            yield reader.edited(buffer[:cut])
            buffer = buffer[cut:]
        chunk = next(chunks, b"")
        if not chunk or len(buffer) > _MOST_PENDING:
            raise UnusualXmlError
        buffer += chunk
    yield reader.edited(buffer[:end])
    return buffer[end + len(_CLOSE) :]


class _Rows:
    """Takes rows in passing, and edits those where something is to be written."""

    def __init__(self, wanted: Iterator[RowEdits], writer: RowWriter, watch: FormulaWatch) -> None:
        self._wanted, self._writer, self._watch = wanted, writer, watch
        self._next: RowEdits | None = next(wanted, None)
        self._last = 0
        self._tags: dict[tuple[bytes, int], tuple[bytes, int | None]] = {}
        self._numbers: dict[bytes, int] = {}
        self._orders: set[bytes] = {b""}
        self._own: dict[tuple[Lane, ...], tuple[bytes, re.Pattern[bytes], range]] = {}

    def edited(self, data: bytes) -> bytes:
        """Return whole rows with their edits."""
        if any(sign in data for sign in _NOT_PLAIN) or _FOREIGN.search(data):
            raise UnusualXmlError
        self._see_formulas(data)
        pieces: list[bytes] = []
        done = at = 0
        # On to the end even if nothing more is wanted: a row out of order could be there twice.
        while tag := _ROW.match(data, at):
            start, at = tag.start(1), self._row_end(data, tag)
            number = self._number(tag[2])
            self._check_cells(data, tag.end(), at, tag[2])
            if self._next is None or number < self._next[0]:
                continue
            pieces += [data[done:start], self._before(number)]
            done = start
            if self._next is not None and self._next[0] == number:
                pieces.append(self._edit(data[tag.end() : at], tag, self._next))
                self._advance()
                done = at
        if data[at:].strip():
            raise UnusualXmlError
        return b"".join([*pieces, data[done:]])

    def rest(self) -> bytes:
        """Return the rows that come after all that were there."""
        pieces = []
        while self._next is not None:
            pieces.append(self._writer.new_row(self._next))
            self._advance()
        return b"".join(pieces)

    def _advance(self) -> None:
        self._next = next(self._wanted, None)

    def _before(self, number: int) -> bytes:
        """Return the rows that were not there and come before a row."""
        pieces = []
        while self._next is not None and self._next[0] < number:
            pieces.append(self._writer.new_row(self._next))
            self._advance()
        return b"".join(pieces)

    def _number(self, digits: bytes) -> int:
        number = int(digits)
        if not self._last < number <= MOST_SHEET_ROWS:
            raise UnusualXmlError
        self._last = number
        return number

    def _check_cells(self, data: bytes, start: int, end: int, digits: bytes) -> None:
        """Make sure that all cells of a row are of that row, and each there once, in order."""
        addresses = _ADDRESS.findall(data, start, end)
        # Most rows have their cells in the same columns, which need be looked at once only.
        shown = b" ".join([*addresses, b""]).replace(digits + b" ", b" ")
        if len(addresses) != data.count(b"<c", start, end):
            raise UnusualXmlError
        if shown not in self._orders:
            if not _is_ordered(shown):
                raise UnusualXmlError
            if len(self._orders) > _MOST_KNOWN:
                self._orders.clear()
            self._orders.add(shown)

    def _row_end(self, data: bytes, tag: re.Match[bytes]) -> int:
        if tag[4]:
            return tag.end()
        end = data.find(b"</row>", tag.end())
        if end < 0:
            raise UnusualXmlError
        return end + len(b"</row>")

    def _edit(self, rest: bytes, tag: re.Match[bytes], wanted: RowEdits) -> bytes:
        """Return a row with its edits; `rest` is what follows its start tag."""
        body = rest[: -len(b"</row>")] if rest else b""
        opening, style = self._opening(tag[3], wanted)
        if height := self._writer.height(wanted[0]):
            opening = _HEIGHT.sub(b"", opening) + height.encode()
        inside = self._inside(body, tag[2], style, wanted)
        if tag[4] and not inside:
            return tag[1]
        return b'<row r="' + tag[2] + b'"' + opening + b">" + inside + b"</row>"

    def _opening(self, attributes: bytes, wanted: RowEdits) -> tuple[bytes, int | None]:
        """Return the attributes of a row, spanning what is written, and its own style."""
        last = wanted[1][-1].column
        found = self._tags.get((attributes, last))
        if found is None:
            wider = _SPANS.sub(
                lambda old: b' spans="%s:%d"' % (old[1], max(int(old[2]), last)), attributes
            )
            styled = _STYLE.search(attributes) if _is_styled(attributes) else None
            found = self._tags[attributes, last] = wider, int(styled[1]) if styled else None
        return found

    def _inside(self, body: bytes, digits: bytes, style: int | None, wanted: RowEdits) -> bytes:
        if (same := self._same_cells(body, digits, wanted)) is not None:
            return same
        last = _CELL.match(body, max(body.rfind(b"<c "), 0))
        if last is None:
            if body.strip():
                raise UnusualXmlError
            row = RowView(int(digits), style, (), 0)
            return self._writer.appended(row, wanted).encode()
        first_lane, last_lane = wanted[1][0], wanted[1][-1]
        view = self._view(last, digits)
        if body[last.end() :].strip():
            raise UnusualXmlError
        sources = (0, view.column)
        is_beside = first_lane.source in sources and last_lane.source in sources
        if view.column < first_lane.column and is_beside:
            row = RowView(int(digits), style, (view,), 0)
            return body + self._writer.appended(row, wanted).encode()
        cells = self._views(body, digits, first_lane.source or first_lane.column)
        row = RowView(int(digits), style, cells, cells[-1].end)
        return spliced(body, self._writer.splices(row, wanted))

    def _same_cells(self, body: bytes, digits: bytes, wanted: RowEdits) -> bytes | None:
        """Return a row whose last cells are those an earlier run wrote, written anew.

        None if they are anything else: then they are looked at one by one.
        """
        number, lanes, _ = wanted
        shape = self._own.get(lanes)
        if shape is None:
            shape = self._own[lanes] = _own_cells(lanes)
        beginning, pattern, rows = shape
        if number not in rows:
            return None
        at = body.find(beginning + digits + b'"')
        found = pattern.match(body, at) if at >= 0 else None
        if found is None or found.end() != len(body) or found[1] != digits:
            return None
        return body[:at] + self._writer.rewritten(found.groups()[1:], wanted).encode()

    def _views(self, body: bytes, digits: bytes, column: int) -> list[CellView]:
        """Return the cells from a column on; all of them where that column has none."""
        at = max(body.find(b'<c r="' + column_letters(column).encode() + digits + b'"'), 0)
        cells: list[CellView] = []
        while found := _CELL.match(body, at):
            cells.append(self._view(found, digits))
            at = found.end()
        ordered = all(one.column < other.column for one, other in pairwise(cells))
        if body[at:].strip() or not ordered:
            raise UnusualXmlError
        return cells

    def _view(self, found: re.Match[bytes], digits: bytes) -> CellView:
        letters, row, attributes, content = found.groups()
        if row != digits:
            raise UnusualXmlError
        column = self._numbers.get(letters)
        if column is None:
            column = self._numbers[letters] = column_number(letters.decode())
        if column > MOST_COLUMNS:
            raise UnusualXmlError
        styled = _STYLE.search(attributes)
        style = int(styled[1]) if styled else 0
        start = found.start() + found[0].index(b"<")
        if not content or _BLANK.fullmatch(content.strip()):
            return CellView(column, start, found.end(), style, True, None)
        return CellView(column, start, found.end(), style, False, _formula(content))

    def _see_formulas(self, data: bytes) -> None:
        if not any(kind in data for kind in _KINDS):
            return
        for found in _ANY_FORMULA.finditer(data):
            self._watch.see(_formula(data, found.start()) or {})


def _formula(content: bytes, at: int = 0) -> dict[str, str] | None:
    """Return the attributes of the formula of a cell, or None if it has none."""
    begin = _ANY_FORMULA.search(content, at)
    if begin is None:
        return None
    found = _FORMULA.match(content, begin.start())
    if found is None:
        raise UnusualXmlError
    return {name.decode(): value.decode() for name, value in _PAIR.findall(found[1])}


def _own_cells(lanes: tuple[Lane, ...]) -> tuple[bytes, re.Pattern[bytes], range]:
    """Return how the first of some cells begins, what they look like without formulas, and where.

    The rows are those in which all of them are ours and keep their styles.
    """
    columns = [column_letters(lane.column).encode() for lane in lanes]
    digits = [b"([0-9]{1,7})", *[rb"\1"] * (len(lanes) - 1)]
    cells = [
        b'<c r="' + column + row + b'"' + _OWN_CELL
        for column, row in zip(columns, digits, strict=True)
    ]
    if any(lane.restyled or len(lane.kept) != 1 or not lane.owned for lane in lanes):
        return b"", re.compile(b""), range(0)
    kept = [lane.kept[0] for lane in lanes]
    rows = range(max(one.start for one in kept), min(one.stop for one in kept))
    return b'<c r="' + columns[0], re.compile(b"".join(cells)), rows


def _is_ordered(letters: bytes) -> bool:
    """Return whether columns ascend; each is followed by a space."""
    if not _LETTERS.fullmatch(letters):
        return not letters
    columns = [column_number(one) for one in letters.decode().split()]
    return columns[-1] <= MOST_COLUMNS and all(one < other for one, other in pairwise(columns))


def _is_styled(attributes: bytes) -> bool:
    return any(sign in attributes for sign in _OWN_FORMAT)
