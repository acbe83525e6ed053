"""Values on their way into cells, so that reading the cells gives exactly the same again.

Text that is written as a number or a day becomes one, which is what people expect of a sheet, but
only where nothing is lost: ``007`` and ``0.50`` stay text.
"""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from typing import TYPE_CHECKING

from cximpact.intake.files.cells import Cell, ErrorCell, UncachedFormula, text_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

__all__ = ["LONGEST_TEXT", "as_cell", "escaped", "is_exact_number", "is_writable"]

LONGEST_TEXT = 32_767
"""How many UTF-16 units a cell takes."""

_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,14})(\.[0-9]{1,14})?", re.ASCII)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_FIRST_DAY, _LAST_DAY = date(1901, 1, 1), date(9999, 12, 31)
# What XML cannot hold, and what readers take for an escape within an escape.
_UNFIT = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]|_x005[Ff]_|_x[0-9A-Fa-f]{4}_x"
)
_EXACT = 2**53


def as_cell(cell: Cell, read: Mapping[str, Any]) -> str | int | float | bool | date | None:
    """Return what is written for a cell of a table.

    Args:
        cell: As it was read.
        read: How its table writes numbers and days, as under `read:` of a workspace.

    Example:
        >>> [as_cell(text, {}) for text in ("12.5", "007", "2026-03-01")]
        [12.5, '007', datetime.date(2026, 3, 1)]
    """
    if isinstance(cell, str):
        return _typed(cell, read)
    if isinstance(cell, ErrorCell | UncachedFormula):
        return text_of(cell)
    if isinstance(cell, datetime) or (isinstance(cell, date) and not _is_plain_day(cell)):
        return cell.isoformat()
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return cell if is_exact_number(cell) else text_of(cell)
    return cell


def is_exact_number(number: float) -> bool:
    """Return whether a workbook keeps a number to the last bit."""
    if isinstance(number, int):
        return abs(number) <= _EXACT
    return number == number and abs(number) != float("inf") and float(f"{number:.16G}") == number


def _is_plain_day(day: date) -> bool:
    return _FIRST_DAY <= day <= _LAST_DAY


def _typed(text: str, read: Mapping[str, Any]) -> str | float | date | None:
    number = _NUMBER.fullmatch(text)
    if number and text != "-0" and not (number[1] and _reads_points_otherwise(read)):
        value = float(text)
        if is_exact_number(value) and text_of(value) == text:
            return value
    if _DAY.fullmatch(text) and "dates" not in read:
        return _day(text)
    return text or None


def _reads_points_otherwise(read: Mapping[str, Any]) -> bool:
    return bool(read.get("decimal", ".") != "." or read.get("thousands") == ".")


def _day(text: str) -> str | date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    return day if _is_plain_day(day) else text


def is_writable(text: str) -> bool:
    r"""Return whether a cell can hold a text as it is.

    Example:
        >>> is_writable("fine"), is_writable("bell \x07")
        (True, False)
    """
    return len(text) * 2 <= LONGEST_TEXT * 2 and not _UNFIT.search(text) and _units(text)


def escaped(text: str) -> str:
    r"""Return a text in quotes, every sign that a cell cannot hold written as an escape.

    Example:
        >>> escaped("_x000D_")
        '"\\u005fx000D_"'
    """
    return json.dumps(text).replace("_x", "\\u005fx")


def _units(text: str) -> bool:
    return len(text.encode("utf-16-le", "surrogatepass")) <= LONGEST_TEXT * 2
