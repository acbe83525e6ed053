"""Text of a document in Atlassian Document Format, without names of people.

The format is a tree of nodes (https://developer.atlassian.com/cloud/jira/platform/apis/document/).
Whatever the tree is, there is a text: nodes of unknown types give the text inside them, and what
lies deeper than `DEEPEST` is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

__all__ = ["DEEPEST", "LONGEST", "text_of"]

DEEPEST = 64
LONGEST = 100_000
SOMEONE = "@someone"

# Blocks that hold what stands inside a line, whatever its type.
_ONE_LINE = {"paragraph", "heading", "codeBlock", "caption", "taskItem", "decisionItem"}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def text_of(document: object) -> str:
    """Return the text of a document: a line for each paragraph, item or row.

    Args:
        document: The root node as parsed JSON. Text is returned as it is, since older fields
            hold plain text; anything else without text gives "".

    Returns:
        At most `LONGEST` characters. A mention of a person is ``@someone``.

    Example:
        >>> text_of({"type": "doc", "content": [{"type": "paragraph", "content": [
        ...     {"type": "text", "text": "Ask "}, {"type": "mention", "attrs": {"text": "@Jo"}}]}]})
        'Ask @someone'
    """
    if isinstance(document, str):
        return document[:LONGEST]
    lines: list[str] = []
    room = LONGEST
    for line in _lines(document, 0):
        lines.append(line[:room])
        room -= len(line) + 1
        if room <= 0:
            break
    return "\n".join(lines).strip()


def _lines(node: object, depth: int) -> Iterator[str]:
    """Yield the lines of a block, or the one line of something inline."""
    if not isinstance(node, dict) or depth > DEEPEST:
        return
    special = _BLOCKS.get(_kind(node))
    if special is not None:
        yield from special(node, depth)
        return
    children = _content(node)
    if _kind(node) in _ONE_LINE or all(_is_inline(child) for child in children):
        line = "".join(_inline(child, depth + 1) for child in children) or _inline(node, depth)
        yield from line.split("\n") if line else ()
        return
    for child in children:
        yield from _lines(child, depth + 1)


def _inline(node: object, depth: int) -> str:
    """Return the text of something that stands inside a line."""
    if not isinstance(node, dict) or depth > DEEPEST:
        return ""
    special = _INLINE.get(_kind(node))
    if special is not None:
        return special(node)
    return "".join(_inline(child, depth + 1) for child in _content(node))


def _bullets(node: dict[str, Any], depth: int) -> Iterator[str]:
    for child in _content(node):
        yield from _item("- ", child, depth)


def _numbers(node: dict[str, Any], depth: int) -> Iterator[str]:
    start = _attribute(node, "order")
    first = start if isinstance(start, int) and not isinstance(start, bool) else 1
    for number, child in enumerate(_content(node), first):
        yield from _item(f"{number}. ", child, depth)


def _item(mark: str, node: object, depth: int) -> Iterator[str]:
    """Yield the lines of a list's item, the first one marked, the others set in."""
    for at, line in enumerate(_lines(node, depth + 1)):
        yield (mark if at == 0 else "  ") + line


def _row(node: dict[str, Any], depth: int) -> Iterator[str]:
    yield " | ".join(" ".join(_lines(cell, depth + 1)) for cell in _content(node))


def _nothing(_: dict[str, Any], __: int) -> Iterator[str]:
    return iter(())


def _text(node: dict[str, Any]) -> str:
    """Return a text, with the address it leads to where it does not show it itself."""
    text = node.get("text")
    if not isinstance(text, str):
        return ""
    marks = node.get("marks")
    for mark in marks if isinstance(marks, list) else ():
        if isinstance(mark, dict) and mark.get("type") == "link":
            address = _attribute(mark, "href")
            if isinstance(address, str) and address != text and not _names_someone(address):
                return f"{text} ({address})"
    return text


def _names_someone(address: str) -> bool:
    """Return whether an address leads to a person."""
    return address.startswith("mailto:") or "/people/" in address


def _address(node: dict[str, Any]) -> str:
    address = _attribute(node, "url")
    return address if isinstance(address, str) and not _names_someone(address) else ""


def _said(node: dict[str, Any]) -> str:
    text = _attribute(node, "text") or _attribute(node, "shortName")
    return text if isinstance(text, str) else ""


def _day(node: dict[str, Any]) -> str:
    """Return the day of a date node, whose timestamp is in milliseconds."""
    try:
        return (_EPOCH + timedelta(milliseconds=int(str(_attribute(node, "timestamp"))))).strftime(
            "%Y-%m-%d"
        )
    except (ValueError, OverflowError):
        return ""


def _kind(node: dict[str, Any]) -> str:
    kind = node.get("type")
    return kind if isinstance(kind, str) else ""


def _content(node: dict[str, Any]) -> list[Any]:
    content = node.get("content")
    return content if isinstance(content, list) else []


def _attribute(node: dict[str, Any], name: str) -> object:
    attributes = node.get("attrs")
    return attributes.get(name) if isinstance(attributes, dict) else None


def _is_inline(node: object) -> bool:
    return isinstance(node, dict) and _kind(node) in _INLINE


_INLINE: dict[str, Callable[[dict[str, Any]], str]] = {
    "text": _text,
    "hardBreak": lambda _: "\n",
    "mention": lambda _: SOMEONE,
    "emoji": _said,
    "status": _said,
    "placeholder": _said,
    "date": _day,
    "inlineCard": _address,
}

_BLOCKS: dict[str, Callable[[dict[str, Any], int], Iterator[str]]] = {
    "bulletList": _bullets,
    "taskList": _bullets,
    "decisionList": _bullets,
    "orderedList": _numbers,
    "tableRow": _row,
    "media": _nothing,
    "mediaSingle": _nothing,
    "mediaGroup": _nothing,
    "rule": _nothing,
    "blockCard": lambda node, _: iter(filter(None, [_address(node)])),
    "embedCard": lambda node, _: iter(filter(None, [_address(node)])),
}
