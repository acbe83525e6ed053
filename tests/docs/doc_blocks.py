"""The blocks of a documentation page: what stands between fences, and what is to happen to it.

A comment in front of a block, alone on its line, says what the block is for:

    <!-- file: NAME -->          written to a file of that name
    <!-- add to: NAME -->        appended to that file
    <!-- edit: NAME -->          a diff, applied to that file
    <!-- output -->              what the Python block before it printed
    <!-- generated: COMMAND -->  what a command prints

A block of `console` holds commands after a `$` and what they print; it needs no comment. Tables
made from the JSON Schemas stand between `<!-- table: NAME -->` and `<!-- end -->`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from attrs import frozen

ROOT = Path(__file__).parents[2]
_MARKER = re.compile(r"<!-- (file|add to|edit|output|generated|table)(?:: (.+?))? -->")
_FENCE = re.compile(r"```(\w*)")
_END = "<!-- end -->"


def pages() -> tuple[Path, ...]:
    """Return the README and every page of `docs/`."""
    found = sorted((ROOT / "docs").rglob("*.md"))
    return (ROOT / "README.md", *found)


@frozen
class Block:
    """One block of a page.

    Attributes:
        language: What stands after the opening fence; ``table`` for a generated table.
        verb: What its comment asks for, such as ``file``; "" without one.
        argument: What the verb is about, such as a file's name.
        text: Its lines, each with its line end.
        first: Index of its first line in the page; `text` stands from here.
        last: Index of the line after its last.
    """

    language: str
    verb: str
    argument: str
    text: str
    first: int
    last: int


def blocks(lines: list[str]) -> Iterator[Block]:
    """Yield the blocks of a page, given as lines with their line ends."""
    verb, argument, at = "", "", 0
    while at < len(lines):
        line = lines[at].rstrip()
        marker, fence = _MARKER.fullmatch(line), _FENCE.fullmatch(line)
        if marker:
            verb, argument = marker[1], marker[2] or ""
        if fence or verb == "table":
            end = _index(lines, "```" if fence else _END, at + 1)
            language = fence[1] if fence else "table"
            text = "".join(lines[at + 1 : end])
            yield Block(language, verb, argument, text, at + 1, end)
            at = end
        if line and not marker:
            verb, argument = "", ""
        if verb == "table":
            verb = ""
        at += 1


def _index(lines: list[str], wanted: str, start: int) -> int:
    for at in range(start, len(lines)):
        if lines[at].rstrip() == wanted:
            return at
    raise ValueError(f"line {start}: the block has no end ({wanted})")
