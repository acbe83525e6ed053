"""Words such as `tbd` and `n/a` that a few cells of a column hold in place of a value."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from attrs import frozen

from cximpact.exceptions import printable
from cximpact.intake.files.cells import is_blank
from cximpact.intake.lists.cell_values import UnfitCellError, truth_in
from cximpact.intake.lists.matching import cell_text
from cximpact.intake.starting.counted_rows import counted_rows
from cximpact.intake.starting.guess_cells import misfits
from cximpact.intake.starting.guess_words import STATUS_WORDS, plain_words

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from cximpact.intake.files.cells import Cell
    from cximpact.model.scorecard import Criterion

__all__ = ["StandIns", "level_words", "stand_ins"]

_ONE_IN = 10
_MOST_WORDS = 5
_LONGEST = 40
_LONGEST_SHOWN = 30


@frozen
class StandIns:
    """What a few cells of a column hold in place of a value.

    Attributes:
        words: The different words, as the list first writes each; letter case does not count.
        n_rows: In how many rows they stand.
    """

    words: tuple[str, ...] = ()
    n_rows: int = 0

    def without(self, cells: Sequence[Cell]) -> list[Cell]:
        """Return the cells that hold none of the words."""
        gone = {word.casefold() for word in self.words}
        return [
            cell for cell in cells if not gone or cell_text(cell).strip().casefold() not in gone
        ]

    def told(self, header: str, value: str) -> str:
        """Return in words that the rows of a column have no value.

        Args:
            header: The column.
            value: What its cells should hold, such as ``amount``.
        """
        rows = counted_rows(self.n_rows)
        return f"'{header}' has no {value} in {rows} ({self._named()})"

    def told_of(self, headers: Sequence[str], value: str) -> str:
        """Return in words that cells of one or several columns have no value.

        Args:
            headers: The columns, at least one.
            value: What their cells should hold, such as ``answer``.
        """
        if len(headers) == 1:
            return self.told(headers[0], value)
        *others, last = (f"'{header}'" for header in headers)
        named = f"{', '.join(others)} and {last}"
        return f"{named} have no {value} in {self.n_rows:,} cells ({self._named()})"

    def _named(self) -> str:
        return ", ".join(f"'{printable(word, _LONGEST_SHOWN)}'" for word in self.words)


def stand_ins(
    cells: Iterable[Cell], reader: Callable[[Cell], object], meant: Collection[str]
) -> StandIns:
    """Return the words that a few cells hold in place of a value; none if more does not fit.

    The words are read as nothing in the whole list, so one that means something elsewhere, such
    as a status, is none of them.

    Args:
        cells: A column.
        reader: Refuses what is no value.
        meant: Words that mean something, in small letters.
    """
    counts = Counter((type(cell), cell) for cell in cells if not is_blank(cell))
    unfit = [(cell, count) for (_, cell), count in counts.items() if misfits([cell], reader)]
    n_rows = sum(count for _, count in unfit)
    few = _ONE_IN * n_rows <= sum(counts.values())
    if not few or not all(_is_word(cell, meant) for cell, _ in unfit):
        return StandIns()
    words: dict[str, str] = {}
    for cell, _ in unfit:
        text = cell_text(cell).strip()
        words.setdefault(text.casefold(), text)
    return StandIns(tuple(words.values()), n_rows) if len(words) <= _MOST_WORDS else StandIns()


def level_words(criteria: Iterable[Criterion]) -> frozenset[str]:
    """Return the answers that criteria know, in small letters."""
    levels = (level for criterion in criteria for level in criterion.levels)
    return frozenset(level.value.casefold() for level in levels)


def _is_word(cell: Cell, meant: Collection[str]) -> bool:
    if not isinstance(cell, str) or any(map(str.isnumeric, cell)):
        return False
    text = cell.strip()
    if len(text) > _LONGEST or text.casefold() in meant:
        return False
    return STATUS_WORDS.get(plain_words(text), "proposed") == "proposed" and not _is_yes(text)


def _is_yes(text: str) -> bool:
    try:
        return truth_in(text) is True
    except UnfitCellError:
        return False
