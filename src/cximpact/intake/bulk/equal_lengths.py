"""Texts as pandas keeps them with pyarrow: all bytes in one buffer, where numbers would suffice.

Looking at a million ids one by one takes longer than ranking them, so their bytes are looked at
instead, as far as pyarrow is installed; without it everything takes the longer way.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np

from cximpact.scoring.bulk import blocks

if TYPE_CHECKING:
    import pandas as pd

    from cximpact.model.arrays import IntArray

__all__ = ["plain_text", "taken"]

_FIRST_VISIBLE, _LAST_VISIBLE = 0x21, 0x7E


def plain_text(values: pd.Series[Any]) -> bool:
    """Return whether values are text of visible ASCII signs, with no space to strip and no gap."""
    found = _buffers(values)
    if found is None:
        return False
    _, data = found
    return not len(data) or bool(data.min() >= _FIRST_VISIBLE and data.max() <= _LAST_VISIBLE)


def taken(values: pd.Series[Any], order: IntArray) -> Any:
    """Return all values in another order, quicker by far if they are of one length."""
    found = _buffers(values)
    if found is None or not len(order):
        return values.array.take(order)
    offsets, data = found
    width = int(offsets[1] - offsets[0])
    if not width or not _all_of(width, offsets):
        return values.array.take(order)
    starts = offsets - offsets[0] if offsets[0] else offsets
    return _of_bytes(values, np.take(data.reshape(-1, width), order, axis=0), starts)


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
