"""What stands around the rows of a sheet: its extent, columns, filters, merged cells and more."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.parsers import expat

from cximpact.intake.files.cells import Area, area_of, cell_name
from cximpact.spreadsheet.editing.markup import (
    Splice,
    insert_child,
    parse,
    set_attributes,
    spliced,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from cximpact.spreadsheet.editing.markup import Node

__all__ = ["Head", "Tail", "shown"]

# What follows the validations of a sheet (ECMA-376 part 1, 18.3.1.99).
_AFTER_VALIDATIONS = (
    *("hyperlinks", "printOptions", "pageMargins", "pageSetup", "headerFooter", "rowBreaks"),
    *("colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags", "drawing"),
    *("legacyDrawing", "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls"),
    *("webPublishItems", "tableParts", "extLst", "AlternateContent"),
)
_TRUE = ("1", "true")


class Head:
    """The XML of a sheet up to its rows."""

    def __init__(self, xml: bytes) -> None:
        self._xml = xml
        self._root: Node = parse(xml, whole=False)
        if self._root.name != "worksheet":
            message = f"its outermost element is {self._root.name[:40]}, not worksheet"
            raise expat.ExpatError(message)
        _refuse_rows(xml, self._root)
        holder = self._root.first("cols")
        self._columns = [_column(node) for node in holder.all("col")] if holder else []

    @property
    def prefix(self) -> str:
        """The prefix of the sheet's vocabulary, with its colon."""
        return self._root.prefix

    @property
    def root_tag(self) -> bytes:
        """The start tag of the whole sheet."""
        return self._xml[self._root.start : self._root.open_end]

    def column_style(self, column: int) -> int:
        """Return the style of the blank cells of a column."""
        return next((style for columns, style, _ in self._columns if column in columns), 0)

    def is_hidden(self, column: int) -> bool:
        """Return whether a column is hidden."""
        return any(column in columns and hidden for columns, _, hidden in self._columns)

    def edited(self, areas: Iterable[Area], widths: Mapping[int, float]) -> bytes:
        """Return the XML with its edits.

        Args:
            areas: What the stated extent of the sheet is widened to.
            widths: Columns and the widths they get where none is stated.
        """
        return spliced(self._xml, [*self._reaching(areas), *self._widened(widths)])

    def _reaching(self, areas: Iterable[Area]) -> Iterator[Splice]:
        node = self._root.first("dimension")
        old = area_of(node.attributes.get("ref", "")) if node else None
        if node is None or old is None:
            return
        whole = [old, *areas]
        new = Area(
            min(one.first_row for one in whole),
            min(one.first_column for one in whole),
            max(one.last_row for one in whole),
            max(one.last_column for one in whole),
        )
        if new != old:
            yield set_attributes(self._xml, node, {"ref": shown(new)})

    def _widened(self, widths: Mapping[int, float]) -> Iterator[Splice]:
        """Yield the edits that state widths of columns of which nothing is stated."""
        holder = self._root.first("cols")
        new = {
            column: f'<{self.prefix}col min="{column}" max="{column}" width="{width:g}" '
            'customWidth="1"/>'
            for column, width in sorted(widths.items())
            if width > 0 and not any(column in columns for columns, _, _ in self._columns)
        }
        if holder is None and new:
            inside = "".join(new.values())
            cols = f"<{self.prefix}cols>{inside}</{self.prefix}cols>"
            yield len(self._xml), len(self._xml), cols.encode()
        elif holder is not None:
            nodes = holder.all("col")
            starts = [
                (columns.start, node)
                for (columns, _, _), node in zip(self._columns, nodes, strict=True)
            ]
            for column, xml in new.items():
                after = [node.start for first, node in starts if first > column]
                at = min(after) if after else max(node.end for _, node in starts)
                yield at, at, xml.encode()


class Tail:
    """The XML of a sheet after its rows."""

    def __init__(self, root_tag: bytes, xml: bytes) -> None:
        self._skipped = len(root_tag)
        self._xml = root_tag + xml
        self._root: Node = parse(self._xml)
        _refuse_rows(xml, self._root)
        self._edits: list[Splice] = []

    @property
    def merged(self) -> list[Area]:
        """The merged areas."""
        holder = self._root.first("mergeCells")
        texts = [one.attributes.get("ref", "") for one in holder.all("mergeCell")] if holder else []
        return [area for text in texts if (area := area_of(text))]

    @property
    def is_protected(self) -> bool:
        """Whether the sheet is protected."""
        node = self._root.first("sheetProtection")
        return node is not None and node.attributes.get("sheet") in _TRUE

    @property
    def filtered(self) -> Area | None:
        """The area of the filter that belongs to no table."""
        node = self._root.first("autoFilter")
        return area_of(node.attributes.get("ref", "")) if node else None

    def set_filtered(self, area: Area) -> None:
        """Let the filter cover another area."""
        node = self._root.first("autoFilter")
        if node is not None:
            self._edits.append(set_attributes(self._xml, node, {"ref": shown(area)}))

    def set_validations(self, xml: bytes) -> None:
        """Replace all validations of the sheet; none are left where nothing is given."""
        node = self._root.first("dataValidations")
        if node is not None:
            self._edits.append((node.start, node.end, xml))
        elif xml:
            edit = insert_child(self._xml, self._root, xml, before=_AFTER_VALIDATIONS)
            self._edits.append(edit)

    def to_bytes(self) -> bytes:
        """Return the XML with all edits."""
        return spliced(self._xml, self._edits)[self._skipped :]


def _refuse_rows(xml: bytes, root: Node) -> None:
    """Refuse a second list of rows: programs differ in which one they read."""
    if b"sheetData" in xml and any(node.name == "sheetData" for node in root.walk()):
        raise expat.ExpatError("it has more than one list of rows (sheetData)")


def shown(area: Area) -> str:
    """Return an area as attributes write it.

    Example:
        >>> shown(Area(1, 1, 9, 4))
        'A1:D9'
    """
    first = cell_name(area.first_row, area.first_column)
    last = cell_name(area.last_row, area.last_column)
    return first if first == last else f"{first}:{last}"


def _column(node: Node) -> tuple[range, int, bool]:
    stated = node.attributes
    first, last, style = (stated.get(name, "0") for name in ("min", "max", "style"))
    if not all(
        text.isascii() and text.isdigit() and len(text) < 9 for text in (first, last, style)
    ):
        return range(0), 0, False
    return range(int(first), int(last) + 1), int(style), stated.get("hidden") in _TRUE
