"""The currency that the number format of a cell shows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from xml.parsers import expat

from cximpact.intake.files.cells import cell_name, column_letters, column_number
from cximpact.intake.lists.currency_marks import SEVERAL, SIGNS
from cximpact.intake.starting.guess_words import CURRENCY_CODES
from cximpact.spreadsheet.finding.layout import is_plain, start_tags

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

__all__ = ["AMBIGUOUS", "PERCENT", "currencies_shown", "currency_of", "number_formats"]

_SYMBOL = re.compile(r"\[\$([^\[\]-]*+)(?:-([^\[\]]*+))?\]")
_OTHER_BRACKETS = re.compile(r"\[[^\[\]$][^\[\]]*+\]")
_FILLERS = re.compile(r"[_*].")
_CODE = re.compile(r"(?<![A-Z])[A-Z]{3}(?![A-Z])")
PERCENT = "%"
"""What stands for a percentage among currencies."""
AMBIGUOUS = tuple(SEVERAL)
"""Signs that several currencies have; only a language beside them tells which."""
_BY_LANGUAGE: dict[str, dict[str, str]] = {
    "$": {
        **dict.fromkeys(("409", "0409", "en-us"), "USD"),
        **dict.fromkeys(("1009", "c0c", "0c0c", "en-ca", "fr-ca"), "CAD"),
        **dict.fromkeys(("c09", "0c09", "en-au"), "AUD"),
        **dict.fromkeys(("1409", "en-nz"), "NZD"),
        **dict.fromkeys(("4809", "en-sg"), "SGD"),
        **dict.fromkeys(("c04", "0c04", "zh-hk", "en-hk"), "HKD"),
        **dict.fromkeys(("80a", "080a", "es-mx"), "MXN"),
    },
    "¥": {
        **dict.fromkeys(("411", "0411", "ja-jp"), "JPY"),
        **dict.fromkeys(("804", "0804", "zh-cn"), "CNY"),
    },
    "kr": {
        **dict.fromkeys(("41d", "041d", "sv-se"), "SEK"),
        **dict.fromkeys(("414", "0414", "814", "0814", "nb-no", "nn-no"), "NOK"),
        **dict.fromkeys(("406", "0406", "da-dk"), "DKK"),
    },
}
# The formats that every program knows by number alone show the sign of the machine they are on.
_BUILT_IN = {**dict.fromkeys((5, 6, 7, 8, 42, 44), "$#,##0"), 9: "0%", 10: "0.00%"}
_QUOTED = re.compile(r'"[^"]*"|\\.')
_CELL = rb'<c r="%b([0-9]{1,7})"(?: s="([0-9]{1,6})")?'
_CONTAINERS = ("cellStyleXfs", "cellXfs", "cellStyles", "dxfs")


def currency_of(code: str) -> str:
    """Return the currency a number format shows: its code, an ambiguous sign, "%", or "".

    Example:
        >>> [currency_of(code) for code in ('#,##0.00 "€"', "[$$-409]#,##0", "$#,##0", "0%")]
        ['EUR', 'USD', '$', '%']
    """
    first = _FILLERS.sub("", code.partition(";")[0])
    if PERCENT in _QUOTED.sub("", first):
        return PERCENT
    symbols = _SYMBOL.findall(first)
    for symbol, language in symbols:
        found = _named(symbol.strip(), language.strip().casefold())
        if found:
            return found
    rest = _OTHER_BRACKETS.sub("", _SYMBOL.sub("", first)).replace("\\", "")
    return _named(rest.replace('"', "").strip(), "")


def _named(text: str, language: str) -> str:
    codes = [str(code) for code in _CODE.findall(text) if code in CURRENCY_CODES]
    if codes:
        return codes[0]
    for sign in sorted(SIGNS, key=len, reverse=True):
        if sign in text:
            return SIGNS[sign]
    for sign in AMBIGUOUS:
        if sign in text:
            return _BY_LANGUAGE[sign].get(language, sign)
    return ""


def number_formats(styles: bytes) -> list[str]:
    """Return the number format of each cell style of a workbook.

    Args:
        styles: The part with its styles, known to be without DOCTYPE.

    Raises:
        xml.parsers.expat.ExpatError: The XML is damaged.
    """
    codes = dict(_BUILT_IN)
    found: list[int] = []
    inside = ""
    for tag, said in start_tags(styles):
        if tag in _CONTAINERS:
            inside = tag
        elif tag == "numFmt" and said.get("numFmtId", "").isdigit():
            codes[int(said["numFmtId"])] = said.get("formatCode", "")
        elif tag == "xf" and inside == "cellXfs":
            number = said.get("numFmtId", "0")
            found.append(int(number) if number.isdigit() else 0)
    return [codes.get(number, "") for number in found]


def currencies_shown(
    xml: bytes, formats: list[str], rows: Mapping[int, Collection[int]]
) -> dict[int, dict[str, str]]:
    """Return per column the currencies its cells show, each with the first cell that does.

    Args:
        xml: The part of the sheet.
        formats: The number format of each cell style.
        rows: Per column the rows with numbers that count.

    Raises:
        xml.parsers.expat.ExpatError: The XML is damaged.
    """
    shown = [currency_of(code) for code in formats]
    found: dict[int, dict[str, str]] = {column: {} for column in rows}
    if not any(shown):
        return found
    for row, column, style in _styles(xml, rows):
        currency = shown[style] if style < len(shown) else ""
        if currency and row in rows[column]:
            found[column].setdefault(currency, cell_name(row, column))
    return found


def _styles(xml: bytes, columns: Collection[int]) -> list[tuple[int, int, int]]:
    if is_plain(xml) and b":c " not in xml:
        found = [
            (int(row), column, int(style or 0))
            for column in columns
            for row, style in re.findall(_CELL % column_letters(column).encode(), xml)
        ]
        return sorted(found)
    return _exact_styles(xml, columns)


def _exact_styles(xml: bytes, columns: Collection[int]) -> list[tuple[int, int, int]]:
    found: list[tuple[int, int, int]] = []
    row = column = 0

    def start(name: str, said: dict[str, str]) -> None:
        nonlocal row, column
        tag = name[name.rfind(":") + 1 :]
        if tag == "row":
            row, column = int(said.get("r", row + 1)), 0
        elif tag == "c":
            letters = said.get("r", "").rstrip("0123456789")
            column = column_number(letters) if letters else column + 1
            if column in columns:
                found.append((row, column, int(said.get("s", 0))))

    parser: Any = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.Parse(xml, True)
    return found
