"""DataFrames, and tables that were read cell by cell, lent to DuckDB without a copy of columns."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from cximpact.exceptions import InputError, Problem
from cximpact.intake.files.cells import ErrorCell, UncachedFormula, text_of
from cximpact.intake.files.frames import frame_table
from cximpact.intake.lists.matching import cell_text
from cximpact.sources.quoting import identifier
from cximpact.sources.table import Column, Form, Place, Table, form_of, row_places

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pandas as pd

    from cximpact.intake.files.raw_table import RawTable
    from cximpact.model.source import Reading
    from cximpact.sources.engine import Engine

__all__ = ["open_cells", "open_frame"]

# Longer whole numbers cannot be written out.
_MOST_BITS = 200


def open_frame(frame: Any, shown: str, reading: Reading, engine: Engine) -> Table:
    """Return a DataFrame as a table; a named index counts as a column.

    Args:
        frame: The data; it is not changed.
        shown: What the frame is called in problems.
        reading: The source's own signs and pattern, which numbers and days among text take.
        engine: It gets a view of the frame.

    Raises:
        InputError: It is no frame, or its headers are missing, doubled or have levels.
    """
    import pandas as pd

    if not isinstance(frame, pd.DataFrame):
        raise InputError(
            [Problem("not a DataFrame", shown, value=type(frame).__name__, expected="a DataFrame")]
        )
    frame_table(frame.iloc[:0], shown)  # refuses odd headers
    named = any(name is not None for name in frame.index.names)
    whole = frame.reset_index() if named else frame
    try:
        return _lent(whole, shown, reading, engine, row_places(shown))
    except UnicodeEncodeError as error:
        message = "a text holds a character that cannot be written"
        raise InputError([Problem(message, shown, value=ascii(error.object))]) from None


def open_cells(table: RawTable, reading: Reading, engine: Engine) -> Table:
    """Return a table that was read cell by cell, such as a sheet, as a table for DuckDB."""
    import pandas as pd

    columns = {
        header: pd.Series([_cell_text(cell, reading) for cell in cells], dtype="str")
        for header, cells in zip(table.headers, table.columns, strict=True)
    }

    def places(rows: Sequence[int], header: str) -> Sequence[Place]:
        return [table.place(row, header) for row in rows]

    return _lent(pd.DataFrame(columns), table.name, reading, engine, places)


def _lent(
    frame: pd.DataFrame,
    shown: str,
    reading: Reading,
    engine: Engine,
    places: Callable[[Sequence[int], str], Sequence[Place]],
) -> Table:
    import pandas as pd

    # Positions in place of headers: no header can then be mistaken for SQL.
    lent = pd.DataFrame(
        {f"c{at}": _plain(frame.iloc[:, at], reading) for at in range(frame.shape[1])}
    )
    view = f"lent_{len(engine.rows('SELECT 1 FROM duckdb_views() WHERE NOT internal'))}"
    engine.connection.register(view, lent)
    kinds = {name: kind for name, kind, *_ in engine.rows(f"DESCRIBE SELECT * FROM {view}")}
    columns = {
        str(header).strip(): Column(identifier(f"c{at}"), _form(kinds[f"c{at}"]))
        for at, header in enumerate(frame.columns)
    }
    return Table(shown, columns, view, places)


def _form(kind: str) -> Form:
    return "text" if kind.startswith("ENUM") else form_of(kind)


def _plain(column: pd.Series[Any], reading: Reading) -> pd.Series[Any]:
    """Objects of several types become text; every other column is lent as it is."""
    import pandas as pd

    foreign = pd.PeriodDtype | pd.IntervalDtype | pd.SparseDtype
    kind = column.dtype.kind + str(getattr(column.dtype, "itemsize", ""))
    is_foreign = column.dtype == object or isinstance(column.dtype, foreign)
    if not is_foreign and column.dtype.kind not in "mc" and kind != "f16":
        return column.reset_index(drop=True)
    texts = [_cell_text(cell, reading) for cell in column]
    return pd.Series(texts, dtype="str")


def _cell_text(cell: Any, reading: Reading) -> str:
    """Write a typed cell as the source writes its texts, so that it is read back the same way."""
    if isinstance(cell, ErrorCell | UncachedFormula):
        return text_of(cell)
    if isinstance(cell, int) and cell.bit_length() > _MOST_BITS:
        return "a number too large to be meant"
    text = cell_text(cell)
    if isinstance(cell, str) or not text:
        return text
    if isinstance(cell, date) and reading.dates:
        return cell.strftime(reading.dates)
    is_number = reading.decimal != "." and not isinstance(cell, date)
    return text.replace(".", reading.decimal) if is_number else text
