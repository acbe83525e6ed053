"""Texts as pandas keeps them with pyarrow: all bytes in one buffer, where numbers would suffice.

Looking at a million ids one by one takes longer than ranking them, so their bytes are looked at
instead, as far as pyarrow is installed; without it everything takes the longer way.
"""

from __future__ import annotations

from importlib import import_module
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from cximpact.scoring.bulk import blocks

if TYPE_CHECKING:
    import pandas as pd

    from cximpact.model.arrays import IntArray

__all__ = ["ascend", "plain_text", "taken"]

_FIRST_VISIBLE, _LAST_VISIBLE = 0x21, 0x7E
_WORD = 8
"""Bytes of the numbers that texts are compared as."""


def plain_text(values: pd.Series[Any]) -> bool:
    """Return whether values are text of visible ASCII signs, with no space to strip and no gap."""
    found = _buffers(values)
    if found is None:
        return False
    _, data = found
    return not len(data) or bool(data.min() >= _FIRST_VISIBLE and data.max() <= _LAST_VISIBLE)


def ascend(values: pd.Series[Any]) -> bool:
    """Return whether each value comes after the one before it, quicker if they are of one length.

    Texts are ordered by the signs they are made of, and so are their bytes in UTF-8.
    """
    found = _of_one_length(values)
    if found is not None:
        return _bytes_ascend(found[1])
    array: Any = values.array
    return bool(np.asarray(array[1:] > array[:-1], dtype=np.bool_).all())


def taken(values: pd.Series[Any], order: IntArray) -> Any:
    """Return all values in another order, quicker by far if they are of one length."""
    found = _of_one_length(values)
    if found is None:
        return values.array.take(order)
    offsets, texts = found
    starts = offsets - offsets[0] if offsets[0] else offsets
    return _of_bytes(values, np.take(texts, order, axis=0), starts)


def _bytes_ascend(texts: Any) -> bool:
    """Return whether rows of bytes ascend, read as numbers of eight bytes, a few to each row."""
    width = texts.shape[1]
    # A number ends where its text does; the first texts, if short, have no eight bytes before that.
    first = max(-(-_WORD // width) - 1, 0)
    head = [text.tobytes() for text in texts[: first + 1]]
    if any(after <= before for before, after in pairwise(head)):
        return False
    if len(texts) <= first + 1:
        return True
    ends = [*range(_WORD, width, _WORD), width]
    words = [_words(texts, first, end) for end in ends]
    kept = np.uint64(2 ** (8 * min(width, _WORD)) - 1)
    for rows in blocks(len(texts) - first - 1):
        pieces = [word[rows.start : rows.stop + 1].astype(np.uint64) & kept for word in words]
        after = pieces[-1][1:] > pieces[-1][:-1]
        for piece in pieces[-2::-1]:
            after = (piece[1:] > piece[:-1]) | ((piece[1:] == piece[:-1]) & after)
        if not after.all():
            return False
    return True


def _words(texts: Any, first: int, end: int) -> Any:
    """Return the eight bytes before a place in each text, from one text on, as numbers."""
    width = texts.shape[1]
    start = first * width + end - _WORD
    return np.ndarray((len(texts) - first,), ">u8", texts, start, (width,))


def _of_one_length(values: pd.Series[Any]) -> tuple[IntArray, Any] | None:
    """Return where each text starts and all bytes, texts x length; None if lengths differ."""
    found = _buffers(values)
    if found is None or not len(values):
        return None
    offsets, data = found
    width = int(offsets[1] - offsets[0])
    if not width or not _all_of(width, offsets):
        return None
    return offsets, data.reshape(-1, width)


def _all_of(width: int, offsets: IntArray) -> bool:
    return all(
        (offsets[rows.start + 1 : rows.stop + 1] - offsets[rows] == width).all()
        for rows in blocks(len(offsets) - 1)
    )


def _of_bytes(values: pd.Series[Any], data: Any, offsets: IntArray) -> Any:
    """Return texts made of their bytes, in an array like that of the values."""
    pa = _pyarrow()
    buffers = [None, pa.py_buffer(offsets), pa.py_buffer(data)]
    made = pa.Array.from_buffers(pa.large_string(), len(offsets) - 1, buffers)
    dtype: Any = values.dtype
    return dtype.__from_arrow__(made)


def _pyarrow() -> Any:
    """Return pyarrow, which is no dependency, but holds the texts if they were made with it."""
    return import_module("pyarrow")


def _buffers(values: pd.Series[Any]) -> tuple[IntArray, Any] | None:
    """Return where each text starts and ends, and the bytes; None where they are kept otherwise."""
    if getattr(values.dtype, "storage", "") != "pyarrow":
        return None
    pa = _pyarrow()
    array = pa.array(values)
    if isinstance(array, pa.ChunkedArray):
        array = array.combine_chunks()
    if array.type != pa.large_string() or array.null_count:
        return None
    _, starts, data = array.buffers()
    if starts is None or data is None:
        return None
    offsets = np.frombuffer(starts, np.int64)[array.offset : array.offset + len(array) + 1]
    return offsets, np.frombuffer(data, np.uint8)[offsets[0] : offsets[-1]]
