"""What the text of a cell means: numbers, shares, money, days, yes or no.

Every reader takes one cell and returns its value, or None where the cell is blank; what is
neither raises `UnfitCellError` with words for the person who has to mend it.
"""

from __future__ import annotations

import re
from datetime import date, datetime

from cximpact.intake.files.cells import Cell
from cximpact.intake.lists.cell_texts import (
    SAY_NUMBERS,
    UnfitCellError,
    finite,
    number_advice,
    plain_number,
    plain_signs,
    text_in,
)
from cximpact.intake.lists.currency_marks import SIGNS
from cximpact.intake.lists.matching import number_of
from cximpact.intake.lists.money_cells import money_in
from cximpact.model.source import Reading

__all__ = [
    "SAY_NUMBERS",
    "UnfitCellError",
    "currency_in",
    "day_in",
    "money_in",
    "number_in",
    "share_in",
    "text_in",
    "truth_in",
]

_ISO_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ].*)?", re.ASCII | re.DOTALL)
_CODE = re.compile(r"[A-Z]{3}")
_WORDS = {
    **dict.fromkeys(
        ("yes", "y", "true", "1", "x", "ja", "j", "oui", "si", "sí", "✓", "✔", "☑"), True
    ),
    **dict.fromkeys(("no", "n", "false", "0", "nein", "non", "nee", "☐", "✗", "✘"), False),
}


def number_in(cell: Cell, reading: Reading) -> float | None:
    """Return the number in a cell.

    Args:
        cell: Text, or a number that is one already.
        reading: Its decimal sign and thousands sign.

    Raises:
        UnfitCellError: The cell holds something else.

    Example:
        >>> from cximpact.model.source import Reading
        >>> number_in("1.234,5", Reading(decimal=",", thousands="."))
        1234.5
    """
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return finite(float(cell))
    text = plain_signs(text_in(cell))
    if not text:
        return None
    plain = None if isinstance(cell, bool | date) else plain_number(text, reading)
    number = None if plain is None else number_of(plain)
    if number is None:
        raise UnfitCellError("not a number", *number_advice(text, reading))
    return finite(number)


def share_in(cell: Cell, reading: Reading) -> float | None:
    """Return a share from 0 to 1, written so or as a percentage such as ``60%``.

    Raises:
        UnfitCellError: The cell holds something else.
    """
    text = text_in(cell)
    percent = text.endswith("%")
    number = number_in(text[:-1].rstrip() if percent else cell, reading)
    if number is None:
        if percent:
            raise UnfitCellError("not a share", "a number from 0 to 1, or a percentage")
        return None
    share = number / 100 if percent else number
    if not 0 <= share <= 1:
        hint = f"write {text}%" if 1 < share <= 100 and not percent else None
        raise UnfitCellError("not a share", "a number from 0 to 1, or a percentage", hint)
    return share


def currency_in(cell: Cell) -> str:
    """Return the currency code in a cell, "" where it is blank.

    Raises:
        UnfitCellError: The cell holds something else.
    """
    text = SIGNS.get(text_in(cell), text_in(cell))
    if text and not _CODE.fullmatch(text):
        hint = f"write {text.upper()}" if _CODE.fullmatch(text.upper()) else None
        raise UnfitCellError("not a currency", "a code of three capital letters, such as EUR", hint)
    return text


def day_in(cell: Cell, reading: Reading) -> date | None:
    """Return the day in a cell, by the pattern of the reading or as year-month-day.

    Raises:
        UnfitCellError: The cell holds something else.

    Example:
        >>> from cximpact.model.source import Reading
        >>> day_in("1.3.2026", Reading(dates="%d.%m.%Y"))
        datetime.date(2026, 3, 1)
    """
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = text_in(cell)
    if not text:
        return None
    found = _day(text, reading.dates)
    if found is None:
        expected = f"a day written {reading.dates}" if reading.dates else "a day such as 2026-03-01"
        hint = None if reading.dates else "say how days are written: read: {dates: '%d.%m.%Y'}"
        raise UnfitCellError("not a day", expected, hint)
    return found


def truth_in(cell: Cell) -> bool | None:
    """Return whether a cell says yes or no.

    Raises:
        UnfitCellError: It says something else.
    """
    if isinstance(cell, bool):
        return cell
    word = text_in(cell).casefold()
    if word and word not in _WORDS:
        raise UnfitCellError("neither yes nor no", "yes or no", "translate it with 'values'")
    return _WORDS.get(word)


def _day(text: str, pattern: str) -> date | None:
    try:
        if pattern:
            return datetime.strptime(text, pattern).date()
        found = _ISO_DAY.fullmatch(text)
        return date.fromisoformat(found[1]) if found else None
    except ValueError:
        return None
