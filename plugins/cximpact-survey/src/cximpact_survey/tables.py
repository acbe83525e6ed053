"""A file of responses as columns and rows, whatever wrote it; and which column a name means."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator, Sequence

from attrs import Factory, field, frozen

from cximpact_survey.faults import Unreadable, shown
from cximpact_survey.personal import is_personal

__all__ = ["Cells", "Column", "Line", "Sheet", "Table", "single"]

Line = tuple[int, list[str]]
"""A row as it stands: its number in the file, and its cells."""

Sheet = Iterator[Line]

Cells = Callable[[Sequence[str]], tuple[str, ...]]
"""Takes a row; returns the answers that stand there: none, one, or several that contradict."""


@frozen
class Column:
    """A column of a file.

    Attributes:
        at: Its position, from 0.
        names: What it may be called, the one that lasts first.
        question: The heading it shares with others; "" where it stands alone.
        zone: The time zone its times are in, where the file says so.
    """

    at: int
    names: tuple[str, ...]
    question: str = ""
    zone: str = ""

    @property
    def personal(self) -> bool:
        """Whether any of its names tells who somebody is."""
        return any(is_personal(name) for name in self.names)


@frozen(eq=False)
class Table:
    """A file of responses.

    Attributes:
        columns: All columns.
        rows: Its responses, with their row numbers.
        roles: What columns are usually called, by what they are: ``date``, ``id``, ….
        set_aside: Takes a row and returns why it does not count, or "".
        made: Answers put together from several columns, by name.
        patterns: How times are written where they are not ISO 8601.
        blank_dates: Days that mean that there is none.
    """

    columns: tuple[Column, ...]
    rows: Sheet
    roles: dict[str, str] = Factory(dict)
    set_aside: Callable[[Sequence[str]], str] = field(default=lambda _: "")
    made: dict[str, Cells] = Factory(dict)
    patterns: tuple[str, ...] = ()
    blank_dates: frozenset[str] = frozenset()

    def find(self, name: str) -> Column | None:
        """Return the column of a name, or None."""
        fits = _fitting(self.columns, name)
        return fits[0] if len(fits) == 1 else None

    def role(self, role: str) -> Column | None:
        """Return the column that is, say, the ``date``; None where the file has none."""
        return self.find(self.roles[role]) if role in self.roles else None

    def the(self, name: str) -> Column:
        """Return the column of a name.

        Raises:
            Unreadable: There is none, or several.
        """
        fits = _fitting(self.columns, name)
        if len(fits) == 1:
            return fits[0]
        if fits:
            parts = [shown(column.names[0]) for column in fits[:6]]
            raise Unreadable(
                f"{shown(name)!r} is {len(fits)} columns: name one ({', '.join(parts)}), or say"
                " 'spread: true' if one answer is spread over them"
            )
        raise Unreadable(f"there is no column {shown(name)!r}{self._hint(name)}")

    def answers(self, name: str, *, spread: bool = False) -> Cells:
        """Return how answers to a question are found in a row; errors as for `the`."""
        if name in self.made:
            return self.made[name]
        fits = _fitting(self.columns, name)
        if spread and len(fits) > 1:
            places = [column.at for column in fits]
            return lambda row: tuple(text for at in places if (text := row[at].strip()))
        return single(self.the(name).at)

    def _hint(self, name: str) -> str:
        known = [*self.made, *(each for col in self.columns for each in col.names)]
        near = difflib.get_close_matches(name, [each for each in known if not is_personal(each)], 1)
        if near:
            return f"; did you mean {shown(near[0])!r}?"
        some = ", ".join(repr(shown(each)) for each in self.headings()[:12])
        return f"; there are {some}" if some else ""

    def headings(self) -> list[str]:
        """Return names of what is no personal field, for messages."""
        plain = [column.names[0] for column in self.columns if not column.personal]
        return [*self.made, *plain]


def single(at: int) -> Cells:
    """Return how the answer in one column is found."""

    def cells(row: Sequence[str]) -> tuple[str, ...]:
        text = row[at].strip()
        return (text,) if text else ()

    return cells


def _fitting(columns: Iterable[Column], name: str) -> list[Column]:
    """Return the columns a name means: exactly, else in any case, else shortened, else together."""
    listed = tuple(columns)
    wanted = _plain(name)
    for test in (_is, _is_in_any_case, _is_abbreviated):
        fits = [col for col in listed if any(test(each, wanted) for each in col.names)]
        if fits:
            return fits
    return [col for col in listed if _plain(col.question).casefold() == wanted.casefold()]


def _plain(text: str) -> str:
    return " ".join(text.replace("\ufeff", "").split())


def _is(name: str, wanted: str) -> bool:
    return _plain(name) == wanted


def _is_in_any_case(name: str, wanted: str) -> bool:
    return _plain(name).casefold() == wanted.casefold()


def _is_abbreviated(name: str, wanted: str) -> bool:
    """Return whether a heading cut short with two dots is the beginning of what is wanted."""
    head, dots, tail = _plain(name).partition("..")
    if not dots or len(head) < 8:
        return False
    fits = wanted.casefold().startswith(head.rstrip().casefold())
    part = tail.strip(" .")
    return fits and (not part or wanted.casefold().endswith(part.casefold()))
