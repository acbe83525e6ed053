"""The styles of a workbook: formats of cells are added at the end, none is ever changed."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from attrs import Factory, define

from cximpact.spreadsheet.cells import Look
from cximpact.spreadsheet.editing.markup import (
    Splice,
    attribute,
    insert_child,
    parse,
    set_attributes,
    spliced,
)
from cximpact.spreadsheet.editing.style_keys import border_key, fill_key, font_key, format_key
from cximpact.spreadsheet.editing.style_parts import border, fill, font, format_xml, needs_font

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cximpact.spreadsheet.editing.markup import Node

__all__ = ["MINIMAL_STYLES", "Styles"]

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
MINIMAL_STYLES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    f'<styleSheet xmlns="{MAIN}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font>'
    '</fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill '
    'patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/>'
    '<bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" '
    'fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="1"><xf numFmtId="0" fontId="0" '
    'fillId="0" borderId="0" xfId="0"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" '
    'xfId="0" builtinId="0"/></cellStyles></styleSheet>'
).encode()
"""The styles of a workbook that has none of its own."""

# Formats that every program knows by number (ECMA-376 part 1, 18.8.30).
_KNOWN_NUMBERS = {
    "General": 0,
    "0": 1,
    "0.00": 2,
    "#,##0": 3,
    "#,##0.00": 4,
    "0%": 9,
    "0.00%": 10,
    "@": 49,
}
_FIRST_OWN_NUMBER = 164
# Excel opens no workbook with many more.
_MOST_FORMATS = 64_000
_ORDER = (
    *("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs"),
    *("tableStyles", "colors", "extLst"),
)
# Comparing takes time, and no workbook that people work with has as many.
_MOST_COMPARED = 5_000
_KEYS: dict[str, Callable[[bytes], object]] = {
    "fonts": font_key,
    "fills": fill_key,
    "borders": border_key,
}
_MARKED = re.compile(r"\\([-+ ()/:])")
_ITEM = {"fonts": "font", "fills": "fill", "borders": "border", "cellXfs": "xf"}


@define(eq=False)
class _Kind:
    """The fonts, fills, borders or formats that are there, and those added."""

    items: list[bytes]
    before: int
    key: Callable[[bytes], object]
    numbers: dict[object, int] = Factory(dict)

    def add(self, xml: bytes) -> int:
        """Return the number of an item: of one that comes to the same, or of a new one."""
        if not self.numbers and self.before <= _MOST_COMPARED:
            # Of equal ones the first counts, as programs number them.
            pairs = reversed(list(enumerate(self.items)))
            self.numbers = {self.key(item): at for at, item in pairs}
        key = self.key(xml)
        if key not in self.numbers:
            self.numbers[key] = len(self.items)
            self.items.append(xml)
        return self.numbers[key]

    def holds(self, xml: bytes) -> bool:
        """Return whether an item was added, or compared, that comes to the same."""
        return self.key(xml) in self.numbers

    def key_of(self, number: int) -> object:
        """Return what an item comes to."""
        return self.key(self.items[number]) if number < len(self.items) else None

    @property
    def added(self) -> bytes:
        return b"".join(self.items[self.before :])


class Styles:
    """The styles part of a workbook, and the formats added to it.

    Attributes:
        is_full: Whether a format was left out, since there would be more than programs open.

    Raises:
        ValueError: The part holds something else.

    Example:
        >>> styles = Styles(MINIMAL_STYLES)
        >>> styles.derived(0, Look()), styles.derived(0, Look(bold=True))
        (0, 1)
    """

    def __init__(self, xml: bytes) -> None:
        # Taking millions of formats apart would take up the memory.
        if xml.count(b"<xf") > 4 * _MOST_FORMATS:
            raise ValueError(f"it has more than {4 * _MOST_FORMATS:,} formats")
        self.is_full = False
        self._xml = xml
        self._root: Node = parse(xml)
        if self._root.name != "styleSheet":
            raise ValueError(f"its outermost element is {self._root.name[:40]}, not styleSheet")
        self._kinds = {name: self._kind(name, item) for name, item in _ITEM.items()}
        self._numbers, self._new_numbers = self._stated_numbers(), dict[str, int]()
        self._derived: dict[tuple[int, Look], int] = {}

    @property
    def prefix(self) -> str:
        """The prefix of the vocabulary, with its colon."""
        return self._root.prefix

    def derived(self, base: int, look: Look) -> int:
        """Return the number of the format that lays a look over another.

        Args:
            base: The number of the other.
            look: What changes.
        """
        key = (base, look)
        if key not in self._derived:
            self._derived[key] = self._derive(base, look)
        return self._derived[key]

    def formats_of(self, looks: Iterable[Look]) -> frozenset[int]:
        """Return the formats that lay one of some looks over the default one, and that one.

        Programs write formats anew in their own way, so they are compared by what they say.
        """
        formats = self._kinds["cellXfs"]
        if formats.before > _MOST_COMPARED:
            return frozenset([0])
        keys = {formats.key_of(self.derived(0, look)) for look in (Look(), *looks)}
        return frozenset(at for at in range(formats.before) if formats.key_of(at) in keys)

    def to_bytes(self) -> bytes:
        """Return the part with all that was added."""
        edits = [edit for name in _ITEM if (edit := self._grown(name))]
        if self._new_numbers:
            edits.append(self._grown_numbers())
        return spliced(self._xml, edits)

    @property
    def is_changed(self) -> bool:
        """Whether anything was added."""
        return any(kind.added for kind in self._kinds.values()) or bool(self._new_numbers)

    def _kind(self, name: str, item: str) -> _Kind:
        holder = self._root.first(name)
        nodes = holder.all(item) if holder else []
        items = [self._xml[node.start : node.end] for node in nodes]
        return _Kind(items, len(items), _KEYS.get(name, self._format_key))

    def _format_key(self, xml: bytes) -> object:
        kinds = self._kinds
        return format_key(
            xml,
            {
                "fontId": kinds["fonts"].key_of,
                "fillId": kinds["fills"].key_of,
                "borderId": kinds["borders"].key_of,
                "numFmtId": self._code,
            },
        )

    def _code(self, number: int) -> object:
        """Return a number format as its code, or as its number where programs know it by that."""
        for stated in (self._numbers, self._new_numbers):
            for code, own in stated.items():
                if own == number:
                    return _KNOWN_NUMBERS.get(code, code)
        return number

    def _stated_numbers(self) -> dict[str, int]:
        holder = self._root.first("numFmts")
        stated = [node.attributes for node in holder.all("numFmt")] if holder else []
        return {
            _plain_code(one.get("formatCode", "")): _whole(one.get("numFmtId")) for one in stated
        }

    def _derive(self, base: int, look: Look) -> int:
        formats = self._kinds["cellXfs"]
        if not formats.items:
            formats.add(
                f'<{self.prefix}xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'.encode()
            )
        base = base if base < len(formats.items) else 0
        xml = formats.items[base]
        if look == Look() and b"quotePrefix" not in xml:
            return base
        new = format_xml(xml, look, self.prefix, self._replaced(xml, look))
        if len(formats.items) >= _MOST_FORMATS and not formats.holds(new):
            self.is_full = True
            return base
        return formats.add(new)

    def _replaced(self, base: bytes, look: Look) -> dict[str, int]:
        replaced = {}
        if look.number:
            replaced["numFmtId"] = self._number(look.number)
        if needs_font(look):
            fonts = self._kinds["fonts"]
            at = _whole(parse(base).attributes.get("fontId"))
            old = fonts.items[at] if at < len(fonts.items) else f"<{self.prefix}font/>".encode()
            replaced["fontId"] = fonts.add(font(old, look, self.prefix))
        if look.fill:
            replaced["fillId"] = self._kinds["fills"].add(fill(look.fill, self.prefix))
        if look.border:
            replaced["borderId"] = self._kinds["borders"].add(border(self.prefix))
        return replaced

    def _number(self, code: str) -> int:
        for known in (_KNOWN_NUMBERS, self._numbers, self._new_numbers):
            for shown in (code, _plain_code(code)):
                if shown in known:
                    return known[shown]
        taken = [*self._numbers.values(), *self._new_numbers.values(), _FIRST_OWN_NUMBER - 1]
        self._new_numbers[code] = max(taken) + 1
        return self._new_numbers[code]

    def _grown(self, name: str) -> Splice | None:
        kind = self._kinds[name]
        if not kind.added:
            return None
        return self._grow(name, kind.added, len(kind.items))

    def _grown_numbers(self) -> Splice:
        p = self.prefix.encode()
        items = [
            b"<"
            + p
            + b"numFmt"
            + attribute("numFmtId", str(number))
            + attribute("formatCode", code)
            + b"/>"
            for code, number in self._new_numbers.items()
        ]
        holder = self._root.first("numFmts")
        before = len(holder.all("numFmt")) if holder else 0
        return self._grow("numFmts", b"".join(items), before + len(items))

    def _grow(self, name: str, added: bytes, count: int) -> Splice:
        """Return the edit that adds items to a list of the part, which may not be there yet."""
        holder = self._root.first(name)
        p = self.prefix.encode()
        tag = p + name.encode()
        if holder is None:
            whole = b"<" + tag + attribute("count", str(count)) + b">" + added + b"</" + tag + b">"
            later = _ORDER[_ORDER.index(name) + 1 :]
            return insert_child(self._xml, self._root, whole, before=later)
        _, _, opening = set_attributes(self._xml, holder, {"count": str(count)})
        inside = self._xml[holder.open_end : holder.close_start]
        if opening.endswith(b"/>"):
            opening, inside = opening[:-2].rstrip() + b">", b""
        return holder.start, holder.end, opening + inside + added + b"</" + tag + b">"


def _plain_code(code: str) -> str:
    """Return a number format without the marks that some programs put before signs."""
    return _MARKED.sub(r"\1", code)


def _whole(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else 0
