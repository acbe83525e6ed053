"""A change of condition, in words or as a number, and what it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cximpact.intake.files.problems import did_you_mean
from cximpact.intake.lists.cell_values import UnfitCellError, number_in, text_in
from cximpact.model.proposal import BASES

if TYPE_CHECKING:
    from cximpact.intake.files.cells import Cell
    from cximpact.model.source import Reading

__all__ = ["CHANGE_WORDS", "basis_in", "change_in", "change_said"]

CHANGE_WORDS = {
    "transforms": 0.5,
    "improves": 0.25,
    "improves a little": 0.1,
    "no change": 0.0,
    "worsens a little": -0.1,
    "worsens": -0.25,
    "breaks": -0.5,
}
"""Words for a change, in units of condition: 1 is from broken to differentiating."""

_EXPECTED = f"a number from -1 to 1, or one of {', '.join(CHANGE_WORDS)}"
OPINION = BASES.index("opinion")


def change_said(said: str | float) -> float:
    """Return the change a document states, in words or as a number; it fits the schema.

    Example:
        >>> change_said("worsens a little")
        -0.1
    """
    return CHANGE_WORDS[said] if isinstance(said, str) else float(said)


def change_in(cell: Cell, reading: Reading) -> float | None:
    """Return the change in a cell, None where it is blank.

    Raises:
        UnfitCellError: The cell holds something else.
    """
    text = text_in(cell)
    word = " ".join(text.casefold().split())
    if word in CHANGE_WORDS:
        return CHANGE_WORDS[word]
    try:
        number = number_in(cell, reading)
    except UnfitCellError as unfit:
        hint = did_you_mean(word, CHANGE_WORDS) or unfit.hint
        raise UnfitCellError("not a change", _EXPECTED, hint) from None
    if number is not None and not -1 <= number <= 1:
        raise UnfitCellError("not a change", _EXPECTED)
    return number


def basis_in(cell: Cell) -> int:
    """Return the position in `BASES` of the basis in a cell; blank is opinion.

    Raises:
        UnfitCellError: The cell holds something else.
    """
    word = text_in(cell).casefold()
    for position, basis in enumerate(BASES):
        if word == basis:
            return position
    if word:
        hint = did_you_mean(word, BASES)
        raise UnfitCellError("not a basis", f"one of {', '.join(BASES)}", hint)
    return OPINION
