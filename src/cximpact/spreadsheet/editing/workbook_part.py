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
# Numbers of sheets are of 16 bits (ECMA-376 part 1, 18.2.19, as programs read it).
_LARGEST_NUMBER = 65_534


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


@frozen
class _NewName:
    """A name as it is to be defined."""

    name: str
    text: str
    hidden: bool

    def xml(self, prefix: str) -> bytes:
        """Return its element."""
        shown = f"{prefix}definedName".encode()
        hidden = attribute("hidden", "1") if self.hidden else b""
        tag = b"<" + shown + attribute("name", self.name) + hidden
        return tag + b">" + escape(self.text).encode() + b"</" + shown + b">"


@define(eq=False)
class WorkbookPart:
    """The part as it is now.

    It is taken apart once, and anew only after it was changed. Names of the whole workbook are
    changed all together when somebody looks, since there may be many.
    """

    _xml: bytes = field(repr=False)
    _parsed: tuple[bytes, Node] | None = field(default=None, init=False, repr=False)
    _pending: dict[str, _NewName | None] = field(factory=dict, init=False, repr=False)

    @property
    def xml(self) -> bytes:
        """The part, with all changes."""
        if self._pending:
            self._change_names()
        return self._xml

    @property
    def root(self) -> Node:
        """Its outermost element; changes of names may be yet to come."""
        if self._parsed is None or self._parsed[0] is not self._xml:
            self._parsed = self._xml, parse(self._xml)
        return self._parsed[1]

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
        if self._pending:
            self._change_names()
        return [_named(node) for node in self._name_nodes(self.root)]

    @property
    def name_count(self) -> int:
        """How many names there are."""
        return len(self._name_nodes(self.root))

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
        self._pending[name.casefold()] = _NewName(name, text, hidden)

    def set_local_text(self, name: str, sheet: int, text: str) -> None:
        """Let a name that belongs to one sheet refer to something else, if it is defined."""
        for node in self._name_nodes(self.root):
            stated = node.attributes
            if stated.get("name") == name and stated.get("localSheetId") == str(sheet):
                self._edit([(node.open_end, node.close_start, escape(text).encode())])
                return

    def drop_name(self, name: str) -> None:
        """Remove a name of the whole workbook, if it is defined."""
        self._pending[name.casefold()] = None

    def add_sheet(self, name: str, link: str) -> None:
        """List another sheet as the last one.

        Raises:
            ValueError: There are as many sheets as there can be.
        """
        root = self.root
        holder = root.first("sheets")
        if holder is None:
            return
        number = _free_number(holder.all("sheet"))
        prefix, declared = self._link_prefix(root)
        tag = f"<{root.prefix}sheet".encode() + declared + attribute("name", name)
        tag += attribute("sheetId", str(number)) + attribute(f"{prefix}:id", link) + b"/>"
        self._edit([insert_child(self._xml, holder, tag)])

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
        return [set_attributes(self._xml, node, moved)] if moved else []

    def _change_names(self) -> None:
        """Make the changes of names that are pending, all at once."""
        pending, self._pending = self._pending, {}
        root, edits, seen = self.root, list[Splice](), set[str]()
        for node in self._name_nodes(root):
            key = node.attributes.get("name", "").casefold()
            if key not in pending or "localSheetId" in node.attributes:
                continue
            new = pending[key]
            if new is None:
                edits.append((node.start, node.end, b""))
            elif key not in seen:
                edits.append((node.start, node.end, new.xml(root.prefix)))
            seen.add(key)
        added = [one.xml(root.prefix) for key, one in pending.items() if one and key not in seen]
        self._edit([*edits, *self._added_names(root, b"".join(added))])
        self._drop_empty_names()

    def _added_names(self, root: Node, new: bytes) -> list[Splice]:
        """Return the edit that puts names after those there are."""
        if not new:
            return []
        holder = root.first("definedNames")
        if holder is not None:
            return [insert_child(self._xml, holder, new)]
        names = f"{root.prefix}definedNames".encode()
        whole = b"<" + names + b">" + new + b"</" + names + b">"
        return [insert_child(self._xml, root, whole, before=_AFTER_NAMES)]

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
        if splices:
            self._xml = spliced(self._xml, splices)


def _free_number(sheets: list[Node]) -> int:
    """Return the smallest number that no sheet has."""
    stated = {node.attributes.get("sheetId", "").strip().lstrip("0") for node in sheets}
    for number in range(1, _LARGEST_NUMBER + 1):
        if str(number) not in stated:
            return number
    raise ValueError("it lists as many sheets as a workbook can have")


def _listed(node: Node) -> ListedSheet:
    stated = node.attributes
    link = next((value for key, value in stated.items() if key.endswith(":id")), "")
    return ListedSheet(stated.get("name", ""), link, stated.get("state", "visible"))


def _named(node: Node) -> DefinedName:
    stated, sheet = node.attributes, node.attributes.get("localSheetId", "")
    place = int(sheet) if sheet.isascii() and sheet.isdigit() and len(sheet) < 9 else None
    return DefinedName(stated.get("name", ""), node.text, place)
