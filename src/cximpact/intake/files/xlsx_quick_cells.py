"""The cells of a slice of rows: where they stand, how they are typed, and where their values are.

All cells are taken at once. What follows the address (``s="4" t="s"``) is the same for very many
cells; each different one is understood once.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
from attrs import field, fields, frozen

from cximpact.intake.files.xlsx_quick_addresses import take_addresses
from cximpact.intake.files.xlsx_quick_slices import NotPlainError
from cximpact.intake.files.xlsx_quick_tags import (
    CELL,
    EMPTY,
    FORMULA,
    TEXT,
    VALUE,
    Tags,
    check_attributes,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Cells", "Kind", "take_cells"]

_LONGEST_REST = 48
_MOST_RESTS = 400
_FIRST_BYTES = np.array([(1 << 8 * n) - 1 for n in range(9)], np.uint64)
_ATTRIBUTES = rb"""(?: (?:s|t|cm|vm)="[A-Za-z0-9]{1,10}")*"""
_REST = re.compile(rb"(%b) ?/?" % _ATTRIBUTES)
_ATTRIBUTE = re.compile(rb"""(?<!\w)(\w++)="(\w++)\"""")


class Kind:
    """What the values of cells are."""

    NUMBER = 0
    SHARED = 1
    TEXT = 2
    INLINE = 3
    TRUTH = 4
    ERROR = 5


_KIND_OF_NAME = {
    b"n": Kind.NUMBER,
    b"s": Kind.SHARED,
    b"str": Kind.TEXT,
    b"inlineStr": Kind.INLINE,
    b"b": Kind.TRUTH,
    b"e": Kind.ERROR,
}


@frozen(eq=False)
class Cells:
    """The cells of a slice that hold a value or a formula; one entry per cell in each array.

    Attributes:
        tags: The tags of the slice.
        rows: The row, counted from 1.
        columns: The column, counted from 1.
        kinds: What the value is.
        styles: The number of the style; 0 if none is stated.
        starts: Where the value begins in the slice.
        ends: Where it ends; before it begins if there is none.
        has_formula: Whether there is a formula.
        is_trimmed: Whether white space around the text does not count.
    """

    tags: Tags = field(repr=False)
    rows: NDArray[np.int32]
    columns: NDArray[np.int32]
    kinds: NDArray[np.uint8]
    styles: NDArray[np.int32]
    starts: NDArray[np.intp]
    ends: NDArray[np.intp]
    has_formula: NDArray[np.bool_]
    is_trimmed: NDArray[np.bool_]


def take_cells(tags: Tags) -> Cells:
    """Return the cells of a slice that hold something.

    Raises:
        NotPlainError: A cell is not of the plain form.
    """
    found = tags.of_kind(CELL, CELL + EMPTY)
    at = take_addresses(tags, found)
    kinds, styles = _types(tags, at.ends, tags.ends[found])
    cells = Cells(
        tags,
        at.rows,
        at.columns,
        kinds,
        styles,
        np.zeros(len(found), np.intp),
        np.full(len(found), -1, np.intp),
        np.zeros(len(found), bool),
        np.zeros(len(found), bool),
    )
    _find_values(cells, found)
    _find_formulas(cells, found)
    return _filled(cells)


def _filled(cells: Cells) -> Cells:
    kept = (cells.ends >= 0) | cells.has_formula
    if kept.all():
        return cells
    arrays = (getattr(cells, each.name) for each in fields(Cells)[1:])
    return Cells(cells.tags, *(array[kept] for array in arrays))


def _find_values(cells: Cells, found: NDArray[np.intp]) -> None:
    """Note where values are; a tag belongs to the last cell that began before it."""
    tags = cells.tags
    for kind in (VALUE, VALUE + EMPTY, TEXT, TEXT + EMPTY):
        held = tags.of_kind(kind)
        owners = np.searchsorted(found, held) - 1
        is_text = kind in (TEXT, TEXT + EMPTY)
        if np.any((cells.kinds[owners] == Kind.INLINE) != is_text):
            raise NotPlainError
        cells.starts[owners] = tags.ends[held] + 1
        cells.ends[owners] = cells.starts[owners] if kind & EMPTY else tags.starts[held + 1]
        if kind == TEXT:
            cells.is_trimmed[owners] = tags.ends[held] - tags.starts[held] == len("<t>") - 1


def _find_formulas(cells: Cells, found: NDArray[np.intp]) -> None:
    tags = cells.tags
    held = tags.of_kind(FORMULA, FORMULA + EMPTY)
    if len(held):
        cells.has_formula[np.searchsorted(found, held) - 1] = True
        check_attributes(tags, tags.starts[held] + len("<f"), tags.ends[held])


def _types(
    tags: Tags, starts: NDArray[np.intp], ends: NDArray[np.intp]
) -> tuple[NDArray[np.uint8], NDArray[np.int32]]:
    """Return kind and style of each cell, stated between its address and the end of its tag."""
    which, rests = _distinct(tags, starts, ends)
    understood = [_understood(rest) for rest in rests] or [(Kind.NUMBER, 0)]
    kinds, styles = zip(*understood, strict=True)
    return np.array(kinds, np.uint8)[which], np.array(styles, np.int32)[which]


def _distinct(
    tags: Tags, starts: NDArray[np.intp], ends: NDArray[np.intp]
) -> tuple[NDArray[np.intp], list[bytes]]:
    """Return the different pieces of a slice, and per piece which of them it is."""
    lengths = ends - starts
    longest = int(lengths.max(initial=0))
    if longest > _LONGEST_REST:
        raise NotPlainError
    # No piece holds a zero, so that pieces filled up with zeros differ where the pieces do.
    words = [
        tags.words(starts + at) & _FIRST_BYTES[np.clip(lengths - at, 0, 8)]
        for at in range(0, longest, 8)
    ]
    which = np.zeros(len(starts), np.intp)
    left = np.arange(len(starts))
    found: list[bytes] = []
    while len(left):
        first = left[0]
        is_same = np.ones(len(left), bool)
        for word in words:
            is_same &= word[left] == word[first]
        which[left[is_same]] = len(found)
        found.append(tags.content[starts[first] : ends[first]])
        left = left[~is_same]
        if len(found) > _MOST_RESTS:
            raise NotPlainError
    return which, found


def _understood(rest: bytes) -> tuple[int, int]:
    """Return kind and style that the attributes after the address of a cell state."""
    plain = _REST.fullmatch(rest)
    if plain is None:
        raise NotPlainError
    stated = _ATTRIBUTE.findall(plain[1])
    by_name = dict(stated)
    style, kind = by_name.get(b"s", b"0"), by_name.get(b"t", b"n")
    if len(by_name) != len(stated) or kind not in _KIND_OF_NAME or not style.isdigit():
        raise NotPlainError
    return _KIND_OF_NAME[kind], int(style)
