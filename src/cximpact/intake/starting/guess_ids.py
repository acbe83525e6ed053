"""Which column of an existing list holds its ids, and which of its rows are no proposals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cximpact.exceptions import printable
from cximpact.intake.lists.cell_values import UnfitCellError, text_in
from cximpact.intake.lists.matching import cell_text
from cximpact.intake.lists.totals import is_total
from cximpact.intake.starting.footnotes import footnote_rows
from cximpact.intake.starting.subtotals import total_rows
from cximpact.intake.starting.total_words import named_total

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cximpact.intake.files.cells import Cell
    from cximpact.intake.files.raw_table import RawTable

__all__ = ["GIVE_ID", "Aside", "identifies", "nearly_identifies", "rows_aside", "rows_without"]

Aside = tuple[str, tuple[str, ...], str]
"""A header, the values of rows that are no proposals, and why."""

GIVE_ID = "give an id if it is a proposal"
"""What to do about a row without an id: a remark on such rows ends so."""

_LONGEST_ID = 60
_LONGEST_SHOWN = 40
_MOST_BLANK = 0.34
_FEWEST_DIFFERENT = 0.8
_MOST_TWICE = 2
_MOST_LINES = 5
_FIRST_LINES = 100


def identifies(cells: Sequence[Cell]) -> bool:
    """Return whether cells are short and all different, as ids are."""
    # The first lines tell nearly always, and long lists are not to be gone through for nothing.
    return (len(cells) <= _FIRST_LINES or _all_differ(cells[:_FIRST_LINES])) and _all_differ(cells)


def _all_differ(cells: Sequence[Cell]) -> bool:
    texts = _texts(cells)
    return bool(texts) and all(map(_is_id, texts)) and len(set(texts)) == len(texts)


def nearly_identifies(cells: Sequence[Cell]) -> bool:
    """Return whether most cells would do as ids; a few may be blank or stand twice."""
    texts = _texts(cells)
    given = [text for text in texts if text]
    few_blank = len(given) >= (1 - _MOST_BLANK) * len(texts)
    n_unlike = len(set(given))
    few_twice = len(given) - n_unlike <= _MOST_TWICE and 2 * n_unlike >= len(given)
    unlike = few_twice or n_unlike >= _FEWEST_DIFFERENT * len(given)
    return bool(given) and few_blank and unlike and all(map(_is_id, given))


def _is_id(text: str) -> bool:
    return 0 < len(text) <= _LONGEST_ID


def _texts(cells: Sequence[Cell]) -> list[str]:
    """Return cells as texts; one with a failed formula fits no id, so there are none then."""
    try:
        return [text_in(cell) for cell in cells]
    except UnfitCellError:
        return []


def rows_without(table: RawTable, header: str) -> list[int]:
    """Return the rows that have nothing under a header; none without a header."""
    texts = _texts(table.column(header)) if header else []
    return [at for at, text in enumerate(texts) if not text]


def rows_aside(table: RawTable, key: str, title: str) -> tuple[tuple[Aside, ...], tuple[str, ...]]:
    """Return which rows are to be set aside, and what to tell of it.

    Args:
        table: The list.
        key: The header of its ids, "" for none.
        title: The header of its titles, "" for none.
    """
    if not key:
        return (), ()
    found: list[Aside] = []
    told: list[str] = []
    gone: set[int] = set()
    for header in dict.fromkeys(each for each in (key, title) if each):
        totals = _totals_below(table, header)
        if set(totals) - gone:
            words = {str(table.column(header)[at]).strip() for at in totals}
            found.append((header, tuple(sorted(words)), "a row of totals"))
            named = _named(word for word in sorted(words) if not is_total(word))
            told.append(f"{_lines(table, totals)} set aside: '{header}' names a total{named}")
            gone.update(totals)
    notes = _notes_below(table, key, title)
    if notes:
        texts = dict.fromkeys(str(table.column(key)[at]).strip() for at in notes)
        found.append((key, tuple(texts), "a remark below the list"))
        some = ", ".join(f"'{printable(text, _LONGEST_SHOWN)}'" for text in texts)
        told.append(f"{_lines(table, notes)} set aside: a remark below the list, {some}")
        gone.update(notes)
    blank = [at for at in rows_without(table, key) if at not in gone]
    if blank:
        found.append((key, ("",), "no id"))
        lines = f"{_lines(table, blank)}{_titles(table, title, blank)}"
        told.append(f"{lines} set aside: no '{key}'; {GIVE_ID}")
    return tuple(found), tuple(told)


def _notes_below(table: RawTable, key: str, title: str) -> list[int]:
    """Return the rows that are remarks below the list, none where they may be proposals.

    Where titles serve as ids, a proposal may have nothing beside its title: only what a blank row
    parts from the list is none then.
    """
    if key != table.headers[0]:
        return []
    rows = footnote_rows(table)
    if not rows or title not in ("", key):
        return rows
    above = rows[0] - 1
    if above < 0 or any("\n" in cell_text(column[above]) for column in table.columns):
        return []  # a cell of several lines takes several lines of a file, too
    return rows if table.lines[rows[0]] > table.lines[above] + 1 else []


def _titles(table: RawTable, title: str, rows: Sequence[int]) -> str:
    """Return in brackets what rows are called, "" where they have no title."""
    cells = [cell_text(table.column(title)[at]).strip() for at in rows] if title else []
    return _named(text for text in cells if text)


def _totals_below(table: RawTable, header: str) -> list[int]:
    """Return the rows whose cell below a header says that they are totals."""
    cells = table.column(header)
    plain = {at for at, cell in enumerate(cells) if is_total(cell)}
    named = {at for at in total_rows(table) if named_total(cell_text(cells[at])) is not None}
    # A row is set aside by what it says: one that says the same and is none keeps it in.
    kept = {cell_text(cell).strip() for at, cell in enumerate(cells) if at not in plain | named}
    return sorted(plain | {at for at in named if cell_text(cells[at]).strip() not in kept})


def _named(texts: Iterable[str]) -> str:
    """Return in brackets which rows are meant, "" for none."""
    names = [f"'{printable(text, _LONGEST_SHOWN)}'" for text in texts]
    more = f" and {len(names) - _MOST_LINES} more" if len(names) > _MOST_LINES else ""
    return f" ({', '.join(names[:_MOST_LINES])}{more})" if names else ""


def _lines(table: RawTable, rows: Sequence[int]) -> str:
    some = ", ".join(str(table.lines[at]) for at in rows[:_MOST_LINES])
    more = f" and {len(rows) - _MOST_LINES} more" if len(rows) > _MOST_LINES else ""
    return f"{'row' if len(rows) == 1 else 'rows'} {some}{more}"
