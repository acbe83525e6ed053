"""The texts that the cells of a workbook share.

Almost all are written ``<si><t>text</t></si>``. Those that are not (formatted in parts, with
character references, with escapes such as ``_x000D_``) are gathered and read by calamine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.parsers import expat

from cximpact.intake.files.xlsx_calamine import calamine_cells, cell_of
from cximpact.intake.files.xlsx_quick_slices import NotPlainError, check_characters

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cximpact.intake.files.cells import Cell

__all__ = ["WHITE_SPACE", "is_tricky", "shared_texts"]

WHITE_SPACE = " \t\n"
"""What is cut from both ends of a text that does not say that it is preserved."""

_ITEM_END = "</si>"
_BEGIN, _END = "<si><t>", "</t>"
_PRESERVED = '<si><t xml:space="preserve">'
# Stands in place of the tag, so that all plain items begin alike; no text can hold it.
_SIGN = "\0"
_TRICKY = ("&", "_x", "\r")


def is_tricky(text: str) -> bool:
    """Return whether a text in XML stands for something else than itself."""
    return any(sign in text for sign in _TRICKY)


def shared_texts(xml: bytes) -> list[Cell]:
    """Return the shared texts of a workbook, in their order; None for empty ones.

    Args:
        xml: The part that holds them, in UTF-8.

    Raises:
        NotPlainError: They are not of the plain form.
        UnreadableSheetError: The reader finds one damaged.
        xml.parsers.expat.ExpatError: The part is damaged.
    """
    check_characters(xml)
    body = _body(xml.decode()).replace(_PRESERVED, _BEGIN + _SIGN)
    items = body.split(_ITEM_END)[:-1]
    any_tricky = is_tricky(body)
    odd = [
        number
        for number, item in enumerate(items)
        if not (item.startswith(_BEGIN) and item.endswith(_END) and item.count("<") == 3)
        or (any_tricky and is_tricky(item))
    ]
    del body
    texts: list[Cell] = [_plain_text(item[len(_BEGIN) : -len(_END)]) or None for item in items]
    if odd:
        for number, text in zip(odd, _thorough([items[each] for each in odd]), strict=True):
            texts[number] = text
    return texts


def _plain_text(text: str) -> str:
    return text[1:] if text.startswith(_SIGN) else text.strip(WHITE_SPACE)


def _body(xml: str) -> str:
    """Return the items, after making sure that nothing else stands around them."""
    start = xml.find("<si>")
    end = xml.rfind(_ITEM_END) + len(_ITEM_END)
    if start < 0:
        start = end = len(xml)
    frame = xml[:start] + xml[end:]
    if "<!" in xml or "<?" in frame[1:]:
        raise NotPlainError
    found: list[str] = []
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda name, _: found.append(name)
    parser.Parse(frame, True)
    if found != ["sst"]:
        raise NotPlainError
    return xml[start:end]


def _thorough(items: Sequence[str]) -> list[Cell]:
    whole = "".join(f"{item}{_ITEM_END}" for item in items).replace(_BEGIN + _SIGN, _PRESERVED)
    part = f"<sst>{whole}</sst>".encode()
    if _n_children(part) != len(items):
        raise NotPlainError
    cells = [b't="s"><v>%d</v></c>' % number for number in range(len(items))]
    found = calamine_cells(cells, strings=part, styles=None, from_1904=False)
    return [cell_of(value) for value in found]


def _n_children(xml: bytes) -> int:
    """Return how many items stand directly in a part that should hold nothing else."""
    depth = count = 0

    def start(name: str, _: dict[str, str]) -> None:
        nonlocal depth, count
        count += depth == 1 and name == "si"
        depth += 1

    def end(_: str) -> None:
        nonlocal depth
        depth -= 1

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.Parse(xml, True)
    return count
