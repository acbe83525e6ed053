"""More fields as columns of their own, each read as the type that the site says it has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from cximpact.plugins import Context, QueryError
from cximpact_jira.cells import Cell, cell, typed
from cximpact_jira.fields import Field, FieldBook

if TYPE_CHECKING:
    from cximpact_jira.search import Issue

__all__ = ["Column", "asked_columns", "tell_unseen"]

_STRICT = {"number", "datetime", "date"}


@frozen
class Column:
    """A column that shows a field.

    Attributes:
        name: What heads it.
        shows: The field it shows.
        unseen: How many values were people or could not be shown, under its name.
    """

    name: str
    shows: Field
    unseen: Counter[str] = field(factory=Counter)

    def of(self, issue: Issue) -> Cell:
        """Return the cell of an issue.

        Raises:
            AnswerError: Its value is of another type than the site says.
        """
        value: Any = issue.fields.get(self.shows.id)
        if self.shows.kind in _STRICT:
            return typed(value, self.shows.kind, self.name, issue.key)
        return cell(value, self._count)

    def _count(self) -> None:
        self.unseen[self.name] += 1


def asked_columns(
    book: FieldBook, asked: Sequence[str] | Mapping[str, str], own: Sequence[str]
) -> tuple[Column, ...]:
    """Return the columns for fields.

    Args:
        book: The fields of the site.
        asked: Names or ids, which also head the column; or column: name or id.
        own: Columns that are there anyway.

    Raises:
        QueryError: A field is not found, or a column is there already.
    """
    pairs = asked if isinstance(asked, Mapping) else {name: name for name in asked}
    for name in pairs:
        if name in own:
            raise QueryError(
                f"fields: there is a column {name!r} already; write another name before the field"
            )
    return tuple(Column(name, book.find(each)) for name, each in pairs.items())


def tell_unseen(columns: Sequence[Column], context: Context) -> None:
    """Note how many values could not be shown, once for each column."""
    for column in columns:
        times = column.unseen[column.name]
        if times:
            rows = "row" if times == 1 else "rows"
            context.note(
                f"{column.name!r} is a person or cannot be shown in {times:,} {rows}: left empty"
            )
