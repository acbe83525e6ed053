"""Fonts, fills, borders and formats of cells as XML, made from others by laying a look over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cximpact.spreadsheet.editing.markup import Node, attribute, parse

if TYPE_CHECKING:
    from cximpact.spreadsheet.cells import Look

__all__ = ["border", "children_xml", "fill", "font", "format_xml", "needs_font"]

# The order that the schema gives the parts of a font (ECMA-376 part 1, 18.8.22).
_FONT_ORDER = (
    *("b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign", "sz"),
    *("color", "name", "family", "charset", "scheme"),
)
_SIDES = ("left", "right", "top", "bottom")


def needs_font(look: Look) -> bool:
    """Return whether a look changes the font."""
    return bool(look.bold or look.italic or look.size or look.color)


def font(base: bytes, look: Look, prefix: str) -> bytes:
    """Return a font with what a look says of letters laid over it."""
    parts = children_xml(base)
    if look.bold:
        parts["b"] = f"<{prefix}b/>".encode()
    if look.italic:
        parts["i"] = f"<{prefix}i/>".encode()
    if look.size:
        parts["sz"] = f'<{prefix}sz val="{look.size:g}"/>'.encode()
    if look.color:
        parts["color"] = f'<{prefix}color rgb="FF{look.color}"/>'.encode()
    known = [parts.pop(name) for name in _FONT_ORDER if name in parts]
    inside = b"".join([*known, *parts.values()])
    return f"<{prefix}font>".encode() + inside + f"</{prefix}font>".encode()


def fill(color: str, prefix: str) -> bytes:
    """Return a fill of one color."""
    p = prefix
    inside = f'<{p}fgColor rgb="FF{color}"/><{p}bgColor indexed="64"/>'
    return (
        f'<{p}fill><{p}patternFill patternType="solid">{inside}</{p}patternFill></{p}fill>'
    ).encode()


def border(prefix: str) -> bytes:
    """Return thin lines on all sides."""
    p = prefix
    line = f'<{p}color rgb="FFBFBFBF"/>'
    sides = "".join(f'<{p}{side} style="thin">{line}</{p}{side}>' for side in _SIDES)
    return f"<{p}border>{sides}<{p}diagonal/></{p}border>".encode()


def format_xml(base: bytes, look: Look, prefix: str, numbers: dict[str, int]) -> bytes:
    """Return a cell format (`xf`) made from another.

    Args:
        base: The other.
        look: What is laid over it.
        prefix: Of the vocabulary of styles.
        numbers: What is replaced, such as ``{"fontId": 3}``.
    """
    parts = children_xml(base)
    attributes = dict(parse(base).attributes)
    attributes.pop("quotePrefix", None)
    attributes.pop("pivotButton", None)
    for name, number in numbers.items():
        attributes |= {name: str(number), _APPLIED[name]: "1"}
    if look.wrap or look.align or look.top:
        attributes["applyAlignment"] = "1"
        parts["alignment"] = _alignment(parts.get("alignment"), look, prefix)
    if look.unlocked:
        attributes["applyProtection"] = "1"
        parts["protection"] = f'<{prefix}protection locked="0"/>'.encode()
    order: list[str] = [name for name in ("alignment", "protection") if name in parts]
    order += [name for name in parts if name not in order]
    tag = f"<{prefix}xf".encode() + b"".join(attribute(*one) for one in attributes.items())
    if not order:
        return tag + b"/>"
    return tag + b">" + b"".join(parts[name] for name in order) + f"</{prefix}xf>".encode()


_APPLIED = {
    "numFmtId": "applyNumberFormat",
    "fontId": "applyFont",
    "fillId": "applyFill",
    "borderId": "applyBorder",
}


def _alignment(base: bytes | None, look: Look, prefix: str) -> bytes:
    attributes = dict(parse(base).attributes) if base else {}
    if look.wrap:
        attributes |= {"wrapText": "1"}
        attributes.pop("shrinkToFit", None)
    if look.align:
        attributes |= {"horizontal": look.align}
        attributes.pop("indent", None)
    if look.top:
        attributes |= {"vertical": "top"}
    tag = b"".join(attribute(*one) for one in attributes.items())
    return f"<{prefix}alignment".encode() + tag + b"/>"


def children_xml(xml: bytes) -> dict[str, bytes]:
    """Return what stands inside an element, by name."""
    node: Node = parse(xml)
    return {child.name: xml[child.start : child.end] for child in node.children}
