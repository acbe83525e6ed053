"""Rows that a source gives twice, told apart by its key: equal ones count once.

A page that comes again, or a list that shifts while it is read, repeats rows; a row that comes
again with other cells leaves open which of them is true, so the answer as a whole is refused.
"""

from __future__ import annotations

from attrs import define, field

from cximpact.exceptions import AnswerError, printable
from cximpact.plugins.rows.reading import Piece, RowError

__all__ = ["Repeats"]


@define
class Repeats:
    """Lets each row through once.

    Attributes:
        key: The columns that identify a row; without any, every row is let through.
        count: How many rows were left out.

    Example:
        >>> repeats = Repeats(("id",))
        >>> repeats.left(Piece(("id", "votes"), [["A", "3"], ["A", "3"]])).rows
        [['A', '3']]
    """

    key: tuple[str, ...] = ()
    count: int = 0
    _seen: dict[tuple[str | None, ...], int] = field(init=False, factory=dict)

    def left(self, piece: Piece) -> Piece:
        """Return a piece without the rows that were there before.

        Raises:
            RowError: A column of the key is missing, or all of them are empty.
            AnswerError: A row was there before with other cells.
        """
        if not self.key:
            return piece
        lacking = [column for column in self.key if column not in piece.columns]
        if lacking:
            raise RowError(f"there is no column '{printable(lacking[0])}', part of the key")
        places = [piece.columns.index(column) for column in self.key]
        rows = [
            row
            for number, row in enumerate(piece.rows, start=piece.first)
            if self._is_new(tuple([row[place] for place in places]), row, number)
        ]
        self.count += len(piece.rows) - len(rows)
        return Piece(piece.columns, rows, piece.first)

    def _is_new(self, identity: tuple[str | None, ...], row: list[str | None], number: int) -> bool:
        # Columns that were added since are empty in older rows: they make no difference.
        width = len(row)
        while width and row[width - 1] is None:
            width -= 1
        content = hash(tuple(row[:width]))
        before = self._seen.get(identity)
        if before is None:
            if all(cell is None for cell in identity):
                raise RowError(f"row {number:,}: nothing in its key ({', '.join(self.key)})")
            self._seen[identity] = content
            return True
        if before != content:
            raise AnswerError(
                f"row {number:,} says otherwise than an earlier row of the same key"
                f" ({self._told(identity)})"
            )
        return False

    def _told(self, identity: tuple[str | None, ...]) -> str:
        pairs = zip(self.key, identity, strict=True)
        return ", ".join(f"{printable(name)} '{printable(cell or '')}'" for name, cell in pairs)
