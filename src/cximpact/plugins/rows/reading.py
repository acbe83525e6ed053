"""Rows as a source yields them, made into the one form in which they leave its process: text.

Everything is refused that could be read in two ways later; the refusal names row and column.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import Any

from attrs import define, field, frozen

from cximpact.exceptions import CximpactError, printable
from cximpact.plugins.isolation.frames import encoded
from cximpact.plugins.rows.cells import PLAIN, UnfitError, text_of

__all__ = ["LARGEST_CELL", "Piece", "RowError", "RowReader", "encoded_rows", "iterated"]

LARGEST_CELL = 2**20
_LARGEST_ROW = 16 * 2**20
_MOST_COLUMNS = 2_000
_LONGEST_COLUMN = 1_000
_ROWS_A_PIECE = 500
# A tab or a line end inside of a text is escaped, so that these are found between texts only.
_CELL_END, _ROW_END = ",\t", b"],\t["
_encode = json.JSONEncoder(
    ensure_ascii=False, check_circular=False, separators=(_CELL_END, ":")
).encode


class RowError(CximpactError):
    """What a source yields cannot be used; the message names row and column."""


@frozen
class Piece:
    """Some rows.

    Attributes:
        columns: All columns seen so far, in the order they were first seen.
        rows: Per row a cell for each of the columns.
        first: Number of the first row, counted from 1 over the whole collection.
    """

    columns: tuple[str, ...]
    rows: list[list[str | None]] = field(repr=False)
    first: int = 1


@define
class RowReader:
    """Reads batch after batch of one collection.

    Attributes:
        columns: All columns seen so far, in the order they were first seen.
        count: How many rows were read.

    Examples:
        >>> reader = RowReader()
        >>> [piece.rows for piece in reader.take([{"id": 1, "cost": 2.5}, {"id": 2}])]
        [[['1', '2.5'], ['2', None]]]
    """

    columns: tuple[str, ...] = ()
    count: int = 0
    _known: set[str] = field(init=False, factory=set)

    def take(self, batch: Any) -> Iterator[Piece]:
        """Yield the rows of a batch, in pieces.

        Args:
            batch: A list of mappings from column to cell, or a data frame.

        Raises:
            RowError: Something in it cannot be used.
        """
        if _is_frame(batch):
            yield from self._from_frame(batch)
            return
        if isinstance(batch, Mapping | str | bytes) or not isinstance(batch, Iterable):
            raise RowError(
                f"collect must yield lists of rows or data frames, and yielded {_kind(batch)}"
            )
        left = iter(batch)
        while some := list(islice(left, _ROWS_A_PIECE)):
            rows = self._alike(some)
            if rows is None:
                rows = [self._cells(row) for row in some]
            else:
                self.count += len(rows)
            yield self._piece(rows)

    def _alike(self, some: list[Any]) -> list[list[str | None]] | None:
        """Return the cells of rows that are all as nearly all are; None where one is not.

        That is: dicts of just the columns, in their order, that hold text or nothing.
        """
        if set(map(type, some)) != {dict} or not all(map(self.columns.__eq__, map(tuple, some))):
            return None
        rows = [list(row.values()) for row in some]
        return rows if self.columns and set(map(type, chain(*rows))) <= PLAIN else None

    def _piece(self, rows: list[list[str | None]]) -> Piece:
        width = len(self.columns)
        for row in rows:
            if len(row) < width:
                row.extend([None] * (width - len(row)))
        return Piece(self.columns, rows, self.count - len(rows) + 1)

    def _cells(self, row: Any) -> list[str | None]:
        """Return the cells of the next row, in the order of the columns."""
        self.count += 1
        if type(row) is not dict:
            if not isinstance(row, Mapping):
                raise RowError(f"row {self.count:,} is {_kind(row)}, not a mapping of columns")
            row = dict(row)
        if row and tuple(row) == self.columns:
            cells = list(row.values())
        else:
            self._widen(row)
            cells = [row.get(column) for column in self.columns]
        return cells if set(map(type, cells)) <= PLAIN else self._texts(cells)

    def _widen(self, row: Mapping[Any, Any]) -> None:
        """Add the columns of a row that were not seen before."""
        if not row:
            raise RowError(f"row {self.count:,} has no columns")
        for name in row:
            # The type comes first: the hash of a stranger's key is not to be relied upon.
            if type(name) is not str or name not in self._known:
                self._add(name, f"row {self.count:,}")

    def _add(self, name: Any, place: str) -> None:
        if type(name) is not str:
            raise RowError(f"{place}: the name of a column is {_kind(name)}, not text")
        if not name.strip() or len(name) > _LONGEST_COLUMN or not _encodable(name):
            raise RowError(f"{place}: '{printable(name)}' cannot be the name of a column")
        if len(self.columns) == _MOST_COLUMNS:
            raise RowError(f"{place}: more than {_MOST_COLUMNS:,} columns")
        self._known.add(name)
        self.columns = (*self.columns, name)

    def _texts(self, values: list[Any]) -> list[str | None]:
        cells: list[str | None] = []
        for column, value in zip(self.columns, values, strict=True):
            try:
                cells.append(value if type(value) is str else text_of(value))
            except UnfitError as fault:
                raise self._unfit(self.count, column, fault) from None
        return cells

    @staticmethod
    def _unfit(number: int, column: str, fault: Exception) -> RowError:
        return RowError(f"row {number:,}, column '{printable(column)}': the cell is {fault}")

    def _from_frame(self, frame: Any) -> Iterator[Piece]:
        from cximpact.plugins.rows.frame_columns import UnfitAtError, column_texts, frame_slices

        names = self._frame_names(frame)
        places = [self.columns.index(name) for name in names]
        for part in frame_slices(frame):
            cells: list[list[str | None]] = [[None] * len(part)] * len(self.columns)
            for number, place in enumerate(places):
                try:
                    cells[place] = column_texts(part.iloc[:, number])
                except UnfitAtError as fault:
                    raise self._unfit(self.count + fault.row + 1, names[number], fault) from None
            rows = [list(row) for row in zip(*cells, strict=True)]
            for start in range(0, len(rows), _ROWS_A_PIECE):
                piece = rows[start : start + _ROWS_A_PIECE]
                self.count += len(piece)
                yield self._piece(piece)

    def _frame_names(self, frame: Any) -> list[str]:
        place = f"the frame after row {self.count:,}"
        names = list(frame.columns)
        if any(name is not None for name in frame.index.names):
            raise RowError(f"{place}: its index would be lost; call reset_index() before")
        if len(set(map(str, names))) < len(names):
            raise RowError(f"{place}: two columns of one name")
        for name in names:
            if type(name) is not str or name not in self._known:
                self._add(name, place)
        return names


def iterated(batches: Any) -> Iterator[Any]:
    """Return an iterator over what `collect` returned.

    Raises:
        RowError: It returned no batches.
    """
    if batches is None or isinstance(batches, Mapping | str | bytes) or _is_frame(batches):
        raise RowError(
            f"collect returned {_kind(batches)}; it must yield lists of rows or data frames"
        )
    if not isinstance(batches, Iterable):
        raise RowError(f"collect returned {_kind(batches)}, which yields nothing")
    return iter(batches)


def encoded_rows(piece: Piece) -> Iterator[bytes]:
    """Yield the rows of a piece as messages: a line of what they are, then each row as a line.

    The first line is ``{"columns": [...], "count": 2}``, a row ``["one", "two"]``. In a row there
    is a tab between two cells and nowhere else, so that cells can be counted without being read.

    Raises:
        RowError: A cell is too long, or is no text in any encoding.
    """
    try:
        head = encoded({"columns": piece.columns, "count": len(piece.rows)})
        rows = _encode(piece.rows).encode()
    except ValueError:
        raise _cell_error(piece, lambda cell: not _encodable(cell), "half a character") from None
    body = b"%s\n%s\n" % (head, rows[1:-1].replace(_ROW_END, b"]\n["))
    if len(body) > LARGEST_CELL and _has_long_cell(piece.rows):
        fault = f"longer than {LARGEST_CELL // 2**20} MiB"
        error = _cell_error(piece, _too_long, fault)
        if error:
            raise error
    if len(body) <= _LARGEST_ROW:
        yield body
        return
    if len(piece.rows) == 1:
        raise RowError(f"row {piece.first:,} is longer than {_LARGEST_ROW // 2**20} MiB")
    half = len(piece.rows) // 2
    yield from encoded_rows(Piece(piece.columns, piece.rows[:half], piece.first))
    yield from encoded_rows(Piece(piece.columns, piece.rows[half:], piece.first + half))


def _cell_error(piece: Piece, is_wrong: Any, fault: str) -> Any:
    """Return an error that names the first cell that is wrong, or None."""
    for number, row in enumerate(piece.rows, start=piece.first):
        for column, cell in zip(piece.columns, row, strict=True):
            if cell is not None and is_wrong(cell):
                return RowReader._unfit(number, column, UnfitError(fault))
    return None


def _has_long_cell(rows: Sequence[Sequence[str | None]]) -> bool:
    return max(map(len, filter(None, chain(*rows))), default=0) > LARGEST_CELL // 4


def _too_long(cell: str) -> bool:
    return len(cell) > LARGEST_CELL // 4 and len(cell.encode()) > LARGEST_CELL


def _encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _is_frame(batch: Any) -> bool:
    """Return whether it is a data frame, without importing pandas for it."""
    return any(
        each.__name__ == "DataFrame" and each.__module__.split(".")[0] == "pandas"
        for each in type(batch).__mro__
    )


def _kind(value: object) -> str:
    return "nothing" if value is None else f"of type {type(value).__qualname__}"
