"""Cells as the XML of a sheet; text is always text, whatever it looks like."""

from __future__ import annotations

import math
import re
from datetime import date, datetime, timedelta

from cximpact.exceptions import InternalError
from cximpact.spreadsheet.cells import CellValue, Formula

__all__ = ["cell_content", "escaped_text", "serial_day"]

_LONGEST = 32_767
_CONTROLS = "\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff"
_UNSAFE = re.compile(f"[{_CONTROLS}]")
_ESCAPE_LIKE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
# One class of characters, for speed: a superset of what needs a closer look.
_SPECIAL = re.compile(f"[&<>_{_CONTROLS}]")
_EPOCH = datetime(1899, 12, 30)
_EPOCH_1904 = datetime(1904, 1, 1)
_LEAP_BUG = 60


def cell_content(value: CellValue, *, prefix: str = "", from_1904: bool = False) -> tuple[str, str]:
    """Return the type attribute of a cell that holds a value, and the XML inside it.

    Args:
        value: The value; not None.
        prefix: Of the sheet's vocabulary, with its colon.
        from_1904: Whether days are counted from 1904.

    Example:
        >>> cell_content("=1+1")
        (' t="inlineStr"', '<is><t xml:space="preserve">=1+1</t></is>')
    """
    if isinstance(value, str):
        shown = value if _is_plain(value) else escaped_text(value)
        return (
            ' t="inlineStr"',
            f'<{prefix}is><{prefix}t xml:space="preserve">{shown}</{prefix}t></{prefix}is>',
        )
    if type(value) is float and math.isfinite(value):
        return "", f"<{prefix}v>{value!r}</{prefix}v>"
    if isinstance(value, Formula):
        return _formula(value, prefix)
    kind, text = _plain(value, from_1904=from_1904)
    return kind, f"<{prefix}v>{text}</{prefix}v>"


def _is_plain(text: str) -> bool:
    """Return whether a text stands in a sheet as it is: most do, and are many."""
    return len(text) * 2 <= _LONGEST and not _SPECIAL.search(text)


def _formula(formula: Formula, prefix: str) -> tuple[str, str]:
    text = f"<{prefix}f>{_escaped(formula.text)}</{prefix}f>"
    if isinstance(formula.value, str):
        kind, shown = ' t="str"', escaped_text(formula.value)
    else:
        kind, shown = _plain(formula.value, from_1904=False)
    return kind, f"{text}<{prefix}v>{shown}</{prefix}v>"


def _plain(value: CellValue, *, from_1904: bool) -> tuple[str, str]:
    if isinstance(value, bool):
        return ' t="b"', "1" if value else "0"
    if isinstance(value, date):
        return "", repr(serial_day(value, from_1904=from_1904))
    if isinstance(value, int):
        return "", str(int(value))
    if isinstance(value, float) and math.isfinite(value):
        return "", repr(float(value))
    raise InternalError(f"no cell can hold {value!r}")


def serial_day(day: date, *, from_1904: bool = False) -> float | int:
    """Return a date as the number of days that sheets store.

    Sheets count from 1900 as if that had been a leap year (ECMA-376 part 1, 18.17.4.1).

    Example:
        >>> serial_day(date(2026, 3, 1))
        46082
    """
    moment = datetime(day.year, day.month, day.day)
    if isinstance(day, datetime):
        moment = day.replace(tzinfo=None)
    passed = moment - (_EPOCH_1904 if from_1904 else _EPOCH)
    days = passed / timedelta(days=1)
    if not from_1904 and days <= _LEAP_BUG:
        days -= 1
    return int(days) if days == int(days) else days


def escaped_text(text: str) -> str:
    r"""Return text as it stands in a sheet; what cannot stand there is shown as an escape.

    Example:
        >>> escaped_text("a<b\x1b")
        'a&lt;b\\x1b'
    """
    if not _SPECIAL.search(text):
        return text if len(text) * 2 <= _LONGEST else _cut(text)
    shown = _UNSAFE.sub(_visible, text.replace("\r\n", "\n").replace("\r", "\n"))
    return _escaped(_ESCAPE_LIKE.sub("_x005F_", _cut(shown)))


def _visible(found: re.Match[str]) -> str:
    return found[0].encode("unicode_escape").decode("ascii")


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _cut(text: str) -> str:
    """Return as much of a text as a cell can hold: sheets count in UTF-16."""
    if len(text) * 2 <= _LONGEST:
        return text
    units = text.encode("utf-16-le")
    if len(units) <= _LONGEST * 2:
        return text
    return units[: (_LONGEST - 1) * 2].decode("utf-16-le", "ignore") + "…"
