"""The part of an Excel table: its extent, and the names of its columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from cximpact.intake.files.cells import Area, area_of
from cximpact.spreadsheet.editing.markup import (
    Splice,
    attribute,
    insert_child,
    parse,
    set_attributes,
    spliced,
)
from cximpact.spreadsheet.editing.sheet_frame import shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cximpact.spreadsheet.editing.markup import Node

__all__ = ["TableShape", "read_table", "reshaped"]


@frozen
class TableShape:
    """What a table is like.

    Attributes:
        name: What it is called in formulas.
        area: All its cells, headers and totals included.
        header_rows: 1, or 0 for a table without headers.
        totals_rows: How many of its last rows are totals.
        columns: The names of its columns.
        is_linked: Whether it shows what a query or a mapping brings; such tables stay as they are.
    """

    name: str
    area: Area
    header_rows: int
    totals_rows: int
    columns: tuple[str, ...]
    is_linked: bool


def read_table(xml: bytes) -> TableShape | None:
    """Return what a table is like; None if it does not say.

    Raises:
        xml.parsers.expat.ExpatError: The XML is damaged.
        ValueError: The part holds something else.
    """
    root = parse(xml)
    if root.name != "table":
        raise ValueError(f"its outermost element is {root.name[:40]}, not table")
    stated = root.attributes
    area = area_of(stated.get("ref", ""))
    holder = root.first("tableColumns")
    if area is None or holder is None:
        return None
    columns = tuple(node.attributes.get("name", "") for node in holder.all("tableColumn"))
    if len(columns) != area.last_column - area.first_column + 1:
        return None
    name = stated.get("displayName") or stated.get("name", "")
    is_linked = stated.get("tableType", "worksheet") != "worksheet"
    headers, totals = (stated.get(f"{one}RowCount", old) for one, old in _DEFAULTS)
    return TableShape(name, area, int(headers != "0"), _count(totals), columns, is_linked)


_DEFAULTS = (("header", "1"), ("totals", "0"))


def reshaped(xml: bytes, last_column: int, names: Mapping[int, str]) -> bytes:
    """Return a table that ends at another column, with some columns named anew.

    Args:
        xml: Its part.
        last_column: The column of the sheet it is to end at.
        names: Names by column of the sheet; every added column has one.
    """
    root, shape = parse(xml), read_table(xml)
    holder = root.first("tableColumns")
    if shape is None or holder is None:
        return xml
    old = shape.area
    new = Area(old.first_row, old.first_column, old.last_row, last_column)
    edits: list[Splice] = [set_attributes(xml, root, {"ref": shown(new)})] if new != old else []
    edits += _filter_edits(xml, root, old, new)
    edits.append((holder.start, holder.end, _columns(xml, holder, old, last_column, names)))
    return spliced(xml, edits)


def _columns(
    xml: bytes, holder: Node, old: Area, last_column: int, names: Mapping[int, str]
) -> bytes:
    """Return the list of columns as it is to be."""
    first, nodes = old.first_column, holder.all("tableColumn")
    edits: list[Splice] = []
    for column, node in enumerate(nodes, first):
        if column > last_column:
            edits.append((node.start, node.end, b""))
        elif column in names and names[column] != node.attributes.get("name"):
            edits.append(set_attributes(xml, node, {"name": names[column]}))
    used = [_count(node.attributes.get("id", "")) for node in nodes]
    number = max(used, default=0)
    added = b""
    for column in range(old.last_column + 1, last_column + 1):
        number += 1
        tag = f"<{holder.prefix}tableColumn".encode() + attribute("id", str(number))
        added += tag + attribute("name", names[column]) + b"/>"
    if added:
        edits.append(insert_child(xml, holder, added))
    count = {"count": str(last_column - first + 1)}
    edits.append(set_attributes(xml, holder, count))
    return _within(xml, holder, edits)


def _filter_edits(xml: bytes, root: Node, old: Area, new: Area) -> list[Splice]:
    """Return the edits that let the filter of the table cover the table again."""
    node = root.first("autoFilter")
    area = area_of(node.attributes.get("ref", "")) if node else None
    if new == old or node is None or area is None:
        return []
    widened = Area(area.first_row, area.first_column, area.last_row, new.last_column)
    edits = [set_attributes(xml, node, {"ref": shown(widened)})]
    if new.last_column < old.last_column:
        width = new.last_column - new.first_column + 1
        gone = [one for one in node.children if _count(one.attributes.get("colId", "")) >= width]
        gone += [one for holder in (node, root) for one in holder.all("sortState")]
        edits += [(one.start, one.end, b"") for one in gone]
    return edits


def _within(xml: bytes, node: Node, edits: list[Splice]) -> bytes:
    """Return an element with edits inside it."""
    moved = [(start - node.start, end - node.start, new) for start, end, new in edits]
    return spliced(xml[node.start : node.end], moved)


def _count(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
