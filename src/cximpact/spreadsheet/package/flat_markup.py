"""Edits small XML parts that are flat lists, such as relationships, by splicing their bytes.

What is not edited stays as it was, byte for byte: comments, prefixes, order, spaces, and elements
unknown to us.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.parsers import expat

from attrs import field, frozen

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Element", "FlatMarkup", "attribute"]

_TAG = re.compile(rb"""<(?:[^<>"']|"[^"]*"|'[^']*')*>""")
_PREFIX = re.compile(rb"<([^\s:/>]+:)?")
_NAME = re.compile(rb"<([^\s/>]+)")


@frozen
class Element:
    """One element of the list.

    Attributes:
        name: Its name without namespace.
        attributes: Its attributes; those of other namespaces are written ``namespace name``.
        start: Its first byte in the part.
        end: The byte behind its last.
    """

    name: str
    attributes: Mapping[str, str]
    start: int
    end: int


@frozen
class FlatMarkup:
    """An XML part: one element that holds a list of others.

    Attributes:
        data: The part.
        elements: The elements of the list.
    """

    data: bytes = field(repr=False)
    elements: tuple[Element, ...]
    _root: Element

    @classmethod
    def parse(cls, data: bytes) -> FlatMarkup:
        """Return an XML part taken apart.

        Args:
            data: The part, in UTF-8 and without declarations.

        Raises:
            ExpatError: It is no well-formed XML.
        """
        found = _Finder(data).find()
        return cls(data, tuple(found[1:]), found[0])

    def with_last(self, name: str, attributes: Mapping[str, str]) -> bytes:
        """Return the part with one more element at the end of its list."""
        prefix = _PREFIX.match(self.data, self._root.start)
        element = _written(((prefix and prefix[1]) or b"").decode() + name, attributes)
        tag = _tag(self.data, self._root.start)
        if not tag.endswith(b"/>"):
            close = self.data.rindex(b"</", self._root.start, self._root.end)
            return self.data[:close] + element + self.data[close:]
        open_tag = tag[:-2].rstrip() + b">"
        close_tag = b"</" + _NAME.match(tag)[1] + b">"  # type: ignore[index]  # it is a tag
        after = self.data[self._root.end :]
        return self.data[: self._root.start] + open_tag + element + close_tag + after

    def without(self, element: Element) -> bytes:
        """Return the part without an element of its list."""
        return self.data[: element.start] + self.data[element.end :]

    def with_attribute(self, element: Element, name: str, value: str) -> bytes:
        """Return the part with another value of an attribute that an element has."""
        tag = _tag(self.data, element.start)
        found = re.search(rb"\s%s\s*=\s*(\"[^\"]*\"|'[^']*')" % re.escape(name.encode()), tag)
        if found is None:
            raise KeyError(name)
        start, end = (element.start + at for at in found.span(1))
        return self.data[:start] + b'"' + attribute(value).encode() + b'"' + self.data[end:]


def attribute(value: str) -> str:
    """Return text as it is written between the double quotes of an attribute.

    Example:
        >>> attribute('R&D "new"')
        'R&amp;D &quot;new&quot;'
    """
    for sign, written in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        value = value.replace(sign, written)
    return re.sub(r"[\t\n\r]", lambda found: f"&#{ord(found[0])};", value)


def _written(name: str, attributes: Mapping[str, str]) -> bytes:
    pairs = "".join(f' {key}="{attribute(value)}"' for key, value in attributes.items())
    return f"<{name}{pairs}/>".encode()


def _tag(data: bytes, start: int) -> bytes:
    """Return the tag that starts at a byte."""
    found = _TAG.match(data, start)
    if found is None:  # the parser found a tag there, so there is one
        raise expat.ExpatError("a tag is not closed")
    return found[0]


class _Finder:
    """Notes where the outermost element of a part and those directly inside it stand."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._found: list[Element] = []
        self._open: list[tuple[str, dict[str, str], int]] = []
        self._depth = 0
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end

    def find(self) -> list[Element]:
        """Return the outermost element, then those inside it in their order."""
        self._parser.Parse(self._data, True)
        return sorted(self._found, key=lambda element: element.start)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth <= 2:
            local = name.rpartition(" ")[2]
            self._open.append((local, attributes, self._parser.CurrentByteIndex))

    def _end(self, _name: str) -> None:
        self._depth -= 1
        if self._depth < 2:
            local, attributes, start = self._open.pop()
            tag = _tag(self._data, start)
            end = start + len(tag)
            if not tag.endswith(b"/>"):
                at = self._parser.CurrentByteIndex
                end = self._data.index(b">", at) + 1
            self._found.append(Element(local, attributes, start, end))
