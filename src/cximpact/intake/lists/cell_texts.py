"""The text of a cell and the plain number in it: what readers of numbers and of money share."""

from __future__ import annotations

from math import isfinite

from cximpact.intake.files.cells import Cell, ErrorCell, UncachedFormula, text_of
from cximpact.intake.lists.matching import number_of
from cximpact.model.source import Reading

__all__ = [
    "SAY_NUMBERS",
    "UnfitCellError",
    "finite",
    "number_advice",
    "plain_number",
    "plain_signs",
    "text_in",
]

SAY_NUMBERS = "say how numbers are written: read: "
"""How the advice on decimal and thousands signs begins; it ends a hint."""

_PLACES = (1, 2)
_SIGNS = {"\u2212": "-", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2007": " "}
_PLAIN_SIGNS = str.maketrans(_SIGNS)


class UnfitCellError(ValueError):
    """A cell that does not hold what it should.

    Args:
        message: What is wrong.
        expected: What would be right.
        hint: What to do.
    """

    def __init__(self, message: str, expected: str | None = None, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.expected = expected
        self.hint = hint


def text_in(cell: Cell) -> str:
    """Return a cell as text without outer spaces; "" where it is blank.

    Raises:
        UnfitCellError: The cell holds a failed formula, or one whose result was never stored.
    """
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, ErrorCell):
        raise UnfitCellError("the formula of the cell failed", hint="mend the formula")
    if isinstance(cell, UncachedFormula):
        hint = "open the workbook in a spreadsheet program and save it"
        raise UnfitCellError("the formula of the cell has no stored result", hint=hint)
    return text_of(cell).strip()


def plain_signs(text: str) -> str:
    """Return a text with its minus signs and spaces in ASCII; all that differ are not ASCII."""
    return text if text.isascii() else text.translate(_PLAIN_SIGNS)


def finite(number: float) -> float:
    """Return a number that is one.

    Raises:
        UnfitCellError: It is infinite, or none.
    """
    if not isfinite(number):
        raise UnfitCellError("not a finite number", "a number")
    return number


def plain_number(text: str, reading: Reading) -> str | None:
    """Return a number with a decimal point and no grouping, or None if it is not written so."""
    body = text
    if reading.thousands:
        whole, sign, rest = text.partition(reading.decimal)
        if reading.thousands in rest or not _groups_well(whole, reading.thousands):
            return None
        body = whole.replace(reading.thousands, "") + sign + rest
    if reading.decimal != ".":
        body = "" if "." in body else body.replace(reading.decimal, ".")
    return body if number_of(body) is not None else None


def _groups_well(whole: str, sign: str) -> bool:
    first, *groups = whole.lstrip("+-").split(sign)
    if not groups:
        return True
    # The last group has three digits everywhere; earlier ones have two in India.
    return 1 <= len(first) <= 3 and len(groups[-1]) == 3 and all(len(g) in (2, 3) for g in groups)


def number_advice(text: str, reading: Reading) -> tuple[str, str | None]:
    """Return what is expected in place of a text that is no number, and perhaps what to do."""
    if "," not in text or reading.decimal != ".":
        return "a number", None
    advice = f"{SAY_NUMBERS}{{decimal: ',', thousands: '.'}}"
    whole, _, places = text.partition(",")
    # Three digits behind a comma may as well be thousands: then only its writer knows.
    if len(places) in _PLACES and number_of(f"{whole}.{places}") is not None:
        advice = f"write {whole}.{places}, or if all numbers of the list are so, {advice}"
    return "a number", advice
