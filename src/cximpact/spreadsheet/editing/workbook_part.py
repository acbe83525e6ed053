"""The part that lists the sheets of a workbook and the names defined in it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from attrs import define, field, frozen

from cximpact.spreadsheet.editing.markup import (
    Splice,
    attribute,
    insert_child,
    parse,
    set_attributes,
    spliced,
)

if TYPE_CHECKING:
    from cximpact.spreadsheet.editing.markup import Node

__all__ = ["DefinedName", "ListedSheet", "WorkbookPart"]

_RELATIONS = "/officeDocument/2006/relationships", "/officeDocument/relationships"
_STRICT = "purl.oclc.org"
_TRANSITIONAL_LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT_LINK = "http://purl.oclc.org/ooxml/officeDocument/relationships"
# What follows the names of a workbook (ECMA-376 part 1, 18.2.27).
_AFTER_NAMES = (
    *("calcPr", "oleSize", "customWorkbookViews", "pivotCaches", "smartTagPr", "smartTagTypes"),
    *("webPublishing", "fileRecoveryPr", "webPublishObjects", "extLst", "AlternateContent"),
)
_TRUE = ("1", "true")


@frozen
class ListedSheet:
    """A sheet as the workbook lists it.

    Attributes:
        name: Its name.
        link: The relationship that leads to its part.
        state: ``visible``, ``hidden`` or ``veryHidden``.
    """

    name: str
    link: str
    state: str


@frozen
class DefinedName:
    """A name defined in a workbook.

    Attributes:
        name: The name.
        text: What it refers to.
        sheet: The place of the sheet it belongs to, counted from 0; None for the whole workbook.
    """

    name: str
    text: str
    sheet: int | None


@define(eq=False)
class WorkbookPart:
    """The part as it is now; every change takes it apart anew, since it is small."""

    xml: bytes = field(repr=False)

    @property
    def root(self) -> Node:
        """Its outermost element."""
        return parse(self.xml)

    @property
    def is_strict(self) -> bool:
        """Whether the workbook is of the strict dialect, with addresses of its own."""
        root = self.root
        return any(_STRICT in value for name, value in root.attributes.items() if "xmlns" in name)

    @property
    def sheets(self) -> list[ListedSheet]:
        """All sheets, chart sheets too, in their order."""
        holder = self.root.first("sheets")
        return [_listed(node) for node in holder.all("sheet")] if holder else []

    @property
    def names(self) -> list[DefinedName]:
        """All names, in their order."""
        return [_named(node) for node in self._name_nodes(self.root)]

    @property
    def from_1904(self) -> bool:
        """Whether days are counted from 1904."""
        node = self.root.first("workbookPr")
        return node is not None and node.attributes.get("date1904") in _TRUE

    @property
    def is_locked(self) -> bool:
        """Whether the list of sheets is protected."""
        node = self.root.first("workbookProtection")
        return node is not None and node.attributes.get("lockStructure") in _TRUE

    def set_name(self, name: str, text: str, *, hidden: bool) -> None:
        """Define a name for the whole workbook, or let it refer to something else."""
        root = self.root
        old = [one for one in self._name_nodes(root) if _is(one, name)]
        p = root.prefix
        shown = f"{p}definedName".encode()
        tag = b"<" + shown + attribute("name", name) + (attribute("hidden", "1") if hidden else b"")
        new = tag + b">" + escape(text).encode() + b"</" + shown + b">"
        if old:
            self._edit([(old[0].start, old[0].end, new)])
            return
        holder = root.first("definedNames")
        if holder is not None:
            self._edit([insert_child(self.xml, holder, new)])
        else:
            names = f"{p}definedNames".encode()
            whole = b"<" + names + b">" + new + b"</" + names + b">"
            self._edit([insert_child(self.xml, root, whole, before=_AFTER_NAMES)])

    def set_local_text(self, name: str, sheet: int, text: str) -> None:
        """Let a name that belongs to one sheet refer to something else, if it is defined."""
        for node in self._name_nodes(self.root):
            stated = node.attributes
            if stated.get("name") == name and stated.get("localSheetId") == str(sheet):
                self._edit([(node.open_end, node.close_start, escape(text).encode())])
                return

    def drop_name(self, name: str) -> None:
        """Remove a name of the whole workbook, if it is defined."""
        nodes = self._name_nodes(self.root)
        self._edit([(one.start, one.end, b"") for one in nodes if _is(one, name)])
        self._drop_empty_names()

    def add_sheet(self, name: str, link: str) -> None:
        """List another sheet as the last one."""
        root = self.root
        holder = root.first("sheets")
        if holder is None:
            return
        used = [node.attributes.get("sheetId", "") for node in holder.all("sheet")]
        number = max((int(one) for one in used if one.isascii() and one.isdigit()), default=0) + 1
        prefix, declared = self._link_prefix(root)
        tag = f"<{root.prefix}sheet".encode() + declared + attribute("name", name)
        tag += attribute("sheetId", str(number)) + attribute(f"{prefix}:id", link) + b"/>"
        self._edit([insert_child(self.xml, holder, tag)])

    def drop_sheet(self, at: int) -> None:
        """Remove a sheet from the list, and the names that belong to it.

        Args:
            at: Its place, counted from 0. What names other sheets by their places is put right.
        """
        root = self.root
        holder = root.first("sheets")
        if holder is None:
            return
        gone = holder.all("sheet")[at]
        edits: list[Splice] = [(gone.start, gone.end, b"")]
        for node in self._name_nodes(root):
            if node.attributes.get("localSheetId") == str(at):
                edits.append((node.start, node.end, b""))
            else:
                edits += self._moved(node, ("localSheetId",), at)
        views = root.first("bookViews")
        for node in views.all("workbookView") if views else []:
            edits += self._moved(node, ("activeTab", "firstSheet"), at)
        self._edit(edits)
        self._drop_empty_names()

    def _moved(self, node: Node, names: tuple[str, ...], at: int) -> list[Splice]:
        """Return the edit that lets attributes name the same sheets as before one was removed."""
        stated = {name: node.attributes.get(name, "") for name in names}
        moved = {
            name: str(max(int(text) - 1, 0))
            for name, text in stated.items()
            if text.isascii() and text.isdigit() and int(text[:9]) >= at
        }
        return [set_attributes(self.xml, node, moved)] if moved else []

    def _drop_empty_names(self) -> None:
        holder = self.root.first("definedNames")
        if holder is not None and not holder.children:
            self._edit([(holder.start, holder.end, b"")])

    def _link_prefix(self, root: Node) -> tuple[str, bytes]:
        """Return the prefix for relationships, and its declaration if the part has none."""
        for name, value in root.attributes.items():
            if name.startswith("xmlns:") and value.endswith(_RELATIONS):
                return name.removeprefix("xmlns:"), b""
        address = _STRICT_LINK if self.is_strict else _TRANSITIONAL_LINK
        return "r", attribute("xmlns:r", address)

    def _name_nodes(self, root: Node) -> list[Node]:
        holder = root.first("definedNames")
        return holder.all("definedName") if holder else []

    def _edit(self, splices: list[Splice]) -> None:
        self.xml = spliced(self.xml, splices)


def _is(node: Node, name: str) -> bool:
    stated = node.attributes
    return stated.get("name", "").casefold() == name.casefold() and "localSheetId" not in stated


def _listed(node: Node) -> ListedSheet:
    stated = node.attributes
    link = next((value for key, value in stated.items() if key.endswith(":id")), "")
    return ListedSheet(stated.get("name", ""), link, stated.get("state", "visible"))


def _named(node: Node) -> DefinedName:
    stated, sheet = node.attributes, node.attributes.get("localSheetId", "")
    place = int(sheet) if sheet.isascii() and sheet.isdigit() and len(sheet) < 9 else None
    return DefinedName(stated.get("name", ""), node.text, place)
