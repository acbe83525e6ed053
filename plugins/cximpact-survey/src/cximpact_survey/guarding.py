"""Which columns may be read, and which responses stand twice."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from cximpact.plugins import QueryError
from cximpact_survey.faults import Unreadable, shown
from cximpact_survey.personal import is_personal
from cximpact_survey.tables import Cells, Column, Table

__all__ = ["Guard", "Ids"]


class Guard:
    """Finds columns, but no personal ones unless they are to be kept."""

    def __init__(self, table: Table, keep: tuple[str, ...]) -> None:
        self._table = table
        self._keep = {" ".join(name.split()).casefold() for name in keep}

    def answers(self, name: str, *, spread: bool = False) -> Cells:
        """Return how answers to a question are found.

        Raises:
            QueryError: There is no such column, there are several, or it is a personal field.
        """
        self._refuse(name)
        try:
            found = self._table.answers(name, spread=spread)
        except Unreadable as error:
            raise QueryError(str(error)) from None
        column = self._table.find(name)
        if column is not None:
            self._refuse_column(name, column)
        return found

    def column(self, name: str) -> Column:
        """Return the column of a name; errors as for `answers`."""
        self._refuse(name)
        try:
            column = self._table.the(name)
        except Unreadable as error:
            raise QueryError(str(error)) from None
        self._refuse_column(name, column)
        return column

    def kept(self, name: str) -> Column:
        """Return a column that the settings keep, personal or not."""
        try:
            return self._table.the(name)
        except Unreadable as error:
            raise QueryError(str(error)) from None

    def _refuse_column(self, name: str, column: Column) -> None:
        for each in (name, *column.names):
            self._refuse(each, unless=name)

    def _refuse(self, name: str, unless: str = "") -> None:
        kept = " ".join((unless or name).split()).casefold() in self._keep
        if is_personal(name) and not kept:
            raise QueryError(
                f"{shown(name)!r} is a personal field and is not read; name it under 'keep' if"
                " you must"
            )


class Ids:
    """Finds responses that stand twice; nothing of an id is kept but its digest."""

    def __init__(self, column: Column | None) -> None:
        self._column = column
        self._seen: dict[bytes, bytes] = {}

    def again(self, cells: Sequence[str]) -> str:
        """Return why a response is set aside if it was read before, else "".

        Raises:
            Unreadable: It was, and said something else.
        """
        if self._column is None or not cells[self._column.at].strip():
            return ""
        key = _digest(cells[self._column.at].strip())
        whole = _digest("\x1f".join(cells))
        before = self._seen.setdefault(key, whole)
        if before is whole:
            return ""
        if before == whole:
            return "standing twice"
        raise Unreadable("two responses of one id differ: the file holds a response twice")


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).digest()
