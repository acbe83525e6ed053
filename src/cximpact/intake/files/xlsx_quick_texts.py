"""The texts that the cells of a workbook share.

Almost all are written ``<si><t>text</t></si>``. Those that are not (formatted in parts, with
character references, with escapes such as ``_x000D_``) are gathered and read by calamine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.parsers import expat

from cximpact.intake.files.xlsx_calamine import calamine_cells, cell_of
from cximpact.intake.files.xlsx_nested import refuse_nested
from cximpact.intake.files.xlsx_quick_slices import NotPlainError, check_characters, text_slices

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cximpact.intake.files.cells import Cell

__all__ = ["WHITE_SPACE", "shared_texts", "tricky"]

WHITE_SPACE = " \t\n"
"""What is cut from both ends of a text that does not say that it is preserved."""

_ITEM_END = "</si>"
_BEGIN, _END = "<si><t>", "</t>"
_PRESERVED = '<si><t xml:space="preserve">'
# Stands in place of the tag, so that all plain items begin alike; no text can hold it.
_SIGN = "\0"


def tricky(texts: Sequence[str]) -> list[int]:
    """Return which texts in XML stand for something else than themselves, by their numbers."""
    return [
        number for number, text in enumerate(texts) if "&" in text or "_x" in text or "\r" in text
    ]


def shared_texts(chunks: Iterable[bytes]) -> list[Cell]:
    """Return the shared texts of a workbook, in their order; None for empty ones.

    Args:
        chunks: The part that holds them, in UTF-8, piece by piece.

    Raises:
        NotPlainError: They are not of the plain form.
        UnreadableSheetError: The reader finds one damaged.
        xml.parsers.expat.ExpatError: The part is damaged.
    """
    texts: list[Cell] = []
    for each in text_slices(chunks):
        check_characters(each)
        texts += _texts(each.decode().replace(_PRESERVED, _BEGIN + _SIGN))
    return texts


def _texts(body: str) -> list[Cell]:
    items = body.split(_ITEM_END)
    if items.pop() or "<!" in body or "<?" in body:
        raise NotPlainError
    odd = set() if _is_uniform(body, len(items)) else set(_not_plain(items))
    if tricky([body]):
        odd.update(tricky(items))
    start, end = len(_BEGIN), -len(_END)
    texts: list[Cell] = [
        (text[1:] if text[:1] == _SIGN else text.strip(WHITE_SPACE)) or None
        for text in (item[start:end] for item in items)
    ]
    if odd:
        which = sorted(odd)
        for number, text in zip(which, _thorough([items[each] for each in which]), strict=True):
            texts[number] = text
    return texts


def _is_uniform(body: str, n_items: int) -> bool:
    """Tell whether all items are plain: begin, borders and end leave no tag over."""
    return (
        body.startswith(_BEGIN)
        and body.endswith(_END + _ITEM_END)
        and body.count(_END + _ITEM_END + _BEGIN) == n_items - 1
        and body.count("<") == 4 * n_items
    )


def _not_plain(items: Sequence[str]) -> Iterator[int]:
    for number, item in enumerate(items):
        if not (item.startswith(_BEGIN) and item.endswith(_END) and item.count("<") == 3):
            yield number


def _thorough(items: Sequence[str]) -> list[Cell]:
    whole = "".join(f"{item}{_ITEM_END}" for item in items).replace(_BEGIN + _SIGN, _PRESERVED)
    part = f"<sst>{whole}</sst>".encode()
    refuse_nested(part)
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
