"""Words such as ``tbd`` among the amounts of a column, told apart from amounts that are odd."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cximpact.intake.files.cells import is_blank
from cximpact.intake.lists.matching import cell_text
from cximpact.intake.lists.missing_words import OPEN_WORDS
from cximpact.intake.starting.guess_cells import different, misfits
from cximpact.intake.starting.stand_ins import StandIns, stand_ins

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from cximpact.intake.files.cells import Cell

__all__ = ["cost_words", "says_unknown"]


def cost_words(
    given: Sequence[Cell], reader: Callable[[Cell], object], meant: Collection[str]
) -> StandIns:
    """Return what cells of a column of costs hold in place of an amount.

    Words that mean nothing else anywhere count however often they stand there. Others count where
    they are few, as they do among ratings.

    Args:
        given: The cells.
        reader: Refuses what is no amount.
        meant: Words that mean something, in small letters.
    """
    unlike = different(given)
    fits = {_key(cell): not misfits([cell], reader) for cell in unlike}
    opens = {_key(cell) for cell in unlike if _is_open(cell, meant)}
    words = [cell for cell in given if _key(cell) in opens]
    kept = [cell for cell in given if _key(cell) not in opens]
    if len(words) > sum(fits[_key(cell)] for cell in kept if not is_blank(cell)):
        return StandIns()
    # An odd amount is left for a person, and says nothing of the words.
    plain = [cell for cell in kept if fits[_key(cell)] or not _has_digit(cell)]
    few = stand_ins(plain, reader, meant)
    spelled: dict[str, str] = {}
    for cell in words:
        text = cell_text(cell).strip()
        spelled.setdefault(text.casefold(), text)
    return StandIns((*spelled.values(), *few.words), len(words) + few.n_rows)


def says_unknown(cell: Cell) -> bool:
    """Return whether a word in place of an amount says that it is not known; a dash says none.

    Example:
        >>> says_unknown("tbd"), says_unknown("?"), says_unknown("–")
        (True, True, False)
    """
    return any(each.isalnum() or each == "?" for each in cell_text(cell))


def _key(cell: Cell) -> tuple[type, Cell]:
    return type(cell), cell


def _is_open(cell: Cell, meant: Collection[str]) -> bool:
    low = cell.strip().casefold() if isinstance(cell, str) else ""
    return low in OPEN_WORDS and low not in meant


def _has_digit(cell: Cell) -> bool:
    return isinstance(cell, str) and any(map(str.isnumeric, cell))
