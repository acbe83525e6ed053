"""Columns of data frames as text, a column at a time, by the kind of the column."""

from __future__ import annotations

from collections.abc import Iterator
from types import NoneType
from typing import Any

import numpy as np

from cximpact.plugins.rows.cells import UnfitError, text_of

__all__ = ["UnfitAtError", "column_texts", "frame_slices"]

_ROWS_A_SLICE = 5_000
_PLAIN = {str, NoneType}


class UnfitAtError(UnfitError):
    """A value that no cell can hold.

    Attributes:
        row: Its row in the column, counted from 0.
    """

    def __init__(self, message: str, row: int) -> None:
        self.row = row
        super().__init__(message)


def frame_slices(frame: Any) -> Iterator[Any]:
    """Yield a frame some thousand rows at a time, so that its texts never stand all at once."""
    for start in range(0, len(frame), _ROWS_A_SLICE):
        yield frame.iloc[start : start + _ROWS_A_SLICE]


def column_texts(column: Any) -> list[str | None]:
    """Return the cells of a column as text.

    What is marked as missing in a column of text, moments, or a kind that knows missing values is
    None. NaN in a column of numbers is refused: it may be missing, it may be a sum gone wrong.

    Args:
        column: A pandas Series.

    Raises:
        UnfitAtError: A value that no cell can hold.
    """
    kind = column.dtype
    if isinstance(kind, np.dtype):
        if kind.kind in "iu":
            return list(map(str, column.tolist()))
        if kind == np.float64:
            return _reals(column.to_numpy())
        if kind.kind == "M":
            return _moments(column)
    elif getattr(kind, "tz", None) is not None:
        return _moments(column.dt.tz_convert("UTC").dt.tz_localize(None), "Z")
    return _each(_objects(column))


def _objects(column: Any) -> list[Any]:
    values: list[Any] = column.astype(object).tolist()
    if column.dtype == object:
        return values
    if isinstance(column.dtype, np.dtype) and column.dtype.kind == "f":
        return list(column.to_numpy())
    missing = column.isna().tolist()
    return [None if gone else value for value, gone in zip(values, missing, strict=True)]


def _each(values: list[Any]) -> list[str | None]:
    if set(map(type, values)) <= _PLAIN:
        return values
    texts = []
    for row, value in enumerate(values):
        try:
            texts.append(value if type(value) is str else text_of(value))
        except UnfitError as fault:
            raise UnfitAtError(str(fault), row) from None
    return texts


def _reals(values: np.ndarray[Any, np.dtype[np.float64]]) -> list[str | None]:
    wrong = np.flatnonzero(~np.isfinite(values))
    if wrong.size:
        row = int(wrong[0])
        return _each([None] * row + [float(values[row])])
    return list(map(float.__repr__, values.tolist()))


def _moments(column: Any, zone: str = "") -> list[str | None]:
    """Return moments as `datetime.isoformat` writes them, to the nanosecond where there is one."""
    missing = column.isna().tolist()
    texts = np.datetime_as_string(column.to_numpy()).tolist()
    return [
        None if gone else _short(text) + zone for text, gone in zip(texts, missing, strict=True)
    ]


def _short(text: str) -> str:
    """Take off what `datetime.isoformat` would not write, and add what it would."""
    whole, _, part = text.partition(".")
    if len(whole) == len("2026-01-31"):
        whole += "T00:00:00"
    part = part.rstrip("0")
    return f"{whole}.{part.ljust(6, '0')}" if part else whole
