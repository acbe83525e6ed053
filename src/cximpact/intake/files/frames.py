"""A pandas DataFrame becomes a table like any file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cximpact.intake.files.cells import whole_if_integral
from cximpact.intake.files.object_cells import cells_from
from cximpact.intake.files.problems import ProblemLog
from cximpact.intake.files.raw_table import Origin, RawTable, named_columns

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from cximpact.intake.files.cells import Cell

__all__ = ["frame_table"]

# A longer float (longdouble) is no float of Python's.
_MOST_BYTES = 8


def frame_table(frame: pd.DataFrame, name: str) -> RawTable:
    """Return a DataFrame as a table whose rows are called by their position.

    A named index becomes a column of that name; an unnamed one becomes the column ``id``, unless
    it just counts the rows or there is an ``id`` already. NaN, NaT, None and NA become None;
    whole floats become whole numbers, since pandas turns a column of whole numbers with a gap
    into floats.

    Args:
        frame: The data; it is not changed.
        name: What the frame is called in problems.

    Raises:
        InputError: The frame has no columns, two of one name, several levels of headers, or
            values that are no text, number, date or truth value.
    """
    log = ProblemLog(name)
    _refuse_odd_headers(frame, log)
    labelled = [*_index_columns(frame, log), *_own_columns(frame)]
    if not labelled:
        log.add("the frame has no columns")
    headers = [str(label).strip() for label, _ in labelled]
    columns = [
        _cells(values, header, log) for header, (_, values) in zip(headers, labelled, strict=True)
    ]
    log.raise_any()
    rows = range(len(frame))
    return named_columns(headers, columns, rows, log, origin=Origin.FRAME, header_line=None)


def _refuse_odd_headers(frame: pd.DataFrame, log: ProblemLog) -> None:
    if frame.columns.nlevels > 1:
        log.add("the frame has several levels of headers", expected="one name for each column")
    elif any(frame.columns.isna()):
        log.add("a column of the frame has no name", hint="name it, or drop it")
    log.raise_any()


def _own_columns(frame: pd.DataFrame) -> list[tuple[Any, Any]]:
    return [(label, frame.iloc[:, at]) for at, label in enumerate(frame.columns)]


def _index_columns(frame: pd.DataFrame, log: ProblemLog) -> Sequence[tuple[Any, Any]]:
    """Return the levels of the index that say something, as columns."""
    index = frame.index
    if index.nlevels > 1:
        if None in index.names:
            log.add("a level of the index has no name", hint="call reset_index() first")
        return [(label, index.get_level_values(at)) for at, label in enumerate(index.names)]
    if index.name is not None:
        return [(index.name, index)]
    if "id" in frame.columns or _just_counts(index):
        return []
    return [("id", index)]


def _just_counts(index: pd.Index) -> bool:
    import pandas as pd

    return bool(index.equals(pd.RangeIndex(len(index))))


def _cells(values: Any, header: str, log: ProblemLog) -> list[Cell]:
    quickly = _numbers(values)
    if quickly is not None:
        return quickly
    missing = values.isna().tolist()
    plain = (
        None if is_missing else value
        for value, is_missing in zip(values.tolist(), missing, strict=True)
    )
    return cells_from(plain, header, log)


def _numbers(values: Any) -> list[Cell] | None:
    """Return a column that NumPy holds as numbers, None for any other.

    No cell of it can be unfit, so it is taken as a whole, not cell by cell.
    """
    import numpy as np

    # Columns of pandas' own types may hold NA.
    if not isinstance(values.dtype, np.dtype) or values.dtype.itemsize > _MOST_BYTES:
        return None
    cells: list[Any] = values.tolist() if values.dtype.kind in "biuf" else []
    if values.dtype.kind == "f":
        return [None if value != value else whole_if_integral(value) for value in cells]
    return cells if values.dtype.kind in "biu" else None
