"""Which cells of a sheet add up others, and which are fed from other workbooks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from xml.parsers import expat
from xml.sax.saxutils import unescape

from attrs import define, field

from cximpact.intake.files.cells import column_number
from cximpact.spreadsheet.finding.layout import is_plain

__all__ = ["Formulas", "read_formulas"]

_ANY = re.compile(rb"<f[\s/>]")
_PLAIN = re.compile(
    rb'<c r="([A-Z]{1,3}[0-9]{1,7})"[^<>]*><f([^<>]*?)(?:/>|>([^<]*)</f>)', re.ASCII
)
_SHARED = re.compile(rb'\bsi="([0-9]+)"')
# Books are numbered in files: [1]Prices!B2. Columns of tables, as in Costs[Capex], are none.
_ELSEWHERE = re.compile(r"(?<![A-Za-z0-9_.\[\]:])'?\[([0-9]{1,5})\][^\[\]!']*'?!")
_SUM = re.compile(
    r"(?:SUM\(|(?:SUBTOTAL|AGGREGATE)\((?:[0-9]+,)+)"
    r"\$?[A-Z]{1,3}\$?([0-9]{1,7}):\$?[A-Z]{1,3}\$?([0-9]{1,7})\)"
)
_QUOTES = {"&quot;": '"', "&apos;": "'"}


@define(eq=False)
class Formulas:
    """What formulas of a sheet tell of their cells, by row and column.

    Attributes:
        elsewhere: Cells fed from other workbooks, each with the number of the book.
        sums: Cells that add up rows and do nothing else: the first and the last of these.
    """

    elsewhere: dict[tuple[int, int], int] = field(factory=dict)
    sums: dict[tuple[int, int], tuple[int, int]] = field(factory=dict)


def read_formulas(xml: bytes) -> Formulas:
    """Return what the formulas of a sheet tell of their cells.

    Args:
        xml: The part of the sheet, known to be without DOCTYPE.

    Raises:
        xml.parsers.expat.ExpatError: The XML is damaged.
    """
    found = Formulas()
    if b"<f" not in xml and b":f" not in xml:
        return found
    shared: dict[str, str] = {}
    for address, text, group in _quickly(xml) or _exactly(xml):
        if group and text:
            shared.setdefault(group, text)
        # Cells that share a formula are told apart by it no further than is needed here.
        _take(found, address, text or shared.get(group, ""), is_own=bool(text))
    return found


def _quickly(xml: bytes) -> list[tuple[str, str, str]] | None:
    """Return address, formula and its group, if all formulas are written plainly; else None."""
    if not is_plain(xml) or b":f" in xml:
        return None
    plain = _PLAIN.findall(xml)
    if len(plain) != len(_ANY.findall(xml)):
        return None
    return [(address.decode(), _text(text), _group(said)) for address, said, text in plain]


def _text(raw: bytes) -> str:
    return unescape(raw.decode("utf-8", "replace"), _QUOTES)


def _group(said: bytes) -> str:
    found = _SHARED.search(said)
    return found[1].decode() if found else ""


def _exactly(xml: bytes) -> Iterator[tuple[str, str, str]]:
    found: list[list[str]] = []
    address, inside = "", False

    def start(name: str, said: dict[str, str]) -> None:
        nonlocal address, inside
        tag = name[name.rfind(":") + 1 :]
        if tag == "c":
            address = said.get("r", "")
        inside = tag == "f"
        if inside:
            found.append([address, "", said.get("si", "")])

    def end(_: str) -> None:
        nonlocal inside
        inside = False

    def text(data: str) -> None:
        if inside:
            found[-1][1] += data

    parser: Any = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = text
    parser.Parse(xml, True)
    yield from ((where, formula, group) for where, formula, group in found)


def _take(found: Formulas, address: str, formula: str, *, is_own: bool) -> None:
    letters = address.rstrip("0123456789")
    digits = address[len(letters) :]
    if not digits or not letters.isascii() or not letters.isupper() or len(letters) > 3:
        return
    at = (int(digits), column_number(letters))
    book = _ELSEWHERE.search(formula)
    if book is not None:
        found.elsewhere[at] = int(book[1])
    summed = _SUM.fullmatch(formula.replace(" ", "")) if is_own else None
    if summed is not None and summed[1] != summed[2]:
        found.sums[at] = (int(summed[1]), int(summed[2]))
