"""Rows that a source gives twice, told apart by its key: equal ones count once.

A page that comes again, or a list that shifts while it is read, repeats rows; a row that comes
again with other cells leaves open which of them is true, so the answer as a whole is refused.
"""

from __future__ import annotations

from attrs import define, field

from cximpact.exceptions import AnswerError, printable
from cximpact.plugins.rows.reading import Piece, RowError

__all__ = ["Repeats"]

_Identity = tuple[str | None, ...] | str | None
"""The cells of a row's key; of a key of one column, its cell."""


@define
class Repeats:
    """Lets each row through once.

    Attributes:
        key: The columns that identify a row; without any, every row is let through.
        count: How many rows were left out.

    Examples:
        >>> repeats = Repeats(("id",))
        >>> repeats.left(Piece(("id", "votes"), [["A", "3"], ["A", "3"]])).rows
        [['A', '3']]
    """

    key: tuple[str, ...] = ()
    count: int = 0
    _seen: dict[_Identity, int] = field(init=False, factory=dict)

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
        identities = _identities(piece.rows, places)
        if self._all_new(identities, piece.rows):
            return piece
        rows = [
            row
            for number, (identity, row) in enumerate(
                zip(identities, piece.rows, strict=True), start=piece.first
            )
            if self._is_new(identity, row, number)
        ]
        self.count += len(piece.rows) - len(rows)
        return Piece(piece.columns, rows, piece.first)

    def _all_new(self, identities: list[_Identity], rows: list[list[str | None]]) -> bool:
        """Take note of rows at once if none of them was there before and all have a key."""
        different = set(identities)
        known = len(different) < len(identities) or not self._seen.keys().isdisjoint(different)
        if known or any(map(_is_blank, identities)):
            return False
        self._seen.update(zip(identities, map(_content, rows), strict=True))
        return True

    def _is_new(self, identity: _Identity, row: list[str | None], number: int) -> bool:
        content = _content(row)
        before = self._seen.get(identity)
        if before is None:
            if _is_blank(identity):
                raise RowError(f"row {number:,}: nothing in its key ({', '.join(self.key)})")
            self._seen[identity] = content
            return True
        if before != content:
            raise AnswerError(
                f"row {number:,} says otherwise than an earlier row of the same key"
                f" ({self._told(identity)})"
            )
        return False

    def _told(self, identity: _Identity) -> str:
        pairs = zip(self.key, identity if isinstance(identity, tuple) else (identity,), strict=True)
        return ", ".join(f"{printable(name)} '{printable(cell or '')}'" for name, cell in pairs)


def _identities(rows: list[list[str | None]], places: list[int]) -> list[_Identity]:
    if len(places) == 1:
        (only,) = places
        return [row[only] for row in rows]
    return [tuple([row[place] for place in places]) for row in rows]


def _is_blank(identity: _Identity) -> bool:
    if isinstance(identity, tuple):
        return all(cell is None for cell in identity)
    return identity is None


def _content(row: list[str | None]) -> int:
    # Columns that were added since are empty in older rows: they make no difference.
    width = len(row)
    while width and row[width - 1] is None:
        width -= 1
    return hash(tuple(row[:width]))
