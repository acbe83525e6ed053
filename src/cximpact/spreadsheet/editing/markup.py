"""XML as bytes with the places of its elements, so that edits leave everything else as it is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from xml.parsers import expat
from xml.sax.saxutils import escape

from attrs import Factory, define

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

__all__ = [
    "Node",
    "Splice",
    "attribute",
    "insert_child",
    "parse",
    "set_attributes",
    "spliced",
    "tag_end",
]

Splice = tuple[int, int, bytes]
"""Replace the bytes from the first place up to the second."""

_TAG = re.compile(rb"""<[^<>"']*(?:"[^"]*"[^<>"']*|'[^']*'[^<>"']*)*>""")
_NAME = re.compile(rb"<[^\s/>]+")
# Programs nest a dozen deep.
_DEEPEST = 256


@define(eq=False)
class Node:
    """An element: where it stands, and what its start tag tells.

    Attributes:
        name: Its name without the prefix.
        prefix: The prefix with its colon, or nothing.
        attributes: By their names as written.
        start: Where its start tag begins.
        open_end: Where its start tag ends.
        close_start: Where its end tag begins; `end` if it has none.
        end: Where it ends.
        children: The elements right inside.
        pieces: The text right inside, as it came.
    """

    name: str
    prefix: str
    attributes: dict[str, str]
    start: int
    open_end: int
    close_start: int = -1
    end: int = -1
    children: list[Node] = Factory(list)
    pieces: list[str] = Factory(list)

    @property
    def text(self) -> str:
        """The text right inside."""
        return "".join(self.pieces)

    def all(self, name: str) -> list[Node]:
        """Return the children of a name that are of the same vocabulary."""
        return [one for one in self.children if one.name == name and one.prefix == self.prefix]

    def first(self, name: str) -> Node | None:
        """Return the first child of a name, or None."""
        return next(iter(self.all(name)), None)

    def walk(self) -> Iterator[Node]:
        """Yield the node and all below it."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting += reversed(node.children)


def parse(xml: bytes, *, whole: bool = True) -> Node:
    """Return the outermost element of a part.

    Args:
        xml: The part, in UTF-8.
        whole: Whether it ends there; if not, what is still open stays without an end.

    Raises:
        xml.parsers.expat.ExpatError: The XML is damaged, or its elements are nested more than
            256 deep.

    Example:
        >>> parse(b"<a><b/></a>").children[0].start
        3
    """
    top = Node("", "", {}, 0, 0)
    stack = [top]
    parser: Any = expat.ParserCreate()

    def start(name: str, attributes: dict[str, str]) -> None:
        at = parser.CurrentByteIndex
        prefix, colon, local = name.rpartition(":")
        node = Node(local, prefix + colon, attributes, at, tag_end(xml, at))
        if len(stack) > _DEEPEST:
            raise expat.ExpatError(f"its elements are nested more than {_DEEPEST} deep")
        stack[-1].children.append(node)
        stack.append(node)

    def end(_: str) -> None:
        node = stack.pop()
        if xml[node.open_end - 2 : node.open_end] == b"/>":
            node.close_start = node.end = node.open_end
        else:
            node.close_start = parser.CurrentByteIndex
            node.end = xml.index(b">", node.close_start) + 1

    def text(piece: str) -> None:
        stack[-1].pieces.append(piece)

    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = text
    parser.Parse(xml, whole)
    if not top.children:
        raise expat.ExpatError("no element found")
    return top.children[0]


def tag_end(xml: bytes, start: int) -> int:
    """Return where the tag ends that begins at a place."""
    found = _TAG.match(xml, start)
    return found.end() if found else start


def spliced(xml: bytes, splices: Iterable[Splice]) -> bytes:
    """Return the bytes with some of them replaced; insertions at one place keep their order.

    Example:
        >>> spliced(b"abc", [(1, 2, b"--"), (3, 3, b"!")])
        b'a--c!'
    """
    pieces, at = [], 0
    for start, end, new in sorted(splices, key=lambda one: one[:2]):
        pieces += [xml[at:start], new]
        at = end
    return b"".join([*pieces, xml[at:]])


def attribute(name: str, value: str) -> bytes:
    """Return an attribute as it stands in a tag, with a space before it.

    Example:
        >>> attribute("name", "R&D")
        b' name="R&amp;D"'
    """
    entities = {'"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}
    return f' {name}="{escape(value, entities)}"'.encode()


def set_attributes(xml: bytes, node: Node, values: Mapping[str, str]) -> Splice:
    """Return the edit that gives an element attributes, each in its old place or as the last."""
    tag = xml[node.start : node.open_end]
    for name, value in values.items():
        old = re.search(rb"""\s%s\s*=\s*(?:"[^"]*"|'[^']*')""" % re.escape(name.encode()), tag)
        if old:
            tag = tag[: old.start()] + attribute(name, value) + tag[old.end() :]
        else:
            at = len(tag) - (2 if tag.endswith(b"/>") else 1)
            tag = tag[:at].rstrip() + attribute(name, value) + tag[at:]
    return node.start, node.open_end, tag


def insert_child(xml: bytes, node: Node, child: bytes, *, before: Iterable[str] = ()) -> Splice:
    """Return the edit that puts XML into an element, in front of the first of some children.

    Args:
        xml: The part.
        node: The element.
        child: What is put in.
        before: Names of children; without any of them it becomes the last child.
    """
    names = set(before)
    later = next((one for one in node.children if one.name in names), None)
    if later is not None:
        return later.start, later.start, child
    if node.close_start < node.end or not xml[: node.open_end].endswith(b"/>"):
        return node.close_start, node.close_start, child
    tag = xml[node.start : node.open_end]
    named = _NAME.match(tag)
    name = named[0][1:] if named else b""
    return node.start, node.open_end, tag[:-2].rstrip() + b">" + child + b"</" + name + b">"
