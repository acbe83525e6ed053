"""Whether a cell passes a test: the meaning of `when`, `where` and `set_aside`.

The rows of evidence are tested in SQL (`cximpact.sources.row_tests`); what holds here holds there,
and a test compares the two. The rules:

* Outer spaces do not count (`SPACES`); a missing value is the empty text.
* `equals` and `one_of` hold where the texts are the same, or where both are numbers and equal.
* `contains` holds where any of its texts is part of the cell, in capitals or not.
* `at_most` and `at_least` hold for numbers only.
"""

from __future__ import annotations

import math
import re
import unicodedata
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from cximpact.model.source import Test

__all__ = [
    "NUMBER",
    "SPACES",
    "cell_text",
    "grouped_number",
    "lowered",
    "matches",
    "matches_all",
    "number_of",
]

# Unicode's space separators: exactly what trim() strips in SQL, so that both agree.
SPACES = "".join(char for char in map(chr, range(0x3001)) if unicodedata.category(char) == "Zs")

# Digits are bounded so that no text can become an infinite or a very slow number.
NUMBER = r"[+-]?([0-9]{1,40}([.][0-9]{0,40})?|[.][0-9]{1,40})([eE][+-]?[0-9]{1,2})?"
_NUMBER = re.compile(NUMBER)


def cell_text(value: object) -> str:
    """Return a cell as text without outer spaces; nothing, NaN and NaT are the empty text.

    Numbers without a fraction are written without one, and truth values as in YAML.

    Example:
        >>> cell_text(3.0), cell_text(None), cell_text(True), cell_text(" x ")
        ('3', '', 'true', 'x')
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return value.strip(SPACES)
    if isinstance(value, float):
        return "" if math.isnan(value) else str(value).removesuffix(".0")
    text = str(value)
    if text in {"NaT", "<NA>", "NaN"}:
        return ""
    if isinstance(value, datetime):
        return text.removesuffix(" 00:00:00")  # frames hold days so
    return text.lower() if text in {"True", "False"} else text.strip(SPACES)


def number_of(text: str, decimal: str = ".", thousands: str = "") -> float | None:
    """Return the number a text stands for, or None where it is not a plain number.

    Args:
        text: A text without outer spaces.
        decimal: The decimal sign.
        thousands: The sign that groups thousands, "" for none.

    Example:
        >>> number_of("1.234,5", decimal=",", thousands="."), number_of("NaN"), number_of("12%")
        (1234.5, None, None)
    """
    plain = _without_groups(text, decimal, thousands) if thousands else text
    if decimal != ".":
        plain = "" if "." in plain else plain.replace(decimal, ".")
    return float(plain) if _NUMBER.fullmatch(plain) else None


def grouped_number(decimal: str, thousands: str) -> str:
    """Return the pattern of a number whose thousands are grouped, three digits a group.

    Example:
        >>> bool(re.fullmatch(grouped_number(",", "."), "1.234,5"))
        True
    """
    sign, group = re.escape(decimal), re.escape(thousands)
    return f"[+-]?[0-9]{{1,3}}({group}[0-9]{{3}})+({sign}[0-9]*)?"


def _without_groups(text: str, decimal: str, thousands: str) -> str:
    if thousands in SPACES:
        text, thousands = re.sub("[\u00a0\u2009\u202f]", " ", text), " "
    grouped = re.fullmatch(grouped_number(decimal, thousands), text)
    return text.replace(thousands, "") if grouped else text


def lowered(text: str) -> str:
    """Return the text in small letters, letter by letter, as the SQL engine does it.

    Python's own `lower` looks at neighbouring letters (a final sigma) and lengthens one letter
    (a capital I with dot); neither would agree with SQL.
    """
    return "".join("i" if char == "\u0130" else char.lower() for char in text)


def matches(test: Test, value: object, *, decimal: str = ".", thousands: str = "") -> bool:
    """Return whether a cell passes a test.

    Args:
        test: The test; each of its fields that is set must hold.
        value: The cell: text, a number, a date, or nothing.
        decimal: Decimal sign of numbers in the cells.
        thousands: Sign that groups thousands in the cells, "" for none.

    Example:
        >>> from cximpact.model.source import Test
        >>> matches(Test("title", contains=("alley", "street")), "Alley reconstruction")
        True
        >>> matches(Test("amount", at_most=0), 0.0), matches(Test("amount", at_most=0), "none")
        (True, False)
    """
    text = cell_text(value)
    # A number of a frame is a number already: the file's signs are not for it.
    plain = not isinstance(value, str)
    number = number_of(text) if plain else number_of(text, decimal, thousands)
    return (
        (test.equals is None or _same(test.equals, text, number))
        and (not test.one_of or any(_same(one, text, number) for one in test.one_of))
        and (not test.contains or _contains(test.contains, text))
        and (test.at_most is None or (number is not None and number <= test.at_most))
        and (test.at_least is None or (number is not None and number >= test.at_least))
    )


def matches_all(
    tests: Iterable[Test],
    row: Mapping[str, object],
    *,
    decimal: str = ".",
    thousands: str = "",
) -> bool:
    """Return whether a row passes all tests; a column it lacks is an empty cell.

    Example:
        >>> from cximpact.model.source import Test
        >>> matches_all([Test("a", equals="1"), Test("b", equals="")], {"a": 1.0})
        True
    """
    return all(
        matches(test, row.get(test.column), decimal=decimal, thousands=thousands) for test in tests
    )


def _same(wanted: str, text: str, number: float | None) -> bool:
    wanted = wanted.strip(SPACES)
    return wanted == text or (number is not None and number_of(wanted) == number)


def _contains(wanted: Iterable[str], text: str) -> bool:
    low = lowered(text)
    return any(lowered(one) in low for one in wanted)
