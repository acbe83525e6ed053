"""What fonts, fills, borders and formats come to, however a program writes them down."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from cximpact.spreadsheet.editing.markup import parse

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cximpact.spreadsheet.editing.markup import Node

__all__ = ["Key", "border_key", "fill_key", "font_key", "format_key"]

Key: TypeAlias = frozenset[object]

_FALSE = ("0", "false")
# Programs add and drop these without any change to be seen.
_UNSEEN = ("family", "scheme")
_DEFAULTS = {
    "horizontal": "general",
    "vertical": "bottom",
    "textRotation": "0",
    "indent": "0",
    "relativeIndent": "0",
    "readingOrder": "0",
    "locked": "1",
}


def font_key(xml: bytes) -> Key:
    """Return what a font comes to.

    Example:
        >>> font_key(b'<font><b val="1"/><sz val="11.0"/></font>') == font_key(
        ...     b'<font><sz val="11"/><b/></font>'
        ... )
        True
    """
    parts = parse(xml).children
    return frozenset(
        (one.name, _stated(one))
        for one in parts
        if one.name not in _UNSEEN and one.attributes.get("val") not in _FALSE
    )


def fill_key(xml: bytes) -> Key:
    """Return what a fill comes to; the color behind a solid one is not seen."""
    return frozenset(
        (one.name, _stated(one)) for one in parse(xml).walk() if one.name not in ("fill", "bgColor")
    )


def border_key(xml: bytes) -> Key:
    """Return what the lines around a cell come to."""
    return frozenset(
        (one.name, one.attributes["style"], tuple(_stated(color) for color in one.children))
        for one in parse(xml).children
        if one.attributes.get("style", "none") != "none"
    )


def format_key(xml: bytes, parts: Mapping[str, Callable[[int], object]]) -> Key:
    """Return what a format comes to.

    Args:
        xml: The format.
        parts: For attributes that name another part by number, what that comes to.
    """
    node = parse(xml)
    named = [(name, tell(_number(node.attributes.get(name)))) for name, tell in parts.items()]
    others = [
        (name, node.attributes[name])
        for name in ("xfId", "quotePrefix", "pivotButton")
        if node.attributes.get(name, "0") not in _FALSE
    ]
    inner = [(one.name, pair) for one in node.children for pair in _changed(one)]
    return frozenset([*named, *others, *inner])


def _changed(node: Node) -> list[tuple[str, str]]:
    """Return the attributes that differ from what holds without them."""
    plain = {"true": "1", "false": "0"}
    stated = [(name, plain.get(value, value)) for name, value in node.attributes.items()]
    return [(name, value) for name, value in stated if value != _DEFAULTS.get(name, "0")]


def _stated(node: Node) -> frozenset[tuple[str, str]]:
    found = dict(node.attributes)
    if found.get("val") in ("1", "true") and node.name in ("b", "i"):
        del found["val"]
    if node.name == "sz":
        found["val"] = found.get("val", "").removesuffix(".0")
    return frozenset(found.items())


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else 0
