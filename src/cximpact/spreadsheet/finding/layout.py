"""What a sheet says beside its values: merged cells, hidden rows and columns, filters."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from xml.parsers import expat

from attrs import define, field

from cximpact.intake.files.cells import Area, area_of

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Layout", "is_plain", "read_layout", "start_tags"]

_TRUE = ("1", "true")
_TAG = rb"""<%b(?=[\s/>])(?:[^<>"']|"[^"]*"|'[^']*')*>"""
_ATTRIBUTE = re.compile(rb"""(?<![A-Za-z])([A-Za-z]++)\s*+=\s*+(?:"([^"]*)"|'([^']*)')""")
_HIDES = re.compile(_TAG % b"row")
_DATA = b"<sheetData"
_DATA_END = b"</sheetData>"


@define(eq=False)
class Layout:
    """What a sheet says beside its values; rows and columns are counted from 1.

    Attributes:
        merged: Its merged cells.
        hidden_rows: Rows that are not shown, filtered ones among them.
        hidden_columns: Columns that are not shown: first and last of each run.
        filters: The area that has filter buttons; None where there is none.
    """

    merged: list[Area] = field(factory=list)
    hidden_rows: set[int] = field(factory=set)
    hidden_columns: list[tuple[int, int]] = field(factory=list)
    filters: Area | None = None

    def is_hidden(self, column: int) -> bool:
        """Return whether a column is not shown."""
        return any(first <= column <= last for first, last in self.hidden_columns)


def is_plain(xml: bytes) -> bool:
    """Return whether every ``<row`` and ``<c`` in the XML of a sheet is a tag of its own.

    Comments, CDATA and processing instructions can hide tags or look like them, and prefixes
    change their names; such sheets are read tag by tag.
    """
    return b"<!" not in xml and b"<?" not in xml[1:] and xml.count(_DATA) == 1


def read_layout(xml: bytes) -> Layout:
    """Return what a sheet says beside its values.

    Args:
        xml: The part of the sheet, known to be without DOCTYPE.

    Raises:
        xml.parsers.expat.ExpatError: The XML is damaged.
        ValueError: A row has a number that is none.
    """
    layout = Layout()
    at, end = xml.find(_DATA), xml.rfind(_DATA_END)
    if not is_plain(xml) or end < at:
        _take_all(layout, xml)
        return layout
    # Nothing inside the cells is of interest, and they are nearly all of the sheet.
    _take_all(layout, xml[:at] + b"<sheetData>" + xml[end:])
    if b"hidden" in xml:
        for tag in _HIDES.finditer(xml, at, end):
            if b"hidden" in tag[0]:
                _take_row(layout, _attributes(tag[0]), None)
    return layout


def start_tags(xml: bytes) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the start tags of a small part, namespaces cut off."""
    found: list[tuple[str, dict[str, str]]] = []
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda name, said: found.append((name.rpartition(":")[2], said))
    parser.Parse(xml, True)
    yield from found


def _attributes(tag: bytes) -> dict[str, str]:
    return {
        name.decode(): (double or single).decode()
        for name, double, single in _ATTRIBUTE.findall(tag)
    }


def _take_all(layout: Layout, xml: bytes) -> None:
    row = 0

    def start(name: str, said: dict[str, str]) -> None:
        nonlocal row
        tag = name[name.rfind(":") + 1 :]
        if tag == "row":
            row = int(said.get("r", row + 1))
            _take_row(layout, said, row)
        elif tag in _TAKERS:
            _TAKERS[tag](layout, said)

    parser: Any = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.Parse(xml, True)


def _take_row(layout: Layout, said: dict[str, str], row: int | None) -> None:
    if said.get("hidden") in _TRUE:
        layout.hidden_rows.add(int(said["r"]) if row is None else row)


def _take_column(layout: Layout, said: dict[str, str]) -> None:
    if said.get("hidden") in _TRUE:
        layout.hidden_columns.append((int(said.get("min", 0)), int(said.get("max", 0))))


def _take_merged(layout: Layout, said: dict[str, str]) -> None:
    area = area_of(said.get("ref", ""))
    if area is not None and (area.first_row, area.first_column) != (
        area.last_row,
        area.last_column,
    ):
        layout.merged.append(area)


def _take_filter(layout: Layout, said: dict[str, str]) -> None:
    layout.filters = layout.filters or area_of(said.get("ref", ""))


_TAKERS = {"col": _take_column, "mergeCell": _take_merged, "autoFilter": _take_filter}
