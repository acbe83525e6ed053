"""Parquet files, read by DuckDB with the types they hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cximpact.sources.csv_table import plain_path
from cximpact.sources.quoting import identifier, literal
from cximpact.sources.table import Column, Table, form_of, row_places

if TYPE_CHECKING:
    from cximpact.sources.engine import Engine
    from cximpact.sources.files import SourceFile

__all__ = ["open_parquet"]


def open_parquet(file: SourceFile, engine: Engine) -> Table:
    """Return a Parquet file as a table.

    Raises:
        duckdb.Error: The file is damaged or no Parquet file.
    """
    source = f"read_parquet({literal(str(plain_path(file.path, engine.folder)))})"
    described = engine.rows(f"DESCRIBE SELECT * FROM {source}")
    columns = {
        name.strip(): Column(identifier(name), form_of(kind)) for name, kind, *_ in described
    }
    return Table(file.shown, columns, source, row_places(file.shown), is_typed=True)
