"""The addresses of all cells of a slice of rows.

The address of each cell must repeat the number of its row, so that no more than its letters need
to be understood.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from attrs import field, frozen

from cximpact.intake.files.cells import MOST_COLUMNS, MOST_SHEET_ROWS
from cximpact.intake.files.xlsx_quick_slices import NotPlainError
from cximpact.intake.files.xlsx_quick_tags import EMPTY, ROW, Tags, check_attributes

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Addresses", "take_addresses"]

_ROW_HEAD = len('<row r="')
_CELL_HEAD = len('<c r="')
_OPENING = np.uint64(int.from_bytes(b'<c r="', "little"))
_SIX_BYTES = np.uint64((1 << 48) - 1)
_MOST_DIGITS = 7
_MOST_LETTERS = 3


@frozen(eq=False)
class Addresses:
    """Where cells stand; one entry per cell in each array.

    Attributes:
        rows: The row, counted from 1.
        columns: The column, counted from 1.
        ends: Where in the slice the address has ended.
    """

    rows: NDArray[np.int32]
    columns: NDArray[np.int32]
    ends: NDArray[np.intp]


@frozen(eq=False)
class _Rows:
    numbers: NDArray[np.int32]
    n_digits: NDArray[np.intp]
    digits: NDArray[np.uint64] = field(repr=False)


def take_addresses(tags: Tags, cells: NDArray[np.intp]) -> Addresses:
    """Return the addresses of cells.

    Args:
        tags: The tags of a slice.
        cells: Which of them begin cells.

    Raises:
        NotPlainError: An address is not of the plain form, or none that a sheet can have.
    """
    at = tags.of_kind(ROW, ROW + EMPTY)
    rows = _rows(tags, at)
    row = np.searchsorted(at, cells) - 1
    starts = tags.starts[cells]
    if np.any(tags.words(starts) & _SIX_BYTES != _OPENING):
        raise NotPlainError
    columns, n_letters = _columns(tags.codes, starts + _CELL_HEAD)
    n_digits = rows.n_digits[row]
    quotes = starts + _CELL_HEAD + n_letters + n_digits
    is_same = _digits_before(tags, quotes, n_digits) == rows.digits[row]
    if not is_same.all() or np.any(tags.codes[quotes] != ord('"')):
        raise NotPlainError
    return Addresses(rows.numbers[row], columns, quotes + 1)


def _rows(tags: Tags, at: NDArray[np.intp]) -> _Rows:
    starts = tags.starts[at] + _ROW_HEAD
    numbers = np.zeros(len(at), np.int32)
    n_digits = np.zeros(len(at), np.intp)
    is_open = np.ones(len(at), bool)
    for place in range(_MOST_DIGITS):
        digits = tags.codes[starts + place] - np.uint8(ord("0"))
        is_open &= digits < 10
        numbers[is_open] = numbers[is_open] * 10 + digits[is_open]
        n_digits += is_open
    quotes = starts + n_digits
    has_zero = tags.codes[starts] == ord("0")
    if has_zero.any() or np.any(tags.codes[quotes] != ord('"')) or not n_digits.all():
        raise NotPlainError
    if numbers.max() > MOST_SHEET_ROWS:
        raise NotPlainError
    check_attributes(tags, quotes + 1, tags.ends[at])
    return _Rows(numbers, n_digits, _digits_before(tags, quotes, n_digits))


def _digits_before(
    tags: Tags, quotes: NDArray[np.intp], n_digits: NDArray[np.intp]
) -> NDArray[np.uint64]:
    """Return the last bytes before the quotation marks as numbers to compare."""
    surplus = (8 * (8 - n_digits)).astype(np.uint64)
    found: NDArray[np.uint64] = tags.words(quotes - 8) >> surplus
    return found


def _columns(
    codes: NDArray[np.uint8], starts: NDArray[np.intp]
) -> tuple[NDArray[np.int32], NDArray[np.intp]]:
    """Return the columns that letters stand for, and how many letters there are."""
    columns = np.zeros(len(starts), np.int32)
    n_letters = np.zeros(len(starts), np.intp)
    open_ = np.arange(len(starts))
    for place in range(_MOST_LETTERS):
        letters = codes[starts[open_] + place] - np.uint8(ord("A"))
        is_letter = letters < 26
        if not is_letter.all():
            open_, letters = open_[is_letter], letters[is_letter]
        columns[open_] = columns[open_] * 26 + letters + 1
        n_letters[open_] += 1
        if not len(open_):
            break
    if len(starts) and (n_letters.min() == 0 or columns.max() > MOST_COLUMNS):
        raise NotPlainError
    return columns, n_letters
